package gen

import (
	"fmt"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// emitServeAgents emits serve.go of a test package for agents, which contains what tests call
// to plug in implementations.
func (e *emitter) emitServeAgents(served []*scope) *sourceFile {
	f := e.file("serve.go")
	client := e.model.pkg
	f.packageComment(wrap(fmt.Sprintf("Package %s is for tests of programs that use package %s. They need no Golem cluster.", e.pkg, client))...)
	f.packageComment("")
	f.packageComment(wrap("Its types are fakes: they implement the interfaces of package " + client + " by functions in fields, and record " +
		"their calls. Serve lets a server in the process answer HTTP requests with fakes, or with an implementation of yours. A type that " +
		"embeds a fake has to declare only the methods that a test calls.")...)
	f.packageComment("")
	f.packageComment(wrap("A method of a fake panics if its function is nil, and names the field. Create and enqueued calls succeed " +
		"instead, as they return no value.")...)
	e.emitAgentConstructors(f, served)
	e.emitServeAgentsFunction(f, served)
	return f
}

// emitAgentConstructors emits the struct of the functions that make implementations.
func (e *emitter) emitAgentConstructors(f *sourceFile, served []*scope) {
	f.Add(comment(wrap("Agents has the functions that make implementations of agents. Each function is called for a new agent, with the parameters of its " +
		"constructor and the values that it is configured with, secrets included; golemtest.InvocationFrom(ctx) returns the constructor's call. What the " +
		"function returns is the agent's state. An error fails the agent for good, and so does a panic.")...))
	var fields []jen.Code
	for _, s := range served {
		fields = append(fields, jen.Id(s.goName).Func().Params(e.constructorParameters(s)...).Params(e.inClient(s.methodsType()), jen.Error()))
	}
	f.Type().Id("Agents").Struct(fields...)
	f.Line()
	for _, s := range served {
		e.emitSecrets(f, s)
	}
}

// constructorParameters returns the parameters of the function that makes an implementation.
func (e *emitter) constructorParameters(s *scope) []jen.Code {
	list := append([]jen.Code{contextParameter()}, e.localParameters(s.agent.constructor.parameters)...)
	names := newNameScope("")
	for _, p := range s.agent.constructor.parameters {
		names.take("", p.goName)
	}
	if s.agent.create != nil {
		name, _ := names.first("", "config", "configuration", "config_")
		list = append(list, jen.Id(name).Add(e.goType(s.agent.configType())))
	}
	if s.agent.reveal != nil {
		name, _ := names.first("", "secrets", "secretValues", "secrets_")
		list = append(list, jen.Id(name).Id(e.secrets[s]))
	}
	return list
}

func (e *emitter) emitServeAgentsFunction(f *sourceFile, served []*scope) {
	f.Add(comment(e.serveAgentsDoc(served)...))
	body := []jen.Code{jen.Id("deployment").Op(":=").Id("server").Dot("Deploy").Call(
		jen.Index().Byte().Call(jen.Id("document")), jen.Id("opts").Op("..."))}
	for _, s := range served {
		body = append(body, jen.If(jen.Id("agents").Dot(s.goName).Op("!=").Nil()).Block(
			inTestserve("HandleAgent").Call(jen.Id("deployment"), jen.Lit(s.agent.source.Name),
				jen.Id("agents").Dot("new"+s.goName), jen.Id("serve"+s.goName))))
	}
	f.Func().Id("Serve").Params(
		jen.Id("server").Op("*").Add(inGolemtest("Server")),
		jen.Id("agents").Id("Agents"),
		jen.Id("opts").Op("...").Add(inGolemtest("DeployOption")),
	).Op("*").Add(inGolemtest("Deployment")).Block(append(body, jen.Return(jen.Id("deployment")))...)
	f.Line()
}

func (e *emitter) serveAgentsDoc(served []*scope) []string {
	doc := "Serve deploys the agent types on a server and answers calls of their agents. It calls a function of agents before the first " +
		"call of an agent, and before each call of an ephemeral agent. The calls of an agent run one at a time, including enqueued and " +
		"scheduled calls. golemtest.InvocationFrom(ctx) returns details of a call, like the agent's id."
	if e.model.deployment.Application == "" || e.model.deployment.Environment == "" {
		doc += " The option golemtest.In is required. It sets where to deploy."
	}
	lines := append(wrap(doc), "")
	lines = append(append(lines, wrap("To return the err of a result, a method returns a *runtime.ResultError, as clients do. Any other error "+
		"fails the agent for good, and so does a panic. If an agent was deleted, its next call makes a new one.")...), "")
	lines = append(append(lines, wrap("Serving another deployment leaves agents at their revision. The deployment's method UpdateAgent moves an "+
		"agent: it makes a new implementation, which runs the calls so far again and must give the same results. UpdateAgentManually passes "+
		"the state on instead, if both implementations are a golemtest.Snapshotter.")...), "")
	if len(served) > 0 {
		lines = append(append(lines, wrap("An implementation needs the methods Create, Enqueue and Schedule, but clients never call them. Embed "+
			"a fake, such as "+e.pkg+"."+e.model.fakeName(served[0].goName)+", to have them.")...), "")
	}
	return append(lines, wrap("The methods Answer, Trap and HandleFunc of the deployment take precedence over agents. If the function "+
		"of an agent type is nil, they must answer its calls.")...)
}

// emitServeAgent emits the functions that make and call the agents of one type.
func (e *emitter) emitServeAgent(s *scope) *sourceFile {
	f := e.file(s.file + "_serve.go")
	call := jen.Id("call").Op("*").Add(inGolemtest("Invocation"))
	methods := e.inClient(s.methodsType())
	f.Func().Params(jen.Id("a").Op("*").Id("Agents")).Id("new"+s.goName).Params(contextParameter(), call).
		Params(methods, jen.Error()).Block(jen.Return(jen.Id("a").Dot(s.goName).Add(argumentList(e.constructorArguments(s)))))
	f.Line()
	var body, cases []jen.Code
	for _, fn := range s.functions {
		cases = append(cases, e.serveCase(fn, jen.Id("agent")))
	}
	if len(cases) > 0 {
		body = append(body, jen.Switch(jen.Id("call").Dot("Method").Dot("Name")).Block(cases...))
	}
	f.Func().Id("serve"+s.goName).Params(contextParameter(), jen.Id("agent").Add(methods), call).
		Params(jen.Qual(jsonPath, "RawMessage"), jen.Error()).Block(append(body, notServed())...)
	f.Line()
	e.emitHelpers(f)
	e.emitTables(f)
	return f
}

// constructorArguments returns the arguments that a call of the constructor passes on.
func (e *emitter) constructorArguments(s *scope) []jen.Code {
	list := e.servedArguments(s.agent.constructor)
	if s.agent.create != nil {
		values := e.configFields(s.agent.config, s.agent.create, func(v jen.Code) jen.Code { return inRuntime("Some").Call(v) })
		list = append(list, e.inClient(s.agent.configName).ValueLines(values...))
	}
	if s.agent.reveal != nil {
		values := e.configFields(s.agent.secrets, s.agent.reveal, func(v jen.Code) jen.Code { return v })
		list = append(list, jen.Id(e.secrets[s]).ValueLines(values...))
	}
	return list
}

// configFields returns the fields of a configuration, or of secrets, with the values of a new
// agent.
func (e *emitter) configFields(list []configValue, fn *function, field func(value jen.Code) jen.Code) (values []jen.Code) {
	for i := range list {
		arguments := []jen.Code{jen.Id("call"), e.decodeFunc(fn.parameters[i].typ)}
		for _, part := range list[i].source.Path {
			arguments = append(arguments, jen.Lit(part))
		}
		values = append(values, jen.Id(list[i].goName).Op(":").Add(field(inTestserve("Config").Call(arguments...))))
	}
	return values
}
