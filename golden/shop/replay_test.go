package shop_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shopv1"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
)

// TestRecording replays the recording of the shop.
func TestRecording(t *testing.T) {
	want := replay.Counts{
		replay.V110:      {Made: 55, Refused: 4, CannotBeSent: 1, Read: 5},
		replay.V120:      {Made: 57, Refused: 2, CannotBeSent: 1, Read: 5},
		replay.V120Typed: {Made: 55, Refused: 4, CannotBeSent: 1, Read: 5},
		replay.V125:      {Made: 57, Refused: 2, CannotBeSent: 1, Read: 5},
		replay.V125Typed: {Made: 55, Refused: 4, CannotBeSent: 1, Read: 5},
	}
	replay.Run(t, "shop", want, func(r *replay.Replay) {
		readMetadata(r)
		fillCart(r)
		enqueue(r)
		repeatKey(r)
		callEphemeral(r)
		useResources(r)
		useImplicitResources(r)
		loseWorkers(r)
		drift(r)
	})
}

var (
	ctx = replay.Ctx
	mug = shop.ProductItem{
		ProductID: "mug-1", Name: `Mug "blue" ☕`, Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 1250},
		Quantity: 2, DiscountPercent: runtime.Some[float32](12.5),
	}
	pen = pens(10)
)

func pens(quantity uint32) shop.ProductItem {
	return shop.ProductItem{
		ProductID: "pen-7", Name: "Pen", Price: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 199}, Quantity: quantity,
	}
}

func readMetadata(r *replay.Replay) {
	r.Next("component metadata, latest").Read(nil, replay.Pinned(&shop.Component))
	r.Next("component metadata, version 0").Read(nil, replay.Pinned(&shop.Component))
	ephemeral := shop.Component
	ephemeral.ID, ephemeral.Ephemeral = ephemeralID, true
	r.Next("ephemeral component metadata, latest").Read(nil, replay.Pinned(&ephemeral))
}

func fillCart(r *replay.Replay) {
	w := shop.NewWorker(r.Client, "cart-1")
	cart := w.Cart
	noGifts := shop.GiftOptions(0)
	r.Next("world-level function").Gives("ok")(w.World.Health(ctx))
	r.Next("first call creates the worker").Gives()(cart.AddItem(ctx, mug))
	r.Next("second item").Gives()(cart.AddItem(ctx, pen))
	r.Next("contents").Gives([]shop.ProductItem{mug, pen})(cart.Contents(ctx))
	r.Next("total, some").Gives(runtime.Some(shop.Money{Currency: shop.CurrencyEur, MinorUnits: 4490}))(cart.Total(ctx))
	r.Next("remove, ok").Gives(uint32(10))(cart.RemoveItem(ctx, "pen-7"))
	r.Next("remove, err").Fails(replay.Own("no such item: nope"))(cart.RemoveItem(ctx, "nope"))

	courier := shop.DeliveryCourier{Value: shop.Address{Street: "1 Main St", City: "Paris", ZipCode: "75001", Country: "FR"}}
	gift := shop.GiftOptionsWrap | shop.GiftOptionsAddCard
	card := shop.PaymentCard{Value: runtime.Tuple2[string, uint16]{F0: "4111", F1: 123}}
	r.Next("checkout, ok").Gives(shop.OrderConfirmation{
		OrderID: "order-1", Total: shop.Money{Currency: shop.CurrencyEur, MinorUnits: 2500}, Delivery: courier, Gift: gift, PlacedAt: 1732320000000,
	})(cart.Checkout(ctx, courier, card, gift))
	r.Next("total, none").Gives(runtime.None[shop.Money]())(cart.Total(ctx))
	r.Next("checkout, err unit case").Fails(replay.Own[shop.CheckoutError](shop.CheckoutErrorEmptyCart{}))(
		cart.Checkout(ctx, shop.DeliveryDigital{}, shop.PaymentInvoice{}, noGifts))
	r.Next("add again").Gives()(cart.AddItem(ctx, mug))
	declined := shop.CheckoutErrorPaymentDeclined{Value: "card 0000 was declined"}
	r.Next("checkout, err string case").Fails(replay.Own[shop.CheckoutError](declined))(
		cart.Checkout(ctx, shop.DeliveryPickup{Value: "store 9"}, shop.PaymentCard{Value: runtime.Tuple2[string, uint16]{F0: "0000", F1: 1}}, shop.GiftOptionsHidePrice))
	r.Next("add too many").Gives()(cart.AddItem(ctx, pens(5000)))
	outOfStock := shop.CheckoutErrorOutOfStock{Value: []shop.ProductItem{pens(5000)}}
	r.Next("checkout, err list case").Fails(replay.Own[shop.CheckoutError](outOfStock))(
		cart.Checkout(ctx, shop.DeliveryPickup{Value: "store 9"}, shop.PaymentVoucher{Value: []string{"A", "B"}}, noGifts))
	r.Next("no result").Gives()(cart.Ping(ctx))
}

