package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestFates loses the answer to the first attempt of a call. The call must be sent again if
// it does not run, must run once, and must return its result.
func TestFates(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		for _, c := range []struct {
			name    string
			fault   *golemtest.Fault
			busy    bool // another call runs until five questions were asked
			held    bool // the call itself is held so long
			calls   int
			enqueue bool
		}{
			{name: "never arrived", fault: newFault(golemtest.ResetBefore, false), calls: 2},
			{name: "ended", fault: newFault(golemtest.ResetAfter, false), calls: 2},
			{name: "never arrived at a busy worker", fault: newFault(golemtest.ResetBefore, false), busy: true, calls: 2},
			{name: "waits", fault: newFault(golemtest.ResetAfter, true), busy: true, calls: 2},
			{name: "runs", fault: newFault(golemtest.ResetAfter, true), held: true, calls: 2},
			{name: "runs, says a gateway", fault: newFault(golemtest.GatewayTimeout, true), held: true, calls: 2},
			{name: "enqueued, waits", fault: newFault(golemtest.ResetAfter, false), busy: true, enqueue: true, calls: 1},
			{name: "enqueued, runs", fault: newFault(golemtest.ResetAfter, false), held: true, enqueue: true, calls: 1},
			{name: "enqueued, never arrived", fault: newFault(golemtest.ResetBefore, false), busy: true, enqueue: true, calls: 2},
		} {
			t.Run(version+" "+c.name, func(t *testing.T) {
				w := newFateWorld(t, version)
				gate := w.server.Hold("cart.remove-item", "w")
				if c.busy {
					gate.Open()
					gate = w.occupy(t)
				} else if !c.held {
					gate.Open()
				}
				w.server.Inject(c.fault)
				w.watcher.after, w.watcher.do, w.watcher.second = 5, gate.Open, gate.Open
				if c.enqueue {
					w.watcher.after = 50 // an enqueued call does not wait for that
					w.shop = w.shop.enqueuing()
				}
				n, err := w.shop.remove(context.Background(), "x")
				gate.Open()
				w.server.Settle()
				want := uint32(7)
				if c.enqueue {
					want = 0
				}
				calls, _ := w.watcher.sent()
				check(t, "result, calls, runs", []any{n, err, calls, w.runs.Load()}, []any{want, nil, c.calls, int32(1)})
			})
		}
	}
}

// TestFateInErrors checks that the error after the caller gives up has the last state of
// the call that the server reported.
func TestFateInErrors(t *testing.T) {
	w := newFateWorld(t, "1.2.5")
	gate := w.server.Hold("cart.remove-item", "w")
	w.server.Inject(newFault(golemtest.ResetAfter, true))
	ctx, cancel := context.WithCancel(context.Background())
	w.watcher.after, w.watcher.do = 6, cancel
	_, err := w.shop.remove(ctx, "x")
	gate.Open()
	var call *runtime.CallError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &call) || call.Fate != runtime.CallRunning || !call.MayHaveRun() {
		t.Errorf("got %v", err)
	}
	if want := "when the server was asked last, the call was running"; !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}

// TestFateTrapped checks that a call that has trapped does not run again.
func TestFateTrapped(t *testing.T) {
	w := newFateWorld(t, "1.2.5")
	w.component.HandleFunc("cart.remove-item", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		w.runs.Add(1)
		return nil, errors.New("out of stock")
	})
	w.server.Inject(newFault(golemtest.ResetAfter, false))
	_, err := w.shop.remove(context.Background(), "x")
	if !errors.Is(err, runtime.ErrWorkerLost) || w.runs.Load() != 1 {
		t.Errorf("run %d times: %v", w.runs.Load(), err)
	}
}

// TestFateCanceled checks that a call that somebody has canceled is not sent again.
func TestFateCanceled(t *testing.T) {
	w := newFateWorld(t, "1.2.5")
	gate := w.occupy(t)
	w.server.Inject(newFault(golemtest.ResetAfter, true))
	w.watcher.after, w.watcher.do = 3, func() {
		canceled, err := newShop(w.dial(t, runtime.WithTransport(http.DefaultTransport)), "w").worker.CancelInvocation(context.Background(), "k")
		check(t, "canceled", []any{canceled, err}, []any{true, nil})
	}
	_, err := w.shop.remove(context.Background(), "x", runtime.WithIdempotencyKey("k"))
	gate.Open()
	w.server.Settle()
	var fate *runtime.FateError
	var call *runtime.CallError
	if !errors.As(err, &fate) || fate.State != runtime.CallCanceled || !errors.As(err, &call) || call.MayHaveRun() || runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	check(t, "runs", w.runs.Load(), int32(0))
}

