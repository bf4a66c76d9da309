// Command application is a user's program with the clients of two components.
package main

import (
	"context"
	"fmt"
	"os"

	"example.com/application/clients/stock"
	"example.com/application/internal/shop"
	"github.com/golem-gen/golem-gen/runtime"
)

//go:generate go tool golem-gen generate

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	client, err := runtime.NewClient("http://localhost:9881")
	if err != nil {
		return err
	}
	mug := shop.ProductItem{ProductID: "mug-1", Quantity: 2, Price: shop.Money{MinorUnits: 1250}}
	if err := shop.NewWorker(client, "cart-42").Cart.AddItem(ctx, mug); err != nil {
		return err
	}
	fmt.Println(stock.Component.Name, stock.Component.Version)
	return nil
}
