package gen

import (
	"fmt"

	"github.com/dave/jennifer/jen"
)

// emitFakesDoc writes doc.go of a test package for agents.
func (e *emitter) emitFakesDoc() *sourceFile {
	f := e.file("doc.go")
	f.packageComment(wrap(fmt.Sprintf("Package %s is for tests of programs that use package %s. They need no Golem cluster.", e.pkg, e.model.pkg))...)
	f.packageComment("")
	f.packageComment(wrap("Its types are fakes: they implement the interfaces of package " + e.model.pkg + " by functions in fields, and record " +
		"their calls. A method of a fake panics if its function is nil, and names the field. Create and enqueued calls succeed " +
		"instead, as they return no value.")...)
	return f
}

// emitAgentFakes writes the fake of an agent type.
func (e *emitter) emitAgentFakes(s *scope, names *nameScope) *sourceFile {
	f := e.file(s.file + ".go")
	fk := newFake(fakeName(s.goName), e.agentMethods(s), names)
	client, methods := e.model.pkg, s.methodsType()
	f.Add(comment(wrap(fk.goName + " is a fake of " + client + "." + methods + ". To make an agent of it, write &" + client + "." + s.goName +
		"{" + methods + ": &" + e.pkg + "." + fk.goName + "{…}}.")...))
	e.emitFake(f, fk)
	f.Var().Id("_").Add(e.inClient(methods)).Op("=").Parens(jen.Op("*").Id(fk.goName)).Parens(jen.Nil())
	f.Line()
	e.emitRecords(f, fk)
	return f
}
