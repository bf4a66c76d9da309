package store

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// These benchmarks measure what the client adds to a call. Before the first call it asks
// for the version that a worker runs, and creates a worker that does not exist. For agents
// it asks for the current deployment. The server is part of the process and only repeats
// answers, so times are those of clients.

// timedCall makes the n-th call of a series, beginning with 0.
type timedCall struct {
	name string
	call func(n int) error
}

// firstCalls returns the first calls to workers or agents, each call to another one.
func firstCalls(tb testing.TB, s situation, r *repeater) []timedCall {
	checked := connect(tb, inProcess, s, r)
	unchecked := connect(tb, inProcess, s, r, runtime.WithVersionCheck(runtime.VersionCheckOff))
	return []timedCall{
		barePost(tb, s, r),
		{"golem-gen", func(n int) error { return firstCall(s, checked, "w"+strconv.Itoa(n)) }},
		{"golem-gen-unchecked", func(n int) error { return firstCall(s, unchecked, "w"+strconv.Itoa(n)) }},
	}
}

// laterCalls returns calls to one worker or agent after the first thousand.
func laterCalls(tb testing.TB, s situation, r *repeater) []timedCall {
	call := s.caller(connect(tb, inProcess, s, r), "w")
	for range 1000 {
		if err := call(); err != nil {
			tb.Fatal(err)
		}
	}
	return []timedCall{barePost(tb, s, r), {"golem-gen", func(int) error { return call() }}}
}

// barePost posts the same request as the call with net/http, and reads the answer.
func barePost(tb testing.TB, s situation, r *repeater) timedCall {
	tb.Helper()
	at, body := s.request(tb)
	client := &http.Client{Transport: r}
	return timedCall{"bare", func(int) error {
		response, err := client.Post(at, "application/json", bytes.NewReader(body))
		if err != nil {
			return err
		}
		defer func() { _ = response.Body.Close() }()
		_, err = io.ReadAll(response.Body)
		return err
	}}
}

// callWorks are the tables of calls.
var callWorks = []struct {
	name  string
	calls func(testing.TB, situation, *repeater) []timedCall
}{
	{"FirstCall", firstCalls},
	{"ThousandthCall", laterCalls},
}

// BenchmarkFirstCall makes first calls to workers and agents, and BenchmarkThousandthCall
// makes calls after a thousand others.
func BenchmarkFirstCall(b *testing.B)      { benchmarkCalls(b, firstCalls) }
func BenchmarkThousandthCall(b *testing.B) { benchmarkCalls(b, laterCalls) }

func benchmarkCalls(b *testing.B, calls func(testing.TB, situation, *repeater) []timedCall) {
	for _, s := range situations {
		r := record(b, s)
		b.Run(s.name, func(b *testing.B) {
			for _, c := range calls(b, s, r) {
				b.Run(c.name, func(b *testing.B) {
					b.ReportAllocs()
					n, before := 0, r.requests.Load()
					for b.Loop() {
						if err := c.call(n); err != nil {
							b.Fatal(err)
						}
						n++
					}
					b.ReportMetric(float64(r.requests.Load()-before)/float64(n), "requests/op")
				})
			}
		})
	}
}

// TestRequestsOfCalls checks how many requests calls need.
func TestRequestsOfCalls(t *testing.T) {
	for _, s := range situations {
		r := record(t, s)
		for _, w := range callWorks {
			for _, c := range w.calls(t, s, r) {
				want := 1
				if w.name == "FirstCall" && c.name == "golem-gen" {
					want = s.first
				}
				if err := c.call(0); err != nil { // it may have to ask for the latest version
					t.Fatal(err)
				}
				before := r.requests.Load()
				if err := c.call(1); err != nil {
					t.Fatal(err)
				}
				if got := int(r.requests.Load() - before); got != want {
					t.Errorf("%s, %s, %s: %d requests, expected %d", w.name, s.name, c.name, got, want)
				}
			}
		}
	}
}
