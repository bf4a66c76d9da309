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
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// lose makes a call of l that a network holds back, and returns the key of the call.
func lose(t *testing.T, server *stockServer, l *ledger) (key string, late *golemtest.Fault) {
	t.Helper()
	late = &golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.Late, Call: 1}
	server.Inject(late)
	_, err := l.warehouse(ctx)
	var call *runtime.CallError
	if !errors.As(err, &call) || !call.MayHaveRun() {
		t.Fatalf("got %v", err)
	}
	return call.IdempotencyKey, late
}

// TestOtherCallUnderOpenKey: a call of unknown fate is repeated by the same function only. Others under
// its key do not get its handles.
func TestOtherCallUnderOpenKey(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	s := newShop(dialDefault(t, server.URL, runtime.WithoutRetry()), "w")
	l := must(s.open(ctx, "Paris"))(t)
	key, late := lose(t, server, l)
	under := runtime.WithIdempotencyKey(key)
	want(t, "another function", s.close(ctx, l, under), runtime.HandleUnresolved)
	elsewhere := stub.Function{Interface: "acme:shop/other@1.4.0", Name: fnWarehouse.Name, Parameters: fnClose.Parameters}
	call := s.target.Begin(&elsewhere, []runtime.CallOption{under})
	call.Buffer = appendOwnLedger(call.Param(), &call.Encoder, &l.handle)
	want(t, "a function of another interface", call.Await(ctx), runtime.HandleUnresolved)
	check(t, "late calls", late.Deliver(), 1)
}

// TestRepeatedCallSettles: a call that is repeated under its key settles the first one without a
// question.
func TestRepeatedCallSettles(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	noOplog := roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/oplog") {
			return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	s := newShop(dialDefault(t, server.URL, runtime.WithoutRetry(), runtime.WithTransport(noOplog)), "w")
	l := must(s.open(ctx, "Paris"))(t)
	key, _ := lose(t, server, l)
	want(t, "drop", l.drop(ctx), runtime.HandleUnresolved)
	check(t, "again", second(l.warehouse(ctx, runtime.WithIdempotencyKey(key))), nil)
	check(t, "settled", s.worker.SettleCall(key, true), false)
	check(t, "drop", l.drop(ctx), nil)
}

// TestCanceledCallSettles: a call that was canceled before it began leaves its handles as they were.
func TestCanceledCallSettles(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	s := newShop(dialDefault(t, server.URL, runtime.WithoutRetry()), "w")
	l := must(s.open(ctx, "Paris"))(t)
	gate := server.Hold("inventory.move", "w")
	busy := make(chan error)
	go func() { busy <- second(s.move(ctx, 1, 2)) }()
	gate.Wait()
	key := runtime.WithIdempotencyKey("closing")
	server.Inject(&golemtest.Fault{Function: "inventory.close", Kind: golemtest.ResetAfter, Early: true, Call: 1})
	if err := s.close(ctx, l, key); err == nil {
		t.Error("no error")
	}
	want(t, "use while the call waits", second(l.warehouse(ctx)), runtime.HandleUnresolved)
	check(t, "canceled", must(s.worker.CancelInvocation(ctx, "closing"))(t), true)
	gate.Open()
	check(t, "busy", <-busy, nil)
	check(t, "use", must(l.warehouse(ctx))(t), "Paris 1")
	check(t, "drop", l.drop(ctx), nil)
}

// TestHandleDuringDelete: handles are not used while the worker is being deleted. If the delete is
// refused, they can be used again.
func TestHandleDuringDelete(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	var s *handShop
	var l *ledger
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodDelete {
			return http.DefaultTransport.RoundTrip(r)
		}
		want(t, "use", second(l.warehouse(ctx)), runtime.HandleFormerWorker)
		want(t, "another delete", s.worker.Delete(ctx), runtime.HandleInUse)
		return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
	})
	s = newShop(dialDefault(t, server.URL, runtime.WithoutRetry(), runtime.WithTransport(transport)), "w")
	l = must(s.open(ctx, "Paris"))(t)
	if err := s.worker.Delete(ctx); !errors.Is(err, runtime.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	check(t, "use", must(l.warehouse(ctx))(t), "Paris 1")
}

