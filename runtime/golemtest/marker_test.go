package golemtest

import (
	"runtime"
	"strings"
	"testing"
)

// marked is a test that records the functions which Fatal was called through, except those that
// have called Helper. The failure would be reported in a line of these instead of the test's.
type marked struct {
	testing.TB
	helpers  map[string]bool
	unmarked []string
	failed   bool
}

func (m *marked) Helper() {
	frame, _ := runtime.CallersFrames(callers(1)).Next()
	m.helpers[frame.Function] = true
}

func (m *marked) Fatal(...any) {
	m.failed = true
	frames := runtime.CallersFrames(callers(20))
	for frame, more := frames.Next(); more && !strings.HasSuffix(frame.File, "_test.go"); frame, more = frames.Next() {
		if !m.helpers[frame.Function] {
			m.unmarked = append(m.unmarked, frame.Function)
		}
	}
	panic(m)
}

// callers returns the frames above the function that calls it, n at most.
func callers(n int) []uintptr {
	pcs := make([]uintptr, n)
	return pcs[:runtime.Callers(3, pcs)]
}

// TestFailuresAreInLinesOfTheTest calls everything that can end a test in a way that does.
func TestFailuresAreInLinesOfTheTest(t *testing.T) {
	s, c := shop(t)
	_, d, _ := counters(t)
	for name, f := range map[string]func(){
		"AddComponent":          func() { s.AddComponent([]byte("{")) },
		"Deploy":                func() { s.Deploy([]byte("{")) },
		"Component.HandleFunc":  func() { c.HandleFunc("none", nil) },
		"Component.Answer":      func() { c.Answer("none", "1") },
		"Component.Trap":        func() { c.Trap("none", "") },
		"CreateWorker":          func() { c.CreateWorker("w"); c.CreateWorker("w") },
		"UpdateWorker":          func() { c.UpdateWorker("none") },
		"HandleAgent":           func() { d.HandleAgent("None", nil) },
		"Deployment.HandleFunc": func() { d.HandleFunc("Counter.none", nil) },
		"Deployment.Answer":     func() { d.Answer("Counter.none", "1") },
		"Deployment.Trap":       func() { d.Trap("Counter.none", "") },
		"Configure":             func() { d.Configure("None", "1", "x") },
		"SetSecret":             func() { d.SetSecret("1", "none") },
		"UpdateAgent":           func() { _ = d.UpdateAgent("Counter(1)") },
		"UpdateAgentManually":   func() { _ = d.UpdateAgentManually("Counter(1)") },
	} {
		m := &marked{TB: t, helpers: map[string]bool{}}
		before := d.server.t
		s.t, d.server.t = m, m
		func() {
			defer func() { _ = recover() }()
			f()
		}()
		s.t, d.server.t = before, before
		if !m.failed || len(m.unmarked) > 0 {
			t.Errorf("%s: failed: %v, by functions without Helper: %q", name, m.failed, m.unmarked)
		}
	}
}
