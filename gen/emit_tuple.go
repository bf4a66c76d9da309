package gen

import (
	"fmt"

	"github.com/dave/jennifer/jen"
)

// longestTuple is the length up to which the runtime has generic tuples; longer
// ones become structs of their own.
const longestTuple = 16

func (e *emitter) emitTuple(f *sourceFile, t *namedType) {
	e.emitRecord(f, t)
}

func (e *emitter) emitTupleCodec(f *sourceFile, t *namedType) {
	e.emitTupleAppend(f, t)
	e.emitTupleDecode(f, t)
}

func (e *emitter) emitTupleAppend(f *sourceFile, t *namedType) {
	var body []jen.Code
	separator := '['
	for i := range t.members {
		m := &t.members[i]
		body = append(body, jen.Id("b").Op("=").Add(e.appendCall(m.typ,
			jen.Append(jen.Id("b"), jen.LitRune(separator)), jen.Id("e"), jen.Op("&").Id("v").Dot(m.goName))))
		separator = ','
	}
	body = append(body, jen.Return(jen.Append(jen.Id("b"), jen.LitRune(']'))))
	e.appendFunction(f, "append"+t.goName, e.inClient(t.goName)).Block(body...)
	f.Line()
}

func (e *emitter) emitTupleDecode(f *sourceFile, t *namedType) {
	body := []jen.Code{jen.Id("d").Dot("BeginTuple").Call(jen.Lit(len(t.members)))}
	for i := range t.members {
		m := &t.members[i]
		body = append(body,
			jen.Id("d").Dot("TupleItem").Call(),
			e.decodeCall(m.typ, jen.Id("d"), jen.Op("&").Id("v").Dot(m.goName)))
	}
	e.decodeFunction(f, "decode"+t.goName, e.inClient(t.goName)).Block(append(body, jen.Id("d").Dot("EndTuple").Call())...)
	f.Line()
}

// tupleField is the name of the n-th item of a tuple struct.
func tupleField(n int) string { return fmt.Sprintf("F%d", n) }
