package gen

import (
	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// parameters is the Go parameter list of a function.
func (e *emitter) parameters(fn *function) []jen.Code {
	list := []jen.Code{contextParameter()}
	for _, p := range fn.parameters {
		list = append(list, jen.Id(p.goName).Add(e.goType(p.typ)))
	}
	return append(list, optionsParameter())
}

// arguments passes those parameters on to a method that has the same.
func (e *emitter) arguments(fn *function) []jen.Code {
	list := []jen.Code{jen.Id("ctx")}
	for _, p := range fn.parameters {
		list = append(list, jen.Id(p.goName))
	}
	return append(list, jen.Id("opts").Op("..."))
}

// answer tells how a function's results become Go results.
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

// results is the Go result list of a function.
func (e *emitter) results(fn *function) jen.Code {
	switch fn.answer() {
	case oneResult:
		return jen.Params(e.goType(fn.results[0].typ), jen.Error())
	case failing:
		return jen.Params(e.goType(fn.results[0].typ.items[0]), jen.Error())
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

// emitFunction writes the method that makes a call: it encodes the parameters, awaits
// the call and decodes its result.
func (e *emitter) emitFunction(f *sourceFile, client string, fn *function) {
	call, body := e.begun(fn, jen.Id("opts"))
	f.Func().Params(jen.Id("c").Op("*").Id(client)).Id(fn.goName).Params(e.parameters(fn)...).Add(e.results(fn)).
		Block(append(body, e.awaiting(fn, call)...)...)
	f.Line()
}

// begun is the call with its parameters, and the statements that it takes before.
func (e *emitter) begun(fn *function, options jen.Code) (call *jen.Statement, before []jen.Code) {
	begin := jen.Id("c").Dot("target").Dot("Begin").Call(jen.Op("&").Id(fn.variable), options)
	if len(fn.parameters) == 0 {
		return begin, nil
	}
	before = []jen.Code{jen.Id("call").Op(":=").Add(begin)}
	for _, p := range fn.parameters {
		before = append(before, jen.Id("call").Dot("Buffer").Op("=").Add(e.appendCall(p.typ,
			jen.Id("call").Dot("Param").Call(), jen.Op("&").Id("call").Dot("Encoder"), jen.Op("&").Id(p.goName))))
	}
	return jen.Id("call"), before
}

// awaiting are the statements that await a call and return its result.
func (e *emitter) awaiting(fn *function, call *jen.Statement) []jen.Code {
	switch fn.answer() {
	case noResult:
		return []jen.Code{jen.Return(call.Dot("Await").Call(jen.Id("ctx")))}
	case oneResult:
		result := fn.results[0].typ
		await := e.instantiated(inRuntime("Await"), []*goType{result})
		return []jen.Code{jen.Return(await.Call(jen.Id("ctx"), call, e.decodeFunc(result)))}
	case named:
		return e.awaitingNamed(fn, call)
	}
	sides := fn.results[0].typ.items
	await := e.instantiated(inRuntime("AwaitResult"), sides).Call(jen.Id("ctx"), call, e.decodeFunc(sides[0]), e.decodeFunc(sides[1]))
	if fn.answer() == failing {
		return []jen.Code{jen.Return(await)}
	}
	return []jen.Code{
		jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(await),
		jen.Return(jen.Err()),
	}
}

func (e *emitter) awaitingNamed(fn *function, call jen.Code) []jen.Code {
	list := []jen.Code{}
	for i := range fn.results {
		list = append(list, jen.Id("results").Dot(resultField(i)))
	}
	return []jen.Code{
		jen.List(jen.Id("results"), jen.Err()).Op(":=").Add(inRuntime("Await").Call(jen.Id("ctx"), call, jen.Id("decode"+resultsName(fn)))),
		jen.Return(append(list, jen.Err())...),
	}
}

// enqueuing are the statements that call the method of the same name on a client that
// enqueues, and return nothing but its error.
func (e *emitter) enqueuing(client string, fn *function) []jen.Code {
	call := jen.Parens(jen.Op("*").Id(client)).Call(jen.Id("q")).Dot(fn.goName).Call(e.arguments(fn)...)
	var ignored []jen.Code
	switch fn.answer() {
	case noResult, failedOnly:
		return []jen.Code{jen.Return(call)}
	case named:
		for range fn.results {
			ignored = append(ignored, jen.Id("_"))
		}
	default:
		ignored = []jen.Code{jen.Id("_")}
	}
	return []jen.Code{
		jen.List(append(ignored, jen.Err())...).Op(":=").Add(call),
		jen.Return(jen.Err()),
	}
}
