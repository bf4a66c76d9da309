package gen

import "github.com/dave/jennifer/jen"

// A methodSet is a Go interface whose methods call functions of the component, with
// what implements it:
//
//   - Cart, or LedgerMethods, the Go interface;
//   - CartEnqueue, a struct that enqueues the same calls;
//   - clientCart, which makes the calls.
//
// Exported interfaces and resources each fill one and write what they have beside it.
type methodSet struct {
	owner   string   // what the names of the types are made of: "Cart", "Ledger"
	goName  string   // the Go interface: "Cart", "LedgerMethods"
	label   string   // in comments: "the interface acme:shop/cart@1.4.0"
	doc     []string // doc comment of the Go interface
	noun    string   // what the component's functions are called there
	methods []method
}

// method is a method of a set: one that makes a call, or a local one, which does not.
type method struct {
	goName     string
	doc        []string
	parameters []parameter
	results    jen.Code
	calls      *function         // nil: the method is local
	body       func() []jen.Code // of the client's local method
}

// addCalls adds a method for each function.
func (e *emitter) addCalls(set *methodSet, functions ...*function) {
	for _, fn := range functions {
		set.methods = append(set.methods, method{
			goName: fn.goName, doc: e.functionDoc(fn), parameters: fn.parameters, results: e.results(fn), calls: fn,
		})
	}
}

// functions are those that the methods call.
func (set *methodSet) functions() []*function {
	var list []*function
	for _, m := range set.methods {
		if m.calls != nil {
			list = append(list, m.calls)
		}
	}
	return list
}

// enqueue is the name of the struct that enqueues calls, "" if there are none.
func (set *methodSet) enqueue() string {
	if len(set.functions()) == 0 {
		return ""
	}
	return set.owner + "Enqueue"
}

// client is the name of the type that makes the calls.
func (set *methodSet) client() string { return "client" + set.owner }

// goParameters is the parameter list of a method.
func (e *emitter) goParameters(m *method) []jen.Code {
	if m.calls != nil {
		return e.parameters(m.calls)
	}
	return e.localParameters(m.parameters)
}

// emitMethodsInterface writes the Go interface.
func (e *emitter) emitMethodsInterface(f *sourceFile, set *methodSet) {
	var members []jen.Code
	add := func(doc []string, previous int, signature jen.Code) int {
		// Empty lines set off the methods whose comments are longer than a line.
		if previous > 0 && len(doc)+previous > 2 {
			members = append(members, jen.Line())
		}
		members = append(members, comment(doc...), signature)
		return len(doc)
	}
	previous := 0
	for i := range set.methods {
		m := &set.methods[i]
		previous = add(m.doc, previous, jen.Id(m.goName).Params(e.goParameters(m)...).Add(m.results))
	}
	if name := set.enqueue(); name != "" {
		add([]string{"Enqueue gives the same " + set.noun + " as calls that are accepted but not awaited."}, previous,
			jen.Id("Enqueue").Params().Op("*").Id(name))
	}
	f.Add(comment(set.doc...))
	f.Type().Id(set.goName).Interface(members...)
	f.Line()
}

// emitMethodsEnqueue writes the type that enqueues: a struct, since the compiler makes
// another function of each method of an interface. It calls the methods of the
// interface, so that what a test puts in the place of that can have its calls enqueued
// as well.
func (e *emitter) emitMethodsEnqueue(f *sourceFile, set *methodSet) {
	name := set.enqueue()
	if name == "" {
		return
	}
	f.Add(comment(wrap(name + " enqueues the functions of " + set.label +
		": an error says that the call was not accepted, what becomes of an accepted one is not told.")...))
	f.Type().Id(name).Struct(jen.Id("calls").Id(set.goName))
	f.Line()
	f.Add(comment(wrap(name + "Of is for a " + set.goName + " of your own: an enqueued call becomes one of calls, whose result is not told, nor a runtime.ResultError.")...))
	f.Func().Id(name + "Of").Params(jen.Id("calls").Id(set.goName)).Op("*").Id(name).Block(
		jen.Return(jen.Op("&").Id(name).Values(jen.Id("calls"))))
	f.Line()
	for _, fn := range set.functions() {
		f.Func().Params(jen.Id("q").Op("*").Id(name)).Id(fn.goName).Params(e.parameters(fn)...).Error().
			Block(e.enqueuing(fn)...)
		f.Line()
	}
}

// emitMethodsClient writes the type that makes the calls.
func (e *emitter) emitMethodsClient(f *sourceFile, set *methodSet) {
	client := set.client()
	f.Type().Id(client).Struct(jen.Id("target").Add(inStub("Target")))
	f.Line()
	receiver := jen.Id("c").Op("*").Id(client)
	for i := range set.methods {
		m := &set.methods[i]
		if m.calls != nil {
			e.emitCall(f, receiver, m.calls)
			continue
		}
		f.Func().Params(receiver).Id(m.goName).Params(e.goParameters(m)...).Add(m.results).Block(m.body()...)
		f.Line()
	}
	if name := set.enqueue(); name != "" {
		f.Func().Params(receiver).Id("Enqueue").Params().Op("*").Id(name).Block(
			jen.Return(jen.Id(name + "Of").Call(jen.Op("&").Id(client).Values(jen.Id("c").Dot("target").Dot("Enqueuing").Call()))))
		f.Line()
	}
}
