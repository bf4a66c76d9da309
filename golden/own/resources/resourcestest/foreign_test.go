package resourcestest_test

import (
	"context"
	"testing"

	"github.com/golem-gen/golem-gen/golden/own/resources"
	"github.com/golem-gen/golem-gen/golden/own/resources/resourcestest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestForeignResource passes a resource of one interface to another one, which knows only its
// handles.
func TestForeignResource(t *testing.T) {
	second := &resourcestest.Second{InspectFunc: func(context.Context, *resources.SecondCart) (uint64, error) { return 7, nil }}
	server := golemtest.NewServer(t)
	resourcestest.Serve(server, func(string) resourcestest.Exports {
		return resourcestest.Exports{Second: second, Shop: &resourcestest.Shop{
			NewCartFunc: func(context.Context, string) (*resources.Cart, error) {
				return &resources.Cart{CartMethods: new(resourcestest.Cart)}, nil
			},
		}}
	})
	conn, err := runtime.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	w := resources.NewWorker(conn, "w")
	var passed []*resources.SecondCart
	for range 2 {
		cart, err := w.Shop.NewCart(t.Context(), "user-1")
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := w.Second.SecondCartFromHandle(cart.Handle())
		if err != nil {
			t.Fatal(err)
		}
		passed = append(passed, foreign)
	}
	for _, foreign := range []*resources.SecondCart{passed[0], passed[1], passed[0]} {
		if n, err := w.Second.Inspect(t.Context(), foreign); n != 7 || err != nil {
			t.Fatalf("%d, %v, want 7", n, err)
		}
	}
	calls := second.Calls.Inspect.All()
	if calls[0].C != calls[2].C || calls[0].C == calls[1].C {
		t.Errorf("%v: the first and the third are one resource, the second is another", calls)
	}
}
