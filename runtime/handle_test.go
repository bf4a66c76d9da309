package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// ledgers returns a server that makes ledgers and counts requests.
func ledgers(t *testing.T, next func(r *seenRequest) (reply, bool)) *fakeServer {
	var number atomic.Int32
	return serve(t, func(_ int, r *seenRequest) reply {
		if next != nil {
			if a, ok := next(r); ok {
				return a
			}
		}
		if r.method == http.MethodGet {
			return jsonReply(200, worker0)
		}
		worker, _, _ := strings.Cut(strings.SplitN(r.path, "/workers/", 2)[1], "/")
		switch {
		case strings.Contains(r.path, "ledger.new"), strings.Contains(r.path, "open"), strings.Contains(r.path, "merge"):
			return jsonReply(200, fmt.Sprintf(`{"result":{"typ":{"items":[%s],"type":"Tuple"},"value":["urn:worker:%s/%s/%d"]}}`, typeLedgerOwn, shopComponent.ID, worker, number.Add(1)-1))
		case strings.Contains(r.path, "levels"):
			return jsonReply(200, `{"result":{"typ":`+typeLevels+`,"value":[]}}`)
		}
		return jsonReply(200, voidAnswer)
	})
}

func TestHandles(t *testing.T) {
	ctx := context.Background()
	server := ledgers(t, nil)
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"))
	stock := newShop(client, "stock-1")
	open := func() *ledger { return must(stock.open(ctx, "Nice"))(t) }
	a, dropped, consumed := open(), open(), open()
	check(t, "drop", dropped.drop(ctx), nil)
	check(t, "close", stock.close(ctx, consumed), nil)
	stranger := must(newShop(client, "stock-2").open(ctx, "Nice"))(t)
	elsewhere := must(newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "stock-1").open(ctx, "Nice"))(t)
	shelf := must(stock.target.RestoreHandle("urn:worker:"+shopComponent.ID+"/stock-1/77", &otherResource))(t)
	duplicate := must(stock.target.RestoreHandle(dropped.handle.String(), &ledgerResource))(t)

	before := len(server.requests())
	cases := []struct {
		name   string
		err    error
		reason runtime.HandleReason
		path   string
	}{
		{"dropped", dropped.drop(ctx), runtime.HandleDropped, "self"},
		{"method of a dropped one", second(dropped.levels(ctx)), runtime.HandleDropped, "self"},
		{"dropped, in a list", second(stock.totalOnHand(ctx, a.handle, dropped.handle)), runtime.HandleDropped, "ledgers[1]"},
		{"dropped, restored", dropHandle(ctx, duplicate), runtime.HandleDropped, "self"},
		{"consumed", second(consumed.levels(ctx)), runtime.HandleConsumed, "self"},
		{"consumed twice", stock.close(ctx, consumed), runtime.HandleConsumed, "which"},
		{"of another worker", second(stock.totalOnHand(ctx, stranger.handle)), runtime.HandleOtherWorker, "ledgers[0]"},
		{"of another client", second(stock.totalOnHand(ctx, elsewhere.handle)), runtime.HandleOtherWorker, "ledgers[0]"},
		{"of another resource", second(stock.totalOnHand(ctx, shelf)), runtime.HandleOtherResource, "ledgers[0]"},
	}
	for _, c := range cases {
		var handle *runtime.HandleError
		if !errors.As(c.err, &handle) || !errors.Is(c.err, c.reason) || handle.Path != c.path || !strings.Contains(c.err.Error(), "nothing was sent") {
			t.Errorf("%s: got %v", c.name, c.err)
		}
	}
	_, err := stock.totalOnHand(ctx, a.handle, nil)
	var encode *wire.EncodeError
	if !errors.As(err, &encode) || encode.Reason != wire.ReasonNilHandle || encode.Path != "ledgers[1]" || !errors.Is(err, runtime.HandleNil) {
		t.Errorf("nil: got %v", err)
	}
	check(t, "nil", errors.Unwrap(err).Error(), "the handle of ledger in the parameter ledgers[1] cannot be used: it is nil, or was not returned by a worker")
	if _, err := json.Marshal(marshaled{a.handle}); err == nil {
		t.Error("a handle is written outside of a call")
	}
	check(t, "sent", len(server.requests())-before, 0)
	check(t, "still good", second(a.levels(ctx)), nil)
}

