package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/internal/replay"
	"github.com/golem-gen/golem-gen/golden/ledger"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestRecording replays the recording of the ledgers.
func TestRecording(t *testing.T) {
	all := replay.Count{Made: 41, Refused: 9, CannotBeSent: 6, Read: 1}
	of125 := replay.Count{Made: 47, Refused: 11, CannotBeSent: 10, Read: 1}
	want := replay.Counts{replay.V110: all, replay.V120: all, replay.V120Typed: all, replay.V125: of125, replay.V125Typed: of125}
	replay.Run(t, "ledger", want, func(r *replay.Replay) {
		readMetadata(r)
		paris := useResources(r)
		for number, handle := range badHandles {
			useBadHandle(r, number, handle)
		}
		r.Next("after failed resource use").Fails(lost)(paris.Name(ctx))
		useImplicitResources(r)
		repeatKey(r)
		giveKeys(r)
	})
}

// readMetadata replays questions for metadata. On 1.2.5, another build was recorded. It has
// functions with a bare result in interfaces of their own, which that server leaves out.
func readMetadata(r *replay.Replay) {
	read := replay.Pinned(&ledger.Component)
	if r.Server == "1.2.5" {
		read = replay.Changed(&ledger.Component, "recorded/golem-1.1.0/ledger.json",
			"function-removed conformance:echo/composites.echo-result-none", "function-removed conformance:echo/failures.check",
			"interface-added conformance:echo/oks")
	}
	r.Next("component version 0").Read(nil, read)
}

var (
	ctx  = replay.Ctx
	lost = replay.Is(runtime.ErrWorkerLost, runtime.KindPreviousInvocationFailed)

	unreadable = replay.As[*wire.InlineArgumentError]()
)

// useResources replays calls of resources and returns the first ledger, which it does not drop.
func useResources(r *replay.Replay) *ledger.Ledger {
	stock := ledger.NewWorker(r.Client, "resources").Stock
	first := made(r.Next("constructor"))(stock.NewLedger(ctx, "L1", 100))
	r.Next("method add").Gives(uint64(5))(first.Add(ctx, "sku-1", 5))
	r.Next("method add err").Fails(replay.Own("limit of 100 exceeded"))(first.Add(ctx, "sku-1", 500))
	r.Next("method levels").Gives([]ledger.LedgerLevel{{SKU: "sku-1", Count: 5}})(first.Levels(ctx))
	r.Next("method name").Gives("L1")(first.Name(ctx))

	// Servers know functions also by the spelling of metadata.
	r.Next("metadata spelling [method]").Gives("L1")(first.Name(ctx))
	made(r.Next("metadata spelling [constructor]"))(stock.NewLedger(ctx, "L1b", 100))
	second := made(r.Next("second constructor"))(stock.NewLedger(ctx, "L2", 7))
	made(r.Next("static merge"))(stock.LedgerMerge(ctx, first, second, "M"))
	made(r.Next("metadata spelling [static]"))(stock.LedgerMerge(ctx, first, second, "M2"))
	r.Next("list of borrows").Gives(uint64(5))(stock.Total(ctx, []*ledger.Ledger{first, second}))
	made(r.Next("function returning own"))(stock.Open(ctx, "opened"))
	r.Next("drop").Gives()(second.Drop(ctx))
	r.Next("use after drop").Refused(replay.Is(runtime.HandleDropped))(second.Name(ctx))
	r.Next("drop twice").Refused(replay.Is(runtime.HandleDropped))(second.Drop(ctx))
	return first
}

// made returns the ledger that a call returned. Later calls of its methods show which one it is.
func made(s *replay.Step) func(l *ledger.Ledger, err error) *ledger.Ledger {
	return func(l *ledger.Ledger, err error) *ledger.Ledger {
		s.Gives()(l, err)
		return l
	}
}

// badHandle is a JSON text that is not a handle of the worker. A program has to make a handle of it
// before the client can send it.
type badHandle struct {
	text   string
	reason runtime.HandleReason
}

var badHandles = []badHandle{
	{`"urn:worker:x/y/1"`, runtime.HandleOtherWorker},
	{`"garbage"`, runtime.HandleUnreadable},
	{`"a/999"`, runtime.HandleUnreadable},
	{`"urn:worker:` + ledger.Component.ID + `/resources/99"`, runtime.HandleOtherWorker},
	{`5`, runtime.HandleUnreadable},
	{`"urn:worker:` + ledger.Component.ID + `/resources/0"`, runtime.HandleOtherWorker},
}

