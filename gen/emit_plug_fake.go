package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// fake is the fake of a method set: it implements the set's Go interface.
type fake struct {
	set     *methodSet
	goName  string // "Cart"
	methods []fakeMethod
	calls   string // field of the calls
}

// fakeMethod is a method of a fake.
type fakeMethod struct {
	*method
	field  string // "AddItemFunc"
	record string // "CartAddItemCall"

	scheduled bool // calls can be enqueued for a time
}

// newFake names the parts of a fake. Its fields and methods have different names.
func newFake(goName string, set *methodSet, names *nameScope) *fake {
	fk := &fake{goName: goName, set: set}
	fields := newNameScope("a method of the interface", "Enqueue")
	if set.scheduled {
		fields.take("", "Schedule")
	}
	for i := range set.methods {
		fields.take("", set.methods[i].goName)
	}
	for i := range set.methods {
		m := fakeMethod{method: &set.methods[i], scheduled: set.scheduled}
		m.field, _ = fields.first("", m.goName+"Func", m.goName+"Function", m.goName+"_Func")
		m.record, _ = names.first("", goName+m.goName+"Call", goName+"_"+m.goName+"Call")
		fk.methods = append(fk.methods, m)
	}
	fk.calls, _ = fields.first("", "Calls", "RecordedCalls", "Recorded_Calls")
	return fk
}

// testPackageNames returns the names that every test package declares.
func (m *model) testPackageNames() []string {
	if m.deployment != nil {
		return []string{"Agents", "Serve"}
	}
	return []string{"Exports", "Serve"}
}

// fakeName returns the name of the fake of an interface, resource or agent type. It is the name
// in the client unless the test package uses that itself.
func (m *model) fakeName(goName string) string {
	if slices.Contains(m.testPackageNames(), goName) {
		return goName + "_Fake"
	}
	return goName
}

// newFakeNames returns the scope for the types that record calls.
func newFakeNames(m *model) *nameScope {
	names := newNameScope("the test package", m.testPackageNames()...)
	for _, s := range m.scopes {
		names.take("", m.fakeName(s.goName))
		for _, r := range s.resources {
			names.take("", m.fakeName(r.goName))
		}
	}
	return names
}

// emitFakes emits the fakes of an exported interface and of its resources.
func (e *emitter) emitFakes(s *scope, names *nameScope) *sourceFile {
	f := e.file(s.file + ".go")
	fk := newFake(e.model.fakeName(s.goName), e.interfaceMethods(s), names)
	f.Add(comment(wrap(fk.goName + " is a fake of " + e.model.pkg + "." + s.goName + ".")...))
	e.emitFake(f, fk)
	e.emitRecords(f, fk)
	for _, r := range s.resources {
		if set := e.resourceMethods(r); set != nil {
			e.emitResourceFake(f, r, newFake(e.model.fakeName(r.goName), set, names))
		}
	}
	return f
}

func (e *emitter) emitResourceFake(f *sourceFile, r *resource, fk *fake) {
	client, methods := e.model.pkg, fk.set.goName
	literal := func(resource string) string {
		return "&" + client + "." + resource + "{" + methods + ": &" + e.pkg + "." + fk.goName + "{…}}"
	}
	doc := fk.goName + " is a fake of " + client + "." + methods + ". To make a resource of it, write " + literal(r.goName)
	if r.indexed {
		doc += ", or " + literal("Indexed"+r.goName) + " for an implicit one"
	}
	f.Add(comment(wrap(doc + ".")...))
	e.emitFake(f, fk)
	f.Var().Id("_").Add(e.inClient(methods)).Op("=").Parens(jen.Op("*").Id(fk.goName)).Parens(jen.Nil())
	f.Line()
	e.emitRecords(f, fk)
}

// accepted reports whether the method succeeds if the fake has no function for it. A drop does,
// because it has no result.
func (m *fakeMethod) accepted() bool { return m.calls != nil && m.calls.source.Kind == metadata.Drop }

// zero returns the results of an accepted call, with the names that assignedResults gives them.
func (fn *function) zero() []jen.Code {
	var list []jen.Code
	switch fn.answer() {
	case oneResult, failing:
		list = append(list, jen.Id("result"))
	case named:
		for _, r := range fn.results {
			list = append(list, jen.Id(r.goName))
		}
	}
	return append(list, jen.Nil())
}

