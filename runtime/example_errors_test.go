package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// A program chooses what to do by the outcome of a call.
func ExampleCallError() {
	handle := func(err error) string {
		var refused *runtime.ResultError[string]
		var drift *runtime.DriftError
		var call *runtime.CallError
		switch {
		case errors.As(err, &refused):
			return "the component says: " + refused.Value
		case errors.As(err, &drift):
			return "generate the client again"
		case errors.Is(err, runtime.ErrWorkerLost):
			return "delete the worker"
		case runtime.IsRetryable(err) && errors.As(err, &call):
			return "later, with runtime.WithIdempotencyKey(" + call.IdempotencyKey + ")"
		}
		return "give up"
	}
	fmt.Println(handle(&runtime.CallError{
		IdempotencyKey: "4711", Attempts: 5,
		Err: &runtime.StatusError{Code: 503},
	}))
	// Output: later, with runtime.WithIdempotencyKey(4711)
}

// The function returns the err case of its result, which is a value of the
// component's own type.
func ExampleResultError() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.checkout", `{"err":{"payment-declined":"card 0000 was declined"}}`)
	client := server.connect()
	defer client.CloseIdleConnections()

	card := shop.PaymentCard{Value: runtime.Tuple2[string, uint16]{F0: "0000", F1: 1}}
	_, err := shop.NewWorker(client, "cart-42").Cart.Checkout(context.Background(), shop.DeliveryDigital{}, card, 0)
	var refused *runtime.ResultError[shop.CheckoutError]
	if errors.As(err, &refused) {
		switch e := refused.Value.(type) {
		case shop.CheckoutErrorPaymentDeclined:
			fmt.Println(e.Value)
		case shop.CheckoutErrorEmptyCart, shop.CheckoutErrorOutOfStock:
			fmt.Println("something else")
		}
	}
	// Output: card 0000 was declined
}

// After a function traps, the worker fails and answers no more calls.
func ExampleGolemError() {
	server := startShop()
	defer server.Close()
	server.Shop.Trap("cart.ping", "unreachable")
	client := server.connect()
	defer client.CloseIdleConnections()

	err := shop.NewWorker(client, "cart-42").Cart.Ping(context.Background(), runtime.WithIdempotencyKey("order-7"))
	var golem *runtime.GolemError
	if errors.As(err, &golem) {
		fmt.Println(golem.Kind, golem.Details)
	}
	fmt.Println(errors.Is(err, runtime.KindRuntimeError), errors.Is(err, runtime.ErrWorkerLost), runtime.IsRetryable(err))
	// Output:
	// RuntimeError unreachable
	// true true false
}

// The server or a proxy in front of it refuses the request with a status.
func ExampleStatusError() {
	server := startShop()
	defer server.Close()
	server.Inject(&golemtest.Fault{Kind: golemtest.TooManyRequests, RetryAfter: 90 * time.Second})
	client := server.connect()
	defer client.CloseIdleConnections()

	err := shop.NewWorker(client, "cart-42").Cart.Ping(context.Background())
	var status *runtime.StatusError
	if errors.As(err, &status) {
		fmt.Println(status.Code, status.RetryAfter, status.HTML)
	}
	fmt.Println(errors.Is(err, runtime.ErrNotReady), runtime.IsRetryable(err))
	// Output:
	// 429 1m30s true
	// true true
}

// The worker runs another version of the component.
func ExampleDriftError() {
	server := startShop()
	defer server.Close()
	server.uploadNextVersion()
	client := server.connect()
	defer client.CloseIdleConnections()

	_, err := shop.NewWorker(client, "new").Cart.Total(context.Background())
	var drift *runtime.DriftError
	if errors.As(err, &drift) {
		fmt.Println(drift.Component.Version, drift.Found, drift.Difference)
	}
	// Output: 0 1 it has no function acme:shop/cart@1.4.0.{total}
}

