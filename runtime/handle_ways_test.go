package runtime_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestNoWayToLoseAWorker tries all ways in which a handle can reach a worker that must not
// get it. None may lose the worker.
func TestNoWayToLoseAWorker(t *testing.T) {
	for name, way := range map[string]func(*testing.T, *stockServer, *runtime.Client){
		"made again under a key after a drop":    makeAgain,
		"made twice under a key":                 makeTwice,
		"answered again in a list":               answerListAgain,
		"a late call after a drop":               dropBeforeLateCall,
		"a drop after a call that still runs":    dropBehindCall,
		"a refused drop":                         dropAgain,
		"a given-up call of which others know":   settleByHand,
		"a given-up call that has ended":         settleByStatus,
		"deleted before handles were seen":       deleteUnseen,
		"deleted by the client":                  useAfterDelete,
		"deleted by others":                      useAfterOthersDelete,
		"a delete whose answer is lost":          useAfterLostDelete,
		"deleted while a late call may arrive":   deleteBeforeLateCall,
		"retried after a delete":                 retryAfterDelete,
		"restored after a drop":                  restoreDropped,
		"restored after a delete":                restoreDeleted,
		"restored as another resource":           restoreOther,
		"restored as another resource, too soon": restoreOtherFirst,
		"restored in another spelling":           restoreSpelled,
	} {
		for _, version := range []string{"1.1.0", "1.2.0", "1.2.5"} {
			t.Run(name+"/"+version, func(t *testing.T) {
				server := serveStock(t, golemtest.Version(version))
				client := dialDefault(t, server.URL, runtime.WithoutRetry())
				way(t, server, client)
				server.Settle()
				if _, err := newShop(client, "w").move(context.Background(), 1, 2); err != nil {
					t.Errorf("the worker afterwards: %v", err)
				}
			})
		}
	}
}

// TestQuestionAboutHandles drops a handle that a call of unknown fate uses. The question about that
// call has the time of questions, which take longer than the attempts of calls.
func TestQuestionAboutHandles(t *testing.T) {
	const attempt = 5 * time.Second
	var limit time.Duration
	server := serveStock(t, golemtest.Version("1.2.5"))
	client := dialDefault(t, server.URL, runtime.WithoutRetry(), runtime.WithAttemptTimeout(attempt), runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
		if deadline, ok := r.Context().Deadline(); ok && strings.HasSuffix(r.URL.Path, "/oplog") {
			limit = max(limit, time.Until(deadline))
		}
		return http.DefaultTransport.RoundTrip(r)
	})))
	l := must(newShop(client, "w").open(ctx, "Paris"))(t)
	server.Inject(&golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.ResetAfter, Call: 1})
	if _, err := l.warehouse(ctx); err == nil {
		t.Error("no error")
	}
	check(t, "drop", l.drop(ctx), nil)
	if limit <= attempt {
		t.Errorf("the question had %v", limit)
	}
}

var ctx = context.Background()

// want checks that an error has the reason.
func want(t *testing.T, what string, err error, reason runtime.HandleReason) *runtime.HandleError {
	t.Helper()
	var handle *runtime.HandleError
	if !errors.As(err, &handle) || handle.Reason != reason {
		t.Errorf("%s: got %v, want: %v", what, err, reason)
		return new(runtime.HandleError)
	}
	return handle
}

var key = runtime.WithIdempotencyKey("k")

func makeAgain(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	l := must(s.newLedger(ctx, "Paris", 1, key))(t)
	check(t, "drop", l.drop(ctx), nil)
	again := must(newShop(c, "w").newLedger(ctx, "Paris", 1, key))(t)
	want(t, "use", second(again.warehouse(ctx)), runtime.HandleDropped)
	want(t, "drop", again.drop(ctx), runtime.HandleDropped)
}

func makeTwice(t *testing.T, _ *stockServer, c *runtime.Client) {
	l := must(newShop(c, "w").newLedger(ctx, "Paris", 1, key))(t)
	other := must(newShop(c, "w").open(ctx, "Lyon", key))(t)
	check(t, "handles", other.handle.String(), l.handle.String())
	check(t, "close", newShop(c, "w").close(ctx, l), nil)
	want(t, "use", second(other.warehouse(ctx)), runtime.HandleConsumed)
}

func answerListAgain(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	first, second := must(s.pair(ctx, "", key))(t), must(s.pair(ctx, "", key))(t)
	check(t, "drop", first[1].drop(ctx), nil)
	_, err := s.totalOnHand(ctx, second[0].handle, second[1].handle)
	check(t, "path", want(t, "use", err, runtime.HandleDropped).Path, "ledgers[1]")
}