type marshaled struct{ h stub.Handle }

func (m marshaled) MarshalJSON() ([]byte, error) { return wire.Marshal(&m.h, appendLedger) }

func second[T any](_ T, err error) error { return err }

// TestHandleTwiceInOneCall passes a handle twice in one call, which would lose the worker.
func TestHandleTwiceInOneCall(t *testing.T) {
	ctx := context.Background()
	both := stub.Function{
		Interface: stockInterface, Name: "swap",
		Parameters: []stub.Parameter{{Name: "a", Type: typeLedgerOwn}, {Name: "b", Type: typeLedgerOwn}},
	}
	server := ledgers(t, nil)
	stock := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "stock-1")
	a := must(stock.open(ctx, "Nice"))(t)
	for _, first := range []wire.AppendFunc[stub.Handle]{appendOwnLedger, appendLedger} {
		call := stock.target.Begin(&both, nil)
		call.Buffer = first(call.Param(), &call.Encoder, &a.handle)
		call.Buffer = appendOwnLedger(call.Param(), &call.Encoder, &a.handle)
		var handle *runtime.HandleError
		if err := call.Await(ctx); !errors.As(err, &handle) {
			t.Errorf("got %v", err)
		}
	}
	check(t, "requests", len(server.requests()), 1)
	check(t, "still good", a.drop(ctx), nil)
}

// TestHandleAfterFailure checks handles after a call that takes them has failed. They are
// gone if the call certainly ran, and unchanged if it certainly did not. Otherwise they can
// only be dropped again.
func TestHandleAfterFailure(t *testing.T) {
	ctx := context.Background()
	var next reply
	server := ledgers(t, func(r *seenRequest) (reply, bool) {
		return next, strings.Contains(r.path, "drop")
	})
	stock := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithoutRetry(), runtime.WithMaxResponseBytes(10_000)), "stock-1")
	for _, c := range []struct {
		answer reply
		want   error // of another call with the handle
	}{
		{reply{status: 400, body: `{"errors":["x"]}`}, nil},
		{reply{status: 429}, nil},
		{golemReply("InvalidRequest", "Can't find exported function in component (x)"), nil},
		{reply{status: 503}, runtime.HandleUnresolved},
		{reply{status: 504}, runtime.HandleUnresolved},
		{reply{status: 200, body: voidAnswer[:20]}, runtime.HandleUnresolved},
		{golemReply("Interrupted", "x"), runtime.HandleUnresolved},
		{golemReply("PreviousInvocationFailed", "x"), nil},
		{reply{status: 500, body: `{"error":"Previous Invocation Failed","workerError":{"cause":"x"}}`}, nil},
		{reply{status: 500, body: `{"code":"INTERNAL_PREVIOUS_INVOCATION_FAILED","error":"x"}`}, nil},
		{reply{status: 500, body: `{"error":"x","workerError":{"cause":"unreachable"}}`}, runtime.HandleDropped},
		{golemReply("RuntimeError", "x"), runtime.HandleDropped},
		{jsonReply(200, `{"result":{"typ":{"type":"Str"},"value":"x"}}`), runtime.HandleDropped},
		{jsonReply(200, `{"result":5}`), runtime.HandleDropped},
		{jsonReply(200, strings.Repeat(" ", 10_000)+voidAnswer), runtime.HandleDropped},
	} {
		next = c.answer
		l := must(stock.open(ctx, "Nice"))(t)
		err := l.drop(ctx)
		if err == nil {
			t.Error("no error")
		}
		if _, err := l.levels(ctx); !errors.Is(err, c.want) {
			t.Errorf("%v: got %v", c.answer, err)
		}
		if c.want != runtime.HandleUnresolved {
			continue
		}
		var first *runtime.CallError
		var key string
		next = jsonReply(200, voidAnswer)
		check(t, "drop again", l.drop(ctx, runtime.ReturnIdempotencyKey(&key)), nil)
		if !errors.As(err, &first) || first.IdempotencyKey != key {
			t.Errorf("dropped again under the key %s after %v", key, err)
		}
		if err := l.drop(ctx); !errors.Is(err, runtime.HandleDropped) {
			t.Errorf("dropped: got %v", err)
		}
	}
}

