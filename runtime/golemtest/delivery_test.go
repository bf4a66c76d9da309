package golemtest

import (
	"fmt"
	"strings"
	"testing"
)

// TestCopies sends a call under each fault that changes when and how often it arrives.
func TestCopies(t *testing.T) {
	for _, test := range []struct {
		kind             FaultKind
		key              string
		met              string
		runs, afterwards int
	}{
		{Duplicate, "", "200", 2, 2}, // without a key, each copy is a separate call
		{Late, "k", "-1", 0, 1},
		{LateCopy, "k", "200", 1, 1},
		{LateCopy, "", "200", 1, 2},
	} {
		s, c, runs := counting(t)
		fault := &Fault{Kind: test.kind}
		s.Inject(fault)
		call := caller{t, s, c.Metadata().ID, "w"}
		header := []string{}
		if test.key != "" {
			header = []string{"Idempotency-Key", test.key}
		}
		status, _ := call.do("invoke-and-await", cartName+".{ping}", `{"params":[]}`, header...)
		s.Settle()
		before := runs.Load()
		kept := fault.Deliver()
		s.Settle()
		got := fmt.Sprint(status, " ", before, " ", runs.Load(), " ", kept+fault.Deliver())
		wanted := fmt.Sprint(test.met, " ", test.runs, " ", test.afterwards, " ", strings.Count(fault.Kind.String(), "late"))
		want(t, fault.Kind.String()+" "+test.key, got, wanted)
	}
}

// TestDuplicate sends a call twice while another one runs, so that the server recognizes
// its key.
func TestDuplicate(t *testing.T) {
	s, c, runs := counting(t)
	gate := s.Hold("cart.total", "w")
	call := caller{t, s, c.Metadata().ID, "w"}
	call.do("invoke", cartName+".{total}", `{"params":[]}`)
	gate.Wait()
	s.Inject(&Fault{Kind: Duplicate})
	call.do("invoke", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
	gate.Open()
	s.Settle()
	if runs.Load() != 1 {
		t.Errorf("ran %d times, want 1", runs.Load())
	}
}

// TestLateCopyWhileItRuns delivers a copy of a call while it runs. The call runs again.
func TestLateCopyWhileItRuns(t *testing.T) {
	s, c, runs := counting(t)
	fault := &Fault{Kind: Late}
	s.Inject(fault)
	gate := s.Hold("cart.ping", "w")
	call := caller{t, s, c.Metadata().ID, "w"}
	call.do("invoke-and-await", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
	s.Inject()
	call.do("invoke", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
	gate.Wait()
	fault.Deliver()
	gate.Open()
	s.Settle()
	if runs.Load() != 2 {
		t.Errorf("ran %d times, want 2", runs.Load())
	}
}

// TestEarly injects a fault that takes effect while the call is held.
func TestEarly(t *testing.T) {
	for kind, wanted := range map[FaultKind]int{ResetAfter: -1, GatewayTimeout: 504} {
		s, c, runs := counting(t)
		s.Inject(&Fault{Kind: kind, Early: true})
		gate := s.Hold("", "")
		call := caller{t, s, c.Metadata().ID, "w"}
		status, _ := call.do("invoke-and-await", cartName+".{ping}", `{"params":[]}`)
		gate.Wait()
		if status != wanted || runs.Load() != 0 {
			t.Errorf("%s: %d, and the call ran %d times", kind, status, runs.Load())
		}
		if !gate.Release() || gate.Release() {
			t.Errorf("%s: not one call was held", kind)
		}
		s.Settle()
		if runs.Load() != 1 {
			t.Errorf("%s: the call ran %d times", kind, runs.Load())
		}
	}
}

// TestGateEnds closes the server while a call is held.
func TestGateEnds(t *testing.T) {
	s, c, _ := counting(t)
	gate := s.Hold("cart.ping", "")
	call := caller{t, s, c.Metadata().ID, "w"}
	call.do("invoke", cartName+".{ping}", `{"params":[]}`)
	if held := gate.Wait(); held == nil || held.Worker != "w" {
		t.Errorf("held %v", held)
	}
	s.Close()
	if held := gate.Wait(); held != nil {
		t.Errorf("held %v after the server's end", held)
	}
}
