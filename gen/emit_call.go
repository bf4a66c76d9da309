package gen

import (
	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// The methods of a client say little more than what a function takes and answers, so
// that a client of a thousand functions is soon compiled: how a parameter is put into a
// call, and a result taken from it, is a function for each type. Those of types that
// all clients have in common are in the runtime.

// put is the statement that writes the next parameter of a call.
func (e *emitter) put(t *goType, call string, value *jen.Statement) jen.Code {
	if common := t.inCommon(); common != "" {
		return jen.Id(call).Dot("Put" + common).Call(value)
	}
	pointer := jen.Op("&").Add(value)
	if t.named != nil {
		return e.putWith(t, call, pointer)
	}
	return jen.Id(e.helpers.function("put", t)).Call(jen.Id(call), pointer)
}

// putWith is that statement for a pointer, with the type's codec.
func (e *emitter) putWith(t *goType, call string, v jen.Code) jen.Code {
	return jen.Id(call).Dot("Buffer").Op("=").Add(e.appendCall(t,
		jen.Id(call).Dot("Param").Call(), jen.Op("&").Id(call).Dot("Encoder"), v))
}

// emitPut writes the function that puts a parameter of a type into a call.
func (e *emitter) emitPut(f *sourceFile, h helper) {
	body := e.putWith(h.typ, "c", jen.Id("v"))
	if h.typ.isOption() && !h.typ.items[0].isOption() {
		body = jen.If(jen.Id("c").Dot("PutSome").Call(jen.Id("v").Dot("Some"))).Block(
			e.put(h.typ.items[0], "c", jen.Id("v").Dot("Value")))
	}
	f.Func().Id(h.name).Params(jen.Id("c").Op("*").Add(inStub("Call")), jen.Id("v").Op("*").Add(e.goType(h.typ))).Block(body)
	f.Line()
}

func (t *goType) isOption() bool {
	return t.named == nil && t.source.Kind == metadata.KindOption
}

// take is a function of the shape runtime.TakeFunc for a type.
func (e *emitter) take(t *goType) jen.Code {
	if common := t.inCommon(); common != "" {
		return inStub("Take" + common)
	}
	return jen.Id(e.helpers.function("take", t))
}

func (e *emitter) emitTake(f *sourceFile, h helper) {
	codec := ""
	if h.typ.named != nil {
		codec = "decode" + h.typ.named.goName
	}
	goType := e.goType(h.typ)
	e.emitTaking(f, h.name, codec, e.decodeCall(h.typ, jen.Id("d"), taken(goType)))
}

// taken is v as the pointer to a type that it is.
func taken(goType jen.Code) jen.Code { return jen.Id("v").Assert(jen.Op("*").Add(goType)) }

// emitTaking writes a function of that shape for a type, whose body is decode; name and
// codec are its name and that of the function that decode calls, if it takes no others.
func (e *emitter) emitTaking(f *sourceFile, name, codec string, decode jen.Code) {
	length := len("func (d *wire.Decoder, v any) (d, v.(*))") + len(name) + 2*len(codec)
	e.emitShort(f, codec != "" && length <= longestShort,
		jen.Func().Id(name).Params(jen.Id("d").Op("*").Add(inWire("Decoder")), jen.Id("v").Any()), decode)
}

// failure is a function of the shape runtime.FailureFunc for the type of an err value.
func (e *emitter) failure(t *goType) jen.Code { return jen.Id(e.helpers.function("fail", t)) }

func (e *emitter) emitFailure(f *sourceFile, h helper) {
	read := e.instantiated(inStub("Failure"), []*goType{h.typ})
	length := len("func (d *wire.Decoder) error return stub.Failure(d, wire.Decode)") + 2*len(h.name)
	e.emitShort(f, h.typ.depth() == 0 && length <= longestShort,
		jen.Func().Id(h.name).Params(jen.Id("d").Op("*").Add(inWire("Decoder"))).Error(),
		jen.Return(read.Call(jen.Id("d"), e.decodeFunc(h.typ))))
}

// longestShort is the length up to which gofmt leaves a function on one line, its
// braces not counted.
const longestShort = 100

// oneLine is the body of such a function.
var oneLine = jen.Options{Open: "{", Close: "}", Separator: ";"}

// emitShort writes a function of one statement: on one line, together with others like
// it, if it is short.
func (e *emitter) emitShort(f *sourceFile, short bool, function *jen.Statement, body jen.Code) {
	if short {
		e.short = append(e.short, function.Custom(oneLine, body))
		return
	}
	f.Add(function.Block(body))
	f.Line()
}
