package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// repeatWorld is a server that repeats a call of an agent. It refuses all others until that call has
// ended.
type repeatWorld struct {
	server   *golemtest.Server
	gate     *golemtest.Gate
	runs     atomic.Int32
	fails    atomic.Bool // the method fails for good
	retrying chan struct{}
	asked    func(number int) (refuse bool) // called for each question about the oplog
	wait     bool                           // hold the second attempt back until the server repeats the first
}

func newRepeatWorld(t *testing.T) *repeatWorld {
	w := &repeatWorld{server: golemtest.NewServer(t, golemtest.Quiet()), retrying: make(chan struct{})}
	deployed := w.server.Deploy(counterType(metadata.Durable))
	deployed.HandleFunc("Counter.increment", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		if w.fails.Load() {
			return nil, errors.New("out of memory")
		}
		n, err := json.Marshal(w.runs.Add(1))
		return n, err
	})
	w.gate = w.server.Hold("Counter.increment", "")
	return w
}

// client returns a client whose questions about the oplog are counted.
func (w *repeatWorld) client(t *testing.T, opts ...runtime.ClientOption) *handCounter {
	calls, questions := 0, 0
	transport := agentTransport(func(r *http.Request) (*http.Response, error) {
		switch {
		case requestKind(r) == "call":
			if calls++; calls == 2 && w.wait {
				<-w.retrying
			}
		case strings.HasSuffix(r.URL.Path, "/oplog"):
			if questions++; w.asked != nil && w.asked(questions) {
				return badAnswer(http.StatusForbidden, `{"code":"AUTH_FORBIDDEN","error":"no"}`)()
			}
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	opts = append([]runtime.ClientOption{runtime.WithBearerToken(golemtest.LocalToken), quick, runtime.WithTransport(transport)}, opts...)
	return newCounter(dialDefault(t, w.server.URL, opts...), "a")
}

// repeat lets the running call fail for a temporary reason.
func (w *repeatWorld) repeat() {
	w.gate.Wait()
	w.gate.Retry("connection refused")
	close(w.retrying)
}

// openAt ends the repetition at a question.
func (w *repeatWorld) openAt(question int) {
	w.asked = func(number int) bool {
		if number == question {
			w.gate.Open()
		}
		return false
	}
}

// begin enqueues a call that the server repeats.
func (w *repeatWorld) begin(t *testing.T, key string) {
	t.Helper()
	if _, err := w.other(t).enqueue().increment(ctx, 1, runtime.WithIdempotencyKey(key)); err != nil {
		t.Fatal(err)
	}
	w.repeat()
}

// other returns the agent of another client.
func (w *repeatWorld) other(t *testing.T) *handCounter {
	return newCounter(dialDefault(t, w.server.URL, runtime.WithBearerToken(golemtest.LocalToken)), "a")
}

// TestRepeatedAttempt loses the answer to a call that the server repeats. The client waits for the
// result.
func TestRepeatedAttempt(t *testing.T) {
	w := newRepeatWorld(t)
	w.wait = true
	w.openAt(4)
	w.server.Inject(&golemtest.Fault{Function: "Counter.increment", Kind: golemtest.GatewayTimeout, Early: true, Call: 1})
	go w.repeat()
	n, err := w.client(t).increment(ctx, 1)
	check(t, "result", []any{n, err}, []any{uint64(1), nil})
	w.server.Settle()
	check(t, "runs", w.runs.Load(), int32(1))
}

// TestRepeatedKey makes a call again under the key of a call of another process, which the server
// repeats.
func TestRepeatedKey(t *testing.T) {
	for name, opts := range map[string][]runtime.ClientOption{"": nil, "without retry": {runtime.WithoutRetry()}} {
		t.Run(name, func(t *testing.T) {
			w := newRepeatWorld(t)
			w.begin(t, "k")
			w.openAt(3)
			n, err := w.client(t, opts...).increment(ctx, 1, runtime.WithIdempotencyKey("k"))
			check(t, "result", []any{n, err}, []any{uint64(1), nil})
			check(t, "runs", w.runs.Load(), int32(1))
		})
	}
}

// TestRepeatedEnqueued enqueues a call again that the server repeats. It was accepted, whatever
// becomes of it.
func TestRepeatedEnqueued(t *testing.T) {
	w := newRepeatWorld(t)
	w.begin(t, "k")
	check(t, "enqueue", second(w.client(t).enqueue().increment(ctx, 1, runtime.WithIdempotencyKey("k"))), nil)
	w.gate.Open()
	w.server.Settle()
	check(t, "runs", w.runs.Load(), int32(1))
}

// TestRepeatedOther asks for the result of a call that has ended while the server repeats a later one
// of the agent.
func TestRepeatedOther(t *testing.T) {
	w := newRepeatWorld(t)
	go func() {
		w.gate.Wait()
		w.gate.Release()
	}()
	n, err := w.client(t).increment(ctx, 1, runtime.WithIdempotencyKey("k"))
	check(t, "first", []any{n, err}, []any{uint64(1), nil})
	w.begin(t, "later")
	w.openAt(3)
	n, err = w.client(t).increment(ctx, 1, runtime.WithIdempotencyKey("k"))
	check(t, "again", []any{n, err}, []any{uint64(1), nil})
	w.server.Settle()
	check(t, "runs", w.runs.Load(), int32(2))
}

// TestRepeatedInVain makes calls again whose earlier attempt the server repeats, and that get no
// result.
func TestRepeatedInVain(t *testing.T) {
	for name, test := range map[string]struct {
		opts    []runtime.ClientOption
		asked   func(w *repeatWorld, cancel func()) func(int) bool
		is, not error
		text    string
		retry   bool
		run     int32
	}{
		"it takes too long": {
			opts: []runtime.ClientOption{runtime.WithRetry(runtime.RetryPolicy{Attempts: 4, FirstDelay: 1, MaxDelay: 2, MaxWait: time.Millisecond})},
			is:   runtime.ErrNotReady, not: runtime.ErrWorkerLost, text: "the call is still running: call again with the same idempotency key", retry: true,
		},
		"the caller gives up": {
			asked: func(_ *repeatWorld, cancel func()) func(int) bool {
				return func(n int) bool {
					if n == 3 {
						cancel()
					}
					return false
				}
			},
			is: context.Canceled, not: runtime.ErrWorkerLost, text: "before another attempt; the last one failed: the server answered 500",
		},
		"the agent fails": {
			asked: func(w *repeatWorld, _ func()) func(int) bool {
				w.fails.Store(true)
				w.openAt(3)
				return w.asked
			},
			is: runtime.ErrWorkerLost, not: runtime.ErrNotReady, text: "out of memory",
		},
		"the agent is deleted": {
			asked: func(w *repeatWorld, _ func()) func(int) bool {
				return func(n int) bool {
					if n == 3 {
						check(t, "delete", w.other(t).Delete(ctx), nil)
						w.gate.Open()
					}
					return false
				}
			},
			not: runtime.ErrWorkerLost, text: "and is not sent again because its fate cannot be found out", run: 1,
		},
		"another agent is made in its place": {
			asked: func(w *repeatWorld, _ func()) func(int) bool {
				return func(n int) bool {
					if n == 3 {
						check(t, "delete", w.other(t).Delete(ctx), nil)
						w.gate.Open()
						check(t, "call", second(w.other(t).increment(ctx, 1)), nil)
					}
					return false
				}
			},
			not: runtime.ErrWorkerLost, text: "the agent was deleted meanwhile", run: 2,
		},
		"the oplog is not to be read": {
			asked: func(*repeatWorld, func()) func(int) bool { return func(int) bool { return true } },
			is:    runtime.ErrNotReady, not: runtime.ErrWorkerLost, text: "the server is repeating an earlier call of the agent", retry: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newRepeatWorld(t)
			w.begin(t, "k")
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			if test.asked != nil {
				w.asked = test.asked(w, cancel)
			}
			err := second(w.client(t, test.opts...).increment(ctx, 1, runtime.WithIdempotencyKey("k")))
			if test.is != nil && !errors.Is(err, test.is) || errors.Is(err, test.not) || !strings.Contains(err.Error(), test.text) {
				t.Errorf("got %v", err)
			}
			check(t, "retryable", runtime.IsRetryable(err), test.retry)
			var call *runtime.CallError
			check(t, "may have run", errors.As(err, &call) && call.MayHaveRun(), name != "the oplog is not to be read")
			check(t, "runs", w.runs.Load(), test.run)
		})
	}
}
