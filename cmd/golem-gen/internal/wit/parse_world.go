package wit

// worldBody reads the declarations of a world. Imports are read and forgotten.
func (p *parser) worldBody(w *worldDecl) {
	p.block(func() {
		p.gates()
		switch {
		case p.tok.isWord("export"):
			w.exports = append(w.exports, p.external(w))
		case p.tok.isWord("import"):
			p.external(w)
		case p.tok.isWord("include"):
			p.advance()
			w.include = append(w.include, p.includeItem())
		case p.typeItem(&w.scopeDecl, func(*functionDecl) {}):
		default:
			p.expected(`"export", "import", "include", "use", a type`)
		}
	})
}

// external reads an export or import, with its first word: "export name: func()",
// "import name: interface {}", or with the path of an interface.
func (p *parser) external(w *worldDecl) exportDecl {
	doc := p.advance().doc
	e := exportDecl{offset: p.tok.offset}
	first := p.name("the name of an interface or function")
	if !p.accept(":") {
		e.path = interfacePath{name: first, offset: e.offset}
		p.end()
		return e
	}
	switch {
	case p.tok.isWord("interface"):
		e.name = first
		p.advance()
		e.inline = &interfaceDecl{scopeDecl: scopeDecl{file: p.file, id: w.id, doc: doc, offset: e.offset, byName: map[string]*typeDecl{}}}
		p.interfaceBody(e.inline)
		p.accept(";")
	case p.tok.isWord("func"), p.tok.isWord("async"):
		e.name = first
		e.function = &functionDecl{name: first, doc: doc}
		p.signature(e.function)
		p.end()
	default:
		p.externalPath(first, &e)
		p.end()
	}
	return e
}

// externalPath reads the rest of "acme:shop/cart@1.4.0" after its first word, or of
// "second: cart", which gives an interface another name.
func (p *parser) externalPath(first string, e *exportDecl) {
	e.path = interfacePath{offset: p.tok.offset}
	next := p.name("the name of a package")
	switch {
	case p.accept(":"):
		e.name = first
		e.path.id = ID{Namespace: next, Name: p.name("the name of a package")}
	case p.tok.is("/"):
		e.path.id = ID{Namespace: first, Name: next}
	default:
		e.name, e.path.name = first, next
		return
	}
	p.expect("/")
	e.path.name = p.name("the name of an interface")
	e.path.id.Version = p.optionalVersion()
}

// includeItem reads "acme:shop/base with { run as start }" after include.
func (p *parser) includeItem() includeDecl {
	in := includeDecl{path: p.interfacePath(), with: map[string]string{}}
	if !p.acceptWord("with") {
		p.end()
		return in
	}
	p.list("{", "}", func() {
		name := p.name("the name of an export")
		if !p.acceptWord("as") {
			p.expected(`"as"`)
		}
		in.with[name] = p.name("a name")
	})
	p.end()
	return in
}
