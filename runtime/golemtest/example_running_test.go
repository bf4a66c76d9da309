package golemtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// countPings makes a component count the calls of cart.ping.
func countPings(component *golemtest.Component) (runs *int) {
	runs = new(int)
	component.HandleFunc("cart.ping", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		*runs++
		return nil, nil
	})
	return runs
}

// A key does not protect a call while it runs: if another program sends the call again,
// servers run it again.
func ExampleServer_Hold() {
	server, component, client := start()
	defer server.Close()
	runs := countPings(component)

	ctx := context.Background()
	cart := shop.NewWorker(client, "cart-1").Cart.Enqueue()
	gate := server.Hold("cart.ping", "cart-1")
	fmt.Println(cart.Ping(ctx, runtime.WithIdempotencyKey("order-4711")))
	fmt.Println(gate.Wait().IdempotencyKey, "runs")
	another, err := runtime.NewClient(server.URL)
	if err != nil {
		panic(err)
	}
	fmt.Println(shop.NewWorker(another, "cart-1").Cart.Enqueue().Ping(ctx, runtime.WithIdempotencyKey("order-4711")))
	gate.Open()
	server.Settle()
	fmt.Println("run", *runs, "times")
	// Output:
	// <nil>
	// order-4711 runs
	// <nil>
	// run 2 times
}

// The client gives up, and the server receives the call later.
func ExampleFault_Deliver() {
	server, component, _ := start()
	defer server.Close()
	runs := countPings(component)
	client, err := runtime.NewClient(server.URL, runtime.WithServerVersion("1.2.0"), runtime.WithoutRetry())
	if err != nil {
		panic(err)
	}
	late := &golemtest.Fault{Function: "cart.ping", Kind: golemtest.Late, Call: 1}
	server.Inject(late)

	err = shop.NewWorker(client, "cart-1").Cart.Ping(context.Background(), runtime.WithVersionCheck(runtime.VersionCheckOff))
	fmt.Println("failed:", err != nil, "run:", *runs)
	fmt.Println("delivered:", late.Deliver())
	server.Settle()
	fmt.Println("run:", *runs)
	// Output:
	// failed: true run: 0
	// delivered: 1
	// run: 1
}

// Another program updates a worker to a new version of its component.
func ExampleComponent_UpdateWorker() {
	server, component, client := start()
	defer server.Close()
	component.CreateWorker("cart-1")
	document, err := os.ReadFile("../../testdata/metadata/recorded/golem-1.2.0/shop-v1.json")
	if err != nil {
		panic(err)
	}
	newer := server.AddComponent(document)
	ctx, w := context.Background(), shop.NewWorker(client, "cart-1")
	before, err := w.Metadata(ctx)
	if err != nil {
		panic(err)
	}
	newer.UpdateWorker("cart-1")
	after, err := w.Metadata(ctx)
	if err != nil {
		panic(err)
	}
	fmt.Println(before.ComponentVersion, after.ComponentVersion)
	// Output: 0 1
}
