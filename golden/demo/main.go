// Command demo generates the client of the bundled shop component from its recorded
// metadata, and uses it against a server in this process that plays the exchanges
// recorded on a running Golem 1.2.0.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

const (
	metadataFile  = "testdata/metadata/recorded/golem-1.2.0/shop-v0.json"
	recordingFile = "testdata/recordings/golem-1.2.0/shop.jsonl"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run() error {
	if err := showGenerated(); err != nil {
		return err
	}
	recording, err := os.ReadFile(recordingFile)
	if err != nil {
		return fmt.Errorf("%w: run the demo from the top of the repository", err)
	}
	server, err := golemtest.NewReplay(recording)
	if err != nil {
		return err
	}
	defer server.Close()
	client, err := runtime.NewClient(server.URL)
	if err != nil {
		return err
	}
	fmt.Printf("\nA Golem server that plays its recorded answers listens in this process.\n")
	ctx := context.Background()
	return errors.Join(showCart(ctx, client), showResources(ctx, client), showRefusals(ctx, client))
}

// show prints a call and what came of it.
func show(call string, result any, err error) {
	fmt.Printf("  %s\n", call)
	switch {
	case err != nil:
		fmt.Printf("    error: %v\n", err)
	case result != nil:
		fmt.Printf("    → %v\n", result)
	default:
		fmt.Printf("    → done\n")
	}
}

func showCart(ctx context.Context, client *runtime.Client) error {
	fmt.Printf("\nA cart is one durable worker:\n")
	w := shop.NewWorker(client, "cart-1")
	health, err := w.World.Health(ctx)
	if err != nil {
		return err
	}
	show(`w.World.Health(ctx)`, health, nil)
	items, err := w.Cart.Contents(ctx)
	if err != nil {
		return err
	}
	show(`w.Cart.Contents(ctx)`, fmt.Sprintf("%d items, the first: %s, %d × %d %v", len(items), items[0].Name,
		items[0].Quantity, items[0].Price.MinorUnits, items[0].Price.Currency), nil)
	total, err := w.Cart.Total(ctx)
	if err != nil {
		return err
	}
	show(`w.Cart.Total(ctx)`, total, nil)
	_, err = w.Cart.RemoveItem(ctx, "nope")
	var refused *runtime.ResultError[string]
	if !errors.As(err, &refused) {
		return fmt.Errorf("expected the component's own error, got %w", err)
	}
	show(`w.Cart.RemoveItem(ctx, "nope") – the component's own error`, fmt.Sprintf("%q", refused.Value), nil)
	return nil
}

func showResources(ctx context.Context, client *runtime.Client) error {
	fmt.Printf("\nResources, by handle and by constructor arguments:\n")
	explicit := shop.NewWorker(client, "stock-1")
	paris, err := explicit.Inventory.NewLedger(ctx, "Paris", 100)
	if err != nil {
		return err
	}
	show(`paris := w.Inventory.NewLedger(ctx, "Paris", 100)`, paris.Handle(), nil)
	count, err := paris.Receive(ctx, "mug-1", 40)
	if err != nil {
		return err
	}
	show(`paris.Receive(ctx, "mug-1", 40)`, count, nil)
	implicit := shop.NewWorker(client, "stock-2")
	count, err = implicit.Inventory.Ledger("Paris", 100).Receive(ctx, "pen-7", 7)
	show(`w.Inventory.Ledger("Paris", 100).Receive(ctx, "pen-7", 7)`, count, err)
	return err
}

// showRefusals makes calls that the client refuses before anything is sent.
func showRefusals(ctx context.Context, client *runtime.Client) error {
	fmt.Printf("\nWhat would lose a worker is refused before anything is sent:\n")
	w := shop.NewWorker(client, "stock-2")
	_, err := w.Inventory.Ledger(`quote " here`, 1).Levels(ctx)
	show(`w.Inventory.Ledger("quote \" here", 1).Levels(ctx)`, nil, err)
	if err == nil {
		return errors.New("a hostile argument was sent")
	}
	return nil
}
