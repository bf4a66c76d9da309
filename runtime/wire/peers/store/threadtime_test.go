//go:build linux

package store

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

var threadTime = flag.String("threadtime", "", "a `payload`, or all: measure the time of the thread instead of benchmarks")

// TestThreadTime measures what the benchmarks do by the processor time of one thread,
// which other programs on the machine hardly change. It prints lines as benchmarks do,
// with the fastest of a few runs for each round. What the garbage collector does in
// other threads is not counted.
func TestThreadTime(t *testing.T) {
	if *threadTime == "" {
		t.Skip("without -threadtime")
	}
	fmt.Println("time: that of one thread")
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for _, p := range payloads() {
		if *threadTime != "all" && *threadTime != p.name {
			continue
		}
		for _, w := range works(p) {
			for range 5 {
				for _, c := range append(p.contenders, p.floor) {
					if run := w.run(c); run != nil {
						fmt.Printf("Benchmark%s/%s/%s 1 %.1f ns/op\n", w.name, p.name, c.name, fastest(t, run))
					}
				}
			}
		}
	}
}

// timedWork is one of the benchmarks.
type timedWork struct {
	name string
	run  func(c contender) func() error // nil where the contender has nothing to do
}

func works(p payload) []timedWork {
	request := func(typed bool) func(c contender) func() error {
		return func(c contender) func() error {
			return func() error { _, err := c.request(typed); return err }
		}
	}
	return []timedWork{
		{"Request", request(false)},
		{"TypedRequest", request(true)},
		{"ReusedRequest", func(c contender) func() error {
			var buffer []byte
			return func() (err error) { buffer, err = c.reused(buffer[:0], false); return err }
		}},
		{"Answer", func(c contender) func() error {
			if c.answer == nil {
				return nil
			}
			return func() error { _, err := c.answer(p.body); return err }
		}},
		{"Marshal", func(c contender) func() error {
			if c.marshal == nil {
				return nil
			}
			return func() error { _, err := c.marshal(); return err }
		}},
		{"Unmarshal", func(c contender) func() error {
			if c.unmarshal == nil {
				return nil
			}
			return func() error { _, err := c.unmarshal(p.value); return err }
		}},
	}
}

// fastest is the time of one run in nanoseconds: the first quarter of several
// measurements.
func fastest(t *testing.T, run func() error) float64 {
	const measurements, least = 24, 300 * time.Microsecond
	count := 1
	for start := onThread(); onThread()-start < least; count++ {
		if err := run(); err != nil {
			t.Fatal(err)
		}
	}
	var times []float64
	for range measurements {
		start := onThread()
		for range count {
			_ = run()
		}
		times = append(times, float64(onThread()-start)/float64(count))
	}
	slices.Sort(times)
	return times[measurements/4]
}

// onThread is the processor time of the thread.
func onThread() time.Duration {
	const clockThreadCPUTime = 3
	var at syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockThreadCPUTime, uintptr(unsafe.Pointer(&at)), 0)
	if errno != 0 {
		panic(errno)
	}
	return time.Duration(at.Nano())
}
