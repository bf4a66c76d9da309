package gen

import (
	"github.com/dave/jennifer/jen"
)

// A resource becomes
//
//   - LedgerMethods, the Go interface of its methods;
//   - *Ledger, a handle (explicit resource);
//   - *IndexedLedger, named by its constructor's arguments (implicit resource),
//     where there is a constructor;
//   - clientLedger, which invokes the methods for both: only the target differs.

// methodsOf lists the functions that are methods of the resource's Go types.
func (r *resource) methodsOf() []*function {
	functions := append([]*function(nil), r.methods...)
	if r.drop != nil {
		functions = append(functions, r.drop)
	}
	return functions
}

// resourceMembers are the members that a resource adds to its interface: constructor,
// implicit form, statics, and the way back from a stored handle.
func (e *emitter) resourceMembers(r *resource) []method {
	var list []method
	if r.constructor != nil {
		list = append(e.methods([]*function{r.constructor}), method{
			[]string{
				r.goName + " is the implicit " + r.source.Name + " of these constructor arguments. It sends nothing: the",
				"resource is made by the first call of a method, and found again by equal arguments. Arguments",
				"that cannot be written inside a function name are refused by that call; use " + r.constructor.goName + " then.",
			},
			jen.Id(r.goName).Params(e.constructorParameters(r)...).Op("*").Id("Indexed" + r.goName),
		})
	}
	return append(append(list, e.methods(r.statics)...), method{
		[]string{r.goName + "FromHandle restores a handle from the text that its Handle method gave."},
		jen.Id(r.goName+"FromHandle").Params(jen.Id("text").String()).Params(jen.Op("*").Id(r.goName), jen.Error()),
	})
}

func (e *emitter) constructorParameters(r *resource) []jen.Code {
	list := e.parameters(r.constructor)
	return list[1 : len(list)-1]
}

func (e *emitter) emitResource(f *sourceFile, s *scope, r *resource) {
	e.emitResourceMethods(f, s, r)
	e.emitResourceHandle(f, r)
	if r.constructor != nil {
		e.emitIndexedResource(f, r)
	}
	e.emitResourceClient(f, r)
}

func (r *resource) label(s *scope) string {
	if r.source == nil {
		return "a resource that " + interfaceLabel(s) + " only passes on"
	}
	return "the resource " + r.source.Name + " of " + interfaceLabel(s)
}

func (e *emitter) emitResourceMethods(f *sourceFile, s *scope, r *resource) {
	functions := r.methodsOf()
	if len(functions) == 0 {
		return
	}
	f.Add(comment(r.goName + "Methods are the methods of " + r.label(s) + "."))
	methods := append(e.methods(functions), method{
		[]string{"Enqueue gives the same methods as calls that are accepted but not awaited."},
		jen.Id("Enqueue").Params().Op("*").Id(r.goName + "Enqueue"),
	})
	f.Type().Id(r.goName + "Methods").Interface(spaced(methods)...)
	f.Line()
	e.emitEnqueue(f, enqueueing{owner: r.goName, of: r.goName + "Methods", what: r.label(s), functions: functions})
}

func (e *emitter) emitResourceHandle(f *sourceFile, r *resource) {
	text := r.goName + " is a handle to a resource that lives in a worker. It works on that worker only, until it is dropped."
	f.Add(comment(docLines(wrap(text), r.doc)...))
	var fields []jen.Code
	if len(r.methodsOf()) > 0 {
		fields = append(fields, jen.Id(r.goName+"Methods"), jen.Line())
	}
	fields = append(fields, jen.Id("handle").Add(inStub("Handle")))
	f.Type().Id(r.goName).Struct(fields...)
	f.Line()

	f.Comment("// Handle returns the handle as text that can be stored and restored; it is empty for a fake.")
	f.Func().Params(jen.Id("r").Op("*").Id(r.goName)).Id("Handle").Params().String().Block(
		jen.If(jen.Id("h").Op(":=").Id("r").Dot("runtimeHandle").Call(), jen.Id("h").Op("!=").Nil()).Block(jen.Return(jen.Id("h").Dot("String").Call())),
		jen.Return(jen.Lit("")))
	f.Line()
	f.Func().Params(jen.Id("r").Op("*").Id(r.goName)).Id("runtimeHandle").Params().Add(inStub("Handle")).Block(
		jen.If(jen.Id("r").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Id("r").Dot("handle")),
	)
	f.Line()
}

func (e *emitter) emitIndexedResource(f *sourceFile, r *resource) {
	name := "Indexed" + r.goName
	f.Add(comment(name + " is a " + r.source.Name + " found by its constructor's arguments instead of a handle."))
	var fields []jen.Code
	if len(r.methodsOf()) > 0 {
		fields = append(fields, jen.Id(r.goName+"Methods"))
	}
	f.Type().Id(name).Struct(fields...)
	f.Line()
}

func (e *emitter) emitResourceClient(f *sourceFile, r *resource) {
	functions := r.methodsOf()
	if len(functions) == 0 {
		return
	}
	client := "client" + r.goName
	f.Type().Id(client).Struct(jen.Id("target").Add(inStub("Target")))
	f.Line()
	for _, fn := range functions {
		e.emitFunction(f, client, fn)
	}
	e.emitEnqueuing(f, client, r.goName, functions)
}

// emitResourceConstructors writes the parts of the interface's client that make
// resources without a call.
func (e *emitter) emitResourceConstructors(f *sourceFile, client string, r *resource) {
	receiver := jen.Id("c").Op("*").Id(client)
	if r.constructor != nil {
		e.emitIndexedConstructor(f, receiver, r)
	}
	f.Func().Params(receiver).Id(r.goName+"FromHandle").Params(jen.Id("text").String()).
		Params(jen.Op("*").Id(r.goName), jen.Error()).Block(
		jen.List(jen.Id("handle"), jen.Err()).Op(":=").Id("c").Dot("target").Dot("RestoreHandle").Call(
			jen.Id("text"), jen.Op("&").Id("resource"+r.goName)),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Return(jen.Id("new"+r.goName).Call(jen.Id("handle")), jen.Nil()),
	)
	f.Line()
}

// emitIndexedConstructor writes the method that makes an implicit resource of the
// constructor's arguments.
func (e *emitter) emitIndexedConstructor(f *sourceFile, receiver *jen.Statement, r *resource) {
	indexed := "Indexed" + r.goName
	var body []jen.Code
	value := jen.Op("&").Id(indexed).Values()
	if len(r.methodsOf()) > 0 {
		var call *jen.Statement
		call, body = e.begun(r.constructor, jen.Nil())
		value = jen.Op("&").Id(indexed).Values(jen.Op("&").Id("client" + r.goName).Values(call.Dot("Indexed").Call()))
	}
	f.Func().Params(receiver).Id(r.goName).Params(e.constructorParameters(r)...).Op("*").Id(indexed).
		Block(append(body, jen.Return(value))...)
	f.Line()
}
