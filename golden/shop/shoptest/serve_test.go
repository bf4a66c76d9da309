package shoptest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// warehouse is a small model of the component. It embeds the fakes, which have the functions that it
// does not implement.
type warehouse struct {
	shoptest.Inventory

	ledgers []*ledger
	dropped []string
}

func (w *warehouse) add(name string, capacity uint32) *shop.Ledger {
	l := &ledger{in: w, name: name, capacity: uint64(capacity), onHand: map[string]uint64{}}
	w.ledgers = append(w.ledgers, l)
	return &shop.Ledger{LedgerMethods: l}
}

func (w *warehouse) NewLedger(_ context.Context, name string, capacity uint32, _ ...runtime.CallOption) (*shop.Ledger, error) {
	return w.add(name, capacity), nil
}

// Ledger is called only without a server. A server calls NewLedger.
func (w *warehouse) Ledger(name string, capacity uint32) *shop.IndexedLedger {
	for _, l := range w.ledgers {
		if l.name == name && l.capacity == uint64(capacity) {
			return &shop.IndexedLedger{LedgerMethods: l}
		}
	}
	return &shop.IndexedLedger{LedgerMethods: w.add(name, capacity).LedgerMethods}
}

func (w *warehouse) TotalOnHand(_ context.Context, ledgers []*shop.Ledger, _ ...runtime.CallOption) (uint64, error) {
	var sum uint64
	for _, l := range ledgers {
		sum += l.LedgerMethods.(*ledger).total()
	}
	return sum, nil
}

func (w *warehouse) LedgerMerge(_ context.Context, a, b *shop.Ledger, name string, _ ...runtime.CallOption) (*shop.Ledger, error) {
	merged := w.add(name, 0)
	for _, from := range []*shop.Ledger{a, b} {
		for sku, n := range from.LedgerMethods.(*ledger).onHand {
			merged.LedgerMethods.(*ledger).onHand[sku] += n
		}
	}
	return merged, nil
}

type ledger struct {
	shoptest.Ledger

	in       *warehouse
	name     string
	capacity uint64
	onHand   map[string]uint64
}

func (l *ledger) total() (sum uint64) {
	for _, n := range l.onHand {
		sum += n
	}
	return sum
}

func (l *ledger) Receive(_ context.Context, sku string, count uint64, _ ...runtime.CallOption) (uint64, error) {
	if l.total()+count > l.capacity {
		return 0, &runtime.ResultError[shop.StockError]{Value: shop.StockErrorInsufficient}
	}
	l.onHand[sku] += count
	return l.onHand[sku], nil
}

func (l *ledger) Reserve(_ context.Context, sku string, _ uint64, _ ...runtime.CallOption) error {
	if _, known := l.onHand[sku]; !known {
		return &runtime.ResultError[shop.StockError]{Value: shop.StockErrorUnknownSKU}
	}
	return nil
}

func (l *ledger) Warehouse(context.Context, ...runtime.CallOption) (string, error) {
	return l.name, nil
}

func (l *ledger) Drop(context.Context, ...runtime.CallOption) error {
	l.in.dropped = append(l.in.dropped, l.name)
	return nil
}

// both runs a test with the same implementation on a server and without one.
func both(t *testing.T, newExports func() shoptest.Exports, test func(t *testing.T, w *shop.Worker)) {
	t.Helper()
	t.Run("served", func(t *testing.T) {
		server := golemtest.NewServer(t)
		shoptest.Serve(server, func(string) shoptest.Exports { return newExports() })
		test(t, newWorker(t, server, "w"))
	})
	t.Run("direct", func(t *testing.T) { test(t, newExports().Worker("w")) })
}

func newWorker(t testing.TB, server *golemtest.Server, name string) *shop.Worker {
	t.Helper()
	conn, err := runtime.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return shop.NewWorker(conn, name)
}

func TestResources(t *testing.T) {
	var model *warehouse
	newExports := func() shoptest.Exports {
		model = new(warehouse)
		return shoptest.Exports{Inventory: model}
	}
	both(t, newExports, func(t *testing.T, w *shop.Worker) {
		ctx := t.Context()
		paris := must(w.Inventory.NewLedger(ctx, "Paris", 100))(t)
		lyon := must(w.Inventory.NewLedger(ctx, "Lyon", 50))(t)
		equal(t, "receive", must(paris.Receive(ctx, "mug-1", 40))(t), 40)
		equal(t, "receive", must(lyon.Receive(ctx, "mug-1", 2))(t), 2)
		equal(t, "total on hand", must(w.Inventory.TotalOnHand(ctx, []*shop.Ledger{lyon, paris, lyon}))(t), 44)
		france := must(w.Inventory.LedgerMerge(ctx, paris, lyon, "France"))(t)
		equal(t, "total on hand", must(w.Inventory.TotalOnHand(ctx, []*shop.Ledger{france}))(t), 42)
		equal(t, "warehouse", must(france.Warehouse(ctx))(t), "France")

		_, err := lyon.Receive(ctx, "mug-1", 49)
		equal(t, "err", resultError[shop.StockError](t, err), shop.StockErrorInsufficient)
		equal(t, "err", resultError[shop.StockError](t, lyon.Reserve(ctx, "pen-7", 1)), shop.StockErrorUnknownSKU)
		if err := lyon.Reserve(ctx, "mug-1", 1); err != nil {
			t.Error(err)
		}
		for _, l := range []*shop.Ledger{lyon, paris} {
			if err := l.Drop(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]string{"Lyon", "Paris"}, model.dropped); diff != "" {
			t.Errorf("dropped (-want +got):\n%s", diff)
		}
	})
}

