package shoptest_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/golden/shopv1"
	"github.com/golem-gen/golem-gen/golden/shopv1/shopv1test"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestTwoVersions serves two versions of a component, one after the other. A worker keeps the
// version with which it was made.
func TestTwoVersions(t *testing.T) {
	server := golemtest.NewServer(t)
	health := func(text string) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return text, nil }
	}
	shoptest.Serve(server, func(string) shoptest.Exports {
		return shoptest.Exports{World: &shoptest.World{HealthFunc: health("version 0")}}
	})
	before := newWorker(t, server, "before")
	equal(t, "health", must(before.World.Health(t.Context()))(t), "version 0")
	shopv1test.Serve(server, func(string) shopv1test.Exports {
		return shopv1test.Exports{
			World: &shopv1test.World{HealthFunc: health("version 1")},
			Cart: &shopv1test.Cart{ContentsFunc: func(_ context.Context, limit runtime.Option[uint32]) ([]shopv1.ProductItem, error) {
				return make([]shopv1.ProductItem, runtime.OrElse(limit, 0)), nil
			}},
		}
	})
	conn, err := runtime.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "health of the old worker", must(before.World.Health(t.Context()))(t), "version 0")
	equal(t, "health of a new worker", must(shopv1.NewWorker(conn, "after").World.Health(t.Context()))(t), "version 1")
	_, err = shopv1.NewWorker(conn, "after").Cart.Contents(t.Context(), runtime.Some[uint32](2))
	failed(t, err, "golemtest: the result of acme:shop/cart@2.0.0.{contents}: cannot encode [0]: no case is set: at price.currency: use one of eur, usd, gbp, chf")
	_, err = shop.NewWorker(conn, "another").Cart.Contents(t.Context())
	var drift *runtime.DriftError
	if !errors.As(err, &drift) {
		t.Errorf("%v, want a *runtime.DriftError for the old client on the new worker", err)
	}
}

// TestOtherVersion serves a newer version of the component without a test package for it.
func TestOtherVersion(t *testing.T) {
	server := golemtest.NewServer(t)
	shoptest.Serve(server, func(string) shoptest.Exports { return shoptest.Exports{} })
	document, err := os.ReadFile("../../../testdata/metadata/recorded/golem-1.1.0/shop-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	server.AddComponent(document)
	conn, err := runtime.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_, err = shopv1.NewWorker(conn, "w").Cart.Clear(t.Context())
	failed(t, err, "golemtest: acme:shop/cart@2.0.0.{clear} is not a function of the version that the test package was generated for")
}

// TestHandlersBeside implements a constructor by a handler. Its resources are not known to the test
// package.
func TestHandlersBeside(t *testing.T) {
	server := golemtest.NewServer(t)
	component := shoptest.Serve(server, func(string) shoptest.Exports { return shoptest.Exports{} })
	component.HandleFunc("inventory.open", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		return call.HandleResult("by hand"), nil
	})
	w := newWorker(t, server, "w")
	paris := must(w.Inventory.Open(t.Context(), "Paris"))(t)
	_, err := paris.Warehouse(t.Context())
	failed(t, err, "golemtest: acme:shop/inventory@1.4.0.{ledger.warehouse}: the resource is a string that the test package has not made")
}
