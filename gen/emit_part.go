package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// A part of multimodal data is declared like a variant. In requests and answers it is an
// element with a name: {"name":"image","value":{"type":"UnstructuredBinary","value":…}}.

func (e *emitter) emitPartCodec(f *sourceFile, t *namedType) {
	e.noteNames(t)
	e.emitPartAppend(f, t)
	e.emitPartDecode(f, t)
}

// emitPartAppend emits the function that writes a part for MarshalJSON, and for results of the
// server in a test. It does not check languages and media types against the schema, because
// servers do not either, and because everything that was read must be writable.
func (e *emitter) emitPartAppend(f *sourceFile, t *namedType) {
	var cases []jen.Code
	for i := range t.members {
		m := &t.members[i]
		open := "{\"name\":" + quoteJSON(m.name) + ",\"value\":{\"type\":\"" + elementWord(m.typ) + "\",\"value\":"
		cases = append(cases, jen.Case(jen.Id(m.goName)).Block(
			jen.Id("b").Op("=").Add(e.appendAny(m.typ, appended(open), jen.Id("e"), jen.Op("&").Id("v").Dot("Value"))),
			jen.Return(appended("}}"))))
	}
	var body []jen.Code
	if len(cases) > 0 {
		body = append(body, jen.Switch(jen.Id("v").Op(":=").Parens(jen.Op("*").Id("v")).Assert(jen.Type())).Block(cases...))
	}
	body = append(body, jen.Return(inWire("AppendBadCase").Call(jen.Id("b"), jen.Id("e"), jen.Op("*").Id("v"))))
	e.appendFunction(f, "append"+t.goName, jen.Id(t.goName)).Block(body...)
	f.Line()
}

func elementWord(t *goType) string { return elementOf("", t.source).Kind.String() }

func (e *emitter) emitPartDecode(f *sourceFile, t *namedType) {
	var cases []jen.Code
	for i := range t.members {
		m := &t.members[i]
		cases = append(cases, jen.Case(jen.Lit(i)).Block(
			jen.Var().Id("c").Id(m.goName),
			jen.Id("at").Op("=").Id("d").Dot("BeginElement").Call(jen.Id("at"), elementConstant(m.typ)),
			e.decodeTo(jen.Id("at"), m.typ, jen.Op("&").Id("c").Dot("Value")),
			jen.Id("at").Op("=").Id("d").Dot("EndElement").Call(jen.Id("at")),
			jen.Op("*").Id("v").Op("=").Id("c")))
	}
	e.decodeFunction(f, "decode"+t.goName, jen.Id(t.goName)).Block(
		begun("BeginPart", t),
		jen.Switch(jen.Id("i")).Block(cases...),
		jen.Return(jen.Id("d").Dot("EndPart").Call(jen.Id("at"))))
	f.Line()
}

// emitPutParts emits the function that puts the parts of a multimodal parameter into a call.
func (e *emitter) emitPutParts(f *sourceFile, name string, t *namedType) {
	var cases []jen.Code
	for i := range t.members {
		m := &t.members[i]
		cases = append(cases, jen.Case(jen.Id(m.goName)).Block(
			jen.Id("c").Dot("Buffer").Op("=").Add(e.appendCall(m.typ,
				jen.Id("c").Dot("Part").Call(jen.Lit(i)), jen.Op("&").Id("c").Dot("Encoder"), jen.Op("&").Id("part").Dot("Value")))))
	}
	cases = append(cases, jen.Default().Block(jen.Id("c").Dot("FailPart").Call(jen.Id("i"))))
	subject := jen.Id("part").Op(":=")
	if len(t.members) == 0 {
		subject = &jen.Statement{}
	}
	f.Func().Id(name).Params(jen.Id("c").Op("*").Add(inStub("Call")), jen.Id("v").Op("*").Index().Id(t.goName)).Block(
		jen.For(jen.Id("i").Op(":=").Range().Op("*").Id("v")).Block(
			jen.Switch(subject.Parens(jen.Op("*").Id("v")).Index(jen.Id("i")).Assert(jen.Type())).Block(cases...)))
	f.Line()
}

// restricted returns the call that appends an unstructured value of which only some languages
// or media types are allowed, nil for other types.
func (t *goType) restricted(b, encoder, v jen.Code) jen.Code {
	if !isElement(t.source) || t.source.Names == nil {
		return nil
	}
	arguments := append([]jen.Code{b, encoder, v}, t.allowed()...)
	if t.source.Kind == kindText {
		return inWire("AppendTextIn").Call(arguments...)
	}
	return inWire("AppendBinaryOf").Call(arguments...)
}

// allowed returns the languages or media types that are allowed.
func (t *goType) allowed() []jen.Code {
	var list []jen.Code
	for _, name := range t.source.Names {
		list = append(list, jen.Lit(name))
	}
	return list
}
