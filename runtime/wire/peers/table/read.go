package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// results are the benchmarks of one output in their order.
type results struct {
	settings []setting
	works    []*work
}

// setting is a line "key: value" about what was measured and where.
type setting struct{ key, value string }

// work is a top-level benchmark.
type work struct {
	name       string
	payloads   []string
	contenders []string
	cells      map[cell]*measured
}

type cell struct{ payload, contender string }

// measured has the figures of one benchmark, one for each round.
type measured struct {
	times []float64 // nanoseconds
	more  [len(units)][]float64
}

// units are the figures other than times that have a table of their own.
var units = [...]struct{ unit, name string }{
	{"allocs/op", "allocations"},
	{"requests/op", "requests"},
	{"heap-KiB", "heap in use, KiB"},
}

var (
	settingLine = regexp.MustCompile(`^([a-z][a-z0-9-]*): +(.+)$`)
	benchLine   = regexp.MustCompile(`^Benchmark([^/\s]+)/([^/\s]+)/([^/\s]+?)(-\d+)?\s+\d+\s+(\S+) ns/op(.*)$`)
	figure      = regexp.MustCompile(`\s(\S+) (\S+)`)
)

// read reads the output of go test -bench.
func read(from io.Reader) (*results, error) {
	r := new(results)
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "--- FAIL") || line == "FAIL" {
			return nil, errors.New("a benchmark failed: there is nothing to compare")
		}
		if m := settingLine.FindStringSubmatch(line); m != nil {
			r.set(setting{m[1], m[2]})
		}
		if m := benchLine.FindStringSubmatch(line); m != nil {
			if err := r.add(m[1], cell{m[2], m[3]}, m[5], m[6]); err != nil {
				return nil, fmt.Errorf("%q: %w", line, err)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(r.works) == 0 {
		return nil, errors.New("no line is that of a benchmark named Benchmark<Work>/<payload>/<contender>")
	}
	return r, nil
}

func (r *results) set(s setting) {
	if !slices.Contains(r.settings, s) {
		r.settings = append(r.settings, s)
	}
}

func (r *results) add(name string, c cell, nanoseconds, rest string) error {
	w := r.work(name)
	if !slices.Contains(w.payloads, c.payload) {
		w.payloads = append(w.payloads, c.payload)
	}
	if !slices.Contains(w.contenders, c.contender) {
		w.contenders = append(w.contenders, c.contender)
	}
	m := w.cells[c]
	if m == nil {
		m = new(measured)
		w.cells[c] = m
	}
	time, err := strconv.ParseFloat(nanoseconds, 64)
	if err != nil {
		return err
	}
	m.times = append(m.times, time)
	for _, f := range figure.FindAllStringSubmatch(rest, -1) {
		for i, u := range units {
			if f[2] != u.unit {
				continue
			}
			n, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				return err
			}
			m.more[i] = append(m.more[i], n)
		}
	}
	return nil
}

func (r *results) work(name string) *work {
	for _, w := range r.works {
		if w.name == name {
			return w
		}
	}
	w := &work{name: name, cells: map[cell]*measured{}}
	r.works = append(r.works, w)
	return w
}

// median returns the median of figures. ok is false if there are none.
func median(figures []float64) (m float64, ok bool) {
	n := len(figures)
	if n == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(figures))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2, true
}
