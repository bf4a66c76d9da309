package store

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

func cpu() int64 {
	var ts syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, 3, uintptr(unsafe.Pointer(&ts)), 0)
	return ts.Nano()
}

func TestZZRatio(t *testing.T) {
	want := os.Getenv("ZZ")
	if want == "" {
		t.Skip()
	}
	runtime.LockOSThread()
	for _, p := range payloads() {
		if !strings.Contains(want, p.name) {
			continue
		}
		type job struct {
			name string
			f    func() error
		}
		tables := map[string]func(c contender) func() error{
			"request": func(c contender) func() error { return func() error { _, err := c.request(false); return err } },
			"typed":   func(c contender) func() error { return func() error { _, err := c.request(true); return err } },
			"reused": func(c contender) func() error {
				var buffer []byte
				return func() (err error) { buffer, err = c.reused(buffer[:0], false); return err }
			},
			"answer": func(c contender) func() error {
				if c.answer == nil {
					return nil
				}
				return func() error { _, err := c.answer(p.body); return err }
			},
			"marshal": func(c contender) func() error {
				if c.marshal == nil {
					return nil
				}
				return func() error { _, err := c.marshal(); return err }
			},
			"unmarshal": func(c contender) func() error {
				if c.unmarshal == nil {
					return nil
				}
				return func() error { _, err := c.unmarshal(p.value); return err }
			},
		}
		for _, name := range []string{"request", "typed", "reused", "answer", "marshal", "unmarshal"} {
			var jobs []job
			for _, c := range p.contenders {
				if f := tables[name](c); f != nil && strings.Contains(os.Getenv("WHO"), c.name) {
					jobs = append(jobs, job{c.name, f})
				}
			}
			n := 1
			times := make([][]float64, len(jobs))
			for start := cpu(); cpu()-start < 300_000; n++ {
				jobs[0].f()
			}
			rounds := 60
			for range rounds {
				for i, j := range jobs {
					start := cpu()
					for range n {
						if err := j.f(); err != nil {
							t.Fatal(err)
						}
					}
					times[i] = append(times[i], float64(cpu()-start)/float64(n))
				}
			}
			out := fmt.Sprintf("%-10s %-10s", p.name, name)
			var base []float64
			for i, j := range jobs {
				if j.name == "golem-gen" {
					base = times[i]
				}
			}
			for i, j := range jobs {
				r := make([]float64, rounds)
				for k := range r {
					r[k] = times[i][k] / base[k]
				}
				slices.Sort(r)
				s := slices.Sorted(slices.Values(times[i]))
				b := slices.Sorted(slices.Values(base))
				out += fmt.Sprintf(" | %s min %.0f q1 %.0f: %.2f %.2f %.2f", j.name, s[0], s[rounds/4], s[0]/b[0], s[rounds/4]/b[rounds/4], r[rounds/2])
			}
			fmt.Println(out)
		}
	}
}