func TestImplicitResources(t *testing.T) {
	var model *warehouse
	newExports := func() shoptest.Exports {
		model = new(warehouse)
		return shoptest.Exports{Inventory: model}
	}
	both(t, newExports, func(t *testing.T, w *shop.Worker) {
		ctx := t.Context()
		equal(t, "receive", must(w.Inventory.Ledger("Lyon", 50).Receive(ctx, "mug-1", 3))(t), 3)
		equal(t, "receive", must(w.Inventory.Ledger("Lyon", 50).Receive(ctx, "mug-1", 4))(t), 7)
		equal(t, "receive", must(w.Inventory.Ledger("Lyon", 60).Receive(ctx, "mug-1", 5))(t), 5)
		if err := w.Inventory.Ledger("Lyon", 50).Drop(ctx); err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, l := range model.ledgers {
			names = append(names, l.name)
		}
		equal(t, "ledgers", strings.Join(names, " "), "Lyon Lyon")
		equal(t, "dropped", strings.Join(model.dropped, " "), "Lyon")
	})
}

// TestServedWorkersHaveStateOfTheirOwn also sets functions of fakes on a server.
func TestServedWorkersHaveStateOfTheirOwn(t *testing.T) {
	server := golemtest.NewServer(t)
	carts := map[string]*shoptest.Cart{}
	shoptest.Serve(server, func(worker string) shoptest.Exports {
		var items []shop.ProductItem
		carts[worker] = &shoptest.Cart{
			AddItemFunc:  func(_ context.Context, item shop.ProductItem) error { items = append(items, item); return nil },
			ContentsFunc: func(context.Context) ([]shop.ProductItem, error) { return slices.Clone(items), nil },
		}
		return shoptest.Exports{Cart: carts[worker]}
	})
	ctx := t.Context()
	mug := shop.ProductItem{ProductID: "mug-1", Name: "Mug", Quantity: 2, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 995}, DiscountPercent: runtime.Some[float32](12.5)}
	pen := shop.ProductItem{ProductID: "pen-7", Price: shop.Money{Currency: shop.CurrencyUsd}}
	first, second := newWorker(t, server, "cart-1"), newWorker(t, server, "cart-2")
	for _, err := range []error{first.Cart.AddItem(ctx, mug), first.Cart.Enqueue().AddItem(ctx, pen), second.Cart.AddItem(ctx, pen)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	server.Settle()
	if diff := cmp.Diff([]shop.ProductItem{mug, pen}, must(first.Cart.Contents(ctx))(t)); diff != "" {
		t.Errorf("contents of the first (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]shop.ProductItem{pen}, must(second.Cart.Contents(ctx))(t)); diff != "" {
		t.Errorf("contents of the second (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]shoptest.CartAddItemCall{{Item: mug}, {Item: pen}}, carts["cart-1"].Calls.AddItem.All()); diff != "" {
		t.Errorf("calls of the first (-want +got):\n%s", diff)
	}
}

// TestServedTraps checks the errors of callers if an implementation fails with an error that is not
// the err of its function.
func TestServedTraps(t *testing.T) {
	broken := errors.New("the disk is full")
	exports := shoptest.Exports{
		Cart: &shoptest.Cart{
			PingFunc:       func(context.Context) error { return broken },
			RemoveItemFunc: func(context.Context, string) (uint32, error) { return 0, broken },
			TotalFunc: func(context.Context) (runtime.Option[shop.Money], error) {
				return runtime.Some(shop.Money{MinorUnits: 1}), nil
			},
			CheckoutFunc: func(context.Context, shop.Delivery, shop.Payment, shop.GiftOptions) (shop.OrderConfirmation, error) {
				return shop.OrderConfirmation{}, &runtime.ResultError[shop.CheckoutError]{}
			},
		},
		Inventory: &shoptest.Inventory{
			OpenFunc: func(context.Context, string) (*shop.Ledger, error) { return nil, nil },
			NewLedgerFunc: func(context.Context, string, uint32) (*shop.Ledger, error) {
				return &shop.Ledger{LedgerMethods: &shoptest.Ledger{DropFunc: func(context.Context) error { return broken }}}, nil
			},
		},
	}
	for _, test := range []struct {
		name string
		call func(ctx context.Context, w *shop.Worker) error
		want string
	}{
		{"an error", func(ctx context.Context, w *shop.Worker) error { return w.Cart.Ping(ctx) }, "the disk is full"},
		{"an error beside a WIT result", func(ctx context.Context, w *shop.Worker) error {
			_, err := w.Cart.RemoveItem(ctx, "pen-7")
			return err
		}, "the disk is full"},
		{"a function that is not there", func(ctx context.Context, w *shop.Worker) error {
			_, err := w.Cart.Contents(ctx)
			return err
		}, "shoptest: Cart.Contents was called, and ContentsFunc of the fake is nil"},
		{"an interface that is not there", func(ctx context.Context, w *shop.Worker) error {
			_, err := w.World.Health(ctx)
			return err
		}, "shoptest: World.Health was called, and HealthFunc of the fake is nil"},
		{"a result that cannot be written", func(ctx context.Context, w *shop.Worker) error {
			_, err := w.Cart.Total(ctx)
			return err
		}, "golemtest: the result of acme:shop/cart@1.4.0.{total}: cannot encode the value: no case is set: at currency: use one of eur, usd, gbp"},
		{"a nil variant", func(ctx context.Context, w *shop.Worker) error {
			_, err := w.Cart.Checkout(ctx, shop.DeliveryPickup{Value: "store 9"}, shop.PaymentInvoice{}, 0)
			return err
		}, "golemtest: the result of acme:shop/cart@1.4.0.{checkout}: cannot encode err: the variant is nil"},
		{"a nil resource", func(ctx context.Context, w *shop.Worker) error {
			_, err := w.Inventory.Open(ctx, "Paris")
			return err
		}, "golemtest: the result of acme:shop/inventory@1.4.0.{open}: cannot encode the value: the handle is nil"},
		{"a drop", func(ctx context.Context, w *shop.Worker) error {
			l, err := w.Inventory.NewLedger(ctx, "Paris", 1)
			if err != nil {
				return err
			}
			return l.Drop(ctx)
		}, "the disk is full"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := golemtest.NewServer(t)
			shoptest.Serve(server, func(string) shoptest.Exports { return exports })
			failed(t, test.call(t.Context(), newWorker(t, server, "w")), test.want)
		})
	}
}

// TestServeScripts checks that a script for a function takes precedence over the implementation, and
// needs none.
func TestServeScripts(t *testing.T) {
	server := golemtest.NewServer(t)
	component := shoptest.Serve(server, nil)
	component.Answer("cart.total", `{"currency":"eur","minor-units":4490}`)
	total := must(newWorker(t, server, "w").Cart.Total(t.Context()))(t)
	if want := runtime.Some(shop.Money{Currency: shop.CurrencyEur, MinorUnits: 4490}); total != want {
		t.Errorf("total %v, want %v", total, want)
	}
}

// must returns the value of a call that must succeed.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// failed checks that an error is a trap with a text.
func failed(t *testing.T, err error, want string) {
	t.Helper()
	var trap *runtime.GolemError
	if !errors.As(err, &trap) || trap.Kind != runtime.KindRuntimeError || !strings.Contains(trap.Details, want) {
		t.Errorf("%v, want a runtime error with %q", err, want)
	}
}

func resultError[E any](t *testing.T, err error) E {
	t.Helper()
	var refused *runtime.ResultError[E]
	if !errors.As(err, &refused) {
		t.Fatalf("%v, want a %T", err, refused)
	}
	return refused.Value
}

// TestInvocationFrom checks what an implementation can find out about its call.
func TestInvocationFrom(t *testing.T) {
	server := golemtest.NewServer(t)
	var seen []string
	shoptest.Serve(server, func(string) shoptest.Exports {
		return shoptest.Exports{Cart: &shoptest.Cart{PingFunc: func(ctx context.Context) error {
			call := golemtest.InvocationFrom(ctx)
			seen = append(seen, call.Worker, call.Name, call.IdempotencyKey)
			return nil
		}}}
	})
	if err := newWorker(t, server, "cart-1").Cart.Ping(t.Context(), runtime.WithIdempotencyKey("order-7")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"cart-1", "acme:shop/cart@1.4.0.{ping}", "order-7"}, seen); diff != "" {
		t.Errorf("the implementation sees (-want +got):\n%s", diff)
	}
	if golemtest.InvocationFrom(t.Context()) != nil {
		t.Error("there is a call in another context")
	}
}
