package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// For an agent type, the client declares
//
//   - Account, a client for one agent: a struct that embeds runtime.Agent and the Go interface
//     of the methods;
//   - NewAccount, which makes it from the constructor's parameters;
//   - AccountMethods, the Go interface, with its implementation and AccountEnqueue;
//   - AccountConfig, the configuration that Create accepts, if there is one.

// emitAgentFile emits the code that users call for one agent type.
func (e *emitter) emitAgentFile(s *scope) *sourceFile {
	f := e.file(s.file + ".go")
	e.emitAgentType(f, s)
	e.emitAgentConstructor(f, s)
	e.emitAgentAccess(f, s)
	if !s.agent.hasMethods() {
		return f
	}
	methods := e.agentMethods(s)
	e.emitForwarding(f, s.goName, methods,
		"methods returns the methods of the agent. If New"+s.goName+" did not make the agent, they return an error.")
	if s.agent.create != nil {
		e.emitAgentConfig(f, s)
	}
	e.emitMethodsInterface(f, methods)
	e.emitMethodsEnqueue(f, methods)
	e.emitMethodsClient(f, methods)
	return f
}

// methodsType returns the name of the Go interface of an agent type's methods.
func (s *scope) methodsType() string { return s.goName + "Methods" }

// isEphemeral reports whether each call runs on an agent of its own.
func (a *agent) isEphemeral() bool { return a.source.Mode == metadata.Ephemeral }

// hasMethods reports whether an agent's Go type has methods: Create or those of the source.
func (a *agent) hasMethods() bool { return !a.isEphemeral() || len(a.source.Methods) > 0 }

// agentMethods returns the methods of an agent's Go type.
func (e *emitter) agentMethods(s *scope) *methodSet {
	set := &methodSet{
		owner: s.goName, goName: s.methodsType(), scheduled: true,
		doc:  wrap(s.methodsType() + " has the methods of agents of the type " + s.agent.label() + "."),
		none: inStub("NoAgent").Call(jen.Op("&").Id("agent" + s.goName)),
	}
	if !s.agent.isEphemeral() {
		set.methods = append(set.methods, e.createMethod(s))
	}
	e.addCalls(set, s.functions...)
	return set
}

func (a *agent) label() string { return printableName(a.source.Name) }

// createMethod returns the method that makes the agent before its first call.
func (e *emitter) createMethod(s *scope) method {
	doc := "Create creates the agent if it does not exist. Without Create, the first call of a method creates it."
	m := method{goName: "Create", sends: true, results: jen.Error()}
	begin := inStub("Create").Call(inStub("AgentOf").Call(jen.Id("c").Dot("target")), jen.Id("opts"))
	m.body = func() []jen.Code { return []jen.Code{jen.Return(begin.Dot("Await").Call(jen.Id("ctx")))} }
	if s.agent.create != nil {
		doc += " An agent that exists keeps its configuration."
		m.parameters = []parameter{{name: "config", goName: "config", typ: s.agent.configType()}}
		m.body = func() []jen.Code { return e.configured(s.agent, begin) }
	}
	m.doc = wrap(doc)
	return m
}

// configType returns the Go type of the configuration.
func (a *agent) configType() *goType {
	return &goType{source: &metadata.Type{Kind: metadata.KindRecord}, named: &namedType{goName: a.configName}}
}

// configured returns the statements that write the values of a configuration that are set, and
// send the request.
func (e *emitter) configured(a *agent, begin jen.Code) []jen.Code {
	body := []jen.Code{jen.Id("call").Op(":=").Add(begin)}
	for i := range a.config {
		value := jen.Id("config").Dot(a.config[i].goName)
		body = append(body, jen.If(value.Clone().Dot("Some")).Block(
			jen.Id("call").Dot("Buffer").Op("=").Add(e.appendCall(a.create.parameters[i].typ,
				jen.Id("call").Dot("Part").Call(jen.Lit(i)), jen.Op("&").Id("call").Dot("Encoder"),
				jen.Op("&").Add(value.Clone().Dot("Value"))))))
	}
	return append(body, jen.Return(jen.Id("call").Dot("Await").Call(jen.Id("ctx"))))
}