// The connection breaks before the answer, and the server may have run the call.
// A second call with the same idempotency key returns the result of the first.
func ExampleConnectionError() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.remove-item", `{"ok":9}`, `{"ok":8}`)
	server.Inject(&golemtest.Fault{Kind: golemtest.ResetDuring, Times: 1})
	client := server.connect(runtime.WithoutRetry())
	defer client.CloseIdleConnections()
	ctx := context.Background()

	w := shop.NewWorker(client, "cart-42")
	_, err := w.Cart.RemoveItem(ctx, "pen-7")
	var connection *runtime.ConnectionError
	var call *runtime.CallError
	if errors.As(err, &connection) && errors.As(err, &call) {
		left, err := w.Cart.RemoveItem(ctx, "pen-7", runtime.WithIdempotencyKey(call.IdempotencyKey))
		fmt.Println(connection.Sent, left, err)
	}
	// Output: true 9 <nil>
}

// A handle of another worker would make the worker fail. The client returns an
// error and sends nothing.
func ExampleHandleError() {
	server := startShop()
	defer server.Close()
	server.playLedgers()
	client := server.connect()
	defer client.CloseIdleConnections()
	ctx := context.Background()

	paris, err := shop.NewWorker(client, "stock-1").Inventory.NewLedger(ctx, "Paris", 100)
	if err != nil {
		panic(err)
	}
	_, err = shop.NewWorker(client, "stock-2").Inventory.TotalOnHand(ctx, []*shop.Ledger{paris})
	var handle *runtime.HandleError
	if errors.As(err, &handle) {
		fmt.Println(handle.Path, handle.Reason)
	}
	fmt.Println(errors.Is(err, runtime.HandleOtherWorker))
	// Output:
	// ledgers[0] it belongs to another worker or another client
	// true
}

func ExampleNameError() {
	client, err := runtime.NewClient("http://localhost:9881")
	if err != nil {
		panic(err)
	}
	err = shop.NewWorker(client, "with space").Cart.Ping(context.Background())
	var name *runtime.NameError
	fmt.Println(errors.As(err, &name), err)
	// Output: true golem: shop-a: acme:shop/cart@1.4.0.{ping} on worker "with space": the worker name "with space" cannot be used: it contains ' ' (nothing was sent)
}

func ExampleSizeError() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("health", `"a very long answer"`)
	client := server.connect(runtime.WithMaxResponseBytes(64))
	defer client.CloseIdleConnections()

	_, err := shop.NewWorker(client, "cart-42").World.Health(context.Background())
	var size *runtime.SizeError
	if errors.As(err, &size) {
		fmt.Println(size)
	}
	// Output: the answer is larger than 64 bytes; the call was run, and WithMaxResponseBytes raises the limit
}

// The arguments of an implicit resource are part of the function's name. The client
// refuses strings that servers cannot read there.
func Example_hostileArgument() {
	client, err := runtime.NewClient("http://localhost:9881")
	if err != nil {
		panic(err)
	}
	w := shop.NewWorker(client, "stock-1")
	_, err = w.Inventory.Ledger(`Paris", 1).drop`, 100).Levels(context.Background())
	var inline *wire.InlineArgumentError
	if errors.As(err, &inline) {
		fmt.Println(inline)
	}
	// Output: the argument "warehouse" cannot name a resource: servers cannot read a string with "; use the explicit constructor (New…), which takes any value
}

func ExampleIsRetryable() {
	fmt.Println(runtime.IsRetryable(&runtime.StatusError{Code: 503}))
	fmt.Println(runtime.IsRetryable(&runtime.StatusError{Code: 400}))
	fmt.Println(runtime.IsRetryable(&runtime.GolemError{Kind: runtime.KindRuntimeError}))
	// Output:
	// true
	// false
	// false
}

func ExampleOutcomeOf() {
	fmt.Println(runtime.OutcomeOf(nil))
	fmt.Println(runtime.OutcomeOf(&runtime.ResultError[string]{Value: "no such item"}))
	fmt.Println(runtime.OutcomeOf(&runtime.DriftError{Component: &shop.Component}))
	fmt.Println(runtime.OutcomeOf(context.DeadlineExceeded))
	// Output:
	// ok
	// err
	// drift
	// canceled
}