// TestHandleAfterCreate: a worker that the program creates is not the one that its handles belong to,
// which others have deleted. The client knows its version.
func TestHandleAfterCreate(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	seen := new(failsOnce)
	client := dialDefault(t, server.URL, runtime.WithTransport(seen))
	s := newShop(client, "w")
	paris := must(s.open(ctx, "Paris"))(t)
	server.versions[0].DeleteWorker("w")
	_, err := s.worker.Create(ctx, nil, nil)
	check(t, "create", err, nil)
	berlin := must(s.open(ctx, "Berlin"))(t)
	check(t, "handles", berlin.handle.String(), paris.handle.String())
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	other := newShop(client, "other")
	_, err = other.worker.Create(ctx, nil, nil)
	check(t, "create", err, nil)
	seen.seen = nil
	check(t, "call", second(other.move(ctx, 1, 2)), nil)
	check(t, "requests", seen.seen, []string{"call"})
}

// TestLookedUpAfterDrift: an answer that shows another version makes the client look the worker up
// before the next call.
func TestLookedUpAfterDrift(t *testing.T) {
	version := worker0
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case r.method == http.MethodPost:
			version = worker1
			return jsonReply(200, `{"result":{"typ":{"items":[{"type":"U64"}],"type":"Tuple"},"value":[7]}}`)
		case strings.Contains(r.path, "/versions/"):
			return jsonReply(200, string(bankVersion(shopComponent.ID, 1, "Durable", "f")))
		}
		return jsonReply(200, version)
	})
	s := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.2.5")), "w")
	for _, sent := range []bool{true, false} {
		_, err := s.health(context.Background())
		var drift *runtime.DriftError
		if !errors.As(err, &drift) || drift.Sent != sent {
			t.Errorf("sent %t: got %v", sent, err)
		}
	}
}

// TestTakenBesideBorrowed: a call of unknown fate that takes one resource and borrows another leaves
// the other one to calls that borrow it.
func TestTakenBesideBorrowed(t *testing.T) {
	server := ledgers(t, func(r *seenRequest) (reply, bool) {
		return reply{status: http.StatusServiceUnavailable}, strings.Contains(r.path, "exchange")
	})
	s := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithoutRetry()), "w")
	taken, borrowed := must(s.open(ctx, "Paris"))(t), must(s.open(ctx, "Lyon"))(t)
	exchange := stub.Function{
		Interface: stockInterface, Name: "exchange",
		Parameters: []stub.Parameter{{Name: "a", Type: typeLedgerOwn}, {Name: "b", Type: typeLedger}},
	}
	call := s.target.Begin(&exchange, nil)
	call.Buffer = appendOwnLedger(call.Param(), &call.Encoder, &taken.handle)
	call.Buffer = appendLedger(call.Param(), &call.Encoder, &borrowed.handle)
	if err := call.Await(ctx); err == nil {
		t.Error("no error")
	}
	want(t, "the one that is taken", second(taken.levels(ctx)), runtime.HandleUnresolved)
	check(t, "the one that is borrowed", second(borrowed.levels(ctx)), nil)
	want(t, "drop of the one that is borrowed", borrowed.drop(ctx), runtime.HandleUnresolved)
}

// TestHandleAfterMetadata: metadata that the program asks for show that others have replaced the worker.
func TestHandleAfterMetadata(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	s := newShop(dialDefault(t, server.URL), "w")
	paris := must(s.open(ctx, "Paris"))(t)
	for _, replaced := range []bool{false, true} {
		if replaced {
			server.versions[0].DeleteWorker("w")
			server.versions[0].CreateWorker("w")
		}
		check(t, "metadata", second(s.worker.Metadata(ctx)), nil)
		if _, err := paris.warehouse(ctx); replaced {
			want(t, "use", err, runtime.HandleFormerWorker)
		} else {
			check(t, "use", err, nil)
		}
	}
}

// TestHandleOfReplacedWorker: the client knows when a worker was made from the question before a call,
// and from the one that showed that others have replaced it.
func TestHandleOfReplacedWorker(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	server.SetTime(time.Date(2030, 1, 2, 3, 0, 0, 0, time.UTC))
	server.versions[0].CreateWorker("w")
	s := newShop(dialDefault(t, server.URL), "w")
	for range 3 {
		l := must(s.open(ctx, "Paris"))(t)
		server.Advance(time.Second)
		server.versions[0].DeleteWorker("w")
		server.versions[0].CreateWorker("w")
		check(t, "metadata", second(s.worker.Metadata(ctx)), nil)
		want(t, "use", second(l.warehouse(ctx)), runtime.HandleFormerWorker)
	}
}
