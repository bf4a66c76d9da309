package gen

import (
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

func (e *emitter) emitRecord(f *sourceFile, t *namedType) {
	f.Add(comment(e.typeDoc(t, "")...))
	members := e.printer().Members(t.source)
	var fields []jen.Code
	for i := range t.members {
		fields = append(fields, e.field(&t.members[i], strings.Map(printable, members[i]))...)
	}
	f.Type().Id(t.goName).Struct(fields...)
	f.Line()
	e.emitJSON(f, t)
}

// longestBeside is the maximum length of a field in WIT that is written beside the Go field. A
// Go type is up to twice as long as the same type in WIT.
const longestBeside = 50

// field returns a field of a struct with its WIT, beside the field or above it. A long text is
// above, because it would push the comments of all other fields to the right.
func (e *emitter) field(m *member, wit string) []jen.Code {
	var above []string
	if m.doc != "" {
		above = lines(m.doc)
	}
	field := jen.Id(m.goName).Add(e.goType(m.typ))
	if utf8.RuneCountInString(wit) <= longestBeside {
		field.Comment("// " + inert(wit))
	} else {
		above = docLines(wrap(wit), m.doc)
	}
	if len(above) == 0 {
		return []jen.Code{field}
	}
	return []jen.Code{comment(above...), field}
}

// emitJSON emits the methods that make a type work with encoding/json.
func (e *emitter) emitJSON(f *sourceFile, t *namedType) {
	f.Comment("// MarshalJSON implements json.Marshaler. It writes the value as Golem does.")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(inWire("MarshalWith").Call(
			jen.Func().Params(jen.Id("b").Index().Byte(), jen.Id("e").Op("*").Add(inWire("Encoder"))).Index().Byte().BlockLine(
				jen.Return(jen.Id("append"+t.goName).Call(jen.Id("b"), jen.Id("e"), jen.Op("&").Id("v")))))))
	f.Line()
	f.Comment("// UnmarshalJSON implements json.Unmarshaler. It reads what MarshalJSON writes.")
	f.Func().Params(jen.Id("v").Op("*").Id(t.goName)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Return(inWire("UnmarshalWith").Call(jen.Id("data"),
			jen.Func().Params(jen.Id("d").Op("*").Add(inWire("Decoder")), jen.Id("at").Id("int")).Id("int").BlockLine(
				jen.Return(jen.Id("decode"+t.goName).Call(jen.Id("d"), jen.Id("at"), jen.Id("v")))))))
	f.Line()
}

// emitRecordCodec emits the codec of a record: an object with the fields in declared order.
func (e *emitter) emitRecordCodec(f *sourceFile, t *namedType) {
	e.emitFieldsAppend(f, t.goName, e.inClient(t.goName), t.members)
	e.emitFieldsDecode(f, t.goName, e.inClient(t.goName), t.members)
}

// emitFieldsAppend emits the function that writes a record.
func (e *emitter) emitFieldsAppend(f *sourceFile, name string, goType jen.Code, members []member) {
	var body []jen.Code
	opening := "{"
	for i := range members {
		m := &members[i]
		key := appended(opening + quoteJSON(m.name) + ":")
		body = append(body,
			jen.Id("b").Op("=").Add(e.appendCall(m.typ, key, jen.Id("e"), jen.Op("&").Id("v").Dot(m.goName))))
		opening = ","
	}
	if len(members) == 0 {
		body = append(body, jen.Return(appended("{}")))
	} else {
		body = append(body, jen.Return(jen.Append(jen.Id("b"), jen.LitRune('}'))))
	}
	e.appendFunction(f, "append"+name, goType).Block(body...)
	f.Line()
}

// emitFieldsDecode adds the field table of a record and emits the function that reads it.
func (e *emitter) emitFieldsDecode(f *sourceFile, name string, goType jen.Code, members []member) {
	var names []jen.Code
	var cases []jen.Code
	for i := range members {
		m := &members[i]
		label := m.name
		if m.typ.source.Kind == metadata.KindOption {
			label += "?"
		}
		names = append(names, jen.Lit(label))
		cases = append(cases, jen.Case(jen.Lit(i)).Block(
			e.decodeTo(jen.Id("at"), m.typ, jen.Op("&").Id("v").Dot(m.goName))))
	}
	cases = append(cases, jen.Default().Block(jen.Return(jen.Id("at"))))
	e.tables = append(e.tables, jen.Id("fields"+name).Op("=").Add(inWire("NewShape").Call(names...)))
	next := func(from jen.Code) *jen.Statement {
		return jen.Id("fields"+name).Dot("Next").Call(jen.Id("d"), jen.Id("at"), from)
	}
	decode := e.decodeFunction(f, "decode"+name, goType)
	if len(members) == 0 {
		// There is nothing to return to after the only call.
		decode.Block(
			jen.List(jen.Id("_"), jen.Id("at"), jen.Id("_")).Op("=").Add(next(jen.Lit(0))),
			jen.Return(jen.Id("at")))
	} else {
		field := jen.List(jen.Id("i"), jen.Id("at"), jen.Id("next")).Op("=").Add(next(jen.Id("next")))
		decode.Block(
			jen.Var().List(jen.Id("i"), jen.Id("next")).Id("int"),
			jen.For().Block(jen.Switch(field, jen.Id("i")).Block(cases...)))
	}
	f.Line()
}

// appendFunction starts a wire.AppendFunc.
func (e *emitter) appendFunction(f *sourceFile, name string, goType jen.Code) *jen.Statement {
	return f.Func().Id(name).Params(
		jen.Id("b").Index().Byte(), jen.Id("e").Op("*").Add(inWire("Encoder")), jen.Id("v").Op("*").Add(goType),
	).Index().Byte()
}

// decodeFunction starts a wire.DecodeFunc.
func (e *emitter) decodeFunction(f *sourceFile, name string, goType jen.Code) *jen.Statement {
	return f.Func().Id(name).Params(
		jen.Id("d").Op("*").Add(inWire("Decoder")), jen.Id("at").Id("int"), jen.Id("v").Op("*").Add(goType),
	).Id("int")
}

// appended returns the expression that appends fixed text to b.
func appended(text string) jen.Code {
	return jen.Append(jen.Id("b"), goString(text).Op("..."))
}
