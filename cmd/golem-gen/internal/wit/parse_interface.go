package wit

// interfaceBody reads the declarations of an interface.
func (p *parser) interfaceBody(i *interfaceDecl) {
	p.block(func() {
		p.gates()
		if p.typeItem(&i.scopeDecl, func(f *functionDecl) { i.functions = append(i.functions, f) }) {
			return
		}
		i.functions = append(i.functions, p.function())
		p.end()
	})
}

// typeItem reads a use or the definition of a type, and reports whether there is one. It
// calls function with each function of a resource.
func (p *parser) typeItem(in *scopeDecl, function func(*functionDecl)) bool {
	if p.tok.kind != tokenWord {
		return false
	}
	t := &typeDecl{doc: p.tok.doc}
	switch p.tok.text {
	case "use":
		p.advance()
		p.useItem(in)
		return true
	case "type":
		p.advance()
		p.defined(in, t)
		p.expect("=")
		t.alias = p.typ()
		p.end()
		return true
	case "resource":
		p.advance()
		t.definition = definesResource
		p.defined(in, t)
		p.resourceBody(t.name, function)
		return true
	}
	definition, payload, ok := p.memberList()
	if !ok {
		return false
	}
	t.definition = definition
	p.advance()
	p.defined(in, t)
	p.list("{", "}", func() { t.members = append(t.members, p.member(payload)) })
	p.accept(";")
	return true
}

// payload is how a member has a type: after a colon, in brackets, or not at all.
type payload uint8

const (
	payloadNone payload = iota
	payloadColon
	payloadBrackets
)

// memberList returns the kind of type with members that the next word begins, if it does.
func (p *parser) memberList() (definition, payload, bool) {
	switch p.tok.text {
	case "record":
		return definesRecord, payloadColon, true
	case "variant":
		return definesVariant, payloadBrackets, true
	case "enum":
		return definesEnum, payloadNone, true
	case "flags":
		return definesFlags, payloadNone, true
	}
	return 0, 0, false
}

// defined reads the name of a type and adds the type to the interface or world.
func (p *parser) defined(in *scopeDecl, t *typeDecl) {
	t.offset = p.tok.offset
	t.name = p.name("the name of the type")
	p.add(in, t)
}

func (p *parser) add(in *scopeDecl, t *typeDecl) {
	if in.byName[t.name] != nil {
		p.failAt(t.offset, "%q is defined twice", t.name)
		return
	}
	in.byName[t.name] = t
	in.types = append(in.types, t)
}

func (p *parser) member(with payload) memberDecl {
	p.gates()
	m := memberDecl{doc: p.tok.doc}
	m.name = p.name("a name")
	switch {
	case with == payloadColon:
		p.expect(":")
		m.typ = p.typ()
	case with == payloadBrackets && p.accept("("):
		m.typ = p.typ()
		p.expect(")")
	}
	return m
}

// useItem reads "types.{money, level as stage}" after use.
func (p *parser) useItem(in *scopeDecl) {
	from := p.interfacePath()
	p.expect(".")
	p.list("{", "}", func() {
		t := &typeDecl{definition: definesUse, use: from, offset: p.tok.offset}
		t.usedName = p.name("the name of a type")
		t.name = t.usedName
		if p.acceptWord("as") {
			t.name = p.name("a name")
		}
		p.add(in, t)
	})
	p.end()
}

// resourceBody reads constructor, methods and static functions.
func (p *parser) resourceBody(resource string, function func(*functionDecl)) {
	if !p.tok.is("{") {
		p.end()
		return
	}
	p.block(func() {
		p.gates()
		if p.tok.isWord("constructor") {
			function(p.constructor(resource))
		} else {
			function(p.method(resource))
		}
		p.end()
	})
	p.accept(";")
}

func (p *parser) constructor(resource string) *functionDecl {
	f := &functionDecl{name: "[constructor]" + resource, doc: p.tok.doc, made: resource}
	p.advance()
	f.parameters = p.parameters()
	if p.accept("->") {
		f.made = ""
		f.results = []memberDecl{{typ: p.typ()}}
	}
	return f
}

func (p *parser) method(resource string) *functionDecl {
	doc := p.tok.doc
	name := p.name("the name of a method")
	p.expect(":")
	f := &functionDecl{doc: doc}
	if p.acceptWord("static") {
		f.name = "[static]" + resource + "." + name
	} else {
		f.name, f.self = "[method]"+resource+"."+name, resource
	}
	p.signature(f)
	return f
}

// function reads "name: func()".
func (p *parser) function() *functionDecl {
	f := &functionDecl{doc: p.tok.doc}
	f.name = p.name("a type or the name of a function")
	p.expect(":")
	p.signature(f)
	return f
}

// signature reads "func(a: u8) -> string".
func (p *parser) signature(f *functionDecl) {
	f.async = p.acceptWord("async")
	if !p.acceptWord("func") {
		p.expected(`"func"`)
	}
	f.parameters = p.parameters()
	if !p.accept("->") {
		return
	}
	if p.tok.is("(") { // until 2024 results could have names, and "()" was nothing
		f.results = p.parameters()
		return
	}
	f.results = []memberDecl{{typ: p.typ()}}
}

func (p *parser) parameters() []memberDecl {
	var list []memberDecl
	p.list("(", ")", func() { list = append(list, p.member(payloadColon)) })
	return list
}
