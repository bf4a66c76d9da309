package metadata

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// This file models what servers of 1.5 do with values. They read JSON by the names in one
// type, keep only positions, and check and write them by another type.

// positional is a value without names.
type positional struct {
	kind  Kind
	text  string        // numbers, chars, strings, bools: as written in an agent's name
	index int           // enum, variant; result: 0 for ok
	items []*positional // record, tuple, list; the payload of a variant, option or result
	bits  []bool        // flags
}

var errRefused = errors.New("refused")

// fits is the check of an agent's revision before the call: kinds, numbers of fields, items and
// flags, and numbers of cases.
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

// name writes a value as in an agent's name.
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
