package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// methodSet is a Go interface whose methods call functions of the component, with its
// implementations:
//
//   - Cart, or LedgerMethods, the Go interface;
//   - CartEnqueue, a struct that enqueues the same calls;
//   - clientCart, which makes the calls.
//
// Exported interfaces and resources have one set each, and emit their other declarations
// themselves.
type methodSet struct {
	owner   string   // stem of the names of the types: "Cart", "Ledger"
	goName  string   // the Go interface: "Cart", "LedgerMethods"
	doc     []string // doc comment of the Go interface
	methods []method
	none    *jen.Statement // target of calls on a value that no constructor made; they return an error

	scheduled bool // calls can be enqueued for a time
}

// method is a method of a set: one that makes a call, or a local one that does not.
type method struct {
	goName     string
	doc        []string
	parameters []parameter
	results    jen.Code
	sends      bool              // a local method has a context and call options
	calls      *function         // nil for a local method
	body       func() []jen.Code // of the client, for a local method

	signature jen.Code // cached result of goParameters
}

// addCalls adds a method for each function.
func (e *emitter) addCalls(set *methodSet, functions ...*function) {
	for _, fn := range functions {
		set.methods = append(set.methods, method{
			goName: fn.goName, doc: e.functionDoc(fn), parameters: fn.parameters, results: e.results(fn), calls: fn,
		})
	}
}

// enqueue returns the name of the struct that enqueues calls, "" if there are none.
func (set *methodSet) enqueue() string {
	if !slices.ContainsFunc(set.methods, func(m method) bool { return m.calls != nil }) {
		return ""
	}
	return set.owner + "Enqueue"
}

// client returns the name of the type that makes the calls.
func (set *methodSet) client() string { return "client" + set.owner }

// hasContext reports whether a method takes a context and call options.
func (m *method) hasContext() bool { return m.calls != nil || m.sends }

// goParameters returns the parameter list of a method. It is part of several declarations.
func (e *emitter) goParameters(m *method) jen.Code {
	if m.signature != nil {
		return m.signature
	}
	list := e.localParameters(m.parameters)
	if m.hasContext() {
		list = append(append([]jen.Code{contextParameter()}, list...), optionsParameter())
	}
	m.signature = jen.Params(list...)
	return m.signature
}

// goArguments returns the arguments that pass the parameters of a method on to another method.
func (e *emitter) goArguments(m *method) []jen.Code {
	var list []jen.Code
	if m.hasContext() {
		list = append(list, jen.Id("ctx"))
	}
	for _, p := range m.parameters {
		list = append(list, jen.Id(p.goName))
	}
	if m.hasContext() {
		list = append(list, jen.Id("opts").Op("..."))
	}
	return list
}

// enqueueField returns the name of a field of the struct that enqueues. The field holds the
// value that makes the calls. No method has its name.
func (set *methodSet) enqueueField() string {
	names := newNameScope("")
	for _, m := range set.methods {
		names.take("", m.goName)
	}
	field, _ := names.first("", "Calls", "EnqueuedCalls", "Enqueued_Calls")
	return field
}

// The doc comments of the methods that enqueue calls.
var (
	enqueueDoc = []string{
		"Enqueue returns the functions that enqueue the same calls. They return when the server has",
		"accepted the call, and do not report its result.",
	}
	scheduleDoc = []string{
		"Schedule returns the functions that enqueue the same calls to run at the given time. The zero",
		"time means at once.",
	}
)

// emitMethodsInterface emits the Go interface.
func (e *emitter) emitMethodsInterface(f *sourceFile, set *methodSet) {
	var members []jen.Code
	for i := range set.methods {
		m := &set.methods[i]
		members = append(members, comment(m.doc...), jen.Id(m.goName).Add(e.goParameters(m), m.results), jen.Line())
	}
	if name := set.enqueue(); name != "" {
		members = append(members,
			comment(enqueueDoc...),
			jen.Id("Enqueue").Params().Op("*").Id(name))
	}
	if name := set.enqueue(); name != "" && set.scheduled {
		members = append(members, jen.Line(),
			comment(scheduleDoc...),
			jen.Id("Schedule").Params(timeParameter()).Op("*").Id(name))
	}
	f.Add(comment(set.doc...))
	f.Type().Id(set.goName).Interface(members...)
	f.Line()
}

