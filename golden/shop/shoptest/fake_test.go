package shoptest_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
)

func TestFakeRecordsAndAnswers(t *testing.T) {
	busy := errors.New("busy")
	cart := &shoptest.Cart{RemoveItemFunc: func(_ context.Context, productID string) (uint32, error) {
		if productID == "pen-7" {
			return 0, busy
		}
		return 3, nil
	}}
	w := shoptest.Exports{Cart: cart}.Worker("cart-1")
	equal(t, "name", w.Name(), "cart-1")
	equal(t, "removed", must(w.Cart.RemoveItem(t.Context(), "mug-1"))(t), 3)
	if _, err := w.Cart.RemoveItem(t.Context(), "pen-7", runtime.WithIdempotencyKey("k")); !errors.Is(err, busy) {
		t.Errorf("%v, want what the function returned", err)
	}
	calls := cart.Calls.RemoveItem.All()
	equal(t, "options of the second call", len(calls[1].Options), 1)
	calls[1].Options = nil
	if diff := cmp.Diff([]shoptest.CartRemoveItemCall{{ProductID: "mug-1"}, {ProductID: "pen-7"}}, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	equal(t, "other calls", cart.Calls.Ping.Len(), 0)
}

func TestFakeWithoutFunctionPanics(t *testing.T) {
	for _, test := range []struct {
		call func(w *shop.Worker)
		want string
	}{
		{
			func(w *shop.Worker) { _ = w.Cart.Ping(t.Context()) },
			"shoptest: Cart.Ping was called, and PingFunc of the fake is nil",
		},
		{
			func(w *shop.Worker) { w.Inventory.Ledger("Lyon", 50) },
			"shoptest: Inventory.Ledger was called, and LedgerFunc of the fake is nil",
		},
		{
			func(w *shop.Worker) { _, _ = w.Inventory.LedgerFromHandle("urn:worker:…") },
			"shoptest: Inventory.LedgerFromHandle was called, and LedgerFromHandleFunc of the fake is nil",
		},
		{
			func(*shop.Worker) {
				_, _ = (&shop.Ledger{LedgerMethods: new(shoptest.Ledger)}).Warehouse(t.Context())
			},
			"shoptest: Ledger.Warehouse was called, and WarehouseFunc of the fake is nil",
		},
	} {
		var exports shoptest.Exports
		equal(t, "panic", panicOf(func() { test.call(exports.Worker("w")) }), any(test.want))
	}
}

func panicOf(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
}

// TestFakeAnswersThatSayNothing checks which calls of a fake succeed without a function.
func TestFakeAnswersThatSayNothing(t *testing.T) {
	cart, ledger := new(shoptest.Cart), new(shoptest.Ledger)
	w := shoptest.Exports{Cart: cart}.Worker("w")
	paris := &shop.Ledger{LedgerMethods: ledger}
	for _, err := range []error{
		w.Cart.Enqueue().AddItem(t.Context(), shop.ProductItem{ProductID: "mug-1"}),
		paris.Enqueue().Reserve(t.Context(), "mug-1", 2),
		paris.Drop(t.Context()),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]shoptest.CartAddItemCall{{Item: shop.ProductItem{ProductID: "mug-1"}, Enqueued: true}}, cart.Calls.AddItem.All()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	equal(t, "calls of the ledger", ledger.Calls.Reserve.Len(), 1)
	equal(t, "drops", ledger.Calls.Drop.Len(), 1)
	equal(t, "handle", paris.Handle(), "")
}

// TestFakeEnqueues checks the errors of enqueued calls. The err of a result is not reported, and any
// other error is.
func TestFakeEnqueues(t *testing.T) {
	refused := errors.New("refused")
	var answer error
	cart := &shoptest.Cart{
		AddItemFunc:    func(context.Context, shop.ProductItem) error { return answer },
		RemoveItemFunc: func(context.Context, string) (uint32, error) { return 3, answer },
	}
	q := cart.Enqueue()
	for _, answer = range []error{nil, refused, &runtime.ResultError[string]{Value: "not there"}} {
		want := answer
		if answer != refused {
			want = nil
		}
		equal(t, "of a function with a result", q.RemoveItem(t.Context(), "mug-1"), want)
	}
	answer = refused
	equal(t, "of a function without", q.AddItem(t.Context(), shop.ProductItem{}), refused)
	equal(t, "calls", cart.Calls.RemoveItem.Len(), 3)
}

func TestFakeIsSafeForConcurrentUse(t *testing.T) {
	cart := &shoptest.Cart{PingFunc: func(context.Context) error { return nil }}
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() {
			_ = cart.Ping(t.Context())
			_ = cart.Enqueue().Ping(t.Context())
			_ = cart.Calls.Ping.All()
		})
	}
	group.Wait()
	equal(t, "calls", cart.Calls.Ping.Len(), 200)
}

// TestFakedWorkerAsksNoServer checks the requests of a worker that is made of fakes.
func TestFakedWorkerAsksNoServer(t *testing.T) {
	if _, err := (shoptest.Exports{}).Worker("w").Metadata(t.Context()); err == nil {
		t.Error("the metadata of a worker without a server came from somewhere")
	}
}