func useBadHandle(r *replay.Replay, number int, handle badHandle) {
	stock := ledger.NewWorker(r.Client, fmt.Sprintf("bad-handle-%d", number)).Stock
	made(r.Next(fmt.Sprintf("constructor for bad handle %d", number)))(stock.NewLedger(ctx, "L", 1))
	r.Next("bad handle " + handle.text).Refused(replay.Is(handle.reason))(
		stock.LedgerFromHandle(strings.Trim(handle.text, `"`)))
	// The recorded request names a function that does not exist.
	r.Next(fmt.Sprintf("after bad handle %d", number)).CannotBeSent(replay.NameIsFixed)
}

func useImplicitResources(r *replay.Replay) {
	stock := ledger.NewWorker(r.Client, "indexed").Stock
	for _, c := range []struct {
		recorded string
		name     string
		limit    uint32
		sum      uint64
	}{
		{`"idx", 10`, "idx", 10, 1},
		{`"idx",10`, "idx", 10, 2},
		{`"idx",  10`, "idx", 10, 3},
		{`"", 5`, "", 5, 1},
		{`"é日本😀", 5`, "é日本😀", 5, 1},
		{`"single'quote", 5`, "single'quote", 5, 1},
		{`"semi;colon/slash?x=1&y#z%41", 5`, "semi;colon/slash?x=1&y#z%41", 5, 1},
	} {
		l := stock.Ledger(c.name, c.limit)
		r.Next("indexed add ledger(" + c.recorded + ")").Gives(c.sum)(l.Add(ctx, "s", 1))
		r.Next("indexed name ledger(" + c.recorded + ")").Gives(c.name)(l.Name(ctx))
	}
	if r.Server == "1.2.5" {
		loseToArgument(r, stock)
	}
}

// loseToArgument replays a constructor with an argument that the server cannot read, which makes the
// worker useless.
func loseToArgument(r *replay.Replay, stock ledger.Stock) {
	backslash := stock.Ledger(`back\slash`, 5)
	r.Next(`indexed add ledger("back\slash", 5)`).Refused(unreadable)(backslash.Add(ctx, "s", 1))
	r.Next(`indexed name ledger("back\slash", 5)`).Refused(unreadable)(backslash.Name(ctx))

	idx := stock.Ledger("idx", 10)
	r.Next("indexed again").Fails(r.LostToValue())(idx.Add(ctx, "s", 1))
	r.Next("indexed levels").Fails(r.LostToValue())(idx.Levels(ctx))
	r.Next("indexed name").Fails(r.LostToValue())(idx.Name(ctx))
	for _, note := range []string{"indexed wrong arity", "indexed wrong type", "indexed out of range"} {
		r.Next(note).CannotBeSent("the constructor has the function's parameters")
	}
	r.Next("indexed drop").Fails(r.LostToValue())(idx.Drop(ctx))
	r.Next("indexed name after drop creates anew").Fails(r.LostToValue())(idx.Levels(ctx))
	r.Next("indexed static").CannotBeSent("a static function has no implicit resource")
	elsewhere := ledger.NewWorker(r.Client, "indexed-2").Stock
	r.Next("indexed on another worker").Gives([]ledger.LedgerLevel{})(elsewhere.Ledger("idx", 10).Levels(ctx))
}

func repeatKey(r *replay.Replay) {
	w := ledger.NewWorker(r.Client, "idem")
	l := w.Stock.Ledger("k", 10)
	key := runtime.WithIdempotencyKey("00000000-0000-0000-0000-000000000007")
	for try := range 3 {
		r.Next(fmt.Sprintf("same idempotency key %d", try)).Gives(uint64(1))(l.Add(ctx, "s", 1, key))
	}
	// The server returns the result of the first call, which has another type.
	r.Next("same key, other function").Fails(replay.Drift(0, 0))(w.Scalars.EchoU8(ctx, 1, key))
	r.Next("count after").Gives([]ledger.LedgerLevel{{SKU: "s", Count: 1}})(l.Levels(ctx))
}

func giveKeys(r *replay.Replay) {
	echo := ledger.NewWorker(r.Client, "idem").Scalars.EchoU8
	r.Next("key ''").Refused(replay.Any)(echo(ctx, 1, runtime.WithIdempotencyKey("")))
	for range 2 {
		s := r.Next(r.Peek().Note)
		s.Gives(uint8(1))(echo(ctx, 1, runtime.WithIdempotencyKey(s.RequestHeaders["Idempotency-Key"])))
	}
}
