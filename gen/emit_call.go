package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// The methods of a client contain little more than a function's parameters and results. This
// keeps the time short that a client of a thousand functions takes to compile. How a parameter
// is put into a call, and a result taken from it, is a function for each type. For types that
// all clients have, it is in the runtime.

// put returns the statement that writes the next parameter of a call.
func (e *emitter) put(t *goType, call string, value *jen.Statement) jen.Code {
	common := t.inCommon()
	switch {
	case common == "Text" && t.source.Names != nil:
		return jen.Id(call).Dot("PutTextIn").Call(append([]jen.Code{value}, t.allowed()...)...)
	case common == "Binary" && t.source.Names != nil:
		return jen.Id(call).Dot("PutBinaryOf").Call(append([]jen.Code{value}, t.allowed()...)...)
	case common != "":
		return jen.Id(call).Dot("Put" + common).Call(value)
	}
	pointer := jen.Op("&").Add(value)
	if t.named != nil {
		return e.putWith(t, call, pointer)
	}
	return jen.Id(e.helpers.function("put", t)).Call(jen.Id(call), pointer)
}

// putWith returns that statement for a pointer, with the type's codec.
func (e *emitter) putWith(t *goType, call string, v jen.Code) jen.Code {
	return jen.Id(call).Dot("Buffer").Op("=").Add(e.appendCall(t,
		jen.Id(call).Dot("Param").Call(), jen.Op("&").Id(call).Dot("Encoder"), v))
}

// emitPut emits the function that puts a parameter of a type into a call.
func (e *emitter) emitPut(f *sourceFile, h helper) {
	if parts := h.typ.parts(); parts != nil {
		e.emitPutParts(f, h.name, parts)
		return
	}
	var body jen.Code
	if h.typ.isOption() && !h.typ.items[0].isOption() {
		body = jen.If(jen.Id("c").Dot("PutSome").Call(jen.Id("v").Dot("Some"))).Block(
			e.put(h.typ.items[0], "c", jen.Id("v").Dot("Value")))
	} else {
		body = e.putWith(h.typ, "c", jen.Id("v"))
	}
	f.Func().Id(h.name).Params(jen.Id("c").Op("*").Add(inStub("Call")), jen.Id("v").Op("*").Add(e.goType(h.typ))).Block(body)
	f.Line()
}

func (t *goType) isOption() bool {
	return t.named == nil && t.source.Kind == metadata.KindOption
}

// take returns the name of a stub.TakeFunc for a type.
func (e *emitter) take(t *goType) jen.Code {
	if common := t.inCommon(); common != "" {
		return inStub("Take" + common)
	}
	return jen.Id(e.helpers.function("take", t))
}

func (e *emitter) emitTake(f *sourceFile, h helper) {
	emitTaking(f, h.name, e.decodeTo(nextAt(), h.typ, taken(e.goType(h.typ))))
}

// taken returns the expression v.(*T) for a Go type T.
func taken(goType jen.Code) jen.Code { return jen.Id("v").Assert(jen.Op("*").Add(goType)) }

// emitTaking emits a stub.TakeFunc with the body decode.
func emitTaking(f *sourceFile, name string, decode jen.Code) {
	f.Func().Id(name).Params(jen.Id("d").Op("*").Add(inWire("Decoder")), jen.Id("v").Any()).Block(decode)
	f.Line()
}

// failure returns the name of a function that reads an err value of a type as an error.
func (e *emitter) failure(t *goType) jen.Code { return jen.Id(e.helpers.function("fail", t)) }

func (e *emitter) emitFailure(f *sourceFile, h helper) {
	read := e.instantiated(inStub("Failure"), []*goType{h.typ})
	f.Func().Id(h.name).Params(jen.Id("d").Op("*").Add(inWire("Decoder"))).Error().Block(
		jen.Return(read.Call(jen.Id("d"), e.decodeFunc(h.typ))))
	f.Line()
}
