package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// callWithFault calls cart.ping, and returns the status or the failure that the client gets
// and whether the call ran.
func callWithFault(t *testing.T, s *Server, c *Component, runs *atomic.Int32) string {
	t.Helper()
	before := runs.Load()
	url := s.URL + "/v1/components/" + c.Metadata().ID + "/workers/w/invoke-and-await?function=" + cartName + ".%7Bping%7D"
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Post(url, "application/json", strings.NewReader(`{"params":[]}`))
	met := ""
	if err != nil {
		met = "no answer"
	} else {
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		met = fmt.Sprint(r.StatusCode)
		if err != nil {
			met += " cut"
		} else if r.StatusCode == 200 && !json.Valid(body) {
			met += " truncated"
		}
		if after := r.Header.Get("Retry-After"); after != "" {
			met += " after " + after
		}
	}
	return fmt.Sprintf("%s, ran %d", met, runs.Load()-before)
}

func counting(t *testing.T, opts ...Option) (*Server, *Component, *atomic.Int32) {
	s, c := shop(t, opts...)
	runs := new(atomic.Int32)
	c.HandleFunc("cart.ping", func(context.Context, *Invocation) (json.RawMessage, error) {
		runs.Add(1)
		return nil, nil
	})
	return s, c, runs
}

func TestFaultKinds(t *testing.T) {
	s, c, runs := counting(t)
	for kind, wanted := range map[FaultKind]string{
		Delay:              "200, ran 1",
		ResetBefore:        "no answer, ran 0",
		BadGateway:         "502, ran 0",
		ServiceUnavailable: "503 after 2, ran 0",
		TooManyRequests:    "429 after 2, ran 0",
		GatewayTimeout:     "504, ran 1",
		ResetDuring:        "200 cut, ran 1",
		ResetAfter:         "no answer, ran 1",
		Truncate:           "200 truncated, ran 1",
	} {
		s.Inject()
		s.Inject(&Fault{Kind: kind, RetryAfter: 2 * time.Second})
		want(t, kind.String(), callWithFault(t, s, c, runs), wanted)
	}
}

func TestFaultChoice(t *testing.T) {
	s, c, runs := counting(t, Seed(7))
	outcomes := func(n int) (text string) {
		for range n {
			if strings.HasPrefix(callWithFault(t, s, c, runs), "200") {
				text += "."
			} else {
				text += "x"
			}
		}
		return text
	}
	try := func(what string, f *Fault, wanted string) {
		t.Helper()
		s.Inject()
		f.Kind = BadGateway
		s.Inject(f)
		want(t, what, outcomes(len(wanted)), wanted)
		if f.Struck() != strings.Count(wanted, "x") {
			t.Errorf("%s: struck %d times", what, f.Struck())
		}
	}
	try("third call", &Fault{Call: 3}, "..x..")
	try("twice", &Fault{Times: 2}, "xx...")
	try("function", &Fault{Function: "cart.ping"}, "xx")
	try("function in full", &Fault{Function: cartName + ".{ping}"}, "xx")
	try("other function", &Fault{Function: "cart.total"}, "..")
	try("other worker", &Fault{Worker: "v"}, "..")
	try("other requests", &Fault{Path: "/latest"}, "..")
	try("by chance", &Fault{Probability: 0.5}, outcomesOfSeed7)
}

// outcomesOfSeed7 shows which calls fail with probability 0.5 and seed 7.
const outcomesOfSeed7 = "x.x..xxx.x"

func TestLatency(t *testing.T) {
	s, c, runs := counting(t)
	s.Inject(&Fault{Latency: 20 * time.Millisecond})
	start := time.Now()
	callWithFault(t, s, c, runs)
	if took := time.Since(start); took < 20*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

// TestFaultFunctions names functions in the form of HandleFunc. Callers can write the names
// in other forms.
func TestFaultFunctions(t *testing.T) {
	const inventory = "acme:shop/inventory@1.4.0"
	for _, test := range []struct {
		given, requested string
		want             bool
	}{
		{"cart.total", "acme:shop/cart@1.4.0.{total}", true},
		{"cart.total", "acme:shop/cart.{total}", true},
		{"acme:shop/cart@1.4.0.{total}", "acme:shop/cart@1.4.0.{total}", true},
		{"health", "health", true},
		{"inventory.ledger.receive", inventory + ".{ledger.receive}", true},
		{"inventory.ledger.receive", inventory + ".{[method]ledger.receive}", true},
		{"inventory.ledger.receive", inventory + `.{ledger("Paris, (9).new", 100).receive}`, true},
		{inventory + ".{ledger.receive}", inventory + `.{ledger("Paris", 100).receive}`, true},
		{"inventory.ledger.merge", inventory + ".{[static]ledger.merge}", true},
		{"inventory.ledger.new", inventory + ".{ledger.new}", true},
		{"inventory.ledger.new", inventory + ".{[constructor]ledger}", true},
		{"inventory.ledger.drop", inventory + ".{ledger.drop}", true},
		{"inventory.ledger.drop", inventory + ".{[drop]ledger}", true},
		{"inventory.ledger.drop", inventory + `.{ledger("Paris", 100).drop}`, true},
		{"inventory.ledger.new", inventory + `.{ledger("Paris", 100).receive}`, false},
		{"inventory.ledger", inventory + ".{ledger.receive}", false},
		{"inventory.ledger.merge", inventory + ".{ledger.receive}", false},
		{"cart.total", "acme:shop/carts@1.4.0.{total}", false},
		{"cart.total", "", false},
		{"health", "not a name", false},
	} {
		if got := sameFunction(test.given, test.requested); got != test.want {
			t.Errorf("a fault of %s meets %s: %t, want %t", test.given, test.requested, got, test.want)
		}
	}
}
