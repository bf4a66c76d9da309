package runtime_test

import (
	"context"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// A client of the component shop with what the tests need, in the form of generated code.

var shopComponent = runtime.Component{ID: "5c89c92c-6e6a-5715-882b-637cd873451d", Name: "shop", Version: 0, MetadataHash: "sha256:0"}

var ephemeralComponent = runtime.Component{ID: "9f8c0124-ee5d-5579-a049-d9b4bc8f82fd", Name: "shop-ephemeral", Ephemeral: true, MetadataHash: "sha256:0"}

var (
	currencyNames    = wire.NewNames("eur", "usd", "gbp")
	ledgerErrorNames = wire.NewNames("unknown-sku", "insufficient")
	moneyShape       = wire.NewShape("currency", "minor-units")
	productItemShape = wire.NewShape("product-id", "name", "price", "quantity", "discount-percent?")
	levelShape       = wire.NewShape("sku", "on-hand", "reserved")
	ledgerResource   = stub.Resource{Interface: stockInterface, Name: "ledger", ID: 0}
	otherResource    = stub.Resource{Interface: stockInterface, Name: "shelf", ID: 1}

	fnHealth   = stub.Function{Name: "health", Result: typeStr}
	fnPing     = stub.Function{Interface: cartInterface, Name: "ping"}
	fnAddItem  = stub.Function{Interface: cartInterface, Name: "add-item", Parameters: []stub.Parameter{{Name: "item", Type: typeProductItem}}}
	fnContents = stub.Function{Interface: cartInterface, Name: "contents", Result: `{"inner":` + typeProductItem + `,"type":"List"}`}
	fnTotal    = stub.Function{Interface: cartInterface, Name: "total", Result: `{"inner":` + typeMoney + `,"type":"Option"}`}
	fnRemove   = stub.Function{
		Interface: cartInterface, Name: "remove-item",
		Parameters: []stub.Parameter{{Name: "product-id", Type: typeStr}}, Result: `{"err":{"type":"Str"},"ok":{"type":"U32"},"type":"Result"}`,
	}
	fnNewLedger = stub.Function{
		Interface: stockInterface, Name: "ledger.new",
		Parameters: []stub.Parameter{{Name: "warehouse", Type: typeStr}, {Name: "capacity", Type: typeU32}}, Result: typeLedgerOwn,
	}
	fnReceive = stub.Function{
		Interface: stockInterface, Name: "ledger.receive", Self: typeLedger,
		Parameters: []stub.Parameter{{Name: "sku", Type: typeStr}, {Name: "count", Type: typeU64}},
		Result:     `{"err":` + typeLedgerError + `,"ok":{"type":"U64"},"type":"Result"}`,
	}
	fnLevels = stub.Function{Interface: stockInterface, Name: "ledger.levels", Self: typeLedger, Result: typeLevels}
	fnDrop   = stub.Function{Interface: stockInterface, Name: "ledger.drop", Self: typeLedgerOwn}
	fnOpen   = stub.Function{Interface: stockInterface, Name: "open", Parameters: []stub.Parameter{{Name: "warehouse", Type: typeStr}}, Result: typeLedgerOwn}
	fnClose  = stub.Function{Interface: stockInterface, Name: "close", Parameters: []stub.Parameter{{Name: "which", Type: typeLedgerOwn}}}
	fnMerge  = stub.Function{
		Interface: stockInterface, Name: "ledger.merge",
		Parameters: []stub.Parameter{{Name: "a", Type: typeLedger}, {Name: "b", Type: typeLedger}, {Name: "name", Type: typeStr}}, Result: typeLedgerOwn,
	}
	fnWarehouse = stub.Function{Interface: stockInterface, Name: "ledger.warehouse", Self: typeLedger, Result: typeStr}
	fnShelf     = stub.Function{Interface: stockInterface, Name: "shelf.warehouse", Self: `{"mode":"Borrowed","resource_id":1,"type":"Handle"}`, Result: typeStr}
	fnPair      = stub.Function{
		Interface: stockInterface, Name: "pair",
		Parameters: []stub.Parameter{{Name: "warehouse", Type: typeStr}}, Result: `{"inner":` + typeLedgerOwn + `,"type":"List"}`,
	}
	fnShift = stub.Function{
		Interface: stockInterface, Name: "move",
		Parameters: []stub.Parameter{{Name: "a", Type: typeU64}, {Name: "b", Type: typeU64}}, Result: typeU64,
	}
	fnTotalOnHand = stub.Function{
		Interface: stockInterface, Name: "total-on-hand",
		Parameters: []stub.Parameter{{Name: "ledgers", Type: `{"inner":` + typeLedger + `,"type":"List"}`}}, Result: typeU64,
	}
)

// handShop is the client. Each method makes one call.
type handShop struct {
	target stub.Target
	worker *runtime.Worker
}

func newShop(c *runtime.Client, name string, opts ...runtime.WorkerOption) *handShop {
	w := stub.NewWorker(c, &shopComponent, name, opts...)
	return &handShop{stub.TargetOf(w), w}
}

// await is Call.AwaitValue with the codec of a type.
func await[T any](ctx context.Context, call *stub.Call, decode wire.DecodeFunc[T]) (result T, err error) {
	err = call.AwaitValue(ctx, &result, func(d *wire.Decoder, v any) { d.At = decode(d, d.At, v.(*T)) })
	return result, err
}

func failString(d *wire.Decoder) error { return stub.Failure(d, wire.DecodeString) }

func failLedgerError(d *wire.Decoder) error { return stub.Failure(d, decodeLedgerError) }

// enqueuing returns the shop with calls that are not awaited.
func (s *handShop) enqueuing() *handShop { return &handShop{s.target.Enqueuing(), s.worker} }

func newEphemeralShop(c *runtime.Client, opts ...runtime.WorkerOption) *handShop {
	w := stub.NewEphemeral(c, &ephemeralComponent, opts...)
	return &handShop{stub.TargetOf(w), w}
}

func (s *handShop) health(ctx context.Context, opts ...runtime.CallOption) (string, error) {
	return await(ctx, s.target.Begin(&fnHealth, opts), wire.DecodeString)
}

func (s *handShop) ping(ctx context.Context, opts ...runtime.CallOption) error {
	return s.target.Begin(&fnPing, opts).Await(ctx)
}

func (s *handShop) addItem(ctx context.Context, item productItem, opts ...runtime.CallOption) error {
	call := s.target.Begin(&fnAddItem, opts)
	call.Buffer = appendProductItem(call.Param(), &call.Encoder, &item)
	return call.Await(ctx)
}

func (s *handShop) contents(ctx context.Context, opts ...runtime.CallOption) ([]productItem, error) {
	return await(ctx, s.target.Begin(&fnContents, opts), decodeItems)
}

func (s *handShop) total(ctx context.Context, opts ...runtime.CallOption) (runtime.Option[money], error) {
	return await(ctx, s.target.Begin(&fnTotal, opts), decodeTotal)
}

func (s *handShop) remove(ctx context.Context, id string, opts ...runtime.CallOption) (left uint32, err error) {
	call := s.target.Begin(&fnRemove, opts)
	call.PutString(id)
	err = call.AwaitResult(ctx, &left, stub.TakeUint32, failString)
	return left, err
}

func (s *handShop) newLedgerCall(warehouse string, capacity uint32, opts []runtime.CallOption) *stub.Call {
	call := s.target.Begin(&fnNewLedger, opts)
	call.PutString(warehouse)
	call.PutUint32(capacity)
	return call
}

func (s *handShop) newLedger(ctx context.Context, warehouse string, capacity uint32, opts ...runtime.CallOption) (*ledger, error) {
	h, err := await(ctx, s.newLedgerCall(warehouse, capacity, opts), decodeLedger)
	return newLedger(h), err
}

func (s *handShop) indexed(warehouse string, capacity uint32) *ledger {
	return &ledger{target: s.newLedgerCall(warehouse, capacity, nil).Address()}
}

func (s *handShop) open(ctx context.Context, warehouse string, opts ...runtime.CallOption) (*ledger, error) {
	call := s.target.Begin(&fnOpen, opts)
	call.PutString(warehouse)
	h, err := await(ctx, call, decodeLedger)
	return newLedger(h), err
}

func (s *handShop) close(ctx context.Context, l *ledger, opts ...runtime.CallOption) error {
	call := s.target.Begin(&fnClose, opts)
	call.Buffer = appendOwnLedger(call.Param(), &call.Encoder, &l.handle)
	return call.Await(ctx)
}

func (s *handShop) merge(ctx context.Context, a, b *ledger, name string) (*ledger, error) {
	call := s.target.Begin(&fnMerge, nil)
	call.Buffer = appendLedger(call.Param(), &call.Encoder, &a.handle)
	call.Buffer = appendLedger(call.Param(), &call.Encoder, &b.handle)
	call.PutString(name)
	h, err := await(ctx, call, decodeLedger)
	return newLedger(h), err
}

func (s *handShop) pair(ctx context.Context, warehouse string, opts ...runtime.CallOption) (result []*ledger, err error) {
	call := s.target.Begin(&fnPair, opts)
	call.PutString(warehouse)
	list, err := await(ctx, call, func(d *wire.Decoder, at int, v *[]stub.Handle) int { return wire.DecodeList(d, at, v, decodeLedger) })
	for _, h := range list {
		result = append(result, newLedger(h))
	}
	return result, err
}

func (s *handShop) move(ctx context.Context, a, b uint64, opts ...runtime.CallOption) (uint64, error) {
	call := s.target.Begin(&fnShift, opts)
	call.PutUint64(a)
	call.PutUint64(b)
	return await(ctx, call, wire.DecodeUint64)
}

func (s *handShop) totalOnHand(ctx context.Context, ledgers ...stub.Handle) (uint64, error) {
	return s.totalOf(ctx, ledgers)
}

func (s *handShop) totalOf(ctx context.Context, ledgers []stub.Handle, opts ...runtime.CallOption) (uint64, error) {
	call := s.target.Begin(&fnTotalOnHand, opts)
	call.Buffer = wire.AppendList(call.Param(), &call.Encoder, &ledgers, appendLedger)
	return await(ctx, call, wire.DecodeUint64)
}

type ledger struct {
	target stub.Target
	handle stub.Handle
}

func newLedger(h stub.Handle) *ledger {
	if h == nil {
		return nil
	}
	return &ledger{target: h.Target(), handle: h}
}

func (l *ledger) receive(ctx context.Context, sku string, count uint64, opts ...runtime.CallOption) (left uint64, err error) {
	call := l.target.Begin(&fnReceive, opts)
	call.PutString(sku)
	call.PutUint64(count)
	err = call.AwaitResult(ctx, &left, stub.TakeUint64, failLedgerError)
	return left, err
}

func (l *ledger) levels(ctx context.Context, opts ...runtime.CallOption) ([]level, error) {
	return await(ctx, l.target.Begin(&fnLevels, opts), decodeLevels)
}

func (l *ledger) warehouse(ctx context.Context, opts ...runtime.CallOption) (string, error) {
	return await(ctx, l.target.Begin(&fnWarehouse, opts), wire.DecodeString)
}

func (l *ledger) drop(ctx context.Context, opts ...runtime.CallOption) error {
	return l.target.Begin(&fnDrop, opts).Await(ctx)
}

// dropHandle drops the ledger of h.
func dropHandle(ctx context.Context, h stub.Handle) error {
	return h.Target().Begin(&fnDrop, nil).Await(ctx)
}
