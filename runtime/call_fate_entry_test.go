package runtime_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// staleOplog is a transport to a server that answers the first questions about an oplog as
// before the call.
type staleOplog struct {
	http.RoundTripper
	answers atomic.Int32 // number of stale answers
}

func (d *staleOplog) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/oplog") || d.answers.Add(-1) < 0 {
		return d.RoundTripper.RoundTrip(r)
	}
	body := io.NopCloser(strings.NewReader(`{"entries":[],"lastIndex":1}`))
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: r}, nil
}

// TestFateBeforeEntry checks that a call that has begun is not sent again, although the
// server has yet to write its entry in the oplog.
func TestFateBeforeEntry(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		w := newFateWorld(t, version)
		gate := w.server.Hold("cart.remove-item", "w")
		w.server.Inject(newFault(golemtest.GatewayTimeout, true))
		asked := 0 // when the call is sent again
		w.watcher.after, w.watcher.do = 12, gate.Open
		w.watcher.second = func() {
			_, asked = w.watcher.sent()
			gate.Open()
		}
		server := &staleOplog{RoundTripper: w.watcher}
		server.answers.Store(2) // one question: a search, and the entries from there
		n, err := newShop(w.dial(t, runtime.WithTransport(server)), "w").remove(context.Background(), "x")
		gate.Open()
		w.server.Settle()
		check(t, version+": result, runs, waited", []any{n, err, w.runs.Load(), asked >= 12}, []any{uint32(7), nil, int32(1), true})
	}
}

// endClock is a transport that measures how long after an oplog has shown the end of a call the
// client sends the call again.
type endClock struct {
	http.RoundTripper
	shown  time.Time
	waited time.Duration
}

func (e *endClock) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost && !e.shown.IsZero() {
		e.waited = time.Since(e.shown)
	}
	response, err := e.RoundTripper.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/oplog") {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if strings.Contains(string(body), `"ok":7`) { // the result
		e.shown = time.Now()
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, err
}

// TestFateAfterEnd checks that a call is sent again only after a delay if the oplog shows its end:
// the server stores the result after it has written the entry.
func TestFateAfterEnd(t *testing.T) {
	const delay = 30 * time.Millisecond
	for _, version := range []string{"1.1.0", "1.2.5"} {
		w := newFateWorld(t, version)
		other := w.occupy(t)
		w.server.Inject(newFault(golemtest.ResetAfter, true))
		busy := w.server.Hold("cart.ping", "w") // for the call after the lost one
		after := newShop(w.dial(t, runtime.WithTransport(http.DefaultTransport)), "w").enqueuing()
		w.watcher.after, w.watcher.do = 2, func() {
			check(t, "the call after it", after.ping(context.Background()), nil)
			other.Open()
		}
		clock := &endClock{RoundTripper: w.watcher}
		w.watcher.second = busy.Open
		client := w.dial(t, runtime.WithTransport(clock), runtime.WithRetry(runtime.RetryPolicy{Attempts: 10, FirstDelay: delay, MaxDelay: delay}))
		n, err := newShop(client, "w").remove(context.Background(), "x")
		busy.Open()
		w.server.Settle()
		check(t, version+": result, runs", []any{n, err, w.runs.Load()}, []any{uint32(7), nil, int32(1)})
		if clock.waited < delay {
			t.Errorf("%s: sent again after %v", version, clock.waited)
		}
	}
}
