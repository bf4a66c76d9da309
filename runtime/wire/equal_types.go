package wire

import (
	"strconv"
	"strings"
)

// jsonType is a parsed type.
type jsonType struct {
	kind   string // "Record"
	text   string // its JSON
	names  []string
	types  []*jsonType // one per name, or the items; nil means no type
	number string      // resource id of a handle, as JSON
	mode   string      // of a handle
}

// parseType reads the JSON of a type, in any form that servers write. It returns nil for
// null.
func parseType(text string) (*jsonType, error) {
	d := NewDecoder(text)
	t := d.typ()
	d.End()
	if err := d.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// members calls f for each member of an object. f must read the value.
func (d *Decoder) members(f func(key string)) {
	if d.peek() != '{' {
		d.unexpected("an object")
		return
	}
	if !d.enter() {
		return
	}
	d.At++
	if !d.next('}') {
		for key := d.key(); d.reason == 0; key = d.key() {
			f(key)
			if d.reason != 0 || !d.comma('}') {
				break
			}
		}
	}
	d.depth--
}

// items calls f for each item of an array. f must read the item. Null has no items.
func (d *Decoder) items(f func()) {
	if d.isNull() {
		return
	}
	if d.peek() != '[' {
		d.unexpected("an array")
		return
	}
	if !d.enter() {
		return
	}
	d.At++
	if !d.next(']') {
		for d.reason == 0 {
			f()
			if d.reason != 0 || !d.comma(']') {
				break
			}
		}
	}
	d.depth--
}

func (d *Decoder) typ() *jsonType {
	if d.isNull() {
		return nil
	}
	d.peek()
	start := d.At
	t := &jsonType{}
	var inner, ok, errType *jsonType
	d.members(func(key string) {
		switch key {
		case "type":
			d.At = DecodeString(d, d.At, &t.kind)
		case "fields", "cases":
			d.items(func() { d.typeMember(t) })
		case "names":
			d.items(func() { d.typeMember(t) })
		case "items":
			d.items(func() { t.types = append(t.types, d.typ()) })
		case "inner":
			inner = d.typ()
		case "ok":
			ok = d.typ()
		case "err":
			errType = d.typ()
		case "resource_id":
			t.number = d.skip()
		case "mode":
			d.At = DecodeString(d, d.At, &t.mode)
		default:
			d.skip()
		}
	})
	switch t.kind {
	case "List", "Option":
		t.types = []*jsonType{inner}
	case "Result":
		t.names, t.types = []string{"ok", "err"}, []*jsonType{ok, errType}
	}
	t.text = d.text[start:d.At]
	return t
}

// typeMember reads a field {name, typ}, a case {name, typ?} or a plain name.
func (d *Decoder) typeMember(t *jsonType) {
	var name string
	var typ *jsonType
	if d.peek() == '"' {
		name = d.str()
	} else {
		d.members(func(key string) {
			switch key {
			case "name":
				d.At = DecodeString(d, d.At, &name)
			case "typ":
				typ = d.typ()
			default:
				d.skip()
			}
		})
	}
	t.names = append(t.names, name)
	t.types = append(t.types, typ)
}

// EqualTypes compares two types, as JSON, by structure. The order of members, white space,
// names and owners make no difference, and an absent type may be null or missing. If the
// types differ, path says where, such as "result.cases.chf", and difference says how b
// differs from a, the pinned type. A type that cannot be read is a difference.
func EqualTypes(a, b string) (path, difference string, equal bool) {
	return compareTexts(a, b, compareTypes)
}

// compareTexts parses two types and compares them by compare, which has the form of compareTypes.
// Types with the same text are alike.
func compareTexts(
	pinned, found string, compare func(path string, pinned, found *jsonType) (where, difference string),
) (path, difference string, alike bool) {
	if pinned == found {
		return "", "", true
	}
	p, err := parseType(pinned)
	if err != nil {
		return "", "the pinned type cannot be read: " + err.Error(), false
	}
	f, err := parseType(found)
	if err != nil {
		return "", "the type found cannot be read: " + err.Error(), false
	}
	path, difference = compare("", p, f)
	return path, difference, difference == ""
}

func compareTypes(path string, a, b *jsonType) (where, difference string) {
	switch {
	case a == nil && b == nil:
		return "", ""
	case a == nil:
		return path, "there was no type, now it is " + b.describe()
	case b == nil:
		return path, "it was " + a.describe() + ", now there is no type"
	case a.kind != b.kind:
		return path, "it was " + a.describe() + ", now it is " + b.describe()
	case a.number != b.number || a.mode != b.mode:
		return path, "the handle's resource or mode differs: it was " + a.text + ", now it is " + b.text
	}
	if where, difference = compareNames(path, a, b); difference != "" {
		return where, difference
	}
	return compareParts(path, a, b)
}

// compareNames compares fields, cases or flags by name and order.
func compareNames(path string, a, b *jsonType) (where, difference string) {
	what := map[string]string{"Record": "field", "Variant": "variant case", "Enum": "enum case", "Flags": "flag"}[a.kind]
	for i := range max(len(a.names), len(b.names)) {
		number := strconv.Itoa(i + 1)
		switch {
		case i >= len(b.names):
			return path, what + " " + number + " " + strconv.Quote(a.names[i]) + " is gone"
		case i >= len(a.names):
			return path, what + " " + number + " " + strconv.Quote(b.names[i]) + " is new"
		case a.names[i] != b.names[i]:
			return path, what + " " + number + " was " + strconv.Quote(a.names[i]) + ", now it is " + strconv.Quote(b.names[i])
		}
	}
	return "", ""
}

func compareParts(path string, a, b *jsonType) (where, difference string) {
	if len(a.types) != len(b.types) {
		return path, "it had " + strconv.Itoa(len(a.types)) + " items, now it has " + strconv.Itoa(len(b.types))
	}
	for i := range a.types {
		part := "[" + strconv.Itoa(i) + "]"
		switch {
		case a.kind == "List":
			part = "[]"
		case a.kind == "Option":
			part = ""
		case len(a.names) > 0:
			part = "." + a.names[i]
		}
		if where, difference = compareTypes(path+part, a.types[i], b.types[i]); difference != "" {
			return strings.TrimPrefix(where, "."), difference
		}
	}
	return "", ""
}

// describe returns the type in a few words.
func (t *jsonType) describe() string {
	if t.kind == "" {
		return "of no kind"
	}
	return shorten(t.kind, 40)
}
