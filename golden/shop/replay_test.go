package shop_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

var _ = flag.Bool("update", false, "accepted so that go test ./... -update reaches every package")

// replay starts a server that plays the shop's recording: a request that is not
// recorded, compared as JSON with exact numbers, fails the test.
func replay(t *testing.T, version string) *runtime.Client {
	t.Helper()
	recording, err := os.ReadFile("../../testdata/recordings/golem-" + version + "/shop.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	server := golemtest.Replay(t, recording, golemtest.Version(version))
	client, err := runtime.NewClient(server.URL, runtime.WithServerVersion(version),
		runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithoutRetry())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func onBoth(t *testing.T, test func(t *testing.T, client *runtime.Client)) {
	for _, version := range []string{"1.1.0", "1.2.0"} {
		t.Run(version, func(t *testing.T) { test(t, replay(t, version)) })
	}
}

func equal[T any](t *testing.T, what string, got, want T, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestReplayedCart(t *testing.T) {
	onBoth(t, func(t *testing.T, client *runtime.Client) {
		ctx := context.Background()
		w := shop.NewWorker(client, "cart-1")
		health, err := w.World.Health(ctx)
		equal(t, "health", health, "ok", err)

		items, err := w.Cart.Contents(ctx)
		if err != nil || len(items) != 2 {
			t.Fatalf("contents: %d items, %v; want 2", len(items), err)
		}
		equal(t, "price", items[0].Price, shop.Money{Currency: shop.CurrencyEur, MinorUnits: 1250}, nil)

		total, err := w.Cart.Total(ctx)
		equal(t, "total", total, runtime.Some(shop.Money{Currency: shop.CurrencyEur, MinorUnits: 4490}), err)

		count, err := w.Cart.RemoveItem(ctx, "pen-7")
		equal(t, "remove-item", count, 10, err)

		_, err = w.Cart.RemoveItem(ctx, "nope")
		var refused *runtime.ResultError[string]
		if !errors.As(err, &refused) || refused.Value != "no such item: nope" {
			t.Errorf("remove-item of nothing: %v, want the component's own error", err)
		}
		if err := w.Cart.Ping(ctx); err != nil {
			t.Errorf("ping: %v", err)
		}
	})
}

func TestReplayedResources(t *testing.T) {
	onBoth(t, func(t *testing.T, client *runtime.Client) {
		ctx := context.Background()
		w := shop.NewWorker(client, "stock-1")
		paris, err := w.Inventory.NewLedger(ctx, "Paris", 100)
		if err != nil {
			t.Fatal(err)
		}
		lyon, err := w.Inventory.NewLedger(ctx, "Lyon", 50)
		if err != nil {
			t.Fatal(err)
		}
		count, err := paris.Receive(ctx, "mug-1", 40)
		equal(t, "receive", count, 40, err)
		if err := paris.Reserve(ctx, "mug-1", 5); err != nil {
			t.Errorf("reserve: %v", err)
		}
		var refused *runtime.ResultError[shop.StockError]
		if err := paris.Reserve(ctx, "nope", 5); !errors.As(err, &refused) || refused.Value != shop.StockErrorUnknownSku {
			t.Errorf("reserve of an unknown sku: %v", err)
		}
		france, err := w.Inventory.LedgerMerge(ctx, paris, lyon, "France")
		if err != nil {
			t.Fatal(err)
		}
		if france.Handle() == paris.Handle() {
			t.Error("merge gave the handle of its argument")
		}
		sum, err := w.Inventory.TotalOnHand(ctx, []*shop.Ledger{paris, lyon})
		equal(t, "total-on-hand", sum, 40, err)
		if err := lyon.Drop(ctx); err != nil {
			t.Errorf("drop: %v", err)
		}
		if err := lyon.Drop(ctx); !errors.Is(err, runtime.HandleDropped) {
			t.Errorf("second drop: %v, want a refusal before sending", err)
		}
	})
}

func TestReplayedImplicitResource(t *testing.T) {
	onBoth(t, func(t *testing.T, client *runtime.Client) {
		ctx := context.Background()
		paris := shop.NewWorker(client, "stock-2").Inventory.Ledger("Paris", 100)
		count, err := paris.Receive(ctx, "pen-7", 7)
		equal(t, "receive", count, 7, err)
		count, err = paris.Receive(ctx, "pen-7", 3)
		equal(t, "receive again", count, 10, err)
	})
}
