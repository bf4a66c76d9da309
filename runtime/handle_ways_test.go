package runtime_test

import (
	"context"
	"errors"
	goruntime "runtime"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestNoWayToLoseAWorker takes the ways in which handles can reach a worker that must not
// have them. None may lose it.
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

var ctx = context.Background()

// want reports an error other than of the reason.
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
	twin := must(newShop(c, "w").target.RestoreHandle(l.handle.String(), &ledgerResource))(t)
	check(t, "key", want(t, "drop", dropHandle(ctx, twin), runtime.HandleUnresolved).Key, call.IdempotencyKey)
	want(t, "close", newShop(c, "w").close(ctx, l), runtime.HandleUnresolved)
	check(t, "another call", second(l.warehouse(ctx)), nil)
	want(t, "drop after another call", l.drop(ctx), runtime.HandleUnresolved)
	check(t, "the same call", second(l.warehouse(ctx, runtime.WithIdempotencyKey(call.IdempotencyKey))), nil)
	check(t, "drop", l.drop(ctx), nil)
	check(t, "late calls", late.Deliver(), 1)
}

// dropBehindCall gives up a call that runs. Once that has ended, which the server knows,
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

// settleByStatus asks the server about calls that took a handle: by the method, and by another
// call that wants the handle.
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

func useAfterDelete(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	paris := must(s.open(ctx, "Paris"))(t)
	check(t, "delete", newShop(c, "w").worker.Delete(ctx), nil)
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	berlin := must(s.open(ctx, "Berlin"))(t)
	check(t, "handles", berlin.handle.String(), paris.handle.String())
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	check(t, "use of the new one", must(berlin.warehouse(ctx))(t), "Berlin 2")
}

// deleteUnseen: a worker that is made after a delete is not taken for the one before it.
func deleteUnseen(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w", runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	for _, remove := range []func(){
		func() { check(t, "delete", s.worker.Delete(ctx), nil) },
		func() { server.versions[0].DeleteWorker("w") },
	} {
		for range 2 { // the second call learns when the worker was made
			check(t, "move", second(s.move(ctx, 1, 2)), nil)
		}
		remove()
		l := must(s.open(ctx, "Paris"))(t)
		check(t, "use", second(l.warehouse(ctx)), nil)
		check(t, "delete", s.worker.Delete(ctx), nil)
	}
}

func useAfterOthersDelete(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w", runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	paris := must(s.open(ctx, "Paris"))(t)
	server.versions[0].DeleteWorker("w")
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	berlin := must(s.open(ctx, "Berlin"))(t)
	server.versions[0].DeleteWorker("w")
	server.versions[0].CreateWorker("w")
	want(t, "use", second(berlin.warehouse(ctx)), runtime.HandleFormerWorker)

	rome := must(s.open(ctx, "Rome"))(t)
	server.versions[0].DeleteWorker("w")
	server.versions[0].CreateWorker("w")
	_, err := s.worker.Metadata(ctx)
	check(t, "metadata", err, nil)
	want(t, "use", second(rome.warehouse(ctx)), runtime.HandleFormerWorker)
}

func useAfterLostDelete(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	for _, kind := range []golemtest.FaultKind{golemtest.ResetBefore, golemtest.ResetAfter} {
		gone := must(s.newLedger(ctx, "Nice", 1, runtime.WithIdempotencyKey(kind.String())))(t)
		check(t, "drop", gone.drop(ctx), nil)
		paris := must(s.open(ctx, "Paris"))(t)
		server.Inject()
		server.Inject(&golemtest.Fault{Path: "/workers/w", Kind: kind, Call: 1})
		if err := s.worker.Delete(ctx); err == nil {
			t.Error("no error")
		}
		want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
		again, err := s.newLedger(ctx, "Nice", 1, runtime.WithIdempotencyKey(kind.String()))
		check(t, "made again", err, nil)
		if kind == golemtest.ResetBefore { // the worker is the same, and so is the ledger
			want(t, "use", second(again.warehouse(ctx)), runtime.HandleDropped)
		}
	}
}

