package orders

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"example.com/orders/internal/shop"
	"example.com/orders/internal/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
)

// These tests do without HTTP: the desk's shop is made of fakes.

var (
	mug   = shop.ProductItem{ProductID: "mug-1", Name: "Mug", Quantity: 2, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 995}}
	pen   = shop.ProductItem{ProductID: "pen-7", Name: "Pen", Quantity: 10, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 120}}
	order = Order{
		Items:    []shop.ProductItem{mug, pen},
		Delivery: shop.DeliveryPickup{Value: "store 9"},
		Payment:  shop.PaymentCard{Value: runtime.Tuple2[string, uint16]{F0: "4242", F1: 123}},
	}
)

// fakeDesk is a desk for one customer; the stock is the ledger.
func fakeDesk(cart *shoptest.Cart, ledger *shoptest.Ledger) *Desk {
	return &Desk{
		Cart: func(string) shop.Cart { return cart },
		Inventory: &shoptest.Inventory{LedgerFunc: func(string, uint32) *shop.IndexedLedger {
			return &shop.IndexedLedger{LedgerMethods: ledger}
		}},
	}
}

func TestTake(t *testing.T) {
	cart := &shoptest.Cart{
		AddItemFunc: func(context.Context, shop.ProductItem) error { return nil },
		CheckoutFunc: func(context.Context, shop.Delivery, shop.Payment, shop.GiftOptions) (shop.OrderConfirmation, error) {
			return shop.OrderConfirmation{OrderID: "order-1"}, nil
		},
	}
	ledger := &shoptest.Ledger{ReserveFunc: func(context.Context, string, uint64) error { return nil }}
	number, err := fakeDesk(cart, ledger).Take(t.Context(), "ada", order)
	if number != "order-1" || err != nil {
		t.Fatalf("%q, %v, want order-1", number, err)
	}
	same(t, "reserved", ledger.Calls.Reserve.All(), []shoptest.LedgerReserveCall{{SKU: "mug-1", Count: 2}, {SKU: "pen-7", Count: 10}})
	same(t, "added", cart.Calls.AddItem.All(), []shoptest.CartAddItemCall{{Item: mug}, {Item: pen}})
	same(t, "checkouts", cart.Calls.Checkout.All(), []shoptest.CartCheckoutCall{{Delivery: order.Delivery, Payment: order.Payment}})
	same(t, "given back", ledger.Calls.Receive.All(), nil)
}

func TestTakeGivesBackWhatWasReserved(t *testing.T) {
	ledger := &shoptest.Ledger{ReserveFunc: func(_ context.Context, sku string, _ uint64) error {
		if sku == "pen-7" {
			return &runtime.ResultError[shop.StockError]{Value: shop.StockErrorInsufficient}
		}
		return nil
	}}
	cart := new(shoptest.Cart) // asked for anything, it panics
	if _, err := fakeDesk(cart, ledger).Take(t.Context(), "ada", order); !errors.Is(err, ErrSoldOut) {
		t.Errorf("%v, want %v", err, ErrSoldOut)
	}
	same(t, "given back", ledger.Calls.Receive.All(), []shoptest.LedgerReceiveCall{{SKU: "mug-1", Count: 2, Enqueued: true}})
}

func TestTakeGivesBackWhatIsNotPaid(t *testing.T) {
	cart := &shoptest.Cart{
		AddItemFunc: func(context.Context, shop.ProductItem) error { return nil },
		CheckoutFunc: func(context.Context, shop.Delivery, shop.Payment, shop.GiftOptions) (shop.OrderConfirmation, error) {
			return shop.OrderConfirmation{}, &runtime.ResultError[shop.CheckoutError]{Value: shop.CheckoutErrorPaymentDeclined{Value: "no money"}}
		},
	}
	ledger := &shoptest.Ledger{ReserveFunc: func(context.Context, string, uint64) error { return nil }}
	_, err := fakeDesk(cart, ledger).Take(t.Context(), "ada", order)
	var declined *DeclinedError
	if !errors.As(err, &declined) || declined.Reason != "no money" {
		t.Errorf("%v, want a declined payment", err)
	}
	same(t, "given back", ledger.Calls.Receive.All(), []shoptest.LedgerReceiveCall{
		{SKU: "mug-1", Count: 2, Enqueued: true}, {SKU: "pen-7", Count: 10, Enqueued: true},
	})
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}
