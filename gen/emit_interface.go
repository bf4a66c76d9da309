package gen

import (
	"github.com/dave/jennifer/jen"
)

// emitInterfaceFile writes what users call of one exported interface: its Go
// interface, the one to enqueue with, its resources, and the client behind them.
func (e *emitter) emitInterfaceFile(s *scope) {
	f := e.file(s.file + ".go")
	e.emitInterface(f, s)
	e.emitEnqueueInterface(f, enqueueing{owner: s.goName, what: interfaceLabel(s), functions: s.called()})
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
	var members []jen.Code
	for _, fn := range s.functions {
		members = append(members, e.method(fn)...)
	}
	for _, r := range s.resources {
		members = append(members, e.resourceMembers(r)...)
	}
	if len(s.called()) > 0 {
		members = append(members,
			comment("Enqueue gives the same functions as calls that are accepted but not awaited."),
			jen.Id("Enqueue").Params().Id(s.goName+"Enqueue"),
		)
	}
	f.Type().Id(s.goName).Interface(spaced(members)...)
	f.Line()
}

// method is a documented method of a Go interface: its comment and its signature.
func (e *emitter) method(fn *function) []jen.Code {
	return []jen.Code{
		comment(e.functionDoc(fn)...),
		jen.Id(fn.goName).Params(e.parameters(fn)...).Add(e.results(fn)),
	}
}

// spaced puts an empty line between the (comment, signature) pairs of an interface.
func spaced(members []jen.Code) []jen.Code {
	var out []jen.Code
	for i, member := range members {
		if i > 0 && i%2 == 0 {
			out = append(out, jen.Line())
		}
		out = append(out, member)
	}
	return out
}

// enqueueing describes an interface of enqueued calls.
type enqueueing struct {
	owner     string // Go name of the interface or resource
	what      string // in words
	functions []*function
}

func (e *emitter) emitEnqueueInterface(f *sourceFile, q enqueueing) {
	if len(q.functions) == 0 {
		return
	}
	name := q.owner + "Enqueue"
	f.Add(comment(wrap(name + " enqueues the functions of " + q.what +
		": an error says that the call was not accepted, what becomes of an accepted one is not told.")...))
	var members []jen.Code
	for _, fn := range q.functions {
		members = append(members, jen.Id(fn.goName).Params(e.parameters(fn)...).Error())
	}
	f.Type().Id(name).Interface(members...)
	f.Line()
}

func (e *emitter) emitInterfaceClient(f *sourceFile, s *scope) {
	client := "client" + s.goName
	f.Type().Id(client).Struct(jen.Id("target").Add(inRuntime("Target")))
	f.Line()
	for _, fn := range s.called() {
		e.emitFunction(f, client, fn)
	}
	for _, r := range s.resources {
		e.emitResourceConstructors(f, client, r)
	}
	e.emitEnqueueClient(f, client, enqueueing{owner: s.goName, functions: s.called()})
}

func (e *emitter) emitEnqueueClient(f *sourceFile, client string, q enqueueing) {
	if len(q.functions) == 0 {
		return
	}
	enqueue := "enqueue" + q.owner
	f.Func().Params(jen.Id("c").Op("*").Id(client)).Id("Enqueue").Params().Id(q.owner + "Enqueue").Block(
		jen.Return(jen.Op("&").Id(enqueue).Values(jen.Id("c").Dot("target").Dot("Enqueuing").Call())))
	f.Line()
	// The client with other methods: unlike a struct that holds the client, it
	// has no second set of methods that the compiler makes for its pointer.
	f.Type().Id(enqueue).Id(client)
	f.Line()
	for _, fn := range q.functions {
		f.Func().Params(jen.Id("q").Op("*").Id(enqueue)).Id(fn.goName).Params(e.parameters(fn)...).Error().
			Block(e.enqueuing(client, fn)...)
		f.Line()
	}
}
