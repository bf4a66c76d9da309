package gen

import "github.com/golem-gen/golem-gen/gen/internal/jen"

// emitForwarding emits the methods of the struct owner, which embeds the Go interface of the
// set. Promoted methods would panic if the struct is nil or embeds nothing. The emitted ones
// make the call on set.none then, which returns an error. They have the doc comments of the
// methods of the interface, because editors and go doc show those of the struct. doc describes the
// method methods, which chooses between both.
func (e *emitter) emitForwarding(f *sourceFile, owner string, set *methodSet, doc string) {
	receiver := jen.Id("c").Op("*").Id(owner)
	forward := func(name string, doc []string, parameters, results jen.Code, arguments ...jen.Code) {
		f.Add(comment(doc...))
		f.Func().Params(receiver).Id(name).Add(parameters, results).Block(
			jen.Return(jen.Id("c").Dot("methods").Call().Dot(name).Call(arguments...)))
		f.Line()
	}
	for i := range set.methods {
		m := &set.methods[i]
		forward(m.goName, m.doc, e.goParameters(m), m.results, e.goArguments(m)...)
	}
	if name := set.enqueue(); name != "" {
		forward("Enqueue", enqueueDoc, jen.Params(), jen.Op("*").Id(name))
		if set.scheduled {
			forward("Schedule", scheduleDoc, jen.Params(timeParameter()), jen.Op("*").Id(name), jen.Id("at"))
		}
	}
	f.Add(comment(wrap(doc)...))
	f.Func().Params(receiver).Id("methods").Params().Id(set.goName).Block(e.orNone(set, "c", set.goName)...)
	f.Line()
}