func deleteBeforeLateCall(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	l := must(s.open(ctx, "Paris"))(t)
	late := &golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.Late, Call: 1}
	server.Inject(late)
	if _, err := l.warehouse(ctx); err == nil {
		t.Error("no error")
	}
	key := want(t, "delete", s.worker.Delete(ctx), runtime.HandleUnresolved).Key
	check(t, "the same call", second(l.warehouse(ctx, runtime.WithIdempotencyKey(key))), nil)
	check(t, "delete", s.worker.Delete(ctx), nil)
}

// retryAfterDelete deletes the worker between two attempts of a call. No copy of it may
// arrive at the new worker.
func retryAfterDelete(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w", quick)
	l := must(s.open(ctx, "Paris"))(t)
	server.Inject(&golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.ServiceUnavailable, Call: 1, RetryAfter: -1})
	gate := server.Hold("inventory.ledger.warehouse", "w")
	done := make(chan error)
	go func() { done <- second(l.warehouse(ctx)) }()
	gate.Wait()
	want(t, "delete", s.worker.Delete(ctx), runtime.HandleInUse)
	gate.Open()
	check(t, "the call", <-done, nil)
	check(t, "delete", s.worker.Delete(ctx), nil)
}

func restoreDropped(t *testing.T, _ *stockServer, c *runtime.Client) {
	text := func() string {
		l := must(newShop(c, "w").open(ctx, "Paris"))(t)
		check(t, "drop", l.drop(ctx), nil)
		return l.handle.String()
	}()
	for range 3 {
		goruntime.GC()
	}
	h := must(newShop(c, "w").target.RestoreHandle(text, &ledgerResource))(t)
	want(t, "drop", dropHandle(ctx, h), runtime.HandleDropped)
}

func restoreDeleted(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	text := must(s.open(ctx, "Paris"))(t).handle.String()
	check(t, "delete", s.worker.Delete(ctx), nil)
	_, err := s.target.RestoreHandle(text, &ledgerResource)
	want(t, "restore", err, runtime.HandleFormerWorker)
}

func restoreOther(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	text := must(s.open(ctx, "Paris"))(t).handle.String()
	for range 3 {
		goruntime.GC()
	}
	_, err := s.target.RestoreHandle(text, &otherResource)
	want(t, "restore", err, runtime.HandleOtherResource)
	h := must(s.target.RestoreHandle(text, &ledgerResource))(t)
	check(t, "drop", dropHandle(ctx, h), nil)
}

func restoreOtherFirst(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	must(s.move(ctx, 1, 2))(t)
	shelf := must(s.target.RestoreHandle("urn:worker:"+shopComponent.ID+"/w/0", &otherResource))(t)
	must(s.open(ctx, "Paris"))(t)
	_, err := await(ctx, shelf.Target().Begin(&fnShelf, nil), wire.DecodeString)
	want(t, "use", err, runtime.HandleOtherResource)
}

func restoreSpelled(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	l := must(s.open(ctx, "Paris"))(t)
	text := strings.Replace(l.handle.String(), shopComponent.ID, strings.ToUpper(shopComponent.ID), 1)
	text = text[:strings.LastIndex(text, "/")] + "/00"
	h := must(s.target.RestoreHandle(text, &ledgerResource))(t)
	check(t, "restored", h.String(), l.handle.String())
	check(t, "drop", dropHandle(ctx, h), nil)
}

// TestHandleOfEscapedName passes handles between workers of which one has the escaped name of the
// other. Servers before 1.2, which have no such names, escape names in handles.
func TestHandleOfEscapedName(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	client := dialDefault(t, server.URL, runtime.WithoutRetry())
	for plain, escaped := range map[string]string{"a@b": "a%40b", "\u00e9": "%C3%A9"} {
		text := must(newShop(client, escaped).open(ctx, "Paris"))(t).handle.String()
		_, err := newShop(client, plain).target.RestoreHandle(text, &ledgerResource)
		want(t, "restore", err, runtime.HandleOtherWorker)
	}
	old := dialDefault(t, serveStock(t, golemtest.Version("1.1.0")).URL)
	l := must(newShop(old, "\u00e9").open(ctx, "Paris"))(t)
	check(t, "text", l.handle.String(), "urn:worker:"+shopComponent.ID+"/%C3%A9/0")
	h := must(newShop(old, "\u00e9").target.RestoreHandle(l.handle.String(), &ledgerResource))(t)
	check(t, "drop", dropHandle(ctx, h), nil)
}
