package golemtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// counter implements a worker. Its fields hold the worker's state.
type counter struct{ pings int }

func (c *counter) Invoke(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
	switch call.Name {
	case "acme:shop/cart@1.4.0.{ping}":
		c.pings++
		return nil, nil
	case "health":
		return json.Marshal(fmt.Sprintf("%s: %d pings", call.Worker, c.pings))
	}
	return nil, fmt.Errorf("%s is not played", call.Name) // a trap
}

func Example() {
	document, err := os.ReadFile("../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		panic(err)
	}
	server, err := golemtest.Start() // in tests: golemtest.NewServer(t)
	if err != nil {
		panic(err)
	}
	defer server.Close()
	shop := server.AddComponent(document)
	shop.Handle(func(string) golemtest.Handler { return &counter{} })
	shop.Answer("cart.total", `{"currency":"eur","minor-units":4490}`)

	// What a generated client does:
	post := func(worker, function string) {
		url := server.URL + "/v1/components/" + shop.Metadata().ID + "/workers/" + worker + "/invoke-and-await?function=" + function
		response, err := http.Post(url, "application/json", strings.NewReader(`{"params":[]}`))
		if err != nil {
			panic(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	post("cart-1", "acme:shop/cart@1.4.0.%7Bping%7D")
	post("cart-1", "acme:shop/cart@1.4.0.%7Bping%7D")
	post("cart-1", "health")
	post("cart-2", "health")
	post("cart-1", "acme:shop/cart@1.4.0.%7Btotal%7D")
	post("cart-1", "acme:shop/cart@1.4.0.%7Bcontents%7D")
	post("cart-1", "health")

	for _, exchange := range server.Exchanges() {
		fmt.Println(strings.TrimSpace(exchange.String()))
	}
	// Output:
	// POST cart-1 acme:shop/cart@1.4.0.{ping}() → 200
	// POST cart-1 acme:shop/cart@1.4.0.{ping}() → 200
	// POST cart-1 health() → 200 "cart-1: 2 pings"
	// POST cart-2 health() → 200 "cart-2: 0 pings"
	// POST cart-1 acme:shop/cart@1.4.0.{total}() → 200 {"currency":"eur","minor-units":4490}
	// POST cart-1 acme:shop/cart@1.4.0.{contents}() → 500 {"golemError":{"details":"acme:shop/cart@1.4.0.{contents} is not played","type":"RuntimeError"}}
	// POST cart-1 health() → 500 {"golemError":{"details":"acme:shop/cart@1.4.0.{contents} is not played","type":"PreviousInvocationFailed"}}
}