func dropBeforeLateCall(t *testing.T, server *stockServer, c *runtime.Client) {
	l := must(newShop(c, "w").open(ctx, "Paris"))(t)
	late := &golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.Late, Call: 1}
	server.Inject(late)
	_, err := l.warehouse(ctx)
	var call *runtime.CallError
	if !errors.As(err, &call) || !call.MayHaveRun() {
		t.Fatalf("got %v", err)
	}
	duplicate := must(newShop(c, "w").target.RestoreHandle(l.handle.String(), &ledgerResource))(t)
	check(t, "key", want(t, "drop", dropHandle(ctx, duplicate), runtime.HandleUnresolved).Key, call.IdempotencyKey)
	want(t, "close", newShop(c, "w").close(ctx, l), runtime.HandleUnresolved)
	check(t, "another call", second(l.warehouse(ctx)), nil)
	want(t, "drop after another call", l.drop(ctx), runtime.HandleUnresolved)
	check(t, "the same call", second(l.warehouse(ctx, runtime.WithIdempotencyKey(call.IdempotencyKey))), nil)
	check(t, "drop", l.drop(ctx), nil)
	check(t, "late calls", late.Deliver(), 1)
}

// dropBehindCall gives up a call that runs. After it has ended, the server knows that, and
// nothing has to be repeated.
func dropBehindCall(t *testing.T, server *stockServer, c *runtime.Client) {
	for _, drop := range []bool{true, false} {
		s := newShop(c, "w")
		l := must(s.open(ctx, "Paris"))(t)
		gate := server.Hold("inventory.ledger.warehouse", "w")
		limited, cancel := context.WithCancel(ctx)
		done := make(chan error)
		go func() { done <- second(l.warehouse(limited)) }()
		gate.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		want(t, "drop while it runs", l.drop(ctx), runtime.HandleUnresolved)
		key := want(t, "delete while it runs", s.worker.Delete(ctx), runtime.HandleUnresolved).Key
		gate.Open()
		server.Settle()
		if drop {
			check(t, "drop", l.drop(ctx), nil)
		} else {
			check(t, "delete", s.worker.Delete(ctx), nil)
		}
		check(t, "settled", s.worker.SettleCall(key, true), false)
	}
}

func dropAgain(t *testing.T, server *stockServer, c *runtime.Client) {
	for _, kind := range []golemtest.FaultKind{golemtest.ServiceUnavailable, golemtest.ResetAfter, golemtest.GatewayTimeout, golemtest.Truncate, golemtest.Late} {
		l := must(newShop(c, "w").open(ctx, "Paris"))(t)
		server.Inject()
		fault := &golemtest.Fault{Function: "inventory.ledger.drop", Kind: kind, Call: 1}
		server.Inject(fault)
		if err := l.drop(ctx); err == nil {
			t.Errorf("%v: no error", kind)
		}
		if kind == golemtest.ServiceUnavailable || kind == golemtest.Late {
			want(t, kind.String(), second(l.warehouse(ctx)), runtime.HandleUnresolved)
		}
		check(t, kind.String()+": drop again", l.drop(ctx), nil)
		want(t, kind.String(), l.drop(ctx), runtime.HandleDropped)
		fault.Deliver()
		server.Settle()
	}
	for text, l := range server.names {
		check(t, text+" is dropped", l.dropped, true)
	}
}

func settleByHand(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	for _, ran := range []bool{false, true} {
		l := must(s.open(ctx, "Paris"))(t)
		kind := golemtest.ServiceUnavailable
		if ran {
			kind = golemtest.ResetAfter
		}
		server.Inject()
		server.Inject(&golemtest.Fault{Function: "inventory.close", Kind: kind, Call: 1})
		var call *runtime.CallError
		if err := s.close(ctx, l); !errors.As(err, &call) {
			t.Fatalf("got %v", err)
		}
		key := call.IdempotencyKey
		check(t, "another key", s.worker.SettleCall("?", ran), false)
		check(t, "the key", newShop(c, "w").worker.SettleCall(key, ran), true)
		check(t, "the key again", s.worker.SettleCall(key, ran), false)
		if ran {
			want(t, "use", second(l.warehouse(ctx)), runtime.HandleConsumed)
		} else {
			check(t, "close", s.close(ctx, l), nil)
		}
	}
}

// settleByStatus settles calls that took a handle by asking the server: with CallStatus,
// and by another call that needs the handle.
func settleByStatus(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	for _, ask := range []bool{true, false} {
		l := must(s.open(ctx, "Paris"))(t)
		server.Inject()
		server.Inject(&golemtest.Fault{Function: "inventory.close", Kind: golemtest.ResetAfter, Call: 1})
		var call *runtime.CallError
		if err := s.close(ctx, l); !errors.As(err, &call) {
			t.Fatalf("got %v", err)
		}
		if ask {
			status := must(newShop(c, "w").worker.CallStatus(ctx, call.IdempotencyKey))(t)
			check(t, "state", status.State, runtime.CallDone)
			check(t, "settled", s.worker.SettleCall(call.IdempotencyKey, true), false)
		}
		want(t, "use", second(l.warehouse(ctx)), runtime.HandleConsumed)
	}
}
