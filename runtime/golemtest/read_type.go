package golemtest

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

var kindByTag = func() map[string]metadata.Kind {
	kinds := map[string]metadata.Kind{}
	for k := metadata.KindBool; k <= metadata.KindHandle; k++ {
		kinds[k.String()] = k
	}
	return kinds
}()

// readType reads the typ of a parameter.
func readType(n *node) (*metadata.Type, error) {
	if n.kind != jsonObject {
		return nil, fmt.Errorf("invalid type: %s, expected internally tagged enum AnalysedType", n.describe())
	}
	tag := n.get("type")
	if tag == nil {
		return nil, fmt.Errorf("missing field `type`")
	}
	kind, ok := kindByTag[tag.text]
	if !ok {
		return nil, fmt.Errorf("unknown variant `%s`, expected one of `Variant`, `Result`, `Option`, `Enum`, `Flags`, `Record`, `Tuple`, `List`, `Str`, `Chr`, `F64`, `F32`, `U64`, `S64`, `U32`, `S32`, `U16`, `S16`, `U8`, `S8`, `Bool`, `Handle`", tag.text)
	}
	t := &metadata.Type{Kind: kind}
	return t, readTypeParts(t, n)
}

func readTypeParts(t *metadata.Type, n *node) (err error) {
	switch t.Kind {
	case metadata.KindRecord:
		return eachPart(n, "fields", func(name string, part *metadata.Type) {
			t.Fields = append(t.Fields, metadata.Field{Name: name, Type: part})
		})
	case metadata.KindVariant:
		return eachPart(n, "cases", func(name string, part *metadata.Type) {
			t.Cases = append(t.Cases, metadata.Case{Name: name, Type: part})
		})
	case metadata.KindEnum:
		t.Names, err = nameList(n, "cases")
	case metadata.KindFlags:
		t.Names, err = nameList(n, "names")
	case metadata.KindTuple:
		var items *node
		if items, err = typePart(n, "items", jsonArray); err != nil {
			return err
		}
		for i := range items.items {
			item, err := readType(&items.items[i])
			if err != nil {
				return err
			}
			t.Items = append(t.Items, item)
		}
	case metadata.KindList, metadata.KindOption:
		inner := n.get("inner")
		if inner == nil {
			return fmt.Errorf("missing field `inner`")
		}
		t.Inner, err = readType(inner)
	case metadata.KindResult:
		if t.Ok, err = optionalType(n.get("ok")); err == nil {
			t.Err, err = optionalType(n.get("err"))
		}
	case metadata.KindHandle:
		return readHandleType(t, n)
	}
	return err
}

func readHandleType(t *metadata.Type, n *node) error {
	id, err := typePart(n, "resource_id", jsonNumber)
	if err != nil {
		return err
	}
	mode, err := typePart(n, "mode", jsonString)
	if err != nil {
		return err
	}
	if mode.text != "Owned" && mode.text != "Borrowed" {
		return fmt.Errorf("unknown variant `%s`, expected `Owned` or `Borrowed`", mode.text)
	}
	t.ResourceID, t.Borrowed = id.number.bits, mode.text == "Borrowed"
	return nil
}

func typePart(n *node, key string, kind jsonKind) (*node, error) {
	part := n.get(key)
	if part == nil {
		return nil, fmt.Errorf("missing field `%s`", key)
	}
	if part.kind != kind {
		return nil, fmt.Errorf("invalid type: %s, expected another", part.describe())
	}
	return part, nil
}

func optionalType(n *node) (*metadata.Type, error) {
	if n == nil || n.kind == jsonNull {
		return nil, nil
	}
	return readType(n)
}

func eachPart(n *node, key string, add func(string, *metadata.Type)) error {
	list, err := typePart(n, key, jsonArray)
	if err != nil {
		return err
	}
	for i := range list.items {
		name, err := typePart(&list.items[i], "name", jsonString)
		if err != nil {
			return err
		}
		part := list.items[i].get("typ")
		if part == nil && key == "fields" {
			return fmt.Errorf("missing field `typ`")
		}
		typ, err := optionalType(part)
		if err != nil {
			return err
		}
		add(name.text, typ)
	}
	return nil
}

func nameList(n *node, key string) ([]string, error) {
	list, err := typePart(n, key, jsonArray)
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range list.items {
		if list.items[i].kind != jsonString {
			return nil, fmt.Errorf("invalid type: %s, expected a string", list.items[i].describe())
		}
		names = append(names, list.items[i].text)
	}
	return names, nil
}

// describe returns the name of a value in messages of the servers' parser about an
// unexpected value.
func (n *node) describe() string {
	switch n.kind {
	case jsonNull:
		return "null"
	case jsonBool:
		return fmt.Sprintf("boolean `%t`", n.truth)
	case jsonString:
		return fmt.Sprintf("string %q", n.text)
	case jsonArray:
		return "sequence"
	case jsonObject:
		return "map"
	}
	if n.number.kind == floating {
		return "floating point `" + strings.TrimSuffix(n.number.String(), ".0") + "`"
	}
	return "integer `" + n.number.String() + "`"
}
