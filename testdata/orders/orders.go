// Package orders takes the orders of a shop that runs on Golem: a customer's cart is
// one worker, the stock of a warehouse a resource in another.
package orders

import (
	"context"
	"errors"
	"fmt"

	"example.com/orders/internal/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

// ErrSoldOut says that the stock does not suffice; nothing is reserved or ordered then.
var ErrSoldOut = errors.New("sold out")

// DeclinedError says that the payment was declined; the stock is given back.
type DeclinedError struct{ Reason string }

func (e *DeclinedError) Error() string { return "the payment was declined: " + e.Reason }

// Order is what a customer wants.
type Order struct {
	Items    []shop.ProductItem
	Delivery shop.Delivery
	Payment  shop.Payment
}

// Desk takes orders.
type Desk struct {
	Cart      func(customer string) shop.Cart
	Inventory shop.Inventory
	Warehouse string
	Capacity  uint32
}

// NewDesk is a desk for the shop on a server.
func NewDesk(conn *runtime.Client, warehouse string, capacity uint32) *Desk {
	return &Desk{
		Cart:      func(customer string) shop.Cart { return shop.NewWorker(conn, "cart-"+customer).Cart },
		Inventory: shop.NewWorker(conn, "stock").Inventory,
		Warehouse: warehouse, Capacity: capacity,
	}
}

// Take reserves the items, puts them into the customer's cart and checks out. It
// returns the number of the order.
func (d *Desk) Take(ctx context.Context, customer string, order Order) (string, error) {
	stock := d.Inventory.Ledger(d.Warehouse, d.Capacity)
	for i, item := range order.Items {
		if err := stock.Reserve(ctx, item.ProductID, uint64(item.Quantity)); err != nil {
			return "", errors.Join(reserveError(item, err), giveBack(ctx, stock, order.Items[:i]))
		}
	}
	number, err := checkOut(ctx, d.Cart(customer), order)
	var declined *DeclinedError
	if errors.As(err, &declined) {
		err = errors.Join(err, giveBack(ctx, stock, order.Items))
	}
	return number, err
}

func reserveError(item shop.ProductItem, err error) error {
	var refused *runtime.ResultError[shop.StockError]
	if errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", item.ProductID, ErrSoldOut)
	}
	return err
}

// giveBack does not wait: that the stock is back can be seen later.
func giveBack(ctx context.Context, stock *shop.IndexedLedger, items []shop.ProductItem) error {
	for _, item := range items {
		if err := stock.Enqueue().Receive(ctx, item.ProductID, uint64(item.Quantity)); err != nil {
			return err
		}
	}
	return nil
}

func checkOut(ctx context.Context, cart shop.Cart, order Order) (string, error) {
	for _, item := range order.Items {
		if err := cart.AddItem(ctx, item); err != nil {
			return "", err
		}
	}
	confirmed, err := cart.Checkout(ctx, order.Delivery, order.Payment, 0)
	var refused *runtime.ResultError[shop.CheckoutError]
	if errors.As(err, &refused) {
		if declined, ok := refused.Value.(shop.CheckoutErrorPaymentDeclined); ok {
			return "", &DeclinedError{Reason: declined.Value}
		}
	}
	return confirmed.OrderID, err
}