func enqueue(r *replay.Replay) {
	cart := shop.NewWorker(r.Client, "cart-2").Cart
	r.Next("enqueue add-item").Gives()(cart.Enqueue().AddItem(ctx, pen))
	r.Next("after the enqueue").Gives([]shop.ProductItem{pen})(cart.Contents(ctx))
}

func repeatKey(r *replay.Replay) {
	cart := shop.NewWorker(r.Client, "cart-3").Cart
	key := runtime.WithIdempotencyKey("5f1a3a9e-0f1d-4f6e-9f51-000000000001")
	for _, note := range []string{"try 1", "try 2", "try 3"} {
		r.Next("same idempotency key, " + note).Gives()(cart.AddItem(ctx, pen, key))
	}
	r.Next("quantity after three tries").Gives([]shop.ProductItem{pen})(cart.Contents(ctx))
	r.Next("same key, another function").Gives()(cart.Ping(ctx, key))
}

const ephemeralID = "9f8c0124-ee5d-5579-a049-d9b4bc8f82fd"

func callEphemeral(r *replay.Replay) {
	elsewhere := runtime.WithComponentID(shop.Component, ephemeralID)
	off := runtime.WithVersionCheck(runtime.VersionCheckOff) // the recording has no metadata of that component
	cart := shop.NewEphemeral(r.Client, elsewhere, off).Cart
	r.Next("ephemeral").Gives(runtime.None[shop.Money]())(cart.Total(ctx))
	r.Next("ephemeral add").Gives()(cart.AddItem(ctx, pen))
	r.Next("ephemeral enqueue").Gives()(cart.Enqueue().AddItem(ctx, pen))
	r.Next("ephemeral keeps nothing").Gives([]shop.ProductItem{})(cart.Contents(ctx))
	named := shop.NewWorker(r.Client, "named", elsewhere, off).Cart
	r.Next("ephemeral component, named worker").Gives([]shop.ProductItem{})(named.Contents(ctx))
}

func useResources(r *replay.Replay) {
	inventory := shop.NewWorker(r.Client, "stock-1").Inventory
	paris := made(r.Next("constructor"))(inventory.NewLedger(ctx, "Paris", 100))
	lyon := made(r.Next("constructor 2"))(inventory.NewLedger(ctx, "Lyon", 50))
	r.Next("method, result ok").Gives(uint64(40))(paris.Receive(ctx, "mug-1", 40))
	r.Next("method, result err enum").Fails(replay.Own(shop.StockErrorInsufficient))(paris.Receive(ctx, "mug-1", 400))
	r.Next("method, unit ok").Gives()(paris.Reserve(ctx, "mug-1", 5))
	r.Next("method, unit result err").Fails(replay.Own(shop.StockErrorUnknownSKU))(paris.Reserve(ctx, "nope", 5))
	r.Next("method, list of records").Gives([]shop.Level{{SKU: "mug-1", OnHand: 40, Reserved: 5}})(paris.Levels(ctx))
	made(r.Next("static"))(inventory.LedgerMerge(ctx, paris, lyon, "France"))
	r.Next("list of borrowed handles").Gives(uint64(40))(inventory.TotalOnHand(ctx, []*shop.Ledger{paris, lyon}))
	made(r.Next("own returned by a function"))(inventory.Open(ctx, "Nice"))
	r.Next("drop").Gives()(lyon.Drop(ctx))
}

// made returns the ledger that a call returned. Later calls of its methods show which one it is.
func made(s *replay.Step) func(ledger *shop.Ledger, err error) *shop.Ledger {
	return func(ledger *shop.Ledger, err error) *shop.Ledger {
		s.Gives()(ledger, err)
		return ledger
	}
}

func useImplicitResources(r *replay.Replay) {
	inventory := shop.NewWorker(r.Client, "stock-2").Inventory
	paris, lyon := inventory.Ledger("Paris", 100), inventory.Ledger("Lyon", 100)
	r.Next("indexed method creates").Gives(uint64(7))(paris.Receive(ctx, "pen-7", 7))
	r.Next("indexed again, same resource").Gives(uint64(10))(paris.Receive(ctx, "pen-7", 3))
	r.Next("indexed, other key").Gives([]shop.Level{})(lyon.Levels(ctx))
	r.Next("indexed levels").Gives([]shop.Level{{SKU: "pen-7", OnHand: 10}})(paris.Levels(ctx))
	r.Next("indexed drop").Gives()(paris.Drop(ctx))
	r.Next("indexed after drop, anew").Gives([]shop.Level{})(paris.Levels(ctx))
}