// emitAgentConfig emits the Go type of the configuration.
func (e *emitter) emitAgentConfig(f *sourceFile, s *scope) {
	a := s.agent
	var fields []jen.Code
	for i := range a.config {
		text := a.config[i].path() + ": " + e.printer().Type(a.config[i].source.Type)
		fields = append(fields, comment(wrap(printableName(text))...),
			jen.Id(a.config[i].goName).Add(inRuntime("Option").Types(e.goType(a.create.parameters[i].typ))))
	}
	f.Add(comment(wrap(a.configName + " is the configuration of a new agent of the type " + a.label() + ". " +
		"If a value is none, the agent uses the deployment's value.")...))
	f.Type().Id(a.configName).Struct(fields...)
	f.Line()
}

func (e *emitter) emitAgentType(f *sourceFile, s *scope) {
	what := s.goName + " is a client for one agent of the type " + s.agent.label() + "."
	if s.agent.isEphemeral() {
		what = s.goName + " is a client for agents of the type " + s.agent.label() + ". Each call runs on a new agent, which ends with the call."
	}
	fields := []jen.Code{jen.Op("*").Add(inRuntime("Agent"))}
	if s.agent.hasMethods() {
		what += " Its methods are those of " + s.methodsType() + ", which tests can replace by a fake."
		fields = append(fields, jen.Id(s.methodsType()))
	}
	what += " It is safe for concurrent use."
	f.Add(comment(docLines(wrap(what), s.doc)...))
	f.Type().Id(s.goName).Struct(fields...)
	f.Line()
}

func (e *emitter) emitAgentConstructor(f *sourceFile, s *scope) {
	c := s.agent.constructor
	doc := docLines(wrap(s.constructorDoc()), c.doc)
	doc = append(append(doc, ""), code(declaration(e.printer().AgentConstructor(&s.agent.source.Constructor)))...)
	f.Add(comment(doc...))

	parameters := append([]jen.Code{jen.Id("client").Op("*").Add(inRuntime("Client"))}, e.localParameters(c.parameters)...)
	parameters = append(parameters, jen.Id("opts").Op("...").Add(inRuntime("AgentOption")))
	begin := inStub("NewAgent").Call(jen.Id("client"), jen.Op("&").Id("agent"+s.goName), jen.Id("opts"))
	call, body := e.begunWith(c, begin)
	body = append(body, jen.Return(jen.Id("new"+s.goName).Call(call.Dot("Address").Call())))
	f.Func().Id("New" + s.goName).Params(parameters...).Op("*").Id(s.goName).Block(body...)
	f.Line()
	e.emitNewAgent(f, s)
}

// constructorDoc returns what an agent's constructor does.
func (s *scope) constructorDoc() string {
	c, name, ephemeral := s.agent.constructor, "New"+s.goName, s.agent.isEphemeral()
	const sendsNothing = " It sends nothing: options that are invalid are reported by the first call."
	switch {
	case len(c.parameters) == 0 && ephemeral:
		return name + " returns a client for agents of the type " + s.agent.label() + "." + sendsNothing
	case len(c.parameters) == 0:
		return name + " returns a client for the agent of the type " + s.agent.label() + "." + sendsNothing
	}
	what := name + " returns a client for the agent with these parameters."
	if ephemeral {
		what = name + " returns a client for agents with these parameters."
	}
	if c.data.input.Kind == metadata.SchemaMultimodal {
		what += " Servers take one part of each kind, in the order below; the last ones may be left out."
	}
	what += " It sends nothing: parameters that are invalid are reported by the first call."
	if !ephemeral {
		what += " Equal parameters address the same agent."
	}
	return what
}

// emitNewAgent emits the function that makes the client of an agent from the target of its
// methods.
func (e *emitter) emitNewAgent(f *sourceFile, s *scope) {
	parts := []jen.Code{field("Agent", inStub("AgentOf").Call(jen.Id("target")))}
	if s.agent.hasMethods() {
		parts = append(parts, field(s.methodsType(), jen.Op("&").Id("client"+s.goName).Values(jen.Id("target"))))
	}
	f.Func().Id("new" + s.goName).Params(jen.Id("target").Add(inStub("Target"))).Op("*").Id(s.goName).Block(
		jen.Return(jen.Op("&").Id(s.goName).Values(parts...)))
	f.Line()
}
