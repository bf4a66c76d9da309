package shoptest_test

import (
	"context"
	"testing"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// BenchmarkServe starts a server with the shop and closes it.
func BenchmarkServe(b *testing.B) {
	for b.Loop() {
		server, err := golemtest.Start()
		if err != nil {
			b.Fatal(err)
		}
		shoptest.Serve(server, serveCart)
		server.Close()
	}
}

// BenchmarkCall makes a call with the generated client over loopback. An implementation of the
// generated interface answers.
func BenchmarkCall(b *testing.B) {
	server := golemtest.NewServer(b, golemtest.Quiet())
	shoptest.Serve(server, serveCart)
	w := newWorker(b, server, "w")
	ctx := context.Background()
	for b.Loop() {
		if n, err := w.Cart.RemoveItem(ctx, "pen-7"); n != 3 || err != nil {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkCallOfRecord makes a call with a record as its parameter.
func BenchmarkCallOfRecord(b *testing.B) {
	server := golemtest.NewServer(b, golemtest.Quiet())
	shoptest.Serve(server, serveCart)
	w := newWorker(b, server, "w")
	ctx := context.Background()
	item := shop.ProductItem{ProductID: "mug-1", Name: "Mug", Quantity: 2, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 995}, DiscountPercent: runtime.Some[float32](12.5)}
	for b.Loop() {
		if err := w.Cart.AddItem(ctx, item); err != nil {
			b.Fatal(err)
		}
	}
}

func serveCart(string) shoptest.Exports {
	return shoptest.Exports{Cart: removing{}}
}

// removing answers calls and does not record them, so that a benchmark does not keep them.
type removing struct{ shop.Cart }

func (removing) RemoveItem(context.Context, string, ...runtime.CallOption) (uint32, error) {
	return 3, nil
}

func (removing) AddItem(context.Context, shop.ProductItem, ...runtime.CallOption) error { return nil }
