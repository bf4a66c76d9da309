package orders

import (
	"errors"
	"testing"

	"example.com/orders/internal/shop"
	"example.com/orders/internal/shop/shoptest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// These tests run the real client against a server in the process, which a model of
// the shop plays.

func newShop(t *testing.T) (*golemtest.Server, *model, *Desk) {
	t.Helper()
	server, m := golemtest.NewServer(t), &model{stock: map[string]uint64{"mug-1": 5, "pen-7": 12}}
	shoptest.Serve(server, m.worker)
	conn, err := runtime.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return server, m, NewDesk(conn, "Paris", 1000)
}

func TestTakeOnServer(t *testing.T) {
	server, m, desk := newShop(t)
	number, err := desk.Take(t.Context(), "ada", order)
	if number != "order-1" || err != nil {
		t.Fatalf("%q, %v, want order-1", number, err)
	}
	_, err = desk.Take(t.Context(), "bob", order)
	if !errors.Is(err, ErrSoldOut) {
		t.Errorf("%v, want %v", err, ErrSoldOut)
	}
	server.Settle() // what was enqueued has run
	same(t, "customers", m.customers(), []string{"cart-ada"})
	same(t, "mugs", m.onHand("mug-1"), 3)
	golemtest.Golden(t, "take", server)
}

// TestTakeOnceWhenTheAnswerIsLost breaks the connection after the checkout has had
// its effect: the client asks again with the same key, and nothing is ordered twice.
func TestTakeOnceWhenTheAnswerIsLost(t *testing.T) {
	server, m, desk := newShop(t)
	lost := &golemtest.Fault{Function: "cart.checkout", Kind: golemtest.ResetAfter, Call: 1}
	server.Inject(lost)
	number, err := desk.Take(t.Context(), "ada", order)
	if number != "order-1" || err != nil {
		t.Fatalf("%q, %v, want order-1", number, err)
	}
	same(t, "faults", lost.Struck(), 1)
	same(t, "customers", m.customers(), []string{"cart-ada"})
}

// TestTakeSurvivesABadNetwork makes every third request fail in some way.
func TestTakeSurvivesABadNetwork(t *testing.T) {
	server, m, desk := newShop(t)
	server.Inject(
		&golemtest.Fault{Kind: golemtest.ResetBefore, Probability: 0.1},
		&golemtest.Fault{Kind: golemtest.ResetAfter, Probability: 0.1},
		&golemtest.Fault{Kind: golemtest.ServiceUnavailable, Probability: 0.1},
	)
	small, one := order, mug
	one.Quantity = 1
	small.Items = []shop.ProductItem{one}
	for _, customer := range []string{"ada", "bob", "eve"} {
		if _, err := desk.Take(t.Context(), customer, small); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "customers", m.customers(), []string{"cart-ada", "cart-bob", "cart-eve"})
	same(t, "mugs", m.onHand("mug-1"), 2)
}
