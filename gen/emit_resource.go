package gen

import "github.com/dave/jennifer/jen"

// A resource becomes
//
//   - LedgerMethods, the Go interface of its methods, with what implements it;
//   - *Ledger, a handle (explicit resource);
//   - *IndexedLedger, named by its constructor's arguments (implicit resource),
//     where there is a constructor.
//
// Both resource types embed the interface: their methods differ by the target only.
func (e *emitter) emitResource(f *sourceFile, s *scope, r *resource) {
	methods := e.resourceMethods(s, r)
	if methods != nil {
		e.emitMethodsInterface(f, methods)
		e.emitMethodsEnqueue(f, methods)
	}
	e.emitResourceHandle(f, r)
	if r.constructor != nil {
		e.emitIndexedResource(f, r)
	}
	if methods != nil {
		e.emitMethodsClient(f, methods)
	}
}

// resourceMethods are the methods of a resource's Go types, nil if there are none.
func (e *emitter) resourceMethods(s *scope, r *resource) *methodSet {
	if len(r.calls()) == 0 {
		return nil
	}
	goName, label := r.goName+"Methods", r.label(s)
	set := &methodSet{
		owner: r.goName, goName: goName, label: label, noun: "methods",
		doc: []string{goName + " are the methods of " + label + "."},
	}
	e.addCalls(set, r.calls()...)
	return set
}

func (r *resource) label(s *scope) string {
	if r.source == nil {
		return "a resource that " + interfaceLabel(s) + " only passes on"
	}
	return "the resource " + r.source.Name + " of " + interfaceLabel(s)
}

// addResourceMakers adds the methods by which an interface makes resources: constructor,
// implicit form, statics, and the way back from a stored handle.
func (e *emitter) addResourceMakers(set *methodSet, r *resource) {
	if r.constructor != nil {
		e.addCalls(set, r.constructor)
		set.methods = append(set.methods, e.indexedMaker(r))
	}
	e.addCalls(set, r.statics...)
	set.methods = append(set.methods, e.handleMaker(r))
}

// indexedMaker is the local method that makes an implicit resource of the
// constructor's arguments.
func (e *emitter) indexedMaker(r *resource) method {
	indexed := "Indexed" + r.goName
	return method{
		goName: r.goName,
		doc: []string{
			r.goName + " is the implicit " + r.source.Name + " of these constructor arguments. It sends nothing: the",
			"resource is made by the first call of a method, and found again by equal arguments. Arguments",
			"that cannot be written inside a function name are refused by that call; use " + r.constructor.goName + " then.",
		},
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

// handleMaker is the local method that restores a handle from its text.
func (e *emitter) handleMaker(r *resource) method {
	return method{
		goName:     r.goName + "FromHandle",
		doc:        []string{r.goName + "FromHandle restores a handle from the text that its Handle method gave."},
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

func (e *emitter) emitResourceHandle(f *sourceFile, r *resource) {
	text := r.goName + " is a handle to a resource that lives in a worker. It works on that worker only, until it is dropped."
	f.Add(comment(docLines(wrap(text), r.doc)...))
	var fields []jen.Code
	if len(r.calls()) > 0 {
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
	if len(r.calls()) > 0 {
		fields = append(fields, jen.Id(r.goName+"Methods"))
	}
	f.Type().Id(name).Struct(fields...)
	f.Line()
}
