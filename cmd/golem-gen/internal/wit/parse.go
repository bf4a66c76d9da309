package wit

import (
	"bytes"
	"strings"
)

// File is a parsed text.
type File struct {
	file     *fileDecl
	packages []*packageDecl
	unnamed  *packageDecl // declarations of a file that does not name the package
}

// Parse parses WIT text. Errors contain the name. An optional text is of a package that is
// only used: if a part of it cannot be resolved later, the types that need it are opaque.
// The error is an *Error.
func Parse(name string, text []byte, optional bool) (*File, error) {
	s := &source{name, text}
	if len(text) > MaxSize {
		return nil, s.fail(0, "the text is larger than %d MiB", MaxSize>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	s.text = text
	p := &parser{lexer: lexer{source: s}, file: &fileDecl{source: s, optional: optional, uses: map[string]interfacePath{}}}
	p.advance()
	f := p.parseFile()
	if p.lexer.err != nil && (p.err == nil || p.lexer.err.offset <= p.err.offset) {
		return nil, p.lexer.err
	}
	if p.err != nil {
		return nil, p.err
	}
	return f, nil
}

// parser reads declarations. After the first error, every token is the end of the text.
type parser struct {
	lexer
	tok   token
	file  *fileDecl
	err   *Error
	depth int
}

func (p *parser) advance() token {
	before := p.tok
	if p.err == nil {
		p.tok = p.lexer.next()
	}
	return before
}

func (p *parser) failAt(offset int, what string, args ...any) {
	if p.err == nil {
		p.err = p.fail(offset, what, args...)
	}
	p.tok = token{offset: offset}
}

func (p *parser) expected(what string) {
	p.failAt(p.tok.offset, "expected %s, found %s", what, p.tok)
}

// accept reads a symbol if it comes next, and reports whether it did.
func (p *parser) accept(symbol string) bool {
	if !p.tok.is(symbol) {
		return false
	}
	p.advance()
	return true
}

func (p *parser) acceptWord(word string) bool {
	if !p.tok.isWord(word) {
		return false
	}
	p.advance()
	return true
}

func (p *parser) expect(symbol string) {
	if !p.accept(symbol) {
		p.expected(`"` + symbol + `"`)
	}
}

// name reads an identifier. It also accepts keywords: the caller has looked for those that
// have a meaning here.
func (p *parser) name(what string) string {
	if !p.tok.isName() {
		p.expected(what)
		return ""
	}
	return p.advance().text
}

// end reads a semicolon. Texts of 2023 may end a line without one.
func (p *parser) end() {
	if p.accept(";") || p.tok.newline || p.tok.is("}") || p.tok.kind == tokenEnd && p.err == nil {
		return
	}
	p.expected(`";"`)
}

// list reads items between brackets, separated by commas.
func (p *parser) list(open, closing string, item func()) {
	p.expect(open)
	for p.err == nil && !p.tok.is(closing) {
		item()
		if !p.accept(",") && !p.tok.is(closing) {
			p.expected(`"," or "` + closing + `"`)
		}
	}
	p.expect(closing)
}

// block reads declarations between braces.
func (p *parser) block(item func()) {
	p.expect("{")
	for p.err == nil && !p.tok.is("}") {
		if p.tok.kind == tokenEnd {
			p.expected(`"}"`)
			return
		}
		item()
	}
	p.expect("}")
}

func (p *parser) parseFile() *File {
	f := &File{file: p.file, unnamed: &packageDecl{}}
	current := f.unnamed
	for p.err == nil && p.tok.kind != tokenEnd {
		p.gates()
		if !p.tok.isWord("package") {
			p.declaration(current)
			continue
		}
		start := p.advance().offset
		pkg := &packageDecl{id: p.packageID()}
		f.packages = append(f.packages, pkg)
		switch {
		case p.tok.is("{"):
			p.block(func() { p.gates(); p.declaration(pkg) })
		case current != f.unnamed || len(f.unnamed.interfaces)+len(f.unnamed.worlds) > 0:
			p.failAt(start, "the package of the file is named twice, or behind its declarations")
		default:
			p.end()
			current = pkg
		}
	}
	return f
}

// packageID reads "acme:shop@1.4.0". Nobody uses nested namespaces ("a:b:c") and packages
// ("a:b/c/d").
func (p *parser) packageID() ID {
	id := ID{Namespace: p.name("the name of a package, like acme:shop")}
	p.expect(":")
	id.Name = p.name("the name of a package")
	id.Version = p.optionalVersion()
	return id
}

func (p *parser) optionalVersion() string {
	if !p.tok.is("@") {
		return ""
	}
	version := p.version()
	if version == "" && p.err == nil {
		p.advance()
		p.expected("a version, like 1.4.0")
	}
	p.advance()
	return version
}

// declaration reads a declaration of a package, after its gates.
func (p *parser) declaration(pkg *packageDecl) {
	switch {
	case p.tok.isWord("use"):
		p.topUse()
	case p.tok.isWord("interface"):
		i := &interfaceDecl{scopeDecl: p.scope(pkg)}
		pkg.interfaces = append(pkg.interfaces, i)
		p.interfaceBody(i)
	case p.tok.isWord("world"):
		w := &worldDecl{scopeDecl: p.scope(pkg)}
		w.isWorld = true
		pkg.worlds = append(pkg.worlds, w)
		p.worldBody(w)
	case p.tok.isWord("default"): // until 2023 a world or interface could be the default one
		p.advance()
		p.declaration(pkg)
	default:
		p.expected(`"interface", "world" or "use"`)
	}
}

func (p *parser) scope(pkg *packageDecl) scopeDecl {
	s := scopeDecl{file: p.file, id: pkg.id, doc: p.tok.doc, byName: map[string]*typeDecl{}}
	kind := p.advance().text
	s.offset = p.tok.offset
	s.name = p.name("the name of the " + kind)
	return s
}

// topUse reads "use acme:types/money;" or "use acme:types/money as m;".
func (p *parser) topUse() {
	p.advance()
	path := p.interfacePath()
	as := path.name
	if p.acceptWord("as") {
		as = p.name("a name")
	}
	p.file.uses[as] = path
	p.end()
}

// interfacePath reads "cart", or "acme:shop/cart@1.4.0".
func (p *parser) interfacePath() interfacePath {
	path := interfacePath{offset: p.tok.offset}
	path.name = p.name("the name of an interface")
	if !p.accept(":") {
		return path
	}
	path.id.Namespace = path.name
	path.id.Name = p.name("the name of a package")
	p.expect("/")
	path.name = p.name("the name of an interface")
	path.id.Version = p.optionalVersion()
	return path
}

// gates skips "@since(version = 0.2.0)" and the like, and keeps the documentation.
func (p *parser) gates() {
	doc := p.tok.doc
	for p.err == nil && p.accept("@") {
		p.name("the name of a gate, like since")
		if p.accept("(") {
			p.gateArguments()
		}
		doc += "\n" + p.tok.doc
	}
	p.tok.doc = strings.TrimSpace(doc)
}

// gateArguments skips everything up to the closing bracket.
func (p *parser) gateArguments() {
	for p.err == nil && !p.accept(")") {
		if p.tok.kind == tokenEnd {
			p.expected(`")"`)
		}
		p.advance()
	}
}
