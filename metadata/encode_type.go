package metadata

import (
	"strconv"
)

var kindTags = [...]string{
	KindBool: "Bool", KindS8: "S8", KindU8: "U8", KindS16: "S16", KindU16: "U16", KindS32: "S32", KindU32: "U32",
	KindS64: "S64", KindU64: "U64", KindF32: "F32", KindF64: "F64", KindChr: "Chr", KindStr: "Str",
	KindRecord: "Record", KindVariant: "Variant", KindEnum: "Enum", KindFlags: "Flags", KindTuple: "Tuple",
	KindList: "List", KindOption: "Option", KindResult: "Result", KindHandle: "Handle",
}

var kindOfTag = func() map[string]Kind {
	kinds := make(map[string]Kind, len(kindTags))
	for k := KindBool; k <= KindHandle; k++ {
		kinds[kindTags[k]] = k
	}
	return kinds
}()

// String returns the kind's tag in documents: "Bool", "Record", ….
func (k Kind) String() string {
	if k < KindBool || k > KindHandle {
		return "Kind(" + strconv.Itoa(int(k)) + ")"
	}
	return kindTags[k]
}

// AppendJSON appends the type in wire form: keys in alphabetical order, no spaces, null for
// absent inner types, and without name and owner. Servers write types in this form, so
// equal types have equal bytes.
func (t *Type) AppendJSON(b []byte) []byte { return t.appendJSON(b, false) }

// appendJSON appends the wire form. If named is set, it adds name and owner where the type
// has them. Keys stay in alphabetical order.
func (t *Type) appendJSON(b []byte, named bool) []byte {
	if t == nil {
		return append(b, "null"...)
	}
	b = append(b, '{')
	b = t.appendEarlyParts(b, named)
	if named && t.Name != "" {
		b = appendString(append(b, `"name":`...), t.Name)
		b = append(b, ',')
	}
	if t.Kind == KindFlags {
		b = appendStrings(append(b, `"names":`...), t.Names)
		b = append(b, ',')
	}
	if t.Kind == KindResult {
		b = t.Ok.appendJSON(append(b, `"ok":`...), named)
		b = append(b, ',')
	}
	if named && t.Owner != "" {
		b = appendString(append(b, `"owner":`...), t.Owner)
		b = append(b, ',')
	}
	if t.Kind == KindHandle {
		b = strconv.AppendUint(append(b, `"resource_id":`...), t.ResourceID, 10)
		b = append(b, ',')
	}
	b = append(b, `"type":"`...)
	b = append(b, t.Kind.String()...)
	return append(b, `"}`...)
}

// appendEarlyParts writes the keys that sort before "name".
func (t *Type) appendEarlyParts(b []byte, named bool) []byte {
	switch t.Kind {
	case KindRecord:
		b = append(b, `"fields":[`...)
		for i, f := range t.Fields {
			b = appendNamed(b, i, f.Name, f.Type, named)
		}
		b = append(b, ']')
	case KindVariant:
		b = append(b, `"cases":[`...)
		for i, c := range t.Cases {
			b = appendNamed(b, i, c.Name, c.Type, named)
		}
		b = append(b, ']')
	case KindEnum:
		b = appendStrings(append(b, `"cases":`...), t.Names)
	case KindTuple:
		b = append(b, `"items":[`...)
		for i, item := range t.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.appendJSON(b, named)
		}
		b = append(b, ']')
	case KindList, KindOption:
		b = t.Inner.appendJSON(append(b, `"inner":`...), named)
	case KindResult:
		b = t.Err.appendJSON(append(b, `"err":`...), named)
	case KindHandle:
		mode := `"mode":"Owned"`
		if t.Borrowed {
			mode = `"mode":"Borrowed"`
		}
		b = append(b, mode...)
	default:
		return b
	}
	return append(b, ',')
}

// appendNamed appends an item of a list of named types: {"name":…,"typ":…}.
func appendNamed(b []byte, index int, name string, t *Type, named bool) []byte {
	if index > 0 {
		b = append(b, ',')
	}
	b = appendString(append(b, `{"name":`...), name)
	b = t.appendJSON(append(b, `,"typ":`...), named)
	return append(b, '}')
}

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendString appends a JSON string. Names in decoded documents need no escapes, but
// descriptions and hand-made models may.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
