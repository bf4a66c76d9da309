package gen

import (
	"fmt"
	"strconv"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// emitServe emits serve.go, which contains what tests call to serve a component.
func (e *emitter) emitServe() *sourceFile {
	f := e.file("serve.go")
	client := e.model.pkg
	f.packageComment(wrap(fmt.Sprintf("Package %s is for tests of programs that use package %s. They need no Golem cluster.", e.pkg, client))...)
	f.packageComment("")
	f.packageComment(wrap("Its types are fakes: they implement the interfaces of package " + client + " by functions in fields, and record " +
		"their calls. Exports.Worker makes a worker of fakes, which sends nothing. Serve lets a server in the process answer HTTP " +
		"requests with fakes, or with an implementation of yours. A type that embeds a fake has to declare only the methods that " +
		"a test calls.")...)
	f.packageComment("")
	f.packageComment(wrap("A method of a fake panics if its function is nil, and names the field. Enqueued calls and drops succeed instead, " +
		"as they return no value.")...)
	e.emitExports(f)
	e.emitServeFunction(f)
	e.emitInvoke(f)
	return f
}

func (e *emitter) emitExports(f *sourceFile) {
	f.Add(comment(
		"Exports are the exports of one worker. A nil interface stands for a fake without functions: a call",
		"of it panics, on a server it is a trap.",
	))
	var fields, complete []jen.Code
	parts := []jen.Code{jen.Id("Worker").Op(":").Add(inStub("NewWorker")).Call(
		jen.Nil(), jen.Op("&").Add(e.inClient("Component")), jen.Id("name"))}
	for _, s := range e.model.scopes {
		fields = append(fields, jen.Id(s.goName).Add(e.inClient(s.goName)))
		parts = append(parts, jen.Id(s.goName).Op(":").Id("e").Dot(s.goName))
		complete = append(complete, jen.If(jen.Id("e").Dot(s.goName).Op("==").Nil()).Block(
			jen.Id("e").Dot(s.goName).Op("=").New(jen.Id(e.model.fakeName(s.goName)))))
	}
	f.Type().Id("Exports").Struct(fields...)
	f.Line()
	f.Comment("// Worker returns a worker with these exports. It has no client: its methods that send requests of")
	f.Comment("// their own return an error.")
	f.Func().Params(jen.Id("e").Id("Exports")).Id("Worker").Params(jen.Id("name").String()).Op("*").Add(e.inClient("Worker")).Block(
		jen.Id("e").Dot("complete").Call(),
		jen.Return(jen.Op("&").Add(e.inClient("Worker")).ValueLines(parts...)),
	)
	f.Line()
	f.Func().Params(jen.Id("e").Op("*").Id("Exports")).Id("complete").Params().Block(complete...)
	f.Line()
}

func (e *emitter) emitServeFunction(f *sourceFile) {
	f.Add(comment(e.serveDoc()...))
	handler := jen.Func().Params(jen.Id("worker").String()).Add(inGolemtest("Handler")).Block(
		jen.Id("exports").Op(":=").Id("newWorker").Call(jen.Id("worker")),
		jen.Id("exports").Dot("complete").Call(),
		jen.Return(inGolemtest("HandlerFunc").Call(jen.Id("exports").Dot("invoke"))),
	)
	f.Func().Id("Serve").Params(
		jen.Id("server").Op("*").Add(inGolemtest("Server")),
		jen.Id("newWorker").Func().Params(jen.Id("worker").String()).Id("Exports"),
	).Op("*").Add(inGolemtest("Component")).Block(
		jen.Id("component").Op(":=").Id("server").Dot("AddComponent").Call(jen.Index().Byte().Call(jen.Id("document"))),
		jen.If(jen.Id("newWorker").Op("!=").Nil()).Block(jen.Id("component").Dot("Handle").Call(handler)),
		jen.Return(jen.Id("component")),
	)
	f.Line()
}

func (e *emitter) serveDoc() []string {
	lines := wrap("Serve adds the component to a server and answers calls of its workers. It calls newWorker with a worker's name " +
		"before the worker's first call; what that returns is the worker's state. The calls of a worker run one at a time, " +
		"enqueued ones included; golemtest.InvocationFrom(ctx) returns details of a call.")
	lines = append(append(lines, ""), wrap("To return the err of a WIT result, a method returns a *runtime.ResultError, as clients do. "+
		"Any other error is a trap, after which the worker is lost.")...)
	if r := e.model.someResource(); r != nil {
		lines = append(append(lines, ""), wrap("An implementation returns resources of its own, such as &"+
			e.model.pkg+"."+r.goName+"{"+r.methodsType()+": …}, and gets the same pointers back as parameters. The constructor "+
			"also makes implicit resources. A drop calls the method Drop of the resource.")...)
	}
	return append(append(lines, ""), wrap("The methods Answer, Trap and HandleFunc of the component take precedence over newWorker. "+
		"They alone answer calls if newWorker is nil.")...)
}

// someResource returns the first resource with methods, nil if there is none.
func (m *model) someResource() *resource {
	for _, s := range m.scopes {
		for _, r := range s.resources {
			if len(r.calls()) > 0 {
				return r
			}
		}
	}
	return nil
}

// invocationFunction starts a method of Exports of the shape golemtest.HandlerFunc.
func invocationFunction(f *sourceFile, name string) *jen.Statement {
	return f.Func().Params(jen.Id("e").Op("*").Id("Exports")).Id(name).Params(
		contextParameter(), jen.Id("call").Op("*").Add(inGolemtest("Invocation")),
	).Params(jen.Qual(jsonPath, "RawMessage"), jen.Error())
}

func notServed() jen.Code { return jen.Return(inTestserve("NotServed").Call(jen.Id("call"))) }

// emitInvoke emits the method that finds the interface of a call.
func (e *emitter) emitInvoke(f *sourceFile) {
	var cases []jen.Code
	world := notServed()
	for _, s := range e.model.scopes {
		if len(s.served()) == 0 {
			continue
		}
		serve := jen.Return(jen.Id("e").Dot("serve"+s.goName).Call(jen.Id("ctx"), jen.Id("call")))
		if s.iface == nil {
			world = serve
		} else {
			cases = append(cases, jen.Case(jen.Lit(s.iface.Name)).Block(serve))
		}
	}
	body := []jen.Code{jen.If(jen.Id("call").Dot("Interface").Op("==").Nil()).Block(world)}
	if len(cases) > 0 {
		body = append(body, jen.Switch(jen.Id("call").Dot("Interface").Dot("Name")).Block(cases...))
	}
	invocationFunction(f, "invoke").Block(append(body, notServed())...)
}

// served returns the functions that the server calls on a worker. Drops are not among them,
// because the server calls a resource's own Drop.
func (s *scope) served() []*function {
	var list []*function
	for fn := range s.every() {
		if fn.source.Kind != metadata.Drop {
			list = append(list, fn)
		}
	}
	return list
}

// emitServeFile emits the functions that dispatch calls of one interface.
func (e *emitter) emitServeFile(s *scope) *sourceFile {
	f := e.file(s.file + "_serve.go")
	var cases []jen.Code
	for fn, r := range s.every() {
		switch {
		case fn.source.Kind == metadata.Drop:
		case r == nil:
			cases = append(cases, e.serveCase(fn, jen.Id("e").Dot(s.goName)))
		default:
			cases = append(cases, e.serveCase(fn, inTestserve("Self").Types(e.inClient(r.goName)).Call(jen.Id("call"))))
		}
	}
	invocationFunction(f, "serve"+s.goName).Block(
		jen.Switch(jen.Id("call").Dot("Function").Dot("Name")).Block(cases...),
		notServed(),
	)
	f.Line()
	for _, fn := range s.served() {
		if fn.answer() == named {
			e.emitResultsAppend(f, fn)
		}
	}
	e.emitHelpers(f)
	e.emitTables(f)
	return f
}

// serveCase emits a call of a function on its implementation.
func (e *emitter) serveCase(fn *function, on *jen.Statement) jen.Code {
	call := on.Dot(fn.goName).Add(argumentList(e.servedArguments(fn)))
	return jen.Case(jen.Lit(fn.source.Name)).Block(e.serving(fn, call)...)
}

// servedArguments returns the context of a call and its parameters.
func (e *emitter) servedArguments(fn *function) []jen.Code {
	list := []jen.Code{jen.Id("ctx")}
	for i, p := range fn.parameters {
		list = append(list, inTestserve("Parameter").Call(jen.Id("call"), jen.Lit(i), e.decodeFunc(p.typ)))
	}
	return list
}

// argumentList puts each argument on a line of its own if there are more than two.
func argumentList(arguments []jen.Code) jen.Code {
	if len(arguments) > 2 {
		return new(jen.Statement).CallLines(arguments...)
	}
	return new(jen.Statement).Call(arguments...)
}

// serving returns the code that calls a function and answers with its results.
func (e *emitter) serving(fn *function, call jen.Code) []jen.Code {
	answer := func(name string, value jen.Code, codecs ...jen.Code) jen.Code {
		return jen.Return(inTestserve(name).Call(append([]jen.Code{jen.Id("call"), value, jen.Err()}, codecs...)...))
	}
	assign := jen.List(jen.Id("result"), jen.Err()).Op(":=").Add(call)
	switch fn.answer() {
	case noResult:
		return []jen.Code{jen.Return(jen.Nil(), call)}
	case oneResult:
		return []jen.Code{assign, answer("Answer", jen.Id("result"), e.appendFunc(fn.results[0].typ))}
	case named:
		return e.servingNamed(fn, call)
	}
	sides := fn.results[0].typ.items
	ok, failure := e.appendFunc(sides[0]), e.appendFunc(sides[1])
	if fn.answer() == failing {
		return []jen.Code{assign, answer("AnswerResult", jen.Id("result"), ok, failure)}
	}
	return []jen.Code{
		jen.Err().Op(":=").Add(call),
		answer("AnswerResult", jen.Struct().Values(), ok, failure),
	}
}

func (e *emitter) servingNamed(fn *function, call jen.Code) []jen.Code {
	var variables, values []jen.Code
	elements := []jen.Code{jen.Id("call"), jen.Err()}
	for i, r := range fn.results {
		name := "r" + strconv.Itoa(i)
		variables = append(variables, jen.Id(name))
		values = append(values, jen.Id(name))
		if fn.data != nil {
			elements = append(elements, inTestserve("Element").Call(jen.Op("&").Id(name), e.appendFunc(r.typ)))
		}
	}
	assign := jen.List(append(variables, jen.Err())...).Op(":=").Add(call)
	if fn.data != nil {
		return []jen.Code{assign, jen.Return(inTestserve("AnswerElements").Call(elements...))}
	}
	return []jen.Code{
		assign,
		jen.Return(inTestserve("Answer").Call(jen.Id("call"),
			jen.Id(resultsType(fn)).Values(values...), jen.Err(), jen.Id("append"+resultsName(fn)))),
	}
}

// emitResultsAppend emits the record that holds named results, and the function that writes it.
func (e *emitter) emitResultsAppend(f *sourceFile, fn *function) {
	e.emitResultsType(f, fn)
	e.emitFieldsAppend(f, resultsName(fn), jen.Id(resultsType(fn)), resultMembers(fn))
}
