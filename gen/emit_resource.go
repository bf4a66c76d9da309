package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// For a resource, the client declares
//
//   - *Ledger, a handle (explicit resource);
//   - *IndexedLedger, addressed by its constructor's arguments (implicit resource), if there is
//     a constructor whose arguments can be written in a function name;
//   - LedgerMethods, the Go interface of its methods, with its implementation.
//
// Both resource types embed the interface, because their methods differ only in the target. A
// program may forget to make a resource, so both have methods of their own, which report that.
func (e *emitter) emitResource(f *sourceFile, s *scope, r *resource) {
	e.emitResourceHandle(f, s, r)
	if r.indexed {
		e.emitIndexedResource(f, r)
	}
	if methods := e.resourceMethods(r); methods != nil {
		const doc = "methods returns the methods of the resource. If no client made the resource, they return an error."
		e.emitForwarding(f, r.goName, methods, doc)
		if r.indexed {
			e.emitForwarding(f, r.indexedType(), methods, doc)
		}
		e.emitMethodsInterface(f, methods)
		e.emitMethodsEnqueue(f, methods)
		e.emitMethodsClient(f, methods)
	}
}

// resourceMethods returns the methods of a resource's Go types, nil if there are none.
func (e *emitter) resourceMethods(r *resource) *methodSet {
	if len(r.calls()) == 0 {
		return nil
	}
	set := &methodSet{
		owner: r.goName, goName: r.methodsType(),
		doc: wrap(r.methodsType() + " has the methods of " + r.label() + "."), none: inStub("NoHandle").Call(),
	}
	e.addCalls(set, r.calls()...)
	return set
}

// methodsType returns the name of the Go interface of the resource's methods.
func (r *resource) methodsType() string { return r.goName + "Methods" }

// indexedType returns the name of the Go type of the implicit resource.
func (r *resource) indexedType() string { return "Indexed" + r.goName }

// label returns the resource for a sentence.
func (r *resource) label() string {
	if r.source == nil {
		return "a resource of which only handles are known"
	}
	return "the resource " + r.source.Name
}

// addResourceMakers adds the methods by which an interface makes resources: the constructor,
// the implicit form, static functions, and the method that restores a handle.
func (e *emitter) addResourceMakers(set *methodSet, r *resource) {
	if r.constructor != nil {
		e.addCalls(set, r.constructor)
	}
	if r.indexed {
		set.methods = append(set.methods, e.indexedMaker(r))
	}
	e.addCalls(set, r.statics...)
	set.methods = append(set.methods, e.handleMaker(r))
}

// indexedMaker returns the local method that makes an implicit resource from the constructor's
// arguments.
func (e *emitter) indexedMaker(r *resource) method {
	indexed := r.indexedType()
	return method{
		goName: r.goName,
		doc: wrap(r.goName + " returns the resource " + r.source.Name + " that these constructor arguments address. It sends " +
			"nothing: the first call of a method creates the resource, and equal arguments address the same one. That call " +
			"fails if an argument cannot be written in a function name; use " + r.constructor.goName + " then."),
		parameters: r.constructor.parameters,
		results:    jen.Op("*").Add(e.inClient(indexed)),
		body: func() []jen.Code {
			if len(r.calls()) == 0 {
				return []jen.Code{jen.Return(jen.Op("&").Id(indexed).Values())}
			}
			call, body := e.begun(r.constructor, jen.Nil())
			client := jen.Op("&").Id("client" + r.goName).Values(call.Dot("Address").Call())
			return append(body, jen.Return(jen.Op("&").Id(indexed).Values(client)))
		},
	}
}

// handleMaker returns the local method that restores a handle from its text.
func (e *emitter) handleMaker(r *resource) method {
	return method{
		goName:     r.goName + "FromHandle",
		doc:        wrap(r.goName + "FromHandle returns the handle for a text that its method Handle has returned."),
		parameters: []parameter{{name: "text", goName: "text", typ: stringType}},
		results:    jen.Params(jen.Op("*").Add(e.inClient(r.goName)), jen.Error()),
		body: func() []jen.Code {
			return []jen.Code{
				jen.List(jen.Id("handle"), jen.Err()).Op(":=").Id("c").Dot("target").Dot("RestoreHandle").Call(
					jen.Id("text"), jen.Op("&").Id("resource"+r.goName)),
				jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
				jen.Return(jen.Id("new"+r.goName).Call(jen.Id("handle")), jen.Nil()),
			}
		},
	}
}

func (e *emitter) emitResourceHandle(f *sourceFile, s *scope, r *resource) {
	what := r.goName + " is a handle to " + r.label() + " of " + interfaceLabel(s) + "."
	fields := []jen.Code{jen.Id("handle").Add(inStub("Handle"))}
	if len(r.calls()) > 0 {
		what += " Its methods are those of " + r.methodsType() + "."
		fields = append([]jen.Code{jen.Id(r.methodsType()), jen.Line()}, fields...)
	}
	what += " It is valid for the worker that returned it, until it is dropped or a call consumes it."
	f.Add(comment(docLines(wrap(what), r.doc)...))
	f.Type().Id(r.goName).Struct(fields...)
	f.Line()

	f.Add(comment(wrap("Handle returns the handle as text, which " + r.goName + "FromHandle reads. It is empty for a fake.")...))
	text := inStub("TextOf").Call(jen.Id("c").Dot("runtimeHandle").Call())
	f.Func().Params(jen.Id("c").Op("*").Id(r.goName)).Id("Handle").Params().String().BlockLine(
		jen.Return(text.Clone().Dot("String").Call()))
	f.Line()
	e.emitPrinting(f, printed{
		owner: r.goName, receiver: "c", by: text, has: func(name string) bool { return hasMethod(r.calls(), name) },
	})
	f.Func().Params(jen.Id("c").Op("*").Id(r.goName)).Id("runtimeHandle").Params().Add(inStub("Handle")).Block(
		jen.If(jen.Id("c").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Id("c").Dot("handle")),
	)
	f.Line()
}

func (e *emitter) emitIndexedResource(f *sourceFile, r *resource) {
	name := r.indexedType()
	what := name + " is " + r.label() + ", addressed by the arguments of its constructor instead of a handle."
	var fields []jen.Code
	if len(r.calls()) > 0 {
		what += " Its methods are those of " + r.methodsType() + "."
		fields = append(fields, jen.Id(r.methodsType()))
	}
	f.Add(comment(wrap(what)...))
	f.Type().Id(name).Struct(fields...)
	f.Line()
	if len(r.calls()) > 0 {
		e.emitPrinting(f, printed{
			owner: name, receiver: "c", by: printerOf("c", "methods"), has: func(name string) bool { return hasMethod(r.calls(), name) },
		})
	}
}
