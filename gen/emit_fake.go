package gen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// A fake implements one Go interface of the client: an exported interface, the
// methods of a resource, or what enqueues either.
type fake struct {
	goName   string // "Cart"
	of       string // "Cart", "LedgerMethods", "CartEnqueue"
	enqueue  string // "CartEnqueue": what Enqueue returns, "" when there is no such method
	methods  []fakeMethod
	calls    string // field of the calls
	enqueued string // field of the fake that Enqueue returns
}

// fakeMethod is a method of a fake.
type fakeMethod struct {
	goName     string // "AddItem"
	field      string // "AddItemFunc"
	record     string // "CartAddItemCall"
	parameters []parameter
	results    jen.Code
	local      bool // sends nothing: neither context nor options
	accepted   bool // without a function, it succeeds
}

// newFake gives a fake's fields names that its methods do not have.
func newFake(goName, of, enqueue string, methods []fakeMethod) *fake {
	fk := &fake{goName: goName, of: of, enqueue: enqueue, methods: methods}
	fields := newNameScope("a method of the interface", "Enqueue")
	for _, m := range methods {
		fields.take("", m.goName)
	}
	for i := range methods {
		m := &methods[i]
		m.field, _ = fields.first("", m.goName+"Func", m.goName+"Function", m.goName+"_Func")
	}
	fk.calls, _ = fields.first("", "Calls", "RecordedCalls", "Recorded_Calls")
	if enqueue != "" {
		fk.enqueued, _ = fields.first("", "Enqueued", "EnqueuedCalls", "Enqueued_Calls")
	}
	return fk
}

// testPackageNames are names of the test package that it gives itself.
var testPackageNames = []string{"Exports", "Serve"}

// fakeName is the name of the fake of an interface or resource: the client's.
func fakeName(goName string) string {
	if slices.Contains(testPackageNames, goName) {
		return goName + "_Fake"
	}
	return goName
}

// newFakeNames are the names that records of calls cannot have.
func newFakeNames(m *model) *nameScope {
	names := newNameScope("the test package", testPackageNames...)
	for _, s := range m.scopes {
		names.take("", fakeName(s.goName), fakeName(s.goName)+"Enqueue")
		for _, r := range s.resources {
			names.take("", fakeName(r.goName), fakeName(r.goName)+"Enqueue")
		}
	}
	return names
}

// emitFakes writes the fakes of an exported interface and of its resources.
func (e *emitter) emitFakes(s *scope, names *nameScope) {
	f := e.file(s.file + ".go")
	e.emitInterfaceFake(f, s, names)
	for _, r := range s.resources {
		if len(r.methodsOf()) > 0 {
			e.emitResourceFake(f, r, names)
		}
	}
}

func (e *emitter) emitInterfaceFake(f *sourceFile, s *scope, names *nameScope) {
	name := fakeName(s.goName)
	methods := e.fakeMethods(s.called())
	for _, r := range s.resources {
		methods = append(methods, e.fakeResourceMembers(r)...)
	}
	enqueue := ""
	if len(s.called()) > 0 {
		enqueue = s.goName + "Enqueue"
	}
	fk := newFake(name, s.goName, enqueue, methods)
	records := fk.nameRecords(names)
	f.Add(comment(wrap(name + " is a fake of " + e.model.pkg + "." + s.goName + ", which is " + interfaceLabel(s) + ".")...))
	e.emitFake(f, fk)
	e.emitEnqueueFake(f, name, s.goName, s.called(), records)
	e.emitRecords(f, fk)
}

func (e *emitter) emitResourceFake(f *sourceFile, r *resource, names *nameScope) {
	name, methods := fakeName(r.goName), r.goName+"Methods"
	fk := newFake(name, methods, r.goName+"Enqueue", e.fakeMethods(r.methodsOf()))
	records := fk.nameRecords(names)
	client := e.model.pkg
	doc := name + " is a fake of " + client + "." + methods + ". A resource without a server is made of it: &" +
		client + "." + r.goName + "{" + methods + ": &" + e.pkg + "." + name + "{…}}"
	if r.constructor != nil {
		doc += ", and an implicit one likewise: &" + client + ".Indexed" + r.goName + "{…}"
	}
	f.Add(comment(wrap(doc + ".")...))
	e.emitFake(f, fk)
	f.Var().Id("_").Add(e.inClient(methods)).Op("=").Parens(jen.Op("*").Id(name)).Parens(jen.Nil())
	f.Line()
	e.emitEnqueueFake(f, name, r.goName, r.methodsOf(), records)
	e.emitRecords(f, fk)
}

// fakeMethods are the methods that call functions of the component.
func (e *emitter) fakeMethods(functions []*function) []fakeMethod {
	var list []fakeMethod
	for _, fn := range functions {
		list = append(list, fakeMethod{
			goName: fn.goName, parameters: fn.parameters, results: e.results(fn), accepted: fn.source.Kind == metadata.Drop,
		})
	}
	return list
}

// fakeResourceMembers are the methods of an interface that make resources without a call.
func (e *emitter) fakeResourceMembers(r *resource) []fakeMethod {
	var list []fakeMethod
	if r.constructor != nil {
		list = append(list, fakeMethod{
			goName: r.goName, parameters: r.constructor.parameters, local: true,
			results: jen.Op("*").Add(e.inClient("Indexed" + r.goName)),
		})
	}
	text := parameter{name: "text", goName: "text", typ: &goType{source: &metadata.Type{Kind: metadata.KindStr}}}
	return append(list, fakeMethod{
		goName: r.goName + "FromHandle", parameters: []parameter{text}, local: true,
		results: jen.Params(jen.Op("*").Add(e.inClient(r.goName)), jen.Error()),
	})
}

