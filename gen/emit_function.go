package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// localParameters returns the part of a parameter list that comes from the component.
func (e *emitter) localParameters(parameters []parameter) []jen.Code {
	var list []jen.Code
	for _, p := range parameters {
		list = append(list, jen.Id(p.goName).Add(e.goType(p.typ)))
	}
	return list
}

// answer is the form of a function's Go results.
type answer uint8

const (
	noResult   answer = iota
	oneResult         // (T, error)
	failing           // result<T, E> at the top: (T, error), E as *runtime.ResultError[E]
	failedOnly        // result<_, E>: error
	named             // several results, or one with a name: (a A, b B, err error)
)

func (fn *function) answer() answer {
	switch {
	case len(fn.results) == 0:
		return noResult
	case len(fn.results) > 1 || fn.results[0].name != "":
		return named
	case fn.results[0].typ.source.Kind != metadata.KindResult:
		return oneResult
	case fn.results[0].typ.items[0] == nil:
		return failedOnly
	default:
		return failing
	}
}

// results returns the Go result list of a function.
func (e *emitter) results(fn *function) jen.Code {
	switch fn.answer() {
	case oneResult, failing:
		return jen.Params(e.goType(fn.value()), jen.Error())
	case named:
		var list []jen.Code
		for _, r := range fn.results {
			list = append(list, jen.Id(r.goName).Add(e.goType(r.typ)))
		}
		return jen.Params(append(list, jen.Err().Error())...)
	default:
		return jen.Error()
	}
}

// assignedResults returns that list with names that the method can assign to.
func (e *emitter) assignedResults(fn *function) jen.Code {
	if value := fn.value(); value != nil {
		return jen.Params(jen.Id("result").Add(e.goType(value)), jen.Err().Error())
	}
	return e.results(fn)
}

// value returns the type of a function's only result, or of its ok if it is a result type. It
// returns nil if there is no result, or if there are several.
func (fn *function) value() *goType {
	switch fn.answer() {
	case oneResult:
		return fn.results[0].typ
	case failing:
		return fn.results[0].typ.items[0]
	default:
		return nil
	}
}

// emitCall emits the method that makes a call: it puts the parameters into it, awaits it and
// takes its result.
func (e *emitter) emitCall(f *sourceFile, receiver jen.Code, m *method) {
	call, body := e.begun(m.calls, jen.Id("opts"))
	f.Func().Params(receiver).Id(m.goName).Add(e.goParameters(m), e.assignedResults(m.calls)).
		Block(append(body, e.awaiting(m.calls, call)...)...)
	f.Line()
}

// begun returns the call with its parameters, and the statements before it.
func (e *emitter) begun(fn *function, options jen.Code) (call *jen.Statement, before []jen.Code) {
	return e.begunWith(fn, jen.Id("c").Dot("target").Dot("Begin").Call(jen.Op("&").Id(fn.variable), options))
}

func (e *emitter) begunWith(fn *function, begin *jen.Statement) (call *jen.Statement, before []jen.Code) {
	if len(fn.parameters) == 0 {
		return begin, nil
	}
	before = []jen.Code{jen.Id("call").Op(":=").Add(begin)}
	for _, p := range fn.parameters {
		before = append(before, e.put(p.typ, "call", jen.Id(p.goName)))
	}
	return jen.Id("call"), before
}

// awaiting returns the statements that await a call and return its result.
func (e *emitter) awaiting(fn *function, call *jen.Statement) []jen.Code {
	result := jen.Op("&").Id("result")
	switch fn.answer() {
	case noResult:
		return []jen.Code{jen.Return(call.Dot("Await").Call(jen.Id("ctx")))}
	case oneResult:
		return []jen.Code{
			jen.Err().Op("=").Add(call).Dot("AwaitValue").Call(jen.Id("ctx"), result, e.take(fn.value())),
			jen.Return(jen.Id("result"), jen.Err()),
		}
	case named:
		return e.awaitingNamed(fn, call)
	}
	sides := fn.results[0].typ.items
	if fn.answer() == failedOnly {
		return []jen.Code{jen.Return(call.Dot("AwaitResult").Call(jen.Id("ctx"), jen.Nil(), e.take(nil), e.failure(sides[1])))}
	}
	return []jen.Code{
		jen.Err().Op("=").Add(call).Dot("AwaitResult").Call(jen.Id("ctx"), result, e.take(sides[0]), e.failure(sides[1])),
		jen.Return(jen.Id("result"), jen.Err()),
	}
}

func (e *emitter) awaitingNamed(fn *function, call *jen.Statement) []jen.Code {
	list := []jen.Code{}
	for i := range fn.results {
		list = append(list, jen.Id("results").Dot(resultField(i)))
	}
	return []jen.Code{
		jen.Var().Id("results").Id(resultsType(fn)),
		jen.Err().Op("=").Add(call).Dot("AwaitValue").Call(jen.Id("ctx"), jen.Op("&").Id("results"), jen.Id("take"+resultsName(fn))),
		jen.Return(append(list, jen.Err())...),
	}
}

// enqueuing returns the statements that make a call and return only its error.
func enqueuing(fn *function, call jen.Code) []jen.Code {
	ignored := []jen.Code{jen.Id("_")}
	switch fn.answer() {
	case noResult:
		return []jen.Code{jen.Return(call)}
	case failedOnly:
		return []jen.Code{jen.Return(inStub("Enqueued").Call(call))}
	case named:
		for range fn.results[1:] {
			ignored = append(ignored, jen.Id("_"))
		}
	}
	failure := jen.Err()
	if fn.answer() == failing {
		failure = inStub("Enqueued").Call(jen.Err())
	}
	return []jen.Code{
		jen.List(append(ignored, jen.Err())...).Op(":=").Add(call),
		jen.Return(failure),
	}
}
