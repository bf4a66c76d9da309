package golemtest

import (
	"math"
	"slices"
	"strconv"

	"github.com/golem-gen/golem-gen/metadata"
)

// appendValue appends a value by its type, in the form of servers' answers: without spaces,
// with record fields in alphabetical order, and with f32 widened to f64.
func appendValue(b []byte, v *value, t *metadata.Type) []byte {
	switch t.Kind {
	case metadata.KindBool:
		return strconv.AppendBool(b, v.bits == 1)
	case metadata.KindS8, metadata.KindS16, metadata.KindS32, metadata.KindS64:
		return strconv.AppendInt(b, int64(v.bits), 10)
	case metadata.KindU8, metadata.KindU16, metadata.KindU32, metadata.KindU64, metadata.KindChr:
		return strconv.AppendUint(b, v.bits, 10)
	case metadata.KindF32, metadata.KindF64:
		f := math.Float64frombits(v.bits)
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return append(b, "null"...)
		}
		return appendFloat(b, f)
	case metadata.KindStr:
		return appendJSONString(b, v.text)
	case metadata.KindHandle:
		return append(strconv.AppendUint(append(appendOpenString(b, v.text), '/'), v.bits, 10), '"')
	case metadata.KindEnum:
		return appendJSONString(b, t.Names[v.bits])
	case metadata.KindFlags:
		return appendFlags(b, v, t)
	case metadata.KindRecord:
		return appendRecord(b, v, t)
	case metadata.KindTuple:
		return appendItems(b, v, func(i int) *metadata.Type { return t.Items[i] })
	case metadata.KindList:
		return appendItems(b, v, func(int) *metadata.Type { return t.Inner })
	case metadata.KindOption:
		return appendPayload(b, v, t.Inner)
	case metadata.KindVariant:
		b = append(appendJSONString(append(b, '{'), t.Cases[v.bits].Name), ':')
		return append(appendPayload(b, v, t.Cases[v.bits].Type), '}')
	case metadata.KindResult:
		if v.bits == 1 {
			return append(appendPayload(append(b, `{"ok":`...), v, t.Ok), '}')
		}
		return append(appendPayload(append(b, `{"err":`...), v, t.Err), '}')
	}
	return append(b, "null"...)
}

func appendOpenString(b []byte, s string) []byte {
	b = appendJSONString(b, s)
	return b[:len(b)-1]
}

func appendPayload(b []byte, v *value, t *metadata.Type) []byte {
	if len(v.items) == 0 {
		return append(b, "null"...)
	}
	return appendValue(b, &v.items[0], t)
}

func appendItems(b []byte, v *value, typeOf func(int) *metadata.Type) []byte {
	b = append(b, '[')
	for i := range v.items {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, &v.items[i], typeOf(i))
	}
	return append(b, ']')
}

func appendFlags(b []byte, v *value, t *metadata.Type) []byte {
	b = append(b, '[')
	first := true
	for i, name := range t.Names {
		if i >= len(v.set) || !v.set[i] {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendJSONString(b, name)
	}
	return append(b, ']')
}

func appendRecord(b []byte, v *value, t *metadata.Type) []byte {
	order := make([]int, len(t.Fields))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if t.Fields[i].Name < t.Fields[j].Name {
			return -1
		}
		return 1
	})
	b = append(b, '{')
	for at, i := range order {
		if at > 0 {
			b = append(b, ',')
		}
		b = append(appendJSONString(b, t.Fields[i].Name), ':')
		b = appendValue(b, &v.items[i], t.Fields[i].Type)
	}
	return append(b, '}')
}

// fits reports whether a value has the parts of type t.
func fits(v *value, t *metadata.Type) bool {
	if t == nil || v.kind != t.Kind {
		return false
	}
	all := func(want int, typeOf func(int) *metadata.Type) bool {
		if len(v.items) != want {
			return false
		}
		for i := range v.items {
			if !fits(&v.items[i], typeOf(i)) {
				return false
			}
		}
		return true
	}
	payload := func(t *metadata.Type) bool {
		return all(min(len(v.items), 1), func(int) *metadata.Type { return t }) && (len(v.items) == 1) == (t != nil)
	}
	switch t.Kind {
	case metadata.KindEnum:
		return v.bits < uint64(len(t.Names))
	case metadata.KindFlags:
		return len(v.set) == len(t.Names)
	case metadata.KindRecord:
		return all(len(t.Fields), func(i int) *metadata.Type { return t.Fields[i].Type })
	case metadata.KindTuple:
		return all(len(t.Items), func(i int) *metadata.Type { return t.Items[i] })
	case metadata.KindList:
		return all(len(v.items), func(int) *metadata.Type { return t.Inner })
	case metadata.KindOption:
		return len(v.items) == 0 || payload(t.Inner)
	case metadata.KindVariant:
		return v.bits < uint64(len(t.Cases)) && payload(t.Cases[v.bits].Type)
	case metadata.KindResult:
		if v.bits == 1 {
			return payload(t.Ok)
		}
		return payload(t.Err)
	}
	return true
}
