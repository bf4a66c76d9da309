package golemtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// table is a handler by the function's name, without the interface:
// "add-item", "ledger.receive". Results are marshalled.
type table map[string]func(call *Invocation) any

func (t table) Invoke(_ context.Context, call *Invocation) (json.RawMessage, error) {
	name := call.Name
	if _, inner, ok := strings.Cut(name, ".{"); ok {
		name = strings.TrimSuffix(inner, "}")
	}
	run, ok := t[name]
	if !ok {
		return nil, fmt.Errorf("no handler for %s", call.Name)
	}
	result := run(call)
	if err, ok := result.(error); ok {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(result)
	return b.Bytes(), err
}

func read[T any](call *Invocation, i int) T {
	var v T
	if err := json.Unmarshal(call.Parameters[i], &v); err != nil {
		panic(err)
	}
	return v
}

type object = map[string]any

func ok(v any) object   { return object{"ok": v} }
func fail(v any) object { return object{"err": v} }

// --- shop ---

type money struct {
	Currency   string `json:"currency"`
	MinorUnits int64  `json:"minor-units"`
}

type item struct {
	ProductID       string   `json:"product-id"`
	Name            string   `json:"name"`
	Price           money    `json:"price"`
	Quantity        uint32   `json:"quantity"`
	DiscountPercent *float32 `json:"discount-percent"`
	Tags            []string `json:"tags"`
}

func shopHandler(string) Handler {
	items := []item{}
	orders := 0
	total := func() *money {
		if len(items) == 0 {
			return nil
		}
		sum := money{Currency: items[0].Price.Currency}
		for _, i := range items {
			sum.MinorUnits += i.Price.MinorUnits * int64(i.Quantity)
		}
		return &sum
	}
	t := table{
		"health":   func(*Invocation) any { return "ok" },
		"ping":     func(*Invocation) any { return nil },
		"contents": func(*Invocation) any { return items },
		"total":    func(*Invocation) any { return total() },
		"add-item": func(call *Invocation) any { items = append(items, read[item](call, 0)); return nil },
		"remove-item": func(call *Invocation) any {
			id := read[string](call, 0)
			i := slices.IndexFunc(items, func(i item) bool { return i.ProductID == id })
			if i < 0 {
				return fail("no such item: " + id)
			}
			removed := items[i].Quantity
			items = slices.Delete(items, i, i+1)
			return ok(removed)
		},
		"checkout": func(call *Invocation) any {
			payment := read[object](call, 1)
			if len(items) == 0 {
				return fail(object{"empty-cart": nil})
			}
			if card, isCard := payment["card"].([]any); isCard && card[0] == "0000" {
				return fail(object{"payment-declined": "card 0000 was declined"})
			}
			for _, i := range items {
				if i.Quantity > 1000 {
					return fail(object{"out-of-stock": []item{i}})
				}
			}
			orders++
			order := object{
				"order-id": fmt.Sprintf("order-%d", orders), "total": total(), "delivery": call.Parameters[0],
				"gift": call.Parameters[2], "placed-at": uint64(1732320000000),
			}
			items = []item{}
			return ok(order)
		},
	}
	addLedger(t)
	return t
}

// ledger is the resource of shop's inventory.
type ledger struct {
	name     string
	capacity uint64
	levels   []*ledgerLevel
}

type ledgerLevel struct {
	Sku      string `json:"sku"`
	OnHand   uint64 `json:"on-hand"`
	Reserved uint64 `json:"reserved"`
}

func (l *ledger) sum() (n uint64) {
	for _, level := range l.levels {
		n += level.OnHand
	}
	return n
}

func (l *ledger) level(sku string) *ledgerLevel {
	for _, level := range l.levels {
		if level.Sku == sku {
			return level
		}
	}
	return nil
}

func (l *ledger) add(sku string, count uint64) uint64 {
	level := l.level(sku)
	if level == nil {
		level = &ledgerLevel{Sku: sku}
		l.levels = append(l.levels, level)
	}
	level.OnHand += count
	return level.OnHand
}

func objectOf[T any](call *Invocation, text string) T {
	v, err := call.Object(text)
	if err != nil {
		panic(err)
	}
	return v.(T)
}

func addLedger(t table) {
	t["ledger.new"] = func(call *Invocation) any {
		return call.NewHandle(&ledger{name: read[string](call, 0), capacity: read[uint64](call, 1)})
	}
	t["open"] = func(call *Invocation) any {
		return call.NewHandle(&ledger{name: read[string](call, 0), capacity: 1000})
	}
	t["ledger.receive"] = func(call *Invocation) any {
		l := call.Self.(*ledger)
		count := read[uint64](call, 1)
		if l.sum()+count > l.capacity {
			return fail("insufficient")
		}
		return ok(l.add(read[string](call, 0), count))
	}
	t["ledger.reserve"] = func(call *Invocation) any {
		level := call.Self.(*ledger).level(read[string](call, 0))
		if level == nil {
			return fail("unknown-sku")
		}
		level.Reserved += read[uint64](call, 1)
		return ok(nil)
	}
	t["ledger.levels"] = func(call *Invocation) any { return append([]*ledgerLevel{}, call.Self.(*ledger).levels...) }
	t["ledger.warehouse"] = func(call *Invocation) any { return call.Self.(*ledger).name }
	t["ledger.merge"] = func(call *Invocation) any {
		merged := &ledger{name: read[string](call, 2), capacity: 1000}
		for i := range 2 {
			for _, level := range objectOf[*ledger](call, read[string](call, i)).levels {
				merged.add(level.Sku, level.OnHand)
			}
		}
		return call.NewHandle(merged)
	}
	t["total-on-hand"] = func(call *Invocation) any {
		var sum uint64
		for _, text := range read[[]string](call, 0) {
			sum += objectOf[*ledger](call, text).sum()
		}
		return sum
	}
}

// --- echo and stock ---

const trapText = "error while executing at wasm backtrace:\n    0: 0x113e - <unknown>!exports_conformance_echo_failures_trap\n" +
	"    1: 0x2c86 - <unknown>!__wasm_export_exports_conformance_echo_failures_trap: wasm trap: wasm `unreachable` instruction executed"

type echoHandler struct{ table }

func (h echoHandler) Invoke(ctx context.Context, call *Invocation) (json.RawMessage, error) {
	switch {
	case call.Function.LocalName == "echo-result":
		return json.RawMessage(`{"ok":[` + string(call.Parameters[0]) + `]}`), nil
	case strings.HasPrefix(call.Function.LocalName, "echo-"):
		return call.Parameters[0], nil
	}
	return h.table.Invoke(ctx, call)
}

func newEchoHandler(string) Handler {
	label := "label=none"
	t := table{
		"dump":       func(*Invocation) any { return label },
		"set-label":  func(call *Invocation) any { label = read[string](call, 0); return nil },
		"nothing":    func(*Invocation) any { return nil },
		"two-params": func(call *Invocation) any { return []any{call.Parameters[1], call.Parameters[0]} },
		"trap":       func(*Invocation) any { return errors.New(trapText) },
		"divide": func(call *Invocation) any {
			a, b := read[int32](call, 0), read[int32](call, 1)
			if b == 0 {
				return fail("division by zero")
			}
			return ok(a / b)
		},
		"check": func(call *Invocation) any {
			if read[bool](call, 0) {
				return ok(nil)
			}
			return fail(nil)
		},
		"validate": func(call *Invocation) any {
			if read[bool](call, 0) {
				return ok(nil)
			}
			return fail("not valid")
		},
	}
	addStock(t)
	return echoHandler{t}
}

func addStock(t table) {
	addLedger(t)
	t["ledger.add"] = func(call *Invocation) any {
		l := call.Self.(*ledger)
		count := read[uint64](call, 1)
		if l.sum()+count > l.capacity {
			return fail(fmt.Sprintf("limit of %d exceeded", l.capacity))
		}
		return ok(l.add(read[string](call, 0), count))
	}
	t["ledger.levels"] = func(call *Invocation) any {
		levels := []object{}
		for _, level := range call.Self.(*ledger).levels {
			levels = append(levels, object{"sku": level.Sku, "count": level.OnHand})
		}
		return levels
	}
	t["ledger.name"] = func(call *Invocation) any { return call.Self.(*ledger).name }
	t["total"] = t["total-on-hand"]
}

// --- drift and indexed: components in JavaScript, which answer with their
// parameters as JSON.stringify writes them ---

func driftHandler(string) Handler {
	return table{
		"describe":  func(call *Invocation) any { return scriptText(call) },
		"level-now": func(*Invocation) any { return "low" },
	}
}

type indexedHandler struct{ text func(*Invocation) string }

func (h indexedHandler) Invoke(_ context.Context, call *Invocation) (json.RawMessage, error) {
	if call.Function.Kind == metadata.Constructor {
		return call.HandleResult(h.text(call)), nil
	}
	return appendJSONString(nil, fmt.Sprintf("%s#%d", call.Self, call.Handle)), nil
}

func scriptText(call *Invocation) string {
	b := []byte{'['}
	for i, p := range call.Parameters {
		n, err := parseJSON(string(p))
		if err != nil {
			panic(err)
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = appendScript(b, &n, call.Function.Parameters[i].Type)
	}
	return string(append(b, ']'))
}

func camel(name string) string {
	words := strings.Split(name, "-")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	return strings.Join(words, "")
}

// appendScript writes a value as JavaScript has it: records in declared order,
// flags as booleans, numbers of 64 bits as "1n", numeric lists as typed arrays.
func appendScript(b []byte, n *node, t *metadata.Type) []byte {
	switch t.Kind {
	case metadata.KindU64, metadata.KindS64:
		return append(append(append(b, '"'), n.String()...), `n"`...)
	case metadata.KindF32, metadata.KindF64:
		if n.kind == jsonNull {
			return append(b, "null"...)
		}
		if f := n.number.float(); math.Abs(f) < 1e21 {
			return strconv.AppendFloat(b, f, 'f', -1, 64)
		}
	case metadata.KindRecord:
		return appendMembers(b, len(t.Fields), func(i int) (string, []byte) {
			return t.Fields[i].Name, appendScript(nil, n.get(t.Fields[i].Name), t.Fields[i].Type)
		})
	case metadata.KindFlags:
		return appendMembers(b, len(t.Names), func(i int) (string, []byte) {
			set := slices.ContainsFunc(n.items, func(item node) bool { return item.text == t.Names[i] })
			return t.Names[i], strconv.AppendBool(nil, set)
		})
	case metadata.KindVariant:
		i := slices.IndexFunc(t.Cases, func(c metadata.Case) bool { return c.Name == n.members[0].key })
		return appendTagged(b, &n.members[0], t.Cases[i].Type)
	case metadata.KindResult:
		typ := t.Ok
		if n.members[0].key == "err" {
			typ = t.Err
		}
		return appendTagged(b, &n.members[0], typ)
	case metadata.KindOption:
		if n.kind != jsonNull {
			return appendScript(b, n, t.Inner)
		}
	case metadata.KindList:
		if t.Inner.Kind <= metadata.KindF64 {
			return appendMembers(b, len(n.items), func(i int) (string, []byte) {
				return strconv.Itoa(i), appendScript(nil, &n.items[i], t.Inner)
			})
		}
	}
	return n.append(b)
}

func appendMembers(b []byte, count int, member func(int) (string, []byte)) []byte {
	b = append(b, '{')
	for i := range count {
		if i > 0 {
			b = append(b, ',')
		}
		name, text := member(i)
		b = append(append(appendJSONString(b, camel(name)), ':'), text...)
	}
	return append(b, '}')
}

func appendTagged(b []byte, m *member, t *metadata.Type) []byte {
	b = appendJSONString(append(b, `{"tag":`...), m.key)
	if t != nil {
		b = appendScript(append(b, `,"val":`...), &m.value, t)
	}
	return append(b, '}')
}
