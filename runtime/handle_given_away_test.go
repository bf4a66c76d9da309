package runtime_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestHandleGivenAway checks that a handle is gone after a call that took it, if the call
// returned the component's own failure, or its answer was complete only at the second
// attempt.
func TestHandleGivenAway(t *testing.T) {
	ctx := context.Background()
	give := &stub.Function{
		Interface: stockInterface, Name: "give",
		Parameters: []stub.Parameter{{Name: "which", Type: typeLedgerOwn}}, Result: fnRemove.Result,
	}
	failed := `{"result":{"typ":` + give.Result + `,"value":{"err":"}}"}}}`
	for _, end := range []int{len(failed), strings.LastIndex(failed, `"`)} {
		sent := 0
		server := ledgers(t, func(r *seenRequest) (reply, bool) {
			if !strings.Contains(r.path, "give") {
				return reply{}, false
			}
			if sent++; sent == 1 {
				return jsonReply(200, failed[:end]), true
			}
			return jsonReply(200, failed), true
		})
		stock := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), quick), "stock-1")
		l := must(stock.open(ctx, "Nice"))(t)
		call := stock.target.Begin(give, nil)
		call.Buffer = appendOwnLedger(call.Param(), &call.Encoder, &l.handle)
		var n uint32
		err := call.AwaitResult(ctx, &n, stub.TakeUint32, failString)
		var own *runtime.ResultError[string]
		if !errors.As(err, &own) || own.Value != "}}" {
			t.Errorf("got %v", err)
		}
		if _, err := l.levels(ctx); !errors.Is(err, runtime.HandleConsumed) {
			t.Errorf("afterwards: got %v", err)
		}
	}
}

// TestHandleComesBack makes a call that gives a resource away and whose answer names the
// same resource. Then the answer belongs to another call, or the worker was created again.
// The next call must ask for the worker first.
func TestHandleComesBack(t *testing.T) {
	ctx := context.Background()
	swap := &stub.Function{
		Interface: stockInterface, Name: "swap",
		Parameters: []stub.Parameter{{Name: "which", Type: typeLedgerOwn}}, Result: typeLedgerOwn,
	}
	var l *ledger
	server := ledgers(t, func(r *seenRequest) (reply, bool) {
		if !strings.Contains(r.path, "swap") {
			return reply{}, false
		}
		return jsonReply(200, `{"result":{"typ":`+typeLedgerOwn+`,"value":"`+l.handle.String()+`"}}`), true
	})
	stock := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.2.0")), "stock-1")
	l = must(stock.open(ctx, "Nice"))(t)
	call := stock.target.Begin(swap, nil)
	call.Buffer = appendOwnLedger(call.Param(), &call.Encoder, &l.handle)
	back := must(await(ctx, call, decodeLedger))(t)
	before := len(server.requests())
	check(t, "next call", stock.ping(ctx), nil)
	check(t, "requests", len(server.requests())-before, 2)
	if _, err := newLedger(back).levels(ctx); !errors.Is(err, runtime.HandleConsumed) {
		t.Errorf("got %v", err)
	}
}