// TestHandleInUse checks that a handle cannot be given away while a call uses it.
func TestHandleInUse(t *testing.T) {
	ctx := context.Background()
	begun, goOn := make(chan struct{}), make(chan struct{})
	server := ledgers(t, func(r *seenRequest) (reply, bool) {
		if strings.Contains(r.path, "levels") {
			close(begun)
			<-goOn
		}
		return reply{}, false
	})
	stock := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "stock-1")
	l := must(stock.open(ctx, "Nice"))(t)
	done := make(chan error)
	go func() { done <- second(l.levels(ctx)) }()
	<-begun
	if err := l.drop(ctx); !errors.Is(err, runtime.HandleInUse) {
		t.Errorf("got %v", err)
	}
	close(goOn)
	check(t, "levels", <-done, nil)
	check(t, "drop", l.drop(ctx), nil)
}

// TestHandleDroppedOnce drops a handle many times at once.
func TestHandleDroppedOnce(t *testing.T) {
	ctx := context.Background()
	server := ledgers(t, nil)
	stock := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "stock-1")
	l := must(stock.open(ctx, "Nice"))(t)
	var wg sync.WaitGroup
	var dropped atomic.Int32
	for range 20 {
		wg.Go(func() {
			if l.drop(ctx) == nil {
				dropped.Add(1)
			}
		})
	}
	wg.Wait()
	check(t, "dropped", dropped.Load(), int32(1))
	check(t, "requests", len(server.requests()), 2)
}

func TestRestoreHandle(t *testing.T) {
	client := dial(t, "http://localhost:1")
	w := newShop(client, "a-1").target
	for text, want := range map[string]runtime.HandleReason{
		"urn:worker:" + shopComponent.ID + "/a-1/3":                  0,
		"urn:worker:" + strings.ToUpper(shopComponent.ID) + "/a-1/3": 0,
		"urn:worker:" + shopComponent.ID + "/a-2/3":                  runtime.HandleOtherWorker,
		"urn:worker:" + ephemeralComponent.ID + "/a-1/3":             runtime.HandleOtherWorker,
		"urn:worker:" + shopComponent.ID + "/a-1/-1":                 runtime.HandleUnreadable,
		"urn:worker:" + shopComponent.ID + "/a-1/":                   runtime.HandleUnreadable,
		"urn:worker:" + shopComponent.ID + "/3":                      runtime.HandleUnreadable,
		"garbage":                                                    runtime.HandleUnreadable,
		"":                                                           runtime.HandleUnreadable,
	} {
		h, err := w.RestoreHandle(text, &ledgerResource)
		if want == 0 && (err != nil || h.String() != "urn:worker:"+shopComponent.ID+"/a-1/3") || want != 0 && !errors.Is(err, want) {
			t.Errorf("%s: got %v, %v", text, h, err)
		}
	}
	high := "urn:worker:" + shopComponent.ID + "/a-1/1234567890"
	check(t, "a high number", must(w.RestoreHandle(high, &ledgerResource))(t).String(), high)
	if _, err := newShop(nil, "a-1").target.RestoreHandle(high, &ledgerResource); err == nil || !strings.Contains(err.Error(), "the worker cannot be used") {
		t.Errorf("got %v", err)
	}
	if _, err := newEphemeralShop(client).target.RestoreHandle("urn:worker:x/y/1", &ledgerResource); !errors.Is(err, runtime.HandleEphemeral) {
		t.Errorf("got %v", err)
	}
}

// TestForeignHandleInAnswer checks that an answer can contain only handles of its worker.
func TestForeignHandleInAnswer(t *testing.T) {
	server := respond(t, 200, `{"result":{"typ":`+typeLedgerOwn+`,"value":"urn:worker:x/y/1"}}`)
	stock := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "stock-1")
	l, err := stock.open(context.Background(), "Nice")
	var decode *wire.DecodeError
	if l != nil || !errors.As(err, &decode) || decode.Reason != wire.ReasonInvalidHandle {
		t.Errorf("got %v, %v", l, err)
	}
}
