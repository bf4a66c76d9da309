package wire_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// sameJSON compares two texts of a value. Integers must be equal, and floats must be equal
// as floats of the type, zeros without their sign. Members and flags may be in any order.
func sameJSON(t *typ, a, b string) error {
	parse := func(text string) (v any, err error) {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		return v, d.Decode(&v)
	}
	x, err := parse(a)
	if err != nil {
		return fmt.Errorf("%s: %w", a, err)
	}
	y, err := parse(b)
	if err != nil {
		return fmt.Errorf("%s: %w", b, err)
	}
	return sameTree(t, "", x, y)
}

func sameTree(t *typ, path string, x, y any) error {
	switch x := x.(type) {
	case []any:
		y, ok := y.([]any)
		if !ok || t.Type != "Flags" && len(x) != len(y) {
			return fmt.Errorf("%s: %v and %v", path, x, y)
		}
		if t.Type == "Flags" {
			return sameFlags(path, x, y)
		}
		for i := range x {
			inner := t.Inner
			if t.Type == "Tuple" {
				inner = t.Items[i]
			}
			if t.Type == "Option" {
				return sameTree(t.Inner, path, x, y)
			}
			if err := sameTree(inner, fmt.Sprintf("%s[%d]", path, i), x[i], y[i]); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		y, ok := y.(map[string]any)
		if !ok || len(x) != len(y) {
			return fmt.Errorf("%s: %v and %v", path, x, y)
		}
		if t.Type == "Option" {
			return sameTree(t.Inner, path, x, y)
		}
		for key := range x {
			if err := sameTree(t.member(key), path+"."+key, x[key], y[key]); err != nil {
				return err
			}
		}
		return nil
	case json.Number:
		return sameNumber(t, path, x, y)
	}
	if x != y {
		return fmt.Errorf("%s: %v and %v", path, x, y)
	}
	return nil
}

func sameFlags(path string, x, y []any) error {
	set := map[any]bool{}
	for _, v := range x {
		set[v] = true
	}
	other := map[any]bool{}
	for _, v := range y {
		other[v] = true
		if !set[v] {
			return fmt.Errorf("%s: %v and %v", path, x, y)
		}
	}
	if len(other) != len(set) {
		return fmt.Errorf("%s: %v and %v", path, x, y)
	}
	return nil
}

func sameNumber(t *typ, path string, x json.Number, other any) error {
	y, ok := other.(json.Number)
	for t.Type == "Option" {
		t = t.Inner
	}
	if ok && (t.Type == "F64" || t.Type == "F32") {
		a, _ := x.Float64()
		b, _ := y.Float64()
		if t.Type == "F32" {
			a, b = float64(float32(a)), float64(float32(b))
		}
		ok = a == b || math.IsNaN(a) && math.IsNaN(b)
	} else if ok {
		ok = x == y
	}
	if !ok {
		return fmt.Errorf("%s: %v and %v", path, x, other)
	}
	return nil
}
