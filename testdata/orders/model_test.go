package orders

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"example.com/orders/internal/shop"
	"example.com/orders/internal/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
)

// model is a small shop, as far as these tests need it.
type model struct {
	mu     sync.Mutex // workers run at the same time
	orders []string
	stock  map[string]uint64 // by product
}

// worker is the state of one worker of the shop.
func (m *model) worker(name string) shoptest.Exports {
	return shoptest.Exports{Cart: &cart{model: m, name: name}, Inventory: &inventory{model: m}}
}

// cart embeds the fake for the functions that it does not have itself.
type cart struct {
	shoptest.Cart

	model *model
	name  string
	items []shop.ProductItem
}

func (c *cart) AddItem(_ context.Context, item shop.ProductItem, _ ...runtime.CallOption) error {
	c.items = append(c.items, item)
	return nil
}

func (c *cart) Checkout(_ context.Context, delivery shop.Delivery, _ shop.Payment, gift shop.GiftOptions, _ ...runtime.CallOption) (shop.OrderConfirmation, error) {
	if len(c.items) == 0 {
		return shop.OrderConfirmation{}, &runtime.ResultError[shop.CheckoutError]{Value: shop.CheckoutErrorEmptyCart{}}
	}
	c.items = nil
	c.model.mu.Lock()
	defer c.model.mu.Unlock()
	number := fmt.Sprint("order-", len(c.model.orders)+1)
	c.model.orders = append(c.model.orders, c.name)
	return shop.OrderConfirmation{OrderID: number, Delivery: delivery, Gift: gift, Total: shop.Money{Currency: shop.CurrencyEur}}, nil
}

type inventory struct {
	shoptest.Inventory

	model *model
}

// NewLedger also makes the resources that clients name by its arguments.
func (i *inventory) NewLedger(context.Context, string, uint32, ...runtime.CallOption) (*shop.Ledger, error) {
	return &shop.Ledger{LedgerMethods: &ledger{model: i.model}}, nil
}

type ledger struct {
	shoptest.Ledger

	model *model
}

func (l *ledger) Reserve(_ context.Context, sku string, count uint64, _ ...runtime.CallOption) error {
	l.model.mu.Lock()
	defer l.model.mu.Unlock()
	onHand, known := l.model.stock[sku]
	switch {
	case !known:
		return &runtime.ResultError[shop.StockError]{Value: shop.StockErrorUnknownSKU}
	case onHand < count:
		return &runtime.ResultError[shop.StockError]{Value: shop.StockErrorInsufficient}
	}
	l.model.stock[sku] -= count
	return nil
}

func (l *ledger) Receive(_ context.Context, sku string, count uint64, _ ...runtime.CallOption) (uint64, error) {
	l.model.mu.Lock()
	defer l.model.mu.Unlock()
	l.model.stock[sku] += count
	return l.model.stock[sku], nil
}

// customers are the carts that were checked out.
func (m *model) customers() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.orders)
}

func (m *model) onHand(sku string) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.stock[sku]
}