// emitRecords emits the types that record calls.
func (e *emitter) emitRecords(f *sourceFile, fk *fake) {
	for i := range fk.methods {
		m := &fk.methods[i]
		f.Comment("// " + m.record + " records a call of " + m.goName + ".")
		var fields []jen.Code
		names := m.recordFields(e.model.spelling)
		for j, p := range m.parameters {
			fields = append(fields, jen.Id(names[j]).Add(e.goType(p.typ)))
		}
		sent := names[len(m.parameters):]
		if len(sent) > 0 {
			fields = append(fields, jen.Id(sent[0]).Index().Add(inRuntime("CallOption")))
		}
		if len(sent) > 1 {
			fields = append(fields, jen.Id(sent[1]).Bool().Comment("// whether it was enqueued"))
		}
		if len(sent) > 2 {
			fields = append(fields, jen.Id(sent[2]).Qual(timePath, "Time").Comment("// when it is scheduled, zero if it is not"))
		}
		f.Type().Id(m.record).Struct(fields...)
		f.Line()
	}
}

// recordFields returns the field names of a recorded call: the parameters, the options, whether
// it was enqueued, and its scheduled time.
func (m *fakeMethod) recordFields(s spelling) []string {
	names := newNameScope("")
	var fields []string
	for _, p := range m.parameters {
		own := s.exported(p.name)
		field, _ := names.first("", own, own+"Parameter", s.distinct(p.name))
		fields = append(fields, field)
	}
	add := func(candidates ...string) {
		field, _ := names.first("", candidates...)
		fields = append(fields, field)
	}
	if m.calls != nil || m.sends {
		add("Options", "CallOptions", "Call_Options")
	}
	if m.calls != nil {
		add("Enqueued", "CallEnqueued", "Call_Enqueued")
		if m.scheduled {
			add("At", "ScheduledAt", "Scheduled_At")
		}
	}
	return fields
}

// emitFake emits a fake without its doc comment.
func (e *emitter) emitFake(f *sourceFile, fk *fake) {
	var fields, calls []jen.Code
	for _, m := range fk.methods {
		fields = append(fields, jen.Id(m.field).Add(e.fakeFunction(&m)))
		calls = append(calls, jen.Id(m.goName).Add(inGolemtest("Calls").Types(jen.Id(m.record))))
	}
	if len(calls) > 0 {
		fields = append(fields, jen.Line(), comment(fk.calls+" records the calls."), jen.Id(fk.calls).Struct(calls...))
	}
	if fk.set.enqueue() != "" {
		fields = append(fields, jen.Line(), jen.Id("enqueues").Op("*").Id(fk.goName).Comment("// set by Enqueue: the fake that records the calls"))
		if fk.set.scheduled {
			fields = append(fields, jen.Id("at").Qual(timePath, "Time").Comment("// set by Schedule"))
		}
	}
	f.Type().Id(fk.goName).Struct(fields...)
	f.Line()
	for i := range fk.methods {
		e.emitFakeMethod(f, fk, &fk.methods[i])
	}
	if fk.set.enqueue() != "" {
		e.emitFakeEnqueue(f, fk)
	}
}

// emitFakeEnqueue emits the method Enqueue of a fake. It returns another fake, which records its
// calls in the first one.
func (e *emitter) emitFakeEnqueue(f *sourceFile, fk *fake) {
	f.Comment("// Enqueue returns functions that record enqueued calls. They succeed if the fake has no function for a call.")
	f.Func().Params(fk.receiver()).Id("Enqueue").Params().Op("*").Add(e.inClient(fk.set.enqueue())).Block(
		jen.Return(jen.Op("&").Add(e.inClient(fk.set.enqueue())).Values(
			field(fk.set.enqueueField(), jen.Op("&").Id(fk.goName).Values(field("enqueues", jen.Id("f")))))))
	f.Line()
	if fk.set.scheduled {
		e.emitFakeSchedule(f, fk)
	}
	f.Func().Params(fk.receiver()).Id("called").Params().Params(jen.Id("fake").Op("*").Id(fk.goName), jen.Id("enqueued").Bool()).Block(
		jen.If(jen.Id("f").Dot("enqueues").Op("!=").Nil()).Block(jen.Return(jen.Id("f").Dot("enqueues"), jen.True())),
		jen.Return(jen.Id("f"), jen.False()))
	f.Line()
}

