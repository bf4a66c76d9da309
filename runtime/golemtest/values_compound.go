package golemtest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

func (r *reader) readEnum(n *node, t *metadata.Type) value {
	if n.kind != jsonString {
		return r.fail("Input %s is not string", n)
	}
	i := slices.Index(t.Names, n.text)
	if i < 0 {
		return r.fail("Invalid input %s. Valid values are %s", n.text, strings.Join(t.Names, ","))
	}
	return value{bits: uint64(i)}
}

func (r *reader) readFlags(n *node, t *metadata.Type) value {
	if n.kind != jsonArray {
		return r.fail("Input %s is not an array", n)
	}
	v := value{set: make([]bool, len(t.Names))}
	for i := range n.items {
		item := &n.items[i]
		text := item.text
		switch item.kind {
		case jsonBool, jsonNumber:
			text = item.String()
		case jsonNull, jsonArray, jsonObject:
			return r.fail("Input %s is not a string or boolean or number", item)
		}
		j := slices.Index(t.Names, text)
		if j < 0 {
			return r.fail("Invalid input %s. Valid values are %s", text, strings.Join(t.Names, ","))
		}
		v.set[j] = true
	}
	return v
}

func (r *reader) readRecord(n *node, t *metadata.Type) value {
	if n.kind != jsonObject {
		return r.fail("The input %s is not a json object", n)
	}
	v := value{items: make([]value, len(t.Fields))}
	for i, f := range t.Fields {
		field := n.get(f.Name)
		if field == nil {
			if f.Type.Kind == metadata.KindOption {
				v.items[i] = value{kind: metadata.KindOption}
			} else if r.old {
				r.fail("Key '%s' not found in json_map", f.Name)
			} else {
				r.fail("key '%s' not found", f.Name)
			}
			continue
		}
		before := len(r.faults)
		v.items[i] = r.read(field, f.Type)
		prefix := "invalid value for key " + f.Name + ": "
		if r.old {
			prefix = "Invalid value for the key " + f.Name + ". Error: "
		}
		for j := before; j < len(r.faults); j++ {
			r.faults[j] = prefix + r.faults[j]
		}
	}
	return v
}

func (r *reader) readVariant(n *node, t *metadata.Type) value {
	if n.kind != jsonObject {
		return r.fail("Input %s is not an object", n)
	}
	if len(n.members) == 0 {
		return r.fail("Zero variants in in the input")
	}
	chosen := n.members[0]
	i := slices.IndexFunc(t.Cases, func(c metadata.Case) bool { return c.Name == chosen.key })
	if i < 0 {
		return r.fail("Unknown key %s in the variant", chosen.key)
	}
	v := value{bits: uint64(i)}
	if t.Cases[i].Type != nil {
		v.items = []value{r.read(&chosen.value, t.Cases[i].Type)}
	} else if chosen.value.kind != jsonNull {
		return r.fail("Unit variant %s has non-null JSON value", chosen.key)
	}
	return v
}

func (r *reader) readTuple(n *node, t *metadata.Type) value {
	if n.kind != jsonArray {
		return r.fail("Input %s is not an array representing tuple", n)
	}
	if len(n.items) != len(t.Items) {
		return r.fail("The length of types in template is not equal to the length of tuple (array) in  %s", n)
	}
	v := value{items: make([]value, len(n.items))}
	for i := range n.items {
		v.items[i] = r.read(&n.items[i], t.Items[i])
	}
	return v
}

func (r *reader) readList(n *node, t *metadata.Type) value {
	if n.kind != jsonArray {
		return r.fail("Input %s is not an array", n)
	}
	v := value{items: make([]value, len(n.items))}
	for i := range n.items {
		v.items[i] = r.read(&n.items[i], t.Inner)
	}
	return v
}

func (r *reader) readResult(n *node, t *metadata.Type) value {
	side, typ, v := n.get("ok"), t.Ok, value{bits: 1}
	if side == nil {
		side, typ, v = n.get("err"), t.Err, value{}
	}
	switch {
	case side == nil:
		return r.fail("Failed to retrieve either ok value or err value")
	case typ != nil:
		v.items = []value{r.read(side, typ)}
	case side.kind != jsonNull:
		return r.fail("The type of ok is absent, but some JSON value was provided")
	}
	return v
}

func (r *reader) readHandle(n *node) value {
	if n.kind != jsonString {
		return r.unexpected("handle", n)
	}
	slash := strings.LastIndexByte(n.text, '/')
	if slash < 0 {
		return r.unexpectedText("handle", n.text)
	}
	digits := n.text[slash+1:]
	number, err := strconv.ParseUint(strings.TrimPrefix(digits, "+"), 10, 64)
	if err == nil {
		if r.strict != nil && !r.strict(n.text[:slash], number) {
			return r.fail("handle %s is none that NewHandle gave", n.text)
		}
		return value{text: n.text[:slash], bits: number}
	}
	why := "invalid digit found in string"
	switch {
	case digits == "":
		why = "cannot parse integer from empty string"
	case strings.Trim(digits, "0123456789") == "":
		why = "number too large to fit in target type"
	}
	return r.fail("Failed to parse resource-id section of the handle value: %s", why)
}
