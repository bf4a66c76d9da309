package golemtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// table is a handler with a function for each name without the interface, such as
// "add-item" or "ledger.receive". Results are marshalled.
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

func ok(v any) object { return object{"ok": v} }

func fail(v any) object { return object{"err": v} }

// The components echo and stock.

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
