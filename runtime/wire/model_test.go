package wire_test

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/runtime"
)

// verdict says whether the model accepts a tree as a value of a type.
type verdict uint8

const (
	refusal verdict = iota
	acceptance
)

// and returns the verdict on two parts.
func (v verdict) and(other verdict) verdict {
	if v == refusal || other == refusal {
		return refusal
	}
	return acceptance
}

// model returns the value of a type that a tree stands for, in the form of the codec in
// dynamic_test.go. A nil type means no type.
//
// It is a model of the decoder that reads with encoding/json, see readTree.
func model(t *typ, tree any) (any, verdict) {
	if t == nil {
		return struct{}{}, accepts(tree == nil)
	}
	switch t.Type {
	case "Bool":
		v, ok := tree.(bool)
		return v, accepts(ok)
	case "Str":
		v, ok := tree.(string)
		return v, accepts(ok)
	case "F32", "F64", "Chr", "U8", "U16", "U32", "U64", "S8", "S16", "S32", "S64":
		n, ok := tree.(json.Number)
		if !ok {
			return nil, refusal
		}
		return modelNumber(t.Type, string(n))
	case "Enum":
		name, _ := tree.(string)
		for i, c := range t.Cases {
			if c.Name == name {
				return number(i + 1), acceptance
			}
		}
		return nil, refusal
	case "Flags":
		return modelFlags(t, tree)
	case "Record":
		return modelRecord(t, tree)
	case "Variant":
		return modelVariant(t, tree)
	case "Result":
		return modelResult(t, tree)
	case "Option":
		if tree == nil {
			return runtime.None[any](), acceptance
		}
		v, verdict := model(t.Inner, tree)
		return runtime.Some(v), verdict
	}
	return modelItems(t, tree)
}

func accepts(ok bool) verdict {
	if ok {
		return acceptance
	}
	return refusal
}

func modelNumber(kind, text string) (any, verdict) {
	if kind == "F32" || kind == "F64" {
		bits, _ := strconv.Atoi(kind[1:])
		f, err := strconv.ParseFloat(text, bits)
		if kind == "F64" {
			return f, accepts(err == nil)
		}
		return float32(f), accepts(err == nil)
	}
	if text == "-0" {
		return nil, refusal
	}
	if kind == "Chr" {
		n, err := strconv.ParseInt(text, 10, 32)
		return rune(n), accepts(err == nil && utf8.ValidRune(rune(n)))
	}
	bits, err := strconv.Atoi(kind[1:])
	if err != nil {
		panic(kind)
	}
	if kind[0] == 'U' {
		n, err := strconv.ParseUint(text, 10, bits)
		return map[int]any{8: uint8(n), 16: uint16(n), 32: uint32(n), 64: n}[bits], accepts(err == nil)
	}
	n, err := strconv.ParseInt(text, 10, bits)
	return map[int]any{8: int8(n), 16: int16(n), 32: int32(n), 64: n}[bits], accepts(err == nil)
}

func modelFlags(t *typ, tree any) (any, verdict) {
	list, ok := tree.([]any)
	set := make([]byte, len(t.Names))
	known := map[any]int{}
	for i, name := range t.Names {
		known[name] = i
	}
	for _, item := range list {
		_, isText := item.(string)
		if !isText {
			return nil, refusal
		}
		i, found := known[item]
		if !found {
			return nil, refusal
		}
		set[i] = 1
	}
	return bitset(set), accepts(ok)
}

func modelRecord(t *typ, tree any) (any, verdict) {
	o, ok := tree.(object)
	if !ok {
		return nil, refusal
	}
	values, total := make([]any, len(t.Fields)), acceptance
	for i, f := range t.Fields {
		found := false
		for _, m := range o { // every member with the key is read, and the last one counts
			if m.key == f.Name {
				v, verdict := model(f.Typ, m.value)
				values[i], total, found = v, total.and(verdict), true
			}
		}
		if !found {
			v, verdict := model(f.Typ, nil)
			values[i], total = v, total.and(verdict).and(accepts(f.Typ.Type == "Option"))
		}
	}
	return values, total
}

func modelVariant(t *typ, tree any) (any, verdict) {
	o, ok := tree.(object)
	if !ok || len(o) == 0 {
		return nil, refusal
	}
	first := o[0].key
	for _, m := range o {
		first = min(first, m.key)
	}
	for i, c := range t.Cases {
		if c.Name == first {
			tree, _ := o.last(first)
			payload, verdict := model(c.Typ, tree)
			return one{index: i, payload: payload}, verdict
		}
	}
	return nil, refusal
}

func modelResult(t *typ, tree any) (any, verdict) {
	o, ok := tree.(object)
	if !ok {
		return nil, refusal
	}
	if tree, ok := o.last("ok"); ok {
		v, verdict := model(t.Ok, tree)
		return runtime.Ok[any, any](v), verdict
	}
	if tree, ok := o.last("err"); ok {
		v, verdict := model(t.Err, tree)
		return runtime.Err[any](v), verdict
	}
	return nil, refusal
}

// modelItems is model for lists and tuples.
func modelItems(t *typ, tree any) (any, verdict) {
	list, ok := tree.([]any)
	if !ok || t.Type == "Tuple" && len(list) != len(t.Items) {
		return nil, refusal
	}
	values, bytes, total := make([]any, len(list)), make([]byte, len(list)), acceptance
	for i, item := range list {
		inner := t.Inner
		if t.Type == "Tuple" {
			inner = t.Items[i]
		}
		v, verdict := model(inner, item)
		values[i], total = v, total.and(verdict)
		bytes[i], _ = v.(byte)
	}
	if t.Type == "List" && t.Inner.Type == "U8" {
		return bytes, total
	}
	return values, total
}
