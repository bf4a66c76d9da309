package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// wideFlags is the maximum number of flags that fit into one integer.
const wideFlags = 64

// flagsWidth returns the smallest unsigned integer type with n bits.
func flagsWidth(n int) string {
	switch {
	case n <= 8:
		return "uint8"
	case n <= 16:
		return "uint16"
	case n <= 32:
		return "uint32"
	default:
		return "uint64"
	}
}

func (e *emitter) emitFlags(f *sourceFile, t *namedType) {
	if len(t.members) > wideFlags {
		e.emitWideFlags(f, t)
		return
	}
	f.Add(comment(e.typeDoc(t, "Flags are combined with |.")...))
	f.Type().Id(t.goName).Id(flagsWidth(len(t.members)))
	f.Line()
	e.emitFlagConstants(f, t)

	f.Comment("// Has reports whether all of the given flags are set.")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("Has").Params(jen.Id("flags").Id(t.goName)).Bool().Block(
		jen.Return(jen.Id("v").Op("&").Id("flags").Op("==").Id("flags")))
	f.Line()
	f.Comment(`// String returns the names of the set flags, joined by "|".`)
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("String").Params().String().Block(
		jen.Return(jen.Id("cases" + t.goName).Dot("Join").Call(jen.Uint64().Call(jen.Id("v")))))
	f.Line()
	e.emitJSON(f, t)
}

func (e *emitter) emitFlagConstants(f *sourceFile, t *namedType) {
	if len(t.members) == 0 {
		return
	}
	f.Comment("// The flags of " + t.goName + ".")
	var constants []jen.Code
	for i := range t.members {
		m := &t.members[i]
		if m.doc != "" {
			constants = append(constants, comment(lines(m.doc)...))
		}
		constant := jen.Id(m.goName)
		if i == 0 {
			constant.Id(t.goName).Op("=").Lit(1).Op("<<").Iota()
		}
		constants = append(constants, constant.Comment("// "+inert(m.name)))
	}
	f.Const().Defs(constants...)
	f.Line()
}

// emitWideFlags emits a set of more than 64 flags: an array of words, and a variable for each
// flag, because Go has no constants of array types.
func (e *emitter) emitWideFlags(f *sourceFile, t *namedType) {
	f.Add(comment(e.typeDoc(t, "Flags are combined with Or and compared with ==.")...))
	words := (len(t.members) + wideFlags - 1) / wideFlags
	f.Type().Id(t.goName).Struct(jen.Id("bits").Index(jen.Lit(words)).Uint64())
	f.Line()

	f.Comment("// The flags of " + t.goName + ".")
	var flags []jen.Code
	for i := range t.members {
		m := &t.members[i]
		value := jen.Id(t.goName).Values(jen.Id("bits").Op(":").Index(jen.Lit(words)).Uint64().Values(
			jen.Lit(i / wideFlags).Op(":").Lit(1).Op("<<").Lit(i % wideFlags)))
		flags = append(flags, jen.Id(m.goName).Op("=").Add(value).Comment("// "+inert(m.name)))
	}
	f.Var().Defs(flags...)
	f.Line()
	e.emitWideFlagsMethods(f, t)
	e.emitJSON(f, t)
}

func (e *emitter) emitWideFlagsMethods(f *sourceFile, t *namedType) {
	over := func(body ...jen.Code) jen.Code {
		return jen.For(jen.Id("i").Op(":=").Range().Id("v").Dot("bits")).Block(body...)
	}
	vBits, flagBits := jen.Id("v").Dot("bits").Index(jen.Id("i")), jen.Id("flags").Dot("bits").Index(jen.Id("i"))

	f.Comment("// Or returns the set of the flags that are in v or in flags.")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("Or").Params(jen.Id("flags").Id(t.goName)).Id(t.goName).Block(
		over(vBits.Clone().Op("|=").Add(flagBits.Clone())),
		jen.Return(jen.Id("v")))
	f.Line()
	f.Comment("// Has reports whether all of the given flags are set.")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("Has").Params(jen.Id("flags").Id(t.goName)).Bool().Block(
		over(jen.If(vBits.Clone().Op("&").Add(flagBits.Clone()).Op("!=").Add(flagBits.Clone())).Block(jen.Return(jen.False()))),
		jen.Return(jen.True()))
	f.Line()
	f.Comment("// Equal reports whether both sets have the same flags.")
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("Equal").Params(jen.Id("flags").Id(t.goName)).Bool().Block(
		jen.Return(jen.Id("v").Op("==").Id("flags")))
	f.Line()
	f.Comment(`// String returns the names of the set flags, joined by "|".`)
	f.Func().Params(jen.Id("v").Id(t.goName)).Id("String").Params().String().Block(
		jen.Return(jen.Id("cases" + t.goName).Dot("Join").Call(jen.Id("v").Dot("bits").Index(jen.Op(":")).Op("..."))))
	f.Line()
}

func (e *emitter) emitFlagsCodec(f *sourceFile, t *namedType) {
	e.noteNames(t)
	write, read := inWire("AppendFlags"), inWire("DecodeFlags")
	cases := jen.Id("cases" + t.goName)
	if len(t.members) > wideFlags {
		bits := jen.Id("v").Dot("bits").Index(jen.Op(":"))
		e.appendFunction(f, "append"+t.goName, jen.Id(t.goName)).Block(
			jen.Return(inWire("AppendWideFlags").Call(jen.Id("b"), jen.Id("e"), cases, bits)))
		f.Line()
		e.decodeFunction(f, "decode"+t.goName, jen.Id(t.goName)).Block(
			jen.Return(inWire("DecodeWideFlags").Call(jen.Id("d"), jen.Id("at"), cases.Clone(), bits.Clone())))
		f.Line()
		return
	}
	e.appendFunction(f, "append"+t.goName, jen.Id(t.goName)).Block(
		jen.Return(write.Call(jen.Id("b"), jen.Id("e"), cases, jen.Uint64().Call(jen.Op("*").Id("v")))))
	f.Line()
	e.decodeFunction(f, "decode"+t.goName, jen.Id(t.goName)).Block(
		decodeAs(t.goName, read, cases.Clone())...)
	f.Line()
}
