package gen

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// parseJSON returns the tree of a text, with numbers as they are written.
func parseJSON(text string) (tree any, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("%.200s: %w", text, err)
	}
	return tree, nil
}

// sameValue compares two texts of a value, as JSON with exact numbers. Members and flags may be
// in any order. Floats are compared as floats of the type, zeros without their sign.
func sameValue(typ *metadata.Type, a, b string) error {
	x, err := parseJSON(a)
	if err != nil {
		return err
	}
	y, err := parseJSON(b)
	if err != nil {
		return err
	}
	return sameTree(typ, "", x, y)
}

func sameTree(typ *metadata.Type, path string, x, y any) error {
	different := fmt.Errorf("at %q: %.200v is not %.200v", path, x, y)
	if typ == nil || x == nil || y == nil {
		if x != nil || y != nil {
			return different
		}
		return nil
	}
	if reflect.TypeOf(x) != reflect.TypeOf(y) {
		return different
	}
	if typ.Kind == metadata.KindOption {
		return sameTree(typ.Inner, path, x, y)
	}
	switch x := x.(type) {
	case []any:
		return sameItems(typ, path, x, y.([]any))
	case map[string]any:
		return sameMembers(typ, path, x, y.(map[string]any))
	case json.Number:
		if !sameNumber(typ, x, y.(json.Number)) {
			return different
		}
		return nil
	}
	if x != y {
		return different
	}
	return nil
}

func sameItems(typ *metadata.Type, path string, x, y []any) error {
	if typ.Kind == metadata.KindFlags {
		if !reflect.DeepEqual(setOf(x), setOf(y)) {
			return fmt.Errorf("at %q: %v are not %v", path, x, y)
		}
		return nil
	}
	if len(x) != len(y) {
		return fmt.Errorf("at %q: %d items are not %d", path, len(x), len(y))
	}
	for i := range x {
		item := typ.Inner
		if typ.Kind == metadata.KindTuple {
			item = typ.Items[i]
		}
		if err := sameTree(item, fmt.Sprintf("%s[%d]", path, i), x[i], y[i]); err != nil {
			return err
		}
	}
	return nil
}

func setOf(list []any) map[any]bool {
	set := map[any]bool{}
	for _, v := range list {
		set[v] = true
	}
	return set
}

func sameMembers(typ *metadata.Type, path string, x, y map[string]any) error {
	if len(x) != len(y) {
		return fmt.Errorf("at %q: %d members are not %d", path, len(x), len(y))
	}
	for key, v := range x {
		other, ok := y[key]
		if !ok {
			return fmt.Errorf("at %q: there is no %s", path, key)
		}
		if err := sameTree(memberType(typ, key), path+"."+key, v, other); err != nil {
			return err
		}
	}
	return nil
}

// memberType returns the type of a field, a case or a side of a result, nil if there is none.
func memberType(typ *metadata.Type, key string) *metadata.Type {
	for _, f := range typ.Fields {
		if f.Name == key {
			return f.Type
		}
	}
	for _, c := range typ.Cases {
		if c.Name == key {
			return c.Type
		}
	}
	if typ.Kind == metadata.KindResult && key == "ok" {
		return typ.Ok
	}
	return typ.Err
}

func sameNumber(typ *metadata.Type, x, y json.Number) bool {
	if typ.Kind != metadata.KindF32 && typ.Kind != metadata.KindF64 {
		return x == y
	}
	bits := 64
	if typ.Kind == metadata.KindF32 {
		bits = 32
	}
	a, errA := strconv.ParseFloat(x.String(), bits)
	b, errB := strconv.ParseFloat(y.String(), bits)
	return errA == nil && errB == nil && a == b
}
