package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

func asError[T error](err error) (found T, ok bool) {
	ok = errors.As(err, &found)
	return found, ok
}

var pens = shop.ProductItem{ProductID: "pen-7", Name: "Pen", Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 199}, Quantity: 10}

func (d *demo) calls(ctx context.Context) error {
	d.title(`A cart is a worker. w := shop.NewWorker(client, "cart-1")`)
	w := shop.NewWorker(d.client, "cart-1")
	mugs := shop.ProductItem{
		ProductID: "mug-1", Name: `Mug "blue" ☕`, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 1250},
		Quantity: 2, DiscountPercent: runtime.Some[float32](12.5),
	}
	if err := d.done(`w.Cart.AddItem(ctx, mugs)`, w.Cart.AddItem(ctx, mugs)); err != nil {
		return err
	}
	items, err := w.Cart.Contents(ctx)
	if err != nil {
		return err
	}
	if _, err := show(d, `items, err := w.Cart.Contents(ctx); items[0]`, items[0], nil); err != nil {
		return err
	}
	total, err := w.Cart.Total(ctx)
	_, err = show(d, `w.Cart.Total(ctx)`, total, err)
	return err
}

func (d *demo) enqueue(ctx context.Context) error {
	d.title(`The server accepts an enqueued call, and the client does not wait for its result. w := shop.NewWorker(client, "cart-2")`)
	w := shop.NewWorker(d.client, "cart-2")
	err := w.Cart.Enqueue().AddItem(ctx, pens)
	if _, err := show(d, `w.Cart.Enqueue().AddItem(ctx, pens)`, "accepted", err); err != nil {
		return err
	}
	items, err := w.Cart.Contents(ctx)
	_, err = show(d, `w.Cart.Contents(ctx)`, items, err)
	return err
}

func (d *demo) ownErrors(ctx context.Context) error {
	d.title(`An err result of a component is a Go error with its value.`)
	w := shop.NewWorker(d.client, "cart-1")
	_, err := w.Cart.RemoveItem(ctx, "nope", runtime.WithIdempotencyKey("key-1"))
	if err := fails[*runtime.ResultError[string]](d, `w.Cart.RemoveItem(ctx, "nope")`, err); err != nil {
		return err
	}
	card := shop.PaymentCard{Value: runtime.Tuple2[string, uint16]{F0: "0000", F1: 1}}
	_, err = w.Cart.Checkout(ctx, shop.DeliveryPickup{Value: "store 9"}, card, shop.GiftOptionsHidePrice)
	refused, ok := asError[*runtime.ResultError[shop.CheckoutError]](err)
	if !ok {
		return fmt.Errorf("checkout: %w", err)
	}
	_, err = show(d, `_, err := w.Cart.Checkout(ctx, delivery, declinedCard, gift); errors.As(err, &refused); refused.Value`,
		fmt.Sprintf("%#v", refused.Value), nil)
	return err
}

func (d *demo) handles(ctx context.Context) error {
	d.title(`A resource by its handle. w := shop.NewWorker(client, "stock-1")`)
	w := shop.NewWorker(d.client, "stock-1")
	paris, err := w.Inventory.NewLedger(ctx, "Paris", 100)
	if err != nil {
		return err
	}
	lyon, err := w.Inventory.NewLedger(ctx, "Lyon", 50)
	if err != nil {
		return err
	}
	if _, err := show(d, `paris, err := w.Inventory.NewLedger(ctx, "Paris", 100); paris.Handle()`, paris.Handle(), nil); err != nil {
		return err
	}
	count, err := paris.Receive(ctx, "mug-1", 40)
	if _, err := show(d, `paris.Receive(ctx, "mug-1", 40)`, count, err); err != nil {
		return err
	}
	sum, err := w.Inventory.TotalOnHand(ctx, []*shop.Ledger{paris, lyon})
	if _, err := show(d, `w.Inventory.TotalOnHand(ctx, []*shop.Ledger{paris, lyon})`, sum, err); err != nil {
		return err
	}
	if err := d.done(`lyon.Drop(ctx)`, lyon.Drop(ctx)); err != nil {
		return err
	}
	_, err = lyon.Levels(ctx)
	return fails[*runtime.HandleError](d, `lyon.Levels(ctx) // a server would lose the worker and its state`, err)
}

func (d *demo) implicitResource(ctx context.Context) error {
	d.title(`A resource by its constructor's arguments. The first call creates it. w := shop.NewWorker(client, "stock-2")`)
	w := shop.NewWorker(d.client, "stock-2")
	for i, n := range []uint64{7, 3} {
		count, err := w.Inventory.Ledger("Paris", 100).Receive(ctx, "pen-7", n)
		call := fmt.Sprintf(`w.Inventory.Ledger("Paris", 100).Receive(ctx, "pen-7", %d)`, n)
		if _, err := show(d, call, count, err); err != nil {
			return fmt.Errorf("call %d: %w", i+1, err)
		}
	}
	return nil
}

func (d *demo) drift(ctx context.Context) error {
	d.title(`A worker of another version of the component. w := shop.NewWorker(client, "new-2")`)
	w := shop.NewWorker(d.client, "new-2")
	err := w.Cart.AddItem(ctx, pens, runtime.WithVersionCheck(runtime.VersionCheckFirstUse))
	return fails[*runtime.DriftError](d, `w.Cart.AddItem(ctx, pens, runtime.WithVersionCheck(runtime.VersionCheckFirstUse))`, err)
}

func (d *demo) refusals(ctx context.Context) error {
	d.title(`The client sends nothing that a server would misread.`)
	w := shop.NewWorker(d.client, "stock-2")
	_, err := w.Inventory.Ledger(`Paris", 1).drop`, 100).Levels(ctx)
	if err := fails[*wire.InlineArgumentError](d, "w.Inventory.Ledger(`Paris\", 1).drop`, 100).Levels(ctx)", err); err != nil {
		return err
	}
	err = w.Cart.AddItem(ctx, shop.ProductItem{ProductID: "mug-1"})
	return fails[*wire.EncodeError](d, `w.Cart.AddItem(ctx, shop.ProductItem{ProductID: "mug-1"})`, err)
}
