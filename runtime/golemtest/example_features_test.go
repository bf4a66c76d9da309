package golemtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// start starts a server with the component shop. Tests call golemtest.NewServer(t),
// which closes the server at the end of the test, and AddComponent.
func start(opts ...golemtest.Option) (*golemtest.Server, *golemtest.Component, *runtime.Client) {
	document, err := os.ReadFile("../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		panic(err)
	}
	server, err := golemtest.Start(opts...)
	if err != nil {
		panic(err)
	}
	client, err := runtime.NewClient(server.URL)
	if err != nil {
		panic(err)
	}
	return server, server.AddComponent(document), client
}

// Each call returns the next result, and all further calls return the last one.
func ExampleComponent_Answer() {
	server, component, client := start()
	defer server.Close()
	component.Answer("cart.remove-item", `{"ok":9}`, `{"err":"no such item"}`)

	w := shop.NewWorker(client, "cart-1")
	for range 2 {
		left, err := w.Cart.RemoveItem(context.Background(), "pen-7")
		var refused *runtime.ResultError[string]
		fmt.Println(left, errors.As(err, &refused))
	}
	// Output:
	// 9 false
	// 0 true
}

// After a trap the worker answers no more calls.
func ExampleComponent_Trap() {
	server, component, client := start()
	defer server.Close()
	component.Trap("cart.ping", "unreachable")

	w := shop.NewWorker(client, "cart-1")
	for range 2 {
		err := w.Cart.Ping(context.Background())
		var golem *runtime.GolemError
		if errors.As(err, &golem) {
			fmt.Println(golem.Kind, golem.Details)
		}
	}
	// Output:
	// RuntimeError unreachable
	// PreviousInvocationFailed unreachable
}

// The function runs for all workers.
func ExampleComponent_HandleFunc() {
	server, component, client := start()
	defer server.Close()
	component.HandleFunc("cart.remove-item", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		var productID string
		if err := call.Decode(&productID); err != nil {
			return nil, err
		}
		return json.RawMessage(fmt.Sprintf(`{"err":"%s has no %s"}`, call.Worker, productID)), nil
	})

	_, err := shop.NewWorker(client, "cart-1").Cart.RemoveItem(context.Background(), "pen-7")
	var refused *runtime.ResultError[string]
	if errors.As(err, &refused) {
		fmt.Println(refused.Value)
	}
	// Output: cart-1 has no pen-7
}

// Methods of a resource get the value that was passed to NewHandle.
func ExampleInvocation_NewHandle() {
	server, component, client := start()
	defer server.Close()
	component.HandleFunc("inventory.ledger.new", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		var warehouse string
		err := call.Decode(&warehouse)
		return call.HandleResult(warehouse), err
	})
	component.HandleFunc("inventory.ledger.warehouse", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		return json.Marshal(call.Self)
	})

	ctx := context.Background()
	w := shop.NewWorker(client, "stock-1")
	paris, err := w.Inventory.NewLedger(ctx, "Paris", 100)
	if err != nil {
		panic(err)
	}
	explicit, err := paris.Warehouse(ctx)
	fmt.Println(explicit, err)
	implicit, err := w.Inventory.Ledger("Lyon", 50).Warehouse(ctx)
	fmt.Println(implicit, err)
	// Output:
	// Paris <nil>
	// Lyon <nil>
}

// The answer of the first attempt is lost. The retry returns the result of that attempt.
func ExampleServer_Inject() {
	server, component, client := start()
	defer server.Close()
	component.Answer("cart.remove-item", `{"ok":9}`, `{"ok":8}`)
	fault := &golemtest.Fault{Function: "cart.remove-item", Kind: golemtest.GatewayTimeout, Times: 1}
	server.Inject(fault)

	left, err := shop.NewWorker(client, "cart-1").Cart.RemoveItem(context.Background(), "pen-7", runtime.WithRetry(runtime.RetryPolicy{Attempts: 2}))
	fmt.Println(left, err, fault.Struck())
	// Output: 9 <nil> 1
}