// nameRecords names the types that calls are recorded as, and returns the names by method.
func (fk *fake) nameRecords(names *nameScope) map[string]string {
	records := map[string]string{}
	for i := range fk.methods {
		m := &fk.methods[i]
		m.record, _ = names.first("", fk.goName+m.goName+"Call", fk.goName+"_"+m.goName+"Call")
		records[m.goName] = m.record
	}
	return records
}

// emitRecords writes the types that calls are recorded as.
func (e *emitter) emitRecords(f *sourceFile, fk *fake) {
	for i := range fk.methods {
		m := &fk.methods[i]
		f.Comment("// " + m.record + " is a call of " + fk.of + "." + m.goName + ".")
		var fields []jen.Code
		for j, field := range m.recordFields() {
			if j < len(m.parameters) {
				fields = append(fields, jen.Id(field).Add(e.goType(m.parameters[j].typ)))
			} else {
				fields = append(fields, jen.Id(field).Index().Add(inRuntime("CallOption")))
			}
		}
		f.Type().Id(m.record).Struct(fields...)
		f.Line()
	}
}

// recordFields are the fields of a recorded call: the parameters and the options.
func (m *fakeMethod) recordFields() []string {
	names := newNameScope("")
	var fields []string
	for _, p := range m.parameters {
		own := exported(p.name)
		field, _ := names.first("", own, own+"Parameter", distinct(p.name))
		fields = append(fields, field)
	}
	if !m.local {
		options, _ := names.first("", "Options", "CallOptions", "Call_Options")
		fields = append(fields, options)
	}
	return fields
}

// emitEnqueueFake writes the fake of what enqueues the functions.
func (e *emitter) emitEnqueueFake(f *sourceFile, name, owner string, functions []*function, records map[string]string) {
	if len(functions) == 0 {
		return
	}
	var methods []fakeMethod
	for _, fn := range functions {
		methods = append(methods, fakeMethod{
			goName: fn.goName, parameters: fn.parameters, results: jen.Error(), accepted: true, record: records[fn.goName],
		})
	}
	of := owner + "Enqueue"
	f.Add(comment(wrap(name + "Enqueue is a fake of " + e.model.pkg + "." + of + ". Without a function, a call is accepted.")...))
	e.emitFake(f, newFake(name+"Enqueue", of, "", methods))
}

// emitFake writes a fake after its doc comment.
func (e *emitter) emitFake(f *sourceFile, fk *fake) {
	var fields, calls []jen.Code
	for _, m := range fk.methods {
		fields = append(fields, jen.Id(m.field).Add(e.fakeFunction(&m)))
		calls = append(calls, jen.Id(m.goName).Add(inGolemtest("Calls").Types(jen.Id(m.record))))
	}
	if fk.enqueue != "" {
		fields = append(fields, jen.Line(), jen.Id(fk.enqueued).Id(fk.goName+"Enqueue").Comment("// what Enqueue returns"))
	}
	if len(calls) > 0 {
		fields = append(fields, jen.Line(), comment(fk.calls+" are the calls so far."), jen.Id(fk.calls).Struct(calls...))
	}
	f.Type().Id(fk.goName).Struct(fields...)
	f.Line()
	for i := range fk.methods {
		e.emitFakeMethod(f, fk, &fk.methods[i])
	}
	if fk.enqueue != "" {
		f.Comment("// Enqueue returns the fake's field " + fk.enqueued + ".")
		f.Func().Params(fk.receiver()).Id("Enqueue").Params().Add(e.inClient(fk.enqueue)).Block(
			jen.Return(jen.Op("&").Id("f").Dot(fk.enqueued)))
		f.Line()
	}
}

func (fk *fake) receiver() jen.Code { return jen.Id("f").Op("*").Id(fk.goName) }

// fakeFunction is the type of the function that answers for a method: the method's
// own type without call options, which are about sending.
func (e *emitter) fakeFunction(m *fakeMethod) jen.Code {
	return jen.Func().Params(e.fakeParameters(m)...).Add(m.results)
}

func (e *emitter) fakeParameters(m *fakeMethod) []jen.Code {
	var list []jen.Code
	if !m.local {
		list = append(list, contextParameter())
	}
	for _, p := range m.parameters {
		list = append(list, jen.Id(p.goName).Add(e.goType(p.typ)))
	}
	return list
}

func (e *emitter) emitFakeMethod(f *sourceFile, fk *fake, m *fakeMethod) {
	parameters := e.fakeParameters(m)
	var arguments, record []jen.Code
	values := []string{}
	for _, p := range m.parameters {
		values = append(values, p.goName)
		arguments = append(arguments, jen.Id(p.goName))
	}
	if !m.local {
		parameters = append(parameters, optionsParameter())
		arguments = append([]jen.Code{jen.Id("ctx")}, arguments...)
		values = append(values, "opts")
	}
	for i, field := range m.recordFields() {
		record = append(record, jen.Id(field).Op(":").Id(values[i]))
	}
	missing := jen.Panic(jen.Lit(e.pkg + ": " + fk.goName + "." + m.goName + " was called, and " + m.field + " of the fake is nil"))
	if m.accepted {
		missing = jen.Return(jen.Nil())
	}
	function := jen.Id("f").Dot(m.field)
	f.Comment("// " + m.goName + " records the call and calls " + m.field + ".")
	f.Func().Params(fk.receiver()).Id(m.goName).Params(parameters...).Add(m.results).Block(
		jen.Id("f").Dot(fk.calls).Dot(m.goName).Dot("Add").Call(jen.Id(m.record).Values(record...)),
		jen.If(function.Clone().Op("==").Nil()).Block(missing),
		jen.Return(function.Clone().Call(arguments...)),
	)
	f.Line()
}
