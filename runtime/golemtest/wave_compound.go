package golemtest

import (
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

func (w *waveReader) items(end byte, types []*metadata.Type, inner *metadata.Type) value {
	var v value
	for w.err == nil && !w.take(end) {
		t := inner
		if t == nil {
			if len(v.items) == len(types) {
				return w.fail("invalid value", w.at)
			}
			t = types[len(v.items)]
		}
		v.items = append(v.items, w.read(t))
		if w.peek() != end {
			w.need(',')
		}
	}
	if inner == nil && len(v.items) != len(types) {
		return w.fail("invalid value", w.at)
	}
	return v
}

func (w *waveReader) record(t *metadata.Type) value {
	v := value{items: make([]value, len(t.Fields))}
	seen := make([]bool, len(t.Fields))
	w.need('{')
	for w.err == nil && !w.take('}') {
		if w.take(':') { // {:} is a record without fields
			continue
		}
		name, from := w.token()
		i := slices.IndexFunc(t.Fields, func(f metadata.Field) bool { return f.Name == strings.TrimPrefix(name, "%") })
		if i < 0 {
			return w.fail("unknown field", from)
		}
		w.need(':')
		v.items[i], seen[i] = w.read(t.Fields[i].Type), true
		if w.peek() != '}' {
			w.need(',')
		}
	}
	for i, f := range t.Fields {
		if seen[i] {
			continue
		}
		if f.Type.Kind != metadata.KindOption {
			return w.fail("missing field", 0)
		}
		v.items[i] = value{kind: metadata.KindOption}
	}
	return v
}

func (w *waveReader) flags(t *metadata.Type) value {
	v := value{set: make([]bool, len(t.Names))}
	w.need('{')
	for w.err == nil && !w.take('}') {
		if w.take(':') {
			continue
		}
		name, from := w.token()
		i := slices.Index(t.Names, strings.TrimPrefix(name, "%"))
		if i < 0 {
			return w.fail("invalid value", from)
		}
		v.set[i] = true
		if w.peek() != '}' {
			w.need(',')
		}
	}
	return v
}

func (w *waveReader) variant(t *metadata.Type) value {
	name, from := w.token()
	i := slices.IndexFunc(t.Cases, func(c metadata.Case) bool { return c.Name == strings.TrimPrefix(name, "%") })
	if i < 0 {
		return w.fail("unknown case", from)
	}
	v := value{bits: uint64(i)}
	if t.Cases[i].Type != nil {
		w.payload(&v, t.Cases[i].Type)
	}
	return v
}

func (w *waveReader) payload(v *value, t *metadata.Type) {
	w.need('(')
	v.items = []value{w.read(t)}
	w.need(')')
}

// option accepts the inner value alone for some.
func (w *waveReader) option(t *metadata.Type) value {
	from := w.at
	var v value
	switch name, _ := w.token(); name {
	case "none":
	case "some":
		w.payload(&v, t.Inner)
	default:
		w.at = from
		v.items = []value{w.read(t.Inner)}
	}
	return v
}

// result accepts the value alone for ok, as newer parsers do.
func (w *waveReader) result(t *metadata.Type) value {
	w.space()
	name, from := w.token()
	v, typ := value{bits: 1}, t.Ok
	switch name {
	case "ok":
	case "err":
		v, typ = value{}, t.Err
	default:
		if !w.newer || typ == nil {
			return w.fail("invalid value", from)
		}
		w.at = from
		v.items = []value{w.read(typ)}
		return v
	}
	if typ != nil {
		w.payload(&v, typ)
	}
	return v
}