// TestFateForbidden forbids questions. Nothing may be sent again then, unless the policy is
// blind. If only the oplog is forbidden, the worker's metadata must be enough.
func TestFateForbidden(t *testing.T) {
	for _, c := range []struct {
		refuse string
		opts   []runtime.CallOption
		calls  int
	}{
		{refuse: "/w", calls: 1},
		{refuse: "/w", opts: []runtime.CallOption{runtime.WithRetry(runtime.RetryPolicy{Attempts: 3, Blind: true})}, calls: 2},
		{refuse: "/oplog", calls: 2},
	} {
		w := newFateWorld(t, "1.2.5")
		w.server.Inject(newFault(golemtest.ResetAfter, true))
		gate := w.server.Hold("cart.remove-item", "w")
		check(t, "first use", w.shop.ping(context.Background()), nil)
		w.watcher.calls, w.watcher.refuse = 0, c.refuse
		w.watcher.after, w.watcher.do = 5, gate.Open
		if c.calls == 1 || c.opts != nil {
			gate.Open()
		}
		_, err := w.shop.remove(context.Background(), "x", c.opts...)
		w.server.Settle()
		calls, _ := w.watcher.sent()
		check(t, c.refuse+": calls", calls, c.calls)
		var fate *runtime.FateError
		var call *runtime.CallError
		switch {
		case c.calls == 1 && (!errors.As(err, &fate) || !errors.Is(err, runtime.ErrUnauthorized) || !errors.As(err, &call) || !call.MayHaveRun() || runtime.IsRetryable(err)):
			t.Errorf("%s: got %v", c.refuse, err)
		case c.calls == 2 && err != nil:
			t.Errorf("%s: got %v", c.refuse, err)
		}
	}
}

// TestRepeatedKeys checks that a call waits for a call with the same key that runs: one of
// this client that ended with an error, one of another client with RepeatCall, and an
// enqueued one.
func TestRepeatedKeys(t *testing.T) {
	ctx := context.Background()
	key := runtime.WithIdempotencyKey("k")
	for name, c := range map[string]struct {
		before func(ctx context.Context, w *fateWorld) error
		other  bool
		repeat runtime.CallOption
	}{
		"given up": {func(ctx context.Context, w *fateWorld) error {
			_, err := w.shop.remove(ctx, "x", key)
			return err
		}, false, key},
		"of another client": {func(ctx context.Context, w *fateWorld) error {
			_, err := w.shop.remove(ctx, "x", key)
			return err
		}, true, runtime.RepeatCall("k")},
		"enqueued": {func(ctx context.Context, w *fateWorld) error {
			_, err := w.shop.enqueuing().remove(ctx, "x", key)
			<-ctx.Done()
			return errors.Join(err, ctx.Err())
		}, false, key},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFateWorld(t, "1.2.5")
			gate := w.server.Hold("cart.remove-item", "w")
			first, giveUp := context.WithCancel(ctx)
			go func() { gate.Wait(); giveUp() }()
			if err := c.before(first, w); !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v", err)
			}
			_, asked := w.watcher.sent()
			w.watcher.after, w.watcher.do = asked+4, gate.Open
			s := w.shop
			if c.other {
				s = newShop(w.dial(t), "w")
			}
			n, err := s.remove(ctx, "x", c.repeat)
			w.server.Settle()
			calls, _ := w.watcher.sent()
			check(t, "result, calls, runs", []any{n, err, calls, w.runs.Load()}, []any{uint32(7), nil, 2, int32(1)})
		})
	}
}

// TestFateOfDeletedWorker deletes the worker that may have run a call. The worker that is
// created with its name must not run the call.
func TestFateOfDeletedWorker(t *testing.T) {
	for name, anew := range map[string]bool{"gone": false, "made anew": true} {
		w := newFateWorld(t, "1.2.5")
		check(t, "first use", w.shop.ping(context.Background()), nil)
		w.watcher.calls = 0
		w.server.Inject(newFault(golemtest.ResetAfter, false))
		w.watcher.after, w.watcher.do = 1, func() {
			w.component.DeleteWorker("w")
			if anew {
				time.Sleep(2 * time.Millisecond) // servers report creation times in milliseconds
				w.component.CreateWorker("w")
			}
		}
		_, err := w.shop.remove(context.Background(), "x")
		var call *runtime.CallError
		if !errors.As(err, &call) || !call.MayHaveRun() || runtime.IsRetryable(err) || !strings.Contains(err.Error(), "the worker was deleted meanwhile") {
			t.Errorf("%s: got %v", name, err)
		}
		check(t, name+": runs", w.runs.Load(), int32(1))
		check(t, name+": another call", second(w.shop.remove(context.Background(), "x")), nil)
	}
}
