package wit

// typ reads a type where it is used: a name, and arguments in angle brackets.
func (p *parser) typ() *typeExpr {
	t := &typeExpr{offset: p.tok.offset}
	if p.depth++; p.depth > maxTypeDepth {
		p.failAt(t.offset, "types are nested more than %d deep", maxTypeDepth)
	}
	defer func() { p.depth-- }()
	if p.accept("_") {
		return t
	}
	t.escaped = p.tok.kind == tokenEscaped
	t.name = p.name("a type")
	if t.escaped || !p.tok.is("<") {
		return t
	}
	p.list("<", ">", func() {
		if p.tok.kind == tokenNumber {
			p.advance()
			t.length = true
			return
		}
		t.items = append(t.items, p.typ())
	})
	return t
}
