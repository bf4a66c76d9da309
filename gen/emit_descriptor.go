package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// descriptor returns the stub.Function literal that describes a function on the wire.
func (e *emitter) descriptor(s *scope, r *resource, fn *function) jen.Code {
	if fn.data != nil {
		return e.agentFunction(fn)
	}
	var fields []jen.Code
	if s.iface != nil {
		fields = append(fields, field("Interface", jen.Id(s.interfaceConstant())))
	}
	fields = append(fields, field("Name", jen.Lit(fn.source.CallName())))
	if self := fn.self(r); self != nil {
		fields = append(fields, field("Self", e.constants.use(self).code()))
	}
	switch fn.answer() {
	case noResult:
	case named:
		x := &typeText{}
		x.members("fields", resultMembers(fn))
		x.add(`,"type":"Record"}`)
		fields = append(fields, field("Result", x.code()), field("NamedResults", jen.True()))
	default:
		fields = append(fields, field("Result", e.constants.use(fn.results[0].typ).code()))
	}
	if len(fn.parameters) > 0 {
		fields = append(fields, field("Parameters", e.parameterList(fn)))
	}
	return jen.Id(fn.variable).Op("=").Add(inStub("Function")).Values(fields...)
}

// field returns a field of a composite literal. Unlike a jen.Dict, a list of fields keeps its
// order.
func field(name string, value jen.Code) jen.Code { return jen.Id(name).Op(":").Add(value) }

// interfaceConstant returns the name of the constant for the interface's name.
func (s *scope) interfaceConstant() string { return "interface" + s.goName }

// self returns the type of the handle that the function is called on, or nil if it has none.
func (fn *function) self(r *resource) *goType {
	if fn.source.Kind != metadata.Method && fn.source.Kind != metadata.Drop {
		return nil
	}
	return &goType{source: fn.source.Parameters[0].Type, resource: r}
}

func (e *emitter) parameterList(fn *function) jen.Code {
	var list []jen.Code
	for _, p := range fn.parameters {
		list = append(list, jen.Values(field("Name", jen.Lit(p.name)), field("Type", e.constants.use(p.typ).code())))
	}
	return jen.Index().Add(inStub("Parameter")).Values(list...)
}