// emitFakeSchedule emits the method Schedule of a fake.
func (e *emitter) emitFakeSchedule(f *sourceFile, fk *fake) {
	f.Comment("// Schedule is like Enqueue, and records the time as well. It makes the calls at once.")
	f.Func().Params(fk.receiver()).Id("Schedule").Params(timeParameter()).Op("*").Add(e.inClient(fk.set.enqueue())).Block(
		jen.Return(jen.Op("&").Add(e.inClient(fk.set.enqueue())).Values(
			field(fk.set.enqueueField(), jen.Op("&").Id(fk.goName).Values(field("enqueues", jen.Id("f")), field("at", jen.Id("at")))))))
	f.Line()
}

func (fk *fake) receiver() jen.Code { return jen.Id("f").Op("*").Id(fk.goName) }

// fakeFunction returns the type of the function that implements a method of the fake. It has no
// call options, because these are about sending.
func (e *emitter) fakeFunction(m *fakeMethod) jen.Code {
	return jen.Func().Params(e.fakeParameters(m)...).Add(m.results)
}

func (e *emitter) fakeParameters(m *fakeMethod) []jen.Code {
	list := e.localParameters(m.parameters)
	if m.calls != nil || m.sends {
		list = append([]jen.Code{contextParameter()}, list...)
	}
	return list
}

func (e *emitter) emitFakeMethod(f *sourceFile, fk *fake, m *fakeMethod) {
	parameters := e.fakeParameters(m)
	var arguments, record []jen.Code
	var values []jen.Code
	for _, p := range m.parameters {
		values = append(values, jen.Id(p.goName))
		arguments = append(arguments, jen.Id(p.goName))
	}
	results := m.results
	if m.calls != nil || m.sends {
		parameters = append(parameters, optionsParameter())
		arguments = append([]jen.Code{jen.Id("ctx")}, arguments...)
		values = append(values, jen.Id("opts"))
	}
	fields := m.recordFields(e.model.spelling)
	recorder := jen.Id("f")
	var body []jen.Code
	if m.calls != nil {
		results = e.assignedResults(m.calls)
		recorder = jen.Id("fake")
		body = append(body, jen.List(jen.Id("fake"), jen.Id("enqueued")).Op(":=").Id("f").Dot("called").Call())
		values = append(values, jen.Id("enqueued"))
		if m.scheduled {
			values = append(values, jen.Id("f").Dot("at"))
		}
	}
	for i, name := range fields {
		record = append(record, field(name, values[i]))
	}
	body = append(body, recorder.Clone().Dot(fk.calls).Dot(m.goName).Dot("Add").Call(jen.Id(m.record).Values(record...)))
	f.Comment("// " + m.goName + " records the call and calls " + m.field + ".")
	f.Func().Params(fk.receiver()).Id(m.goName).Params(parameters...).Add(results).Block(
		append(body, e.fakeAnswer(fk, m, recorder.Clone().Dot(m.field), arguments)...)...)
	f.Line()
}

// fakeAnswer returns the statements after a call was recorded: they call the function in the
// field, or do without one.
func (e *emitter) fakeAnswer(fk *fake, m *fakeMethod, function *jen.Statement, arguments []jen.Code) []jen.Code {
	answer := jen.Return(function.Clone().Call(arguments...))
	missing := jen.Panic(jen.Lit(e.pkg + ": " + fk.goName + "." + m.goName + " was called, and " + m.field + " of the fake is nil"))
	switch {
	case m.sends:
		return []jen.Code{jen.If(function.Clone().Op("==").Nil()).Block(jen.Return(jen.Nil())), answer}
	case m.accepted():
		return []jen.Code{jen.If(function.Clone().Op("==").Nil()).Block(jen.Return(m.calls.zero()...)), answer}
	case m.calls == nil:
		return []jen.Code{jen.If(function.Clone().Op("==").Nil()).Block(missing), answer}
	}
	return []jen.Code{
		jen.Switch().Block(
			jen.Case(function.Clone().Op("!=").Nil()).Block(answer),
			jen.Case(jen.Id("enqueued")).Block(jen.Return(m.calls.zero()...)),
		),
		missing,
	}
}
