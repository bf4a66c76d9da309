package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// emitAgentsTestPackage emits the test package of a client for agents. Like that of a component,
// it has fakes, and a function Serve that takes implementations of the client's interfaces. The
// constructors of agents have parameters, so functions make the agents.
func (e *emitter) emitAgentsTestPackage(names *nameScope, files *formatter) {
	var served []*scope
	for _, s := range e.model.scopes {
		if s.agent.hasMethods() {
			served = append(served, s)
		}
	}
	e.nameSecrets(served, names)
	files.add(e.emitServeAgents(served))
	files.later(e.emitDeployment)
	for _, s := range served {
		files.add(e.emitAgentFakes(s, names))
		files.add(e.emitServeAgent(s))
	}
}

// emitAgentFakes emits the fake of an agent type.
func (e *emitter) emitAgentFakes(s *scope, names *nameScope) *sourceFile {
	f := e.file(s.file + ".go")
	fk := newFake(e.model.fakeName(s.goName), e.agentMethods(s), names)
	client, methods := e.model.pkg, s.methodsType()
	f.Add(comment(wrap(fk.goName + " is a fake of " + client + "." + methods + ". To make an agent of it, write &" + client + "." + s.goName +
		"{" + methods + ": &" + e.pkg + "." + fk.goName + "{…}}.")...))
	e.emitFake(f, fk)
	f.Var().Id("_").Add(e.inClient(methods)).Op("=").Parens(jen.Op("*").Id(fk.goName)).Parens(jen.Nil())
	f.Line()
	e.emitRecords(f, fk)
	return f
}
