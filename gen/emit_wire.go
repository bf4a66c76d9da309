package gen

import (
	"strconv"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// emitWireFile emits the descriptors of functions and resources, the JSON of types, and the
// codecs.
func (e *emitter) emitWireFile(s *scope) *sourceFile {
	f := e.file(s.file + "_wire.go")
	if s.iface != nil {
		f.Const().Id(s.interfaceConstant()).Op("=").Lit(s.iface.Name)
		f.Line()
	}
	for _, r := range s.resources {
		e.emitResourceDescriptor(f, s, r)
	}
	if s.agent != nil {
		f.Var().Add(e.agentDescriptor(s))
		f.Line()
	}
	e.emitFunctionDescriptors(f, s)
	e.emitTypeConstants(f, s)
	for _, t := range s.types {
		kindEmitters[t.source.Kind].codec(e, f, t)
	}
	for fn := range s.every() {
		if fn.answer() == named {
			e.emitResultsRecord(f, fn)
		}
	}
	e.emitHelpers(f)
	e.emitTables(f)
	return f
}

// emitTables emits the tables that were added since the last call.
func (e *emitter) emitTables(f *sourceFile) {
	if len(e.tables) > 0 {
		grouped(f.Var(), e.tables)
		e.tables = nil
	}
}

func (e *emitter) emitFunctionDescriptors(f *sourceFile, s *scope) {
	var descriptors []jen.Code
	for fn, r := range s.every() {
		descriptors = append(descriptors, e.descriptor(s, r, fn))
	}
	if len(descriptors) == 0 {
		return
	}
	grouped(f.Var(), descriptors)
	f.Line()
}

// resultMembers returns named results as the fields of a record.
func resultMembers(fn *function) []member {
	members := make([]member, len(fn.results))
	for i, r := range fn.results {
		members[i] = member{name: r.name, goName: resultField(i), typ: r.typ}
	}
	return members
}

// resultField returns the name of the field that holds the n-th of several results.
func resultField(n int) string { return "R" + strconv.Itoa(n) }

// resultsName returns the end of the names for the record that holds named results.
func resultsName(fn *function) string { return "Results" + upperFirst(fn.variable) }

func upperFirst(name string) string { return string(name[0]-'a'+'A') + name[1:] }

// resultsPrefix begins the names of records that hold named results, before the variable of their
// function.
const resultsPrefix = "results"

// resultsType returns the name of the record that holds named results.
func resultsType(fn *function) string { return resultsPrefix + upperFirst(fn.variable) }

// emitResultsRecord emits the record that holds named results, and the function that reads it.
func (e *emitter) emitResultsRecord(f *sourceFile, fn *function) {
	e.emitResultsType(f, fn)
	if fn.data != nil {
		e.emitTakeElements(f, fn)
		return
	}
	e.emitFieldsDecode(f, resultsName(fn), jen.Id(resultsType(fn)), resultMembers(fn))
	decode := "decode" + resultsName(fn)
	emitTaking(f, "take"+resultsName(fn), nextAt().Op("=").Id(decode).Call(jen.Id("d"), nextAt(), taken(jen.Id(resultsType(fn)))))
}

// emitTakeElements emits the function that reads the elements of an agent's result.
func (e *emitter) emitTakeElements(f *sourceFile, fn *function) {
	body := []jen.Code{jen.Id("r").Op(":=").Add(taken(jen.Id(resultsType(fn))))}
	for i, m := range resultMembers(fn) {
		if i > 0 {
			body = append(body, jen.Id("d").Dot("NextElement").Call(elementConstant(m.typ)))
		}
		body = append(body, e.decodeTo(nextAt(), m.typ, jen.Op("&").Id("r").Dot(m.goName)))
	}
	f.Func().Id("take"+resultsName(fn)).Params(jen.Id("d").Op("*").Add(inWire("Decoder")), jen.Id("v").Any()).Block(body...)
	f.Line()
}

func (e *emitter) emitResultsType(f *sourceFile, fn *function) {
	var fields []jen.Code
	for _, m := range resultMembers(fn) {
		fields = append(fields, jen.Id(m.goName).Add(e.goType(m.typ)))
	}
	f.Type().Id(resultsType(fn)).Struct(fields...)
	f.Line()
}

// emitTypeConstants emits the JSON of the scope's own types, and of other types that several
// descriptors share and that this scope is the first to use.
func (e *emitter) emitTypeConstants(f *sourceFile, s *scope) {
	var constants []jen.Code
	for _, t := range s.types {
		if t.source.Kind == kindPart {
			continue // it is never described as a whole
		}
		x := &typeText{}
		x.definition(t)
		constants = append(constants, x.constantOf("type"+t.goName))
	}
	for _, shared := range e.constants.declared[s] {
		constants = append(constants, typeOf(shared.typ).constantOf(shared.name))
	}
	if len(constants) == 0 {
		return
	}
	grouped(f.Const(), constants)
	f.Line()
}

// grouped adds definitions to var or const. As gofumpt wants it, a single definition has no
// parentheses.
func grouped(keyword *jen.Statement, definitions []jen.Code) {
	if len(definitions) == 1 {
		keyword.Add(definitions...)
	} else {
		keyword.Defs(definitions...)
	}
}

func (e *emitter) emitResourceDescriptor(f *sourceFile, s *scope, r *resource) {
	var fields []jen.Code
	if s.iface != nil {
		fields = append(fields, jen.Id("Interface").Op(":").Id(s.interfaceConstant()))
	}
	if r.source != nil {
		fields = append(fields, jen.Id("Name").Op(":").Lit(r.source.Name))
	}
	fields = append(fields, jen.Id("ID").Op(":").Op(strconv.FormatUint(r.id, 10)))
	f.Var().Id("resource" + r.goName).Op("=").Add(inStub("Resource")).ValueLines(fields...)
	f.Line()

	parts := []jen.Code{jen.Id("handle").Op(":").Id("handle")}
	if len(r.calls()) > 0 {
		parts = append([]jen.Code{jen.Id(r.goName + "Methods").Op(":").Op("&").Id("client" + r.goName).Values(
			jen.Id("handle").Dot("Target").Call())}, parts...)
	}
	f.Func().Id("new"+r.goName).Params(jen.Id("handle").Add(inStub("Handle"))).Op("*").Id(r.goName).Block(
		jen.If(jen.Id("handle").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Op("&").Id(r.goName).Values(parts...)),
	)
	f.Line()
}
