package golemtest

import (
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/metadata"
)

// value reads a value of a type.
func (p *idParser) value(t *metadata.Type, depth int) value {
	if depth >= maxIDDepth {
		p.fail("Max nesting depth (%d) exceeded", maxIDDepth)
	}
	v := p.valueOf(t, depth)
	v.kind = t.Kind
	return v
}

func (p *idParser) valueOf(t *metadata.Type, depth int) value {
	switch t.Kind {
	case metadata.KindChr:
		if p.text[p.at:] == "" || p.text[p.at] != 'c' {
			p.fail("Expected c\" for char literal")
		}
		p.at++
		r, _ := utf8.DecodeRuneInString(p.string())
		return value{bits: uint64(r)}
	case metadata.KindStr:
		return value{text: p.string()}
	case metadata.KindRecord:
		return p.sequence(len(t.Fields), func(i int) *metadata.Type { return t.Fields[i].Type }, depth)
	case metadata.KindTuple:
		return p.sequence(len(t.Items), func(i int) *metadata.Type { return t.Items[i] }, depth)
	case metadata.KindList:
		return p.list(t.Inner, depth)
	case metadata.KindOption:
		return p.option(t, depth)
	case metadata.KindResult:
		return p.result(t, depth)
	case metadata.KindEnum:
		p.caseMark("enum")
		return value{bits: uint64(p.index(len(t.Names), "Enum case"))}
	case metadata.KindVariant:
		p.caseMark("variant")
		i := p.index(len(t.Cases), "Variant case")
		return value{bits: uint64(i), items: p.payload(t.Cases[i].Type, "Variant case", depth)}
	case metadata.KindFlags:
		return p.flags(len(t.Names))
	}
	return p.scalar(t)
}

func (p *idParser) caseMark(what string) {
	if !p.consume("v") {
		p.fail("Expected 'v' for %s", what)
	}
}

func (p *idParser) sequence(n int, typeOf func(int) *metadata.Type, depth int) value {
	v := value{items: make([]value, n)}
	p.expect('(')
	for i := range n {
		if i > 0 {
			p.expect(',')
		}
		v.items[i] = p.value(typeOf(i), depth+1)
	}
	p.expect(')')
	return v
}

func (p *idParser) list(inner *metadata.Type, depth int) (v value) {
	p.expect('[')
	if p.consume("]") {
		return v
	}
	for {
		v.items = append(v.items, p.value(inner, depth+1))
		if !p.consume(",") {
			p.expect(']')
			return v
		}
	}
}

// payload reads the payload in parentheses after a case.
func (p *idParser) payload(t *metadata.Type, what string, depth int) []value {
	if !p.consume("(") {
		if t != nil {
			p.fail("%s requires payload but none provided", what)
		}
		return nil
	}
	if t == nil {
		p.fail("%s has no payload type but got '('", what)
	}
	v := p.value(t, depth+1)
	p.expect(')')
	return []value{v}
}

func (p *idParser) option(t *metadata.Type, depth int) value {
	if p.consume("n") {
		return value{}
	}
	if !p.consume("s") {
		p.fail("Expected 's(' or 'n' for option")
	}
	return value{items: p.payload(t.Inner, "Option", depth)}
}

func (p *idParser) result(t *metadata.Type, depth int) value {
	switch {
	case p.consume("ok"):
		return value{bits: 1, items: p.payload(t.Ok, "Result ok type", depth)}
	case p.consume("err"):
		return value{items: p.payload(t.Err, "Result err type", depth)}
	}
	p.fail("Expected 'ok' or 'err' for result")
	return value{}
}

func (p *idParser) flags(n int) value {
	v := value{set: make([]bool, n)}
	if !p.consume("f(") {
		p.fail("Expected 'f(' for flags")
	}
	if p.consume(")") {
		return v
	}
	for {
		v.set[p.index(n, "Flag")] = true
		if !p.consume(",") {
			p.expect(')')
			return v
		}
	}
}
