package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// enumWidth returns the smallest unsigned integer type that counts to n.
func enumWidth(n int) string {
	switch {
	case n < 1<<8:
		return "uint8"
	case n < 1<<16:
		return "uint16"
	default:
		return "uint32"
	}
}

func (e *emitter) emitEnum(f *sourceFile, t *namedType) {
	f.Add(comment(e.typeDoc(t, "The zero value is invalid.")...))
	f.Type().Id(t.goName).Id(enumWidth(len(t.members)))
	f.Line()
	e.emitNumbered(f, t.goName, "The cases of "+t.goName+".", t.members)

	f.Comment("// " + t.goName + "Values returns all cases in declared order.")
	var values []jen.Code
	for i := range t.members {
		values = append(values, jen.Id(t.members[i].goName))
	}
	f.Func().Id(t.goName + "Values").Params().Index().Id(t.goName).Block(
		jen.Return(jen.Index().Id(t.goName).Values(values...)))
	f.Line()
	e.emitEnumText(f, t)
}

// emitNumbered emits constants that count from 1.
func (e *emitter) emitNumbered(f *sourceFile, goType, doc string, members []member) {
	if len(members) == 0 {
		return
	}
	f.Comment("// " + doc)
	var constants []jen.Code
	for i := range members {
		m := &members[i]
		if m.doc != "" {
			constants = append(constants, comment(lines(m.doc)...))
		}
		constant := jen.Id(m.goName)
		if i == 0 {
			constant.Id(goType).Op("=").Iota().Op("+").Lit(1)
		}
		constants = append(constants, constant.Comment("// "+inert(m.name)))
	}
	f.Const().Defs(constants...)
	f.Line()
}

func (e *emitter) emitEnumText(f *sourceFile, t *namedType) {
	names := jen.Id("cases" + t.goName)
	f.Comment("// String returns the name of the case in " + e.source() + ".")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("String").Params().String().Block(
		jen.Return(names.Clone().Dot("Name").Call(jen.Uint64().Call(jen.Id("v")))))
	f.Line()
	f.Comment("// MarshalText implements encoding.TextMarshaler. It fails for an invalid value.")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("MarshalText").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(names.Clone().Dot("MarshalCase").Call(jen.Uint64().Call(jen.Id("v")))))
	f.Line()
	f.Comment("// UnmarshalText implements encoding.TextUnmarshaler. It accepts the names that String returns.")
	f.Func().Params(jen.Id("v").Op("*").Id(t.goName)).Id("UnmarshalText").Params(jen.Id("text").Index().Byte()).Error().Block(
		jen.List(jen.Id("number"), jen.Err()).Op(":=").Add(names.Clone()).Dot("UnmarshalCase").Call(jen.Id("text")),
		jen.If(jen.Err().Op("==").Nil()).Block(jen.Op("*").Id("v").Op("=").Id(t.goName).Call(jen.Id("number"))),
		jen.Return(jen.Err()),
	)
	f.Line()
}

// emitEnumCodec emits the codecs of an enum that something uses.
func (e *emitter) emitEnumCodec(f *sourceFile, t *namedType) {
	e.noteNames(t)
	if e.enums.codecs[t].append {
		e.appendFunction(f, "append"+t.goName, jen.Id(t.goName)).Block(
			jen.Return(inWire("AppendEnum").Call(jen.Id("b"), jen.Id("e"), jen.Id("cases"+t.goName), jen.Uint64().Call(jen.Op("*").Id("v")))))
		f.Line()
	}
	if e.enums.codecs[t].decode {
		e.decodeFunction(f, "decode"+t.goName, jen.Id(t.goName)).Block(
			decodeAs(t.goName, inWire("DecodeEnum"), jen.Id("cases"+t.goName))...)
		f.Line()
	}
}

// decodeAs returns the body of a function that decodes a number with decode, by a table, and
// converts it to the value.
func decodeAs(convert string, decode *jen.Statement, table jen.Code) []jen.Code {
	return []jen.Code{
		jen.List(jen.Id("x"), jen.Id("at")).Op(":=").Add(decode).Call(jen.Id("d"), jen.Id("at"), table),
		jen.Op("*").Id("v").Op("=").Id(convert).Call(jen.Id("x")),
		jen.Return(jen.Id("at")),
	}
}

// noteNames adds the table with the names of an enum, a set of flags or a variant.
func (e *emitter) noteNames(t *namedType) {
	var names []jen.Code
	for i := range t.members {
		names = append(names, jen.Lit(t.members[i].name))
	}
	e.tables = append(e.tables, jen.Id("cases"+t.goName).Op("=").Add(inWire("NewNames").Call(names...)))
}
