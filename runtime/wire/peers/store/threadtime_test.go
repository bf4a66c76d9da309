//go:build linux

package store

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	golem "github.com/golem-gen/golem-gen/runtime"
)

var threadTime = flag.String("threadtime", "", "a `payload`, calls, or all: measure the time of the thread instead of benchmarks")

// TestThreadTime measures the work of the benchmarks by the processor time of one thread,
// which other programs on the machine hardly affect. It prints lines in the form of
// benchmarks, with the fastest of a few runs for each round. It does not count the garbage
// collector's work in other threads.
func TestThreadTime(t *testing.T) {
	if *threadTime == "" {
		t.Skip("without -threadtime")
	}
	printMachine(t)
	timePayloads(t)
	// The memory that a million workers leave behind would slow the codec down.
	if *threadTime == "all" || *threadTime == "calls" {
		fmt.Println("calls: the time of the process on all processors, garbage collection included")
		timeCalls(t)
		timeShortLived(t)
	}
}

// timePayloads measures the codec.
func timePayloads(t *testing.T) {
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
						fmt.Printf("Benchmark%s/%s/%s 1 %.1f ns/op\n", w.name, p.name, c.name, fastest(t, threadClock, run))
					}
				}
			}
		}
	}
}

// printMachine prints the machine in the form of benchmarks.
func printMachine(t *testing.T) {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("goos: %s\ngoarch: %s\n", runtime.GOOS, runtime.GOARCH)
	for line := range strings.Lines(string(text)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			fmt.Printf("cpu: %s\n", strings.TrimSpace(value))
			return
		}
	}
}

// timeCalls measures first and later calls by the processor time of the process, because a
// client asks its questions in other goroutines.
func timeCalls(t *testing.T) {
	for _, w := range callWorks {
		for _, s := range situations {
			r := record(t, s)
			calls, counts := w.calls(t, s, r), map[string]int{}
			for range 5 {
				for _, c := range calls {
					do := func() error {
						counts[c.name]++
						return c.call(counts[c.name])
					}
					time := fastest(t, processClock, do)
					before := r.requests.Load()
					allocations := testing.AllocsPerRun(99, func() { _ = do() })
					fmt.Printf("Benchmark%s/%s/%s 1 %.1f ns/op %.2f requests/op %.0f allocs/op\n",
						w.name, s.name, c.name, time, float64(r.requests.Load()-before)/100, allocations)
				}
			}
		}
	}
}

// timeShortLived measures the cost of a worker or an agent among many.
func timeShortLived(t *testing.T) {
	for range 5 {
		for _, many := range growing {
			for _, s := range shortLived {
				r := record(t, s.situation)
				repeats := max(1, growing[1]/many)
				var client *golem.Client
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := processClock.now()
				for range repeats {
					client = connect(t, inProcess, s.situation, r)
					if err := callMany(s.situation, client, many); err != nil {
						t.Fatal(err)
					}
				}
				spent, calls := processClock.now()-start, float64(repeats*many)
				runtime.ReadMemStats(&after)
				fmt.Printf("BenchmarkShortLived/%d/%s 1 %.0f ns/op %.0f allocs/op %.0f heap-KiB\n",
					many, s.name, float64(spent)/calls, float64(after.Mallocs-before.Mallocs)/calls, heapInUse(client))
			}
		}
	}
}

// timedWork is a benchmark.
type timedWork struct {
	name string
	run  func(c contender) func() error // returns nil if the contender has nothing to do
}

func works(p payload) []timedWork {
	request := func(typed bool) func(c contender) func() error {
		return func(c contender) func() error {
			if typed && p.typ == "" {
				return nil
			}
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

// fastest returns the time of one run in nanoseconds: the first quartile of several
// measurements.
func fastest(t *testing.T, c clock, run func() error) float64 {
	const measurements, least = 24, 300 * time.Microsecond
	count := 1
	for start := c.now(); c.now()-start < least; count++ {
		if err := run(); err != nil {
			t.Fatal(err)
		}
	}
	var times []float64
	for range measurements {
		start := c.now()
		for range count {
			_ = run()
		}
		times = append(times, float64(c.now()-start)/float64(count))
	}
	slices.Sort(times)
	return times[measurements/4]
}

// clock is a clock of Linux that counts processor time.
type clock uintptr

const (
	processClock clock = 2
	threadClock  clock = 3
)

func (c clock) now() time.Duration {
	var at syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, uintptr(c), uintptr(unsafe.Pointer(&at)), 0)
	if errno != 0 {
		panic(errno)
	}
	return time.Duration(at.Nano())
}
