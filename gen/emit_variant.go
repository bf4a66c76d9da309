package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// emitVariant emits a variant as a sealed interface with one struct for each case. If the
// component gets another case, the code gets more lines and no line changes.
func (e *emitter) emitVariant(f *sourceFile, t *namedType) {
	kind := t.goName + "Kind"
	doc := e.typeDoc(t, "Each case is a type whose name starts with "+t.goName+"; nil is invalid.")
	f.Add(comment(append(append(doc, ""), e.definition(t)...)...))
	f.Type().Id(t.goName).Interface(
		comment("Kind returns the case of the value."),
		jen.Id("Kind").Params().Id(kind),
		jen.Line(),
		jen.Id("is"+t.goName).Params(),
	)
	f.Line()
	e.emitVariantKind(f, t, kind)
	for i := range t.members {
		e.emitVariantCase(f, t, i, kind)
	}
	f.Add(comment("Unmarshal" + t.goName + " returns the value of any case that MarshalJSON wrote."))
	f.Func().Id("Unmarshal"+t.goName).Params(jen.Id("data").Index().Byte()).Params(jen.Id("v").Id(t.goName), jen.Err().Error()).Block(
		jen.Err().Op("=").Add(inWire("Unmarshal")).Call(jen.Id("data"), jen.Op("&").Id("v"), jen.Id("decode"+t.goName)),
		jen.Return(jen.Id("v"), jen.Err()),
	)
	f.Line()
}

func (e *emitter) emitVariantKind(f *sourceFile, t *namedType, kind string) {
	f.Add(comment(kind + " identifies a case of " + t.goName + "."))
	f.Type().Id(kind).Id(enumWidth(len(t.members)))
	f.Line()
	e.emitNumbered(f, kind, "The cases of "+t.goName+".", kindMembers(t))
	f.Comment("// String returns the name of the case in " + e.source() + ".")
	f.Func().Params(jen.Id("k").Id(kind)).Id("String").Params().String().Block(
		jen.Return(jen.Id("cases" + t.goName).Dot("Name").Call(jen.Uint64().Call(jen.Id("k")))))
	f.Line()
}

// kindMembers returns the cases with the names of their kind constants.
func kindMembers(t *namedType) []member {
	members := make([]member, len(t.members))
	for i := range t.members {
		members[i] = member{name: t.members[i].name, goName: t.kindConstant(i)}
	}
	return members
}

func (t *namedType) kindConstant(i int) string {
	return t.goName + "Kind" + t.members[i].goName[len(t.goName):]
}

func (e *emitter) emitVariantCase(f *sourceFile, t *namedType, i int, kind string) {
	m := &t.members[i]
	f.Add(comment(docLines(wrap(m.goName+" is the case "+m.name+" of "+t.goName+"."), m.doc)...))
	if m.typ == nil {
		f.Type().Id(m.goName).Struct()
	} else {
		f.Type().Id(m.goName).Struct(jen.Id("Value").Add(e.goType(m.typ)))
	}
	f.Line()
	receiver := jen.Id(m.goName)
	f.Comment("// Kind returns " + t.kindConstant(i) + ".")
	f.Func().Params(receiver).Id("Kind").Params().Id(kind).Block(jen.Return(jen.Id(t.kindConstant(i))))
	f.Line()
	f.Comment("// MarshalJSON implements json.Marshaler. It writes the value as Golem does.")
	f.Func().Params(jen.Id("v").Add(receiver)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(inWire("MarshalCase").Call(jen.Id(t.goName).Call(jen.Id("v")), jen.Id("append"+t.goName))))
	f.Line()
	f.Comment("// UnmarshalJSON implements json.Unmarshaler. It fails for another case.")
	f.Func().Params(jen.Id("v").Op("*").Add(receiver)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(inWire("UnmarshalCase").Call(jen.Id("data"), jen.Id("v"), jen.Id("decode"+t.goName))))
	f.Line()
	f.Func().Params(receiver).Id("is" + t.goName).Params().Block()
	f.Line()
}

func (e *emitter) emitVariantCodec(f *sourceFile, t *namedType) {
	e.noteNames(t)
	e.emitVariantAppend(f, t)
	e.emitVariantDecode(f, t)
}

func (e *emitter) emitVariantAppend(f *sourceFile, t *namedType) {
	var cases []jen.Code
	payload := false
	for i := range t.members {
		m := &t.members[i]
		if m.typ == nil {
			cases = append(cases, jen.Case(e.inClient(m.goName)).Block(
				jen.Return(appended("{"+quoteJSON(m.name)+":null}"))))
			continue
		}
		payload = true
		cases = append(cases, jen.Case(e.inClient(m.goName)).Block(
			jen.Id("b").Op("=").Add(e.appendCall(m.typ, appended("{"+quoteJSON(m.name)+":"), jen.Id("e"), jen.Op("&").Id("v").Dot("Value"))),
			jen.Return(jen.Append(jen.Id("b"), jen.LitRune('}'))),
		))
	}
	on := jen.Parens(jen.Op("*").Id("v")).Assert(jen.Type())
	if payload {
		on = jen.Id("v").Op(":=").Add(on)
	}
	var body []jen.Code
	if len(cases) > 0 {
		body = append(body, jen.Switch(on).Block(cases...))
	}
	body = append(body, jen.Return(inWire("AppendBadCase").Call(jen.Id("b"), jen.Id("e"), jen.Op("*").Id("v"))))
	e.appendFunction(f, "append"+t.goName, e.inClient(t.goName)).Block(body...)
	f.Line()
}

func (e *emitter) emitVariantDecode(f *sourceFile, t *namedType) {
	var cases []jen.Code
	for i := range t.members {
		m := &t.members[i]
		if m.typ == nil {
			cases = append(cases, jen.Case(jen.Lit(i)).Block(
				jen.Id("at").Op("=").Id("d").Dot("Null").Call(jen.Id("at")),
				jen.Op("*").Id("v").Op("=").Add(e.inClient(m.goName)).Values(),
			))
			continue
		}
		cases = append(cases, jen.Case(jen.Lit(i)).Block(
			jen.Var().Id("c").Add(e.inClient(m.goName)),
			e.decodeTo(jen.Id("at"), m.typ, jen.Op("&").Id("c").Dot("Value")),
			jen.Op("*").Id("v").Op("=").Id("c"),
		))
	}
	e.decodeFunction(f, "decode"+t.goName, e.inClient(t.goName)).Block(
		begun("BeginCase", t),
		jen.Switch(jen.Id("i")).Block(cases...),
		jen.Return(jen.Id("d").Dot("EndCase").Call(jen.Id("at"))),
	)
	f.Line()
}

// begun returns the statement that begins to read a value and sets i to the number of its case.
func begun(method string, t *namedType) jen.Code {
	return jen.List(jen.Id("i"), jen.Id("at")).Op(":=").Id("d").Dot(method).Call(jen.Id("at"), jen.Id("cases"+t.goName))
}