// emitMethodsEnqueue emits the type that enqueues. It is a struct, because the compiler
// generates another function for each method of an interface. It calls the methods of the
// interface, so that calls of an implementation by a test can be enqueued as well.
func (e *emitter) emitMethodsEnqueue(f *sourceFile, set *methodSet) {
	name := set.enqueue()
	if name == "" {
		return
	}
	field := set.enqueueField()
	f.Add(comment(wrap(name + " enqueues calls of " + set.goName + ". Its methods return when the server has accepted the call, " +
		"and do not report its result.")...))
	f.Type().Id(name).Struct(jen.Id(field).Id(set.goName).Comment("// makes the calls: a client or a fake"))
	f.Line()
	receiver := jen.Id("q").Op("*").Id(name)
	for i := range set.methods {
		m := &set.methods[i]
		if m.calls == nil {
			continue
		}
		f.Add(comment(wrap(m.goName + " enqueues " + m.calls.label() + ".")...))
		f.Func().Params(receiver).Id(m.goName).Add(e.goParameters(m)).Error().
			Block(enqueuing(m.calls, jen.Id("q").Dot("calls").Call().Dot(m.goName).Call(e.goArguments(m)...))...)
		f.Line()
	}
	f.Add(comment(wrap("calls returns q.Calls. If that is not set, it returns methods that return an error.")...))
	f.Func().Params(receiver).Id("calls").Params().Id(set.goName).Block(e.orNone(set, "q", field)...)
	f.Line()
	e.emitPrinting(f, printed{owner: name, receiver: "q", by: printerOf("q", "calls"), has: set.has})
}

// orNone returns the statements that return a field of a struct, which makes calls. If the
// struct is nil or the field is not set, they return a value whose calls return errors.
func (e *emitter) orNone(set *methodSet, receiver, field string) []jen.Code {
	return []jen.Code{
		jen.If(jen.Id(receiver).Op("==").Nil().Op("||").Id(receiver).Dot(field).Op("==").Nil()).Block(
			jen.Return(jen.Op("&").Id(set.client()).Values(set.none))),
		jen.Return(jen.Id(receiver).Dot(field)),
	}
}

// emitMethodsClient emits the type that makes the calls.
func (e *emitter) emitMethodsClient(f *sourceFile, set *methodSet) {
	client := set.client()
	f.Add(comment(wrap(client + " implements " + set.goName + " by calls of " + e.callees() + ".")...))
	f.Type().Id(client).Struct(jen.Id("target").Add(inStub("Target")))
	f.Line()
	receiver := jen.Id("c").Op("*").Id(client)
	implements := func(method string) { f.Add(comment(wrap(method + " implements " + set.goName + ".")...)) }
	for i := range set.methods {
		m := &set.methods[i]
		implements(m.goName)
		if m.calls != nil {
			e.emitCall(f, receiver, m)
			continue
		}
		f.Func().Params(receiver).Id(m.goName).Add(e.goParameters(m), m.results).Block(m.body()...)
		f.Line()
	}
	if set.enqueue() != "" {
		e.emitClientEnqueue(f, set, receiver)
		e.emitPrinter(f, receiver)
	}
}

// emitClientEnqueue emits the methods that enqueue the client's calls.
func (e *emitter) emitClientEnqueue(f *sourceFile, set *methodSet, receiver jen.Code) {
	name := set.enqueue()
	enqueue := func(method string, parameters []jen.Code, target jen.Code) {
		f.Add(comment(wrap(method + " implements " + set.goName + ".")...))
		f.Func().Params(receiver).Id(method).Params(parameters...).Op("*").Id(name).Block(
			jen.Return(jen.Op("&").Id(name).Values(jen.Op("&").Id(set.client()).Values(target))))
		f.Line()
	}
	enqueue("Enqueue", nil, jen.Id("c").Dot("target").Dot("Enqueuing").Call())
	if set.scheduled {
		enqueue("Schedule", []jen.Code{timeParameter()}, jen.Id("c").Dot("target").Dot("Scheduled").Call(jen.Id("at")))
	}
}

// callees returns what methods call, for a comment.
func (e *emitter) callees() string {
	if e.model.deployment != nil {
		return "the agent's methods"
	}
	return "the component's functions"
}
