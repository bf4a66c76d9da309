package golemtest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// handover passes values to a function of the worker. Values have no names: the function
// takes fields, cases and flags by position, whatever the names that the caller used.
type handover struct {
	worker *worker
	// unitPayloads passes a side of a result that has no type with a payload, which the
	// function's type does not have. Servers before 1.1.17 do that.
	unitPayloads bool

	mismatch *mismatch // the first fault
	late     string    // the first fault that shows only in the call itself
	passed   []*handle
}

// mismatch says why a value does not have the function's type.
type mismatch struct {
	kind    string // prefix of the text on servers before 1.2.5
	details string
}

func (h *handover) fail(kind, context, format string, args ...any) value {
	if h.mismatch == nil {
		h.mismatch = &mismatch{kind, "in " + context + " " + fmt.Sprintf(format, args...)}
	}
	return value{}
}

func (h *handover) expected(what, context string, v *value) value {
	return h.fail("Parameter type mismatch", context, "expected %s, got %s", what, kindName(v.kind))
}

func kindName(k metadata.Kind) string {
	switch k {
	case metadata.KindStr:
		return "string"
	case metadata.KindChr:
		return "char"
	}
	return strings.ToLower(k.String())
}

// give returns the value as a value of type t.
func (h *handover) give(v *value, t *metadata.Type, context string) value {
	if h.mismatch != nil {
		return value{}
	}
	if v.kind != t.Kind {
		return h.expected(kindName(t.Kind), context, v)
	}
	switch t.Kind {
	case metadata.KindRecord:
		return h.giveAll(v, len(t.Fields), "fields", func(i int, item *value) value {
			return h.give(item, t.Fields[i].Type, context+"."+t.Fields[i].Name)
		})
	case metadata.KindTuple:
		return h.giveAll(v, len(t.Items), "types", func(i int, item *value) value {
			return h.give(item, t.Items[i], context+"."+strconv.Itoa(i))
		})
	case metadata.KindList:
		return h.giveAll(v, len(v.items), "", func(i int, item *value) value {
			return h.give(item, t.Inner, context+".["+strconv.Itoa(i)+"]")
		})
	case metadata.KindOption:
		return h.giveAll(v, len(v.items), "", func(_ int, item *value) value {
			return h.give(item, t.Inner, context+".some")
		})
	case metadata.KindEnum:
		if v.bits >= uint64(len(t.Names)) {
			return h.fail("Value mismatch", context, "could not get name for discriminant %d", v.bits)
		}
	case metadata.KindVariant:
		return h.giveVariant(v, t, context)
	case metadata.KindResult:
		return h.giveResult(v, t, context)
	case metadata.KindHandle:
		return h.giveHandle(v, t, context)
	}
	return *v
}

// giveAll gives the items in order and drops surplus ones.
func (h *handover) giveAll(v *value, want int, unit string, give func(int, *value) value) value {
	out := *v
	out.items = make([]value, want)
	for i := range min(want, len(v.items)) {
		out.items[i] = give(i, &v.items[i])
	}
	if len(v.items) < want && h.late == "" {
		h.late = fmt.Sprintf("expected %d %s, got %d", want, unit, len(v.items))
	}
	return out
}

func (h *handover) giveVariant(v *value, t *metadata.Type, context string) value {
	if v.bits >= uint64(len(t.Cases)) {
		return h.fail("Value mismatch", context, "could not get case for discriminant %d", v.bits)
	}
	c := t.Cases[v.bits]
	switch {
	case c.Type == nil && len(v.items) > 0:
		return h.fail("Value mismatch", context, "expected no value for unit variant")
	case c.Type != nil && len(v.items) == 0 && h.late == "":
		h.late = fmt.Sprintf("expected a payload for case `%s`", c.Name)
	}
	return h.giveAll(v, len(v.items), "", func(_ int, item *value) value {
		return h.give(item, c.Type, context+"."+c.Name)
	})
}

func (h *handover) giveResult(v *value, t *metadata.Type, context string) value {
	side, typ := "ok", t.Ok
	if v.bits == 0 {
		side, typ = "err", t.Err
	}
	if typ == nil && (len(v.items) > 0 || h.unitPayloads) {
		return h.fail("Value mismatch", context, "could not get %s type", side)
	}
	if typ != nil && len(v.items) == 0 && h.late == "" {
		h.late = "expected a payload for case `" + side + "`"
	}
	return h.giveAll(v, len(v.items), "", func(_ int, item *value) value {
		return h.give(item, typ, context+"."+side)
	})
}

func (h *handover) giveHandle(v *value, t *metadata.Type, context string) value {
	if v.text != h.worker.urn() {
		return h.fail("Value mismatch", context, "cannot resolve handle belonging to a different worker")
	}
	found := h.worker.handles[v.bits]
	switch {
	case found == nil:
		return h.fail("Value mismatch", context, "resource not found")
	case found.gone && h.late == "":
		h.late = found.goneMessage()
	case !t.Borrowed:
		h.passed = append(h.passed, found)
	}
	return *v
}
