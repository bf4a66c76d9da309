package wire_test

import (
	"encoding/json"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// This codec for types that are known at run time consists of the calls that generated code
// makes. Values are bool, uint64, int64, float32, float64, rune, string, [] (lists, tuples,
// records), one (variants, results), number (enums), bitset (flags) and
// runtime.Option[any].

type (
	one struct {
		index   int
		payload any
	}
	number uint64
	bitset string // a byte 0 or 1 for each flag
)

// typ is a type in the form of its JSON.
type typ struct {
	Type   string   `json:"type"`
	Fields []member `json:"fields"`
	Cases  []member `json:"cases"`
	Names  []string `json:"names"`
	Items  []*typ   `json:"items"`
	Inner  *typ     `json:"inner"`
	Ok     *typ     `json:"ok"`
	Err    *typ     `json:"err"`
}

type member struct {
	Name string `json:"name"`
	Typ  *typ   `json:"typ"`
}

func (m *member) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, &m.Name)
	}
	type plain member
	return json.Unmarshal(data, (*plain)(m))
}

// json returns the type as JSON, as servers write it.
func (t *typ) json() string {
	if t == nil {
		return "null"
	}
	list := func(members []member, f func(m member) string) string {
		parts := make([]string, len(members))
		for i, m := range members {
			parts[i] = f(m)
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	named := func(m member) string { return `{"name":` + quoted(m.Name) + `,"typ":` + m.Typ.json() + `}` }
	switch t.Type {
	case "Record":
		return `{"fields":` + list(t.Fields, named) + `,"type":"Record"}`
	case "Variant":
		return `{"cases":` + list(t.Cases, named) + `,"type":"Variant"}`
	case "Enum":
		return `{"cases":` + list(t.Cases, func(m member) string { return quoted(m.Name) }) + `,"type":"Enum"}`
	case "Flags":
		parts := make([]string, len(t.Names))
		for i, n := range t.Names {
			parts[i] = quoted(n)
		}
		return `{"names":[` + strings.Join(parts, ",") + `],"type":"Flags"}`
	case "Tuple":
		parts := make([]string, len(t.Items))
		for i, item := range t.Items {
			parts[i] = item.json()
		}
		return `{"items":[` + strings.Join(parts, ",") + `],"type":"Tuple"}`
	case "List", "Option":
		return `{"inner":` + t.Inner.json() + `,"type":"` + t.Type + `"}`
	case "Result":
		return `{"err":` + t.Err.json() + `,"ok":` + t.Ok.json() + `,"type":"Result"}`
	}
	return `{"type":"` + t.Type + `"}`
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

type codec struct {
	append wire.AppendFunc[any]
	decode wire.DecodeFunc[any]
}

// leaf returns the codec of a type that is T in Go.
func leaf[T any](a wire.AppendFunc[T], f wire.DecodeFunc[T]) codec {
	return codec{
		append: func(b []byte, e *wire.Encoder, v *any) []byte {
			x := (*v).(T)
			return a(b, e, &x)
		},
		decode: func(d *wire.Decoder, at int, v *any) int {
			var x T
			at = f(d, at, &x)
			*v = x
			return at
		},
	}
}

// maybe returns the codec of t, or that of null if t is nil.
func maybe(t *typ) codec {
	if t == nil {
		return leaf(wire.AppendUnit, wire.DecodeUnit)
	}
	return newCodec(t)
}

func newCodec(t *typ) codec {
	switch t.Type {
	case "Bool":
		return leaf(wire.AppendBool, wire.DecodeBool)
	case "U8":
		return leaf(wire.AppendUint8, wire.DecodeUint8)
	case "U16":
		return leaf(wire.AppendUint16, wire.DecodeUint16)
	case "U32":
		return leaf(wire.AppendUint32, wire.DecodeUint32)
	case "U64":
		return leaf(wire.AppendUint64, wire.DecodeUint64)
	case "S8":
		return leaf(wire.AppendInt8, wire.DecodeInt8)
	case "S16":
		return leaf(wire.AppendInt16, wire.DecodeInt16)
	case "S32":
		return leaf(wire.AppendInt32, wire.DecodeInt32)
	case "S64":
		return leaf(wire.AppendInt64, wire.DecodeInt64)
	case "F32":
		return leaf(wire.AppendFloat32, wire.DecodeFloat32)
	case "F64":
		return leaf(wire.AppendFloat64, wire.DecodeFloat64)
	case "Chr":
		return leaf(wire.AppendChar, wire.DecodeChar)
	case "Str", "Handle":
		return leaf(wire.AppendString, wire.DecodeString)
	case "Enum":
		return enumCodec(t)
	case "Flags":
		return flagsCodec(t)
	case "Record":
		return recordCodec(t)
	case "Variant":
		return variantCodec(t)
	case "Tuple":
		return tupleCodec(t)
	case "Option":
		return optionCodec(t)
	case "Result":
		return resultCodec(t)
	case "List":
		return listCodec(t)
	}
	panic("no codec for " + t.Type)
}

func caseNames(members []member) *wire.Names {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	return wire.NewNames(names...)
}

func enumCodec(t *typ) codec {
	names := caseNames(t.Cases)
	return codec{
		append: func(b []byte, e *wire.Encoder, v *any) []byte {
			return wire.AppendEnum(b, e, names, uint64((*v).(number)))
		},
		decode: func(d *wire.Decoder, at int, v *any) int {
			x, at := wire.DecodeEnum(d, at, names)
			*v = number(x)
			return at
		},
	}
}

func flagsCodec(t *typ) codec {
	names := wire.NewNames(t.Names...)
	words := (len(t.Names) + 63) / 64
	return codec{
		append: func(b []byte, e *wire.Encoder, v *any) []byte {
			bits := make([]uint64, words)
			for i, c := range []byte((*v).(bitset)) {
				bits[i/64] |= uint64(c) << (i % 64)
			}
			if len(t.Names) <= 64 {
				return wire.AppendFlags(b, e, names, append(bits, 0)[0])
			}
			return wire.AppendWideFlags(b, e, names, bits)
		},
		decode: func(d *wire.Decoder, at int, v *any) int {
			bits := make([]uint64, words+1)
			if len(t.Names) <= 64 {
				bits[0], at = wire.DecodeFlags(d, at, names)
			} else {
				at = wire.DecodeWideFlags(d, at, names, bits)
			}
			set := make([]byte, len(t.Names))
			for i := range set {
				set[i] = byte(bits[i/64] >> (i % 64) & 1)
			}
			*v = bitset(set)
			return at
		},
	}
}

func (t *typ) member(key string) *typ {
	for _, m := range append(t.Fields, t.Cases...) {
		if m.Name == key {
			return m.Typ
		}
	}
	switch key {
	case "ok":
		return t.Ok
	case "err":
		return t.Err
	}
	return nil
}
