package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// A metric for each call.
func ExampleInterceptor() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.remove-item", `{"ok":9}`, `{"err":"no such item"}`)
	calls := map[string]int{}
	client := server.connect(runtime.WithInterceptor(func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			err := next(ctx, info)
			calls[info.Function+" "+string(runtime.OutcomeOf(err))]++
			return err
		}
	}))
	defer client.CloseIdleConnections()

	w := shop.NewWorker(client, "cart-42")
	for range 3 {
		_, _ = w.Cart.RemoveItem(context.Background(), "pen-7")
	}
	fmt.Println(calls)
	// Output: map[remove-item err:2 remove-item ok:1]
}

// span stands for the span of a tracing library.
type span struct{ name, id string }

func startSpan(ctx context.Context, name string) (context.Context, *span) {
	return ctx, &span{name, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
}

func (s *span) end(attributes ...any) { fmt.Println(append([]any{s.name}, attributes...)...) }

// A span for each call, passed on to the server, with a tracer of a few lines. The module
// runtime/otelgolem does it with OpenTelemetry.
func ExampleCallInfo_SetHeader() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.ping", `null`)
	server.Inject(&golemtest.Fault{Kind: golemtest.ServiceUnavailable, Times: 1})
	tracing := func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			ctx, span := startSpan(ctx, info.Callee.Service+"/"+info.Function)
			info.SetHeader("Traceparent", span.id)
			err := next(ctx, info)
			span.end(info.Interface, info.Callee.Instance, info.Attempts(), runtime.OutcomeOf(err))
			return err
		}
	}
	client := server.connect(runtime.WithInterceptor(tracing))
	defer client.CloseIdleConnections()

	_ = shop.NewWorker(client, "cart-42").Cart.Ping(context.Background())
	// Output: shop-a/ping acme:shop/cart@1.4.0 cart-42 2 ok
}

func ExampleWithLogger() {
	server := startShop()
	defer server.Close()
	server.Shop.Answer("cart.ping", `null`)
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr { // what differs from run to run
			if a.Key == slog.TimeKey || a.Key == "duration" {
				return slog.Attr{}
			}
			return a
		},
	}))
	client := server.connect(runtime.WithLogger(logger))
	defer client.CloseIdleConnections()

	_ = shop.NewWorker(client, "cart-42").Cart.Ping(context.Background(), runtime.WithIdempotencyKey("order-7"))
	// Output: level=DEBUG msg="golem call" service=shop-a instance=cart-42 interface=acme:shop/cart@1.4.0 function=ping idempotency_key=order-7 enqueue=false outcome=ok attempts=1
}

func ExampleOption() {
	discount := runtime.Some[float32](12.5)
	fmt.Println(discount.Some, discount.Value)
	item := shop.ProductItem{ProductID: "mug-1", DiscountPercent: discount}
	if item.DiscountPercent.Some {
		fmt.Println(item.DiscountPercent.Value)
	}
	none := runtime.None[float32]()
	fmt.Println(none == item.DiscountPercent, runtime.OrElse(none, 0))
	// Output:
	// true 12.5
	// 12.5
	// false 0
}

// A program may use pointers for values that can be absent. FromPointer and
// ToPointer convert between pointers and options.
func ExampleFromPointer() {
	note := "ring twice"
	some, none := runtime.FromPointer(&note), runtime.FromPointer[string](nil)
	fmt.Println(some.Value, some.Some, none.Some)
	fmt.Println(*runtime.ToPointer(some), runtime.ToPointer(none))
	// Output:
	// ring twice true false
	// ring twice <nil>
}

// A result can be part of another value, such as a list. A function whose result
// type is a result returns a value and an error instead.
func ExampleResult() {
	results := []runtime.Result[uint32, string]{runtime.Ok[uint32, string](9), runtime.Err[uint32]("no such item")}
	for _, r := range results {
		switch r.Case {
		case runtime.ResultOk:
			fmt.Println(r.Value)
		case runtime.ResultErr:
			fmt.Println("failed:", r.Failure)
		}
	}
	// Output:
	// 9
	// failed: no such item
}

func ExampleTuple2() {
	card := runtime.Tuple2[string, uint16]{F0: "4111", F1: 123}
	text, err := json.Marshal(card)
	fmt.Println(card.F0, card.F1, string(text), err)
	// Output: 4111 123 ["4111",123] <nil>
}
