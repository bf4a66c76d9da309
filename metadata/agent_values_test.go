package metadata

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// This file models what servers of 1.5 do with values: they read JSON by the names of one
// type, keep positions only, and check and write them by another one.

// positional is a value without names.
type positional struct {
	kind  Kind
	text  string        // numbers, chars, strings, bools: as written in an agent's name
	index int           // enum, variant; result: 0 for ok
	items []*positional // record, tuple, list; the payload of a variant, option or result
	bits  []bool        // flags
}

var errRefused = errors.New("refused")

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

// fits is the check of an agent's revision before the call: kinds, numbers of fields, items
// and flags, and numbers of cases.
func (p *positional) fits(t *Type) error {
	if p.kind != t.Kind {
		return errRefused
	}
	if t.Kind == KindFlags && len(p.bits) != len(t.Names) {
		return errRefused
	}
	parts, err := p.parts(t)
	if err != nil || len(parts) != len(p.items) {
		return errRefused
	}
	for i, item := range p.items {
		if err := item.fits(parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// parts returns the types of the value's items by a type of the same kind.
func (p *positional) parts(t *Type) ([]*Type, error) {
	var parts []*Type
	switch t.Kind {
	case KindRecord:
		for _, f := range t.Fields {
			parts = append(parts, f.Type)
		}
	case KindTuple:
		return t.Items, nil
	case KindList:
		return slices.Repeat([]*Type{t.Inner}, len(p.items)), nil
	case KindOption:
		return slices.Repeat([]*Type{t.Inner}, len(p.items)), nil
	case KindEnum:
		if p.index >= len(t.Names) {
			return nil, errRefused
		}
	case KindVariant, KindResult:
		cases := casesOf(t)
		if p.index >= len(cases) {
			return nil, errRefused
		}
		if c := cases[p.index]; c.Type != nil {
			parts = []*Type{c.Type}
		}
	}
	return parts, nil
}

// named writes a value that fits a type as JSON, with the type's names.
func (p *positional) named(t *Type) any {
	parts, _ := p.parts(t)
	items := make([]any, len(p.items))
	for i, item := range p.items {
		items[i] = item.named(parts[i])
	}
	switch t.Kind {
	case KindRecord:
		object := map[string]any{}
		for i, f := range t.Fields {
			object[f.Name] = items[i]
		}
		return object
	case KindTuple, KindList:
		return items
	case KindOption:
		if len(items) == 0 {
			return nil
		}
		return items[0]
	case KindEnum:
		return t.Names[p.index]
	case KindFlags:
		set := []any{}
		for i, on := range p.bits {
			if on {
				set = append(set, t.Names[i])
			}
		}
		return set
	case KindVariant, KindResult:
		object := map[string]any{casesOf(t)[p.index].Name: nil}
		if len(items) > 0 {
			object[casesOf(t)[p.index].Name] = items[0]
		}
		return object
	}
	return p.plain()
}

func (p *positional) plain() any {
	switch p.kind {
	case KindBool:
		return p.text == "true"
	case KindStr:
		s, _ := strconv.Unquote(p.text)
		return s
	case KindChr:
		s, _ := strconv.Unquote(p.text[1:])
		return json.Number(strconv.Itoa(int([]rune(s)[0])))
	}
	return json.Number(p.text)
}

// name writes a value as it stands in an agent's name.
func (p *positional) name() string {
	items := make([]string, len(p.items))
	for i, item := range p.items {
		items[i] = item.name()
	}
	all := strings.Join(items, ",")
	inBrackets := ""
	if len(items) > 0 {
		inBrackets = "(" + all + ")"
	}
	switch p.kind {
	case KindRecord, KindTuple:
		return "(" + all + ")"
	case KindList:
		return "[" + all + "]"
	case KindOption:
		if len(items) == 0 {
			return "n"
		}
		return "s" + inBrackets
	case KindEnum, KindVariant:
		return "v" + strconv.Itoa(p.index) + inBrackets
	case KindResult:
		return [...]string{"ok", "err"}[p.index] + inBrackets
	case KindFlags:
		var set []string
		for i, on := range p.bits {
			if on {
				set = append(set, strconv.Itoa(i))
			}
		}
		return "f(" + strings.Join(set, ",") + ")"
	}
	return p.text
}

// again reads the text of a value in an agent's name by another type.
func (p *positional) again(t *Type) (*positional, error) {
	q := &positional{kind: t.Kind, index: p.index}
	switch {
	case isNumber(t.Kind) && isNumber(p.kind):
		_, whole := integers[t.Kind]
		if point := strings.Contains(p.text, "."); (t.Kind == KindChr) != (p.kind == KindChr) || point && whole {
			return nil, errRefused
		}
		if t.Kind == KindChr {
			return p, nil
		}
		return readNumber(q, p.text, t.Kind)
	case p.kind != t.Kind:
		return nil, errRefused
	case t.Kind == KindFlags:
		if slices.Contains(p.bits[min(len(t.Names), len(p.bits)):], true) {
			return nil, errRefused
		}
		q.bits = make([]bool, len(t.Names))
		copy(q.bits, p.bits)
		return q, nil
	}
	parts, err := p.parts(t)
	if err != nil || len(parts) != len(p.items) {
		return nil, errRefused
	}
	q.text = p.text
	for i, item := range p.items {
		part, err := item.again(parts[i])
		if err != nil {
			return nil, err
		}
		q.items = append(q.items, part)
	}
	return q, nil
}