func loseWorkers(r *replay.Replay) {
	inventory := shop.NewWorker(r.Client, "stock-3").Inventory
	paris := made(r.Next("constructor"))(inventory.NewLedger(ctx, "Paris", 100))
	r.Next("drop").Gives()(paris.Drop(ctx))
	r.Next("use after drop").Refused(replay.Is(runtime.HandleDropped))(paris.Levels(ctx))
	failed := replay.Is(runtime.ErrWorkerLost, runtime.KindPreviousInvocationFailed)
	r.Next("the worker after it").Fails(failed)(inventory.Open(ctx, "Nice"))

	// A handle of another worker can only come from its text. A handle's methods call its own
	// worker.
	other := shop.NewWorker(r.Client, "stock-4").Inventory
	r.Next("handle of another worker").Refused(replay.Is(runtime.HandleOtherWorker))(
		other.LedgerFromHandle("urn:worker:" + shop.Component.ID + "/stock-1/0"))
	r.Next("the worker after it").Fails(r.LostToValue())(other.Open(ctx, "Nice"))
}

// drift replays the exchanges after the upload of version 1.
func drift(r *replay.Replay) {
	r.Latest = 1
	r.VersionOf = func(worker string) int {
		if worker == "cart-2" {
			return 0
		}
		return 1
	}
	r.Next("component metadata, latest after the upload of version 1").Read(nil, replay.Pinned(&shopv1.Component))
	r.Next("component metadata, all versions").Read(replay.As[*metadata.DocumentError](), replay.Document)

	old := shop.NewWorker(r.Client, "cart-2")
	r.Next("old worker keeps version 0").Gives([]shop.ProductItem{pen})(old.Cart.Contents(ctx))
	r.Next("old worker's metadata").Gives(uint64(0))(replay.Version(old.Worker))
	driftOfOldClient(r)
	driftOfNewClient(r)
}

func driftOfOldClient(r *replay.Replay) {
	cart := shop.NewWorker(r.Client, "new-1").Cart
	step := r.Next("a client of version 0 on a new worker (version 1)")
	if r.Typed {
		step.Refused(replay.Drift(0, 1))(cart.AddItem(ctx, mug))
	}
	// All servers refuse the request.
	sent := replay.Drift(0, 1)
	if r.Server == "1.1.0" {
		sent = replay.Is(runtime.ErrNotReady) // the gateway gave up
	}
	step.Fails(sent)(cart.AddItem(ctx, mug, runtime.WithVersionCheck(runtime.VersionCheckOff)))
	r.Next("a client of version 0 with the new package version in the name").CannotBeSent(replay.NameIsFixed)

	r.Next("new worker's metadata").Gives(uint64(1))(replay.Version(shop.NewWorker(r.Client, "new-2").Worker))
	total := shopv1.NewWorker(r.Client, "new-2").Cart.Total
	lost := replay.Is(runtime.ErrWorkerLost)
	r.Next("the worker after it, version 1 call").Fails(lost)(total(ctx))
}

func driftOfNewClient(r *replay.Replay) {
	item := shopv1.ProductItem{
		ProductID: "mug-1", Name: `Mug "blue" ☕`, Price: shopv1.Money{Currency: shopv1.CurrencyEur, MinorUnits: 1250},
		Quantity: 2, DiscountPercent: runtime.Some[float32](12.5), Tags: []string{"a"},
	}
	r.Next("a client of version 1 on a new worker").Gives()(shopv1.NewWorker(r.Client, "new-3").Cart.AddItem(ctx, item))

	old := shopv1.NewWorker(r.Client, "cart-2").Cart
	step := r.Next("a client of version 1 on an old worker")
	if r.Typed {
		step.Refused(replay.Drift(1, 0))(old.Clear(ctx))
	}
	step.Fails(replay.Drift(1, 0))(old.Clear(ctx, runtime.WithVersionCheck(runtime.VersionCheckOff)))

	item.Price = shopv1.Money{Currency: shopv1.CurrencyChf, MinorUnits: 1}
	item.Tags = []string{}
	cart := shopv1.NewWorker(r.Client, "new-4").Cart
	r.Next("enum case unknown to version 0 comes back").Gives()(cart.AddItem(ctx, item))
	r.Next("read back").Gives([]shopv1.ProductItem{item})(cart.Contents(ctx, runtime.None[uint32]()))
}
