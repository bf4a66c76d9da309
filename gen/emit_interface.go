package gen

import (
	"github.com/dave/jennifer/jen"
)

// emitInterfaceFile writes what users call of one exported interface: its Go
// interface, what enqueues its functions, its resources, and the client behind them.
func (e *emitter) emitInterfaceFile(s *scope) {
	f := e.file(s.file + ".go")
	e.emitInterface(f, s)
	e.emitEnqueue(f, enqueueing{owner: s.goName, of: s.goName, what: interfaceLabel(s), functions: s.called()})
	for _, r := range s.resources {
		e.emitResource(f, s, r)
	}
	e.emitInterfaceClient(f, s)
}

// interfaceLabel names the interface in comments: "the interface acme:shop/cart@1.4.0".
func interfaceLabel(s *scope) string {
	if s.iface == nil {
		return "the world"
	}
	return "the interface " + s.iface.Name
}

// called lists the functions that are methods of the interface's Go type.
func (s *scope) called() []*function {
	functions := append([]*function(nil), s.functions...)
	for _, r := range s.resources {
		if r.constructor != nil {
			functions = append(functions, r.constructor)
		}
		functions = append(functions, r.statics...)
	}
	return functions
}

func (e *emitter) emitInterface(f *sourceFile, s *scope) {
	f.Add(comment(docLines(wrap(s.goName+" is "+interfaceLabel(s)+"."), s.doc)...))
	methods := e.methods(s.functions)
	for _, r := range s.resources {
		methods = append(methods, e.resourceMembers(r)...)
	}
	if len(s.called()) > 0 {
		methods = append(methods, method{
			[]string{"Enqueue gives the same functions as calls that are accepted but not awaited."},
			jen.Id("Enqueue").Params().Op("*").Id(s.goName + "Enqueue"),
		})
	}
	f.Type().Id(s.goName).Interface(spaced(methods)...)
	f.Line()
}

// method is a documented method of a Go interface.
type method struct {
	doc       []string
	signature jen.Code
}

func (e *emitter) methods(functions []*function) []method {
	var list []method
	for _, fn := range functions {
		list = append(list, method{e.functionDoc(fn), jen.Id(fn.goName).Params(e.parameters(fn)...).Add(e.results(fn))})
	}
	return list
}

// spaced are the members of an interface. Empty lines set off the methods whose
// comments are longer than a line.
func spaced(methods []method) []jen.Code {
	var out []jen.Code
	for i, m := range methods {
		if i > 0 && len(m.doc)+len(methods[i-1].doc) > 2 {
			out = append(out, jen.Line())
		}
		out = append(out, comment(m.doc...), m.signature)
	}
	return out
}

// enqueueing describes a type that enqueues calls of the methods of an interface.
type enqueueing struct {
	owner     string // Go name of the interface, or of the resource that it is of
	of        string // Go name of the interface
	what      string // in words
	functions []*function
}

// emitEnqueue writes the type: a struct, since the compiler makes another function of
// each method of an interface. It calls the methods of the interface, so that what a
// test puts in the place of that can have its calls enqueued as well.
func (e *emitter) emitEnqueue(f *sourceFile, q enqueueing) {
	if len(q.functions) == 0 {
		return
	}
	name := q.owner + "Enqueue"
	f.Add(comment(wrap(name + " enqueues the functions of " + q.what +
		": an error says that the call was not accepted, what becomes of an accepted one is not told.")...))
	f.Type().Id(name).Struct(jen.Id("calls").Id(q.of))
	f.Line()
	f.Add(comment(wrap(name + "Of is for a " + q.of + " of your own: an enqueued call becomes one of calls, whose result is not told, nor a runtime.ResultError.")...))
	f.Func().Id(name + "Of").Params(jen.Id("calls").Id(q.of)).Op("*").Id(name).Block(
		jen.Return(jen.Op("&").Id(name).Values(jen.Id("calls"))))
	f.Line()
	for _, fn := range q.functions {
		f.Func().Params(jen.Id("q").Op("*").Id(name)).Id(fn.goName).Params(e.parameters(fn)...).Error().
			Block(e.enqueuing(fn)...)
		f.Line()
	}
}

func (e *emitter) emitInterfaceClient(f *sourceFile, s *scope) {
	client := "client" + s.goName
	f.Type().Id(client).Struct(jen.Id("target").Add(inStub("Target")))
	f.Line()
	for _, fn := range s.called() {
		e.emitFunction(f, client, fn)
	}
	for _, r := range s.resources {
		e.emitResourceConstructors(f, client, r)
	}
	e.emitEnqueuing(f, client, s.goName, s.called())
}

// emitEnqueuing writes the client's method that gives the type which enqueues.
func (e *emitter) emitEnqueuing(f *sourceFile, client, owner string, functions []*function) {
	if len(functions) == 0 {
		return
	}
	name := owner + "Enqueue"
	f.Func().Params(jen.Id("c").Op("*").Id(client)).Id("Enqueue").Params().Op("*").Id(name).Block(
		jen.Return(jen.Id(name + "Of").Call(jen.Op("&").Id(client).Values(jen.Id("c").Dot("target").Dot("Enqueuing").Call()))))
	f.Line()
}
