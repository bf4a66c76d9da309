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

// arguments passes those parameters on to the method that encodes them.
func (e *emitter) arguments(fn *function) []jen.Code {
	var list []jen.Code
	for _, p := range fn.parameters {
		list = append(list, jen.Id(p.goName))
	}
	return append(list, jen.Id("opts"))
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

// emitFunction writes the method that encodes a call, and the one that awaits it.
func (e *emitter) emitFunction(f *sourceFile, client string, fn *function) {
	receiver := jen.Id("c").Op("*").Id(client)
	e.emitEncodingMethod(f, receiver, fn)
	f.Func().Params(receiver).Id(fn.goName).Params(e.parameters(fn)...).Add(e.results(fn)).Block(e.awaiting(fn)...)
	f.Line()
}

func (e *emitter) emitEncodingMethod(f *sourceFile, receiver *jen.Statement, fn *function) {
	list := e.parameters(fn)[1 : len(fn.parameters)+1]
	list = append(list, jen.Id("opts").Index().Add(inRuntime("CallOption")))
	begin := jen.Id("c").Dot("target").Dot("Begin").Call(jen.Op("&").Id(fn.variable), jen.Id("opts"))
	body := []jen.Code{jen.Return(begin)}
	if len(fn.parameters) > 0 {
		body = []jen.Code{jen.Id("call").Op(":=").Add(begin)}
		for _, p := range fn.parameters {
			body = append(body, jen.Id("call").Dot("Buffer").Op("=").Add(e.appendCall(p.typ,
				jen.Id("call").Dot("Param").Call(), jen.Op("&").Id("call").Dot("Encoder"), jen.Op("&").Id(p.goName))))
		}
		body = append(body, jen.Return(jen.Id("call")))
	}
	f.Func().Params(receiver).Id(fn.method).Params(list...).Op("*").Add(inRuntime("Call")).Block(body...)
	f.Line()
}

// awaiting is the body of the method that awaits a call.
func (e *emitter) awaiting(fn *function) []jen.Code {
	call := jen.Id("c").Dot(fn.method).Call(e.arguments(fn)...)
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
