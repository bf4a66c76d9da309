package metadata

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// readValue reads JSON by a type.
func readValue(v any, t *Type) (*positional, error) {
	p := &positional{kind: t.Kind}
	switch t.Kind {
	case KindRecord:
		return readFields(p, v, t)
	case KindVariant, KindResult:
		return readCase(p, v, casesOf(t))
	case KindEnum:
		p.index = slices.Index(t.Names, fmt.Sprint(v))
		if _, ok := v.(string); !ok || p.index < 0 {
			return nil, errRefused
		}
	case KindFlags:
		return readFlags(p, v, t)
	case KindTuple, KindList:
		return readItems(p, v, t)
	case KindOption:
		if v == nil {
			return p, nil
		}
		inner, err := readValue(v, t.Inner)
		p.items = []*positional{inner}
		return p, err
	default:
		return readPlain(p, v, t.Kind)
	}
	return p, nil
}

func readFields(p *positional, v any, t *Type) (*positional, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, errRefused
	}
	for _, f := range t.Fields {
		value, ok := object[f.Name]
		if !ok && f.Type.Kind != KindOption {
			return nil, errRefused
		}
		item, err := readValue(value, f.Type)
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, item)
	}
	return p, nil
}

// casesOf returns the cases of a variant, or the sides of a result.
func casesOf(t *Type) []Case {
	if t.Kind == KindResult {
		return []Case{{"ok", t.Ok}, {"err", t.Err}}
	}
	return t.Cases
}

func readCase(p *positional, v any, cases []Case) (*positional, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, errRefused
	}
	for i, c := range cases {
		payload, ok := object[c.Name]
		switch {
		case !ok:
			continue
		case c.Type == nil && payload != nil:
			return nil, errRefused
		case c.Type != nil:
			item, err := readValue(payload, c.Type)
			if err != nil {
				return nil, err
			}
			p.items = []*positional{item}
		}
		p.index = i
		return p, nil
	}
	return nil, errRefused
}

func readFlags(p *positional, v any, t *Type) (*positional, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, errRefused
	}
	p.bits = make([]bool, len(t.Names))
	for _, name := range list {
		i := slices.Index(t.Names, fmt.Sprint(name))
		if i < 0 {
			return nil, errRefused
		}
		p.bits[i] = true
	}
	return p, nil
}

func readItems(p *positional, v any, t *Type) (*positional, error) {
	list, ok := v.([]any)
	if !ok || t.Kind == KindTuple && len(list) != len(t.Items) {
		return nil, errRefused
	}
	for i, v := range list {
		typ := t.Inner
		if t.Kind == KindTuple {
			typ = t.Items[i]
		}
		item, err := readValue(v, typ)
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, item)
	}
	return p, nil
}

func readPlain(p *positional, v any, k Kind) (*positional, error) {
	switch v := v.(type) {
	case bool:
		p.text = strconv.FormatBool(v)
		if k != KindBool {
			return nil, errRefused
		}
	case string:
		p.text = strconv.Quote(v)
		if k != KindStr {
			return nil, errRefused
		}
	case json.Number:
		return readNumber(p, v.String(), k)
	default:
		return nil, errRefused
	}
	return p, nil
}

// readNumber reads a number as servers do: fractions are cut off, but of u64.
func readNumber(p *positional, text string, k Kind) (*positional, error) {
	switch k {
	case KindF32, KindF64:
		bits := map[Kind]int{KindF32: 32, KindF64: 64}[k]
		f, err := strconv.ParseFloat(text, bits)
		p.text = strconv.FormatFloat(f, 'f', -1, bits)
		if !strings.Contains(p.text, ".") {
			p.text += ".0"
		}
		return p, err
	case KindChr:
		n, err := strconv.ParseInt(text, 10, 32)
		p.text = "c" + strconv.Quote(string(rune(n)))
		return p, err
	}
	i, ok := integers[k]
	exact, valid := new(big.Rat).SetString(text)
	if !ok || !valid {
		return nil, errRefused
	}
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	p.text = whole.String()
	return p, i.holds(whole)
}

func (i integer) holds(n *big.Int) error {
	least, most := new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(i.bits))
	if i.signed {
		most.Rsh(most, 1)
		least.Neg(most)
	}
	if n.Cmp(least) < 0 || n.Cmp(most) >= 0 {
		return errRefused
	}
	return nil
}
