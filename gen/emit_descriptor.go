package gen

import (
	"strconv"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// longestLine is the length up to which generated code puts on one line what can also
// be broken into several. Signatures of methods are as long.
const longestLine = 160

// literalField is a field of a composite literal and its length in characters.
type literalField struct {
	code   jen.Code
	length int
}

// literal is a field with a value whose text is known.
func literal(name, value string) literalField { return valueField(name, jen.Op(value), value) }

func valueField(name string, value jen.Code, text string) literalField {
	return literalField{jen.Id(name).Op(":").Add(value), utf8.RuneCountInString(name + ": " + text + ", ")}
}

// typeField is a field with the JSON of a type.
func typeField(name string, x *typeText) literalField { return valueField(name, x.code(), x.source()) }

func lengthOf(fields []literalField) int {
	n := 0
	for _, f := range fields {
		n += f.length
	}
	return n
}

func codeOf(fields []literalField) []jen.Code {
	list := make([]jen.Code, len(fields))
	for i, f := range fields {
		list[i] = f.code
	}
	return list
}

// descriptor is the runtime.Function of a function: on one line if it fits, else on as
// few as there is room for.
func (e *emitter) descriptor(s *scope, r *resource, fn *function) jen.Code {
	fields := append(e.calledFields(s, r, fn), e.typedFields(fn)...)
	start := jen.Id(fn.variable).Op("=").Add(inStub("Function"))
	if utf8.RuneCountInString(fn.variable+" = stub.Function{}")+lengthOf(fields) <= longestLine {
		return start.Values(codeOf(fields)...)
	}
	return start.Custom(multiline, filled(fields)...)
}

// filled are the lines that fields fill, in their order.
func filled(fields []literalField) []jen.Code {
	var lines []jen.Code
	for len(fields) > 0 {
		n := 1
		for n < len(fields) && lengthOf(fields[:n+1]) <= longestLine {
			n++
		}
		lines = append(lines, jen.List(codeOf(fields[:n])...))
		fields = fields[n:]
	}
	return lines
}

// calledFields say how a function is called on the wire, and on what.
func (e *emitter) calledFields(s *scope, r *resource, fn *function) []literalField {
	var fields []literalField
	if s.iface != nil {
		fields = append(fields, literal("Interface", strconv.Quote(s.iface.Name)))
	}
	fields = append(fields, literal("Name", strconv.Quote(fn.source.CallName())))
	if self := fn.self(r); self != nil {
		fields = append(fields, typeField("Self", e.constants.use(self)))
	}
	return fields
}

// self is the handle that the function is called on, nil for those without.
func (fn *function) self(r *resource) *goType {
	if fn.source.Kind != metadata.Method && fn.source.Kind != metadata.Drop {
		return nil
	}
	return &goType{source: fn.source.Parameters[0].Type, resource: r}
}

// typedFields say what a function answers and takes. What it takes is longest, and
// comes last.
func (e *emitter) typedFields(fn *function) []literalField {
	var fields []literalField
	switch fn.answer() {
	case noResult:
	case named:
		x := &typeText{}
		x.members("fields", resultMembers(fn))
		x.add(`,"type":"Record"}`)
		fields = append(fields, typeField("Result", x), literal("NamedResults", "true"))
	default:
		fields = append(fields, typeField("Result", e.constants.use(fn.results[0].typ)))
	}
	if len(fn.parameters) > 0 {
		fields = append(fields, e.parametersField(fn))
	}
	return fields
}

func (e *emitter) parametersField(fn *function) literalField {
	const opening = "Parameters: []stub.Parameter{}, "
	length := len(opening)
	var list []jen.Code
	for _, p := range fn.parameters {
		fields := []literalField{literal("Name", strconv.Quote(p.name)), typeField("Type", e.constants.use(p.typ))}
		length += len("{}") + lengthOf(fields)
		list = append(list, jen.Values(codeOf(fields)...))
	}
	layout := multiline
	layout.Multi = length > longestLine
	return literalField{jen.Id("Parameters").Op(":").Index().Add(inStub("Parameter")).Custom(layout, list...), length}
}