// Existing workers keep their version of a component.
func ExampleServer_AddComponent() {
	server, component, client := start()
	defer server.Close()
	component.Answer("cart.ping", `null`)
	ctx := context.Background()
	fmt.Println(shop.NewWorker(client, "old").Cart.Ping(ctx))

	document, err := os.ReadFile("../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		panic(err)
	}
	document = bytes.ReplaceAll(document, []byte("@1.4.0"), []byte("@2.0.0"))
	server.AddComponent(bytes.Replace(document, []byte(`"version":0`), []byte(`"version":1`), 1))

	fmt.Println(shop.NewWorker(client, "old").Cart.Ping(ctx))
	fmt.Println(errors.Is(shop.NewWorker(client, "new").Cart.Ping(ctx), runtime.ErrDrift))
	// Output:
	// <nil>
	// <nil>
	// true
}

// Settle waits until enqueued calls have run.
func ExampleServer_Settle() {
	server, component, client := start()
	defer server.Close()
	pings := 0
	component.HandleFunc("cart.ping", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		pings++
		return nil, nil
	})

	w := shop.NewWorker(client, "cart-1")
	for range 3 {
		if err := w.Cart.Enqueue().Ping(context.Background()); err != nil {
			panic(err)
		}
	}
	server.Settle()
	fmt.Println(pings)
	// Output: 3
}

// The server plays a recording of a real server.
func ExampleNewReplay() {
	recording, err := os.ReadFile("../../testdata/recordings/golem-1.2.0/shop.jsonl")
	if err != nil {
		panic(err)
	}
	player, err := golemtest.NewReplay(recording) // in tests: golemtest.Replay(t, recording)
	if err != nil {
		panic(err)
	}
	defer player.Close()
	client, err := runtime.NewClient(player.URL, runtime.WithVersionCheck(runtime.VersionCheckOff)) // which the recording does not hold
	if err != nil {
		panic(err)
	}
	total, err := shop.NewWorker(client, "cart-1").Cart.Total(context.Background())
	fmt.Println(total.Value, total.Some, err)
	// Output: {eur 4490} true <nil>
}

// A recorder stands between a program and a real server, here another golemtest server.
func ExampleRecord() {
	server, component, _ := start()
	defer server.Close()
	component.Answer("cart.total", `null`)

	recorder, err := golemtest.Record(server.URL)
	if err != nil {
		panic(err)
	}
	defer recorder.Close()
	client, err := runtime.NewClient(recorder.URL, runtime.WithVersionCheck(runtime.VersionCheckOff))
	if err != nil {
		panic(err)
	}
	_, err = shop.NewWorker(client, "cart-1").Cart.Total(context.Background(), runtime.WithIdempotencyKey("order-7"))
	fmt.Println(err)
	for _, exchange := range recorder.Exchanges() {
		fmt.Println(strings.TrimSpace(exchange.String()))
	}
	// Output:
	// <nil>
	// GET /version → 200 {"version":"1.2.0"}
	// POST cart-1 acme:shop/cart@1.4.0.{total}() [key order-7] → 200 null
}

// The test compares its exchanges with those in testdata/checkout.jsonl.
func ExampleGolden() {
	_ = func(t *testing.T) { // func TestCheckout(t *testing.T) {
		document, err := os.ReadFile("testdata/shop.json")
		if err != nil {
			t.Fatal(err)
		}
		server := golemtest.NewServer(t)
		server.AddComponent(document).Answer("cart.total", `null`)
		client, err := runtime.NewClient(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shop.NewWorker(client, "cart-1").Cart.Total(t.Context()); err != nil {
			t.Error(err)
		}
		golemtest.Golden(t, "checkout", server)
	}
}

// The test plays testdata/checkout.jsonl. If GOLEMTEST_RECORD is set, it records the
// file again from the server at that address.
func ExampleRecorded() {
	_ = func(t *testing.T) { // func TestCheckout(t *testing.T) {
		client, err := runtime.NewClient(golemtest.Recorded(t, "checkout"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shop.NewWorker(client, "cart-1").Cart.Total(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
