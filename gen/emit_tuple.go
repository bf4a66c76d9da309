package gen

import (
	"fmt"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
)

// longestTuple is the maximum length of a tuple for which the runtime has a generic type.
// Longer tuples become structs of their own.
const longestTuple = 16

func (e *emitter) emitTuple(f *sourceFile, t *namedType) {
	e.emitRecord(f, t)
}

func (e *emitter) emitTupleCodec(f *sourceFile, t *namedType) {
	e.emitTupleAppend(f, t)
	e.emitTupleDecode(f, t)
}

func (e *emitter) emitTupleAppend(f *sourceFile, t *namedType) {
	e.emitItemsAppend(f, "append"+t.goName, e.inClient(t.goName), memberTypes(t))
}

func (e *emitter) emitTupleDecode(f *sourceFile, t *namedType) {
	e.emitItemsDecode(f, "decode"+t.goName, e.inClient(t.goName), memberTypes(t))
}

func memberTypes(t *namedType) []*goType {
	var list []*goType
	for i := range t.members {
		list = append(list, t.members[i].typ)
	}
	return list
}

// emitItemsAppend emits the function that writes a tuple: an array of its items.
func (e *emitter) emitItemsAppend(f *sourceFile, name string, goType jen.Code, items []*goType) {
	var body []jen.Code
	separator := '['
	for i, item := range items {
		body = append(body, jen.Id("b").Op("=").Add(e.appendCall(item,
			jen.Append(jen.Id("b"), jen.LitRune(separator)), jen.Id("e"), jen.Op("&").Id("v").Dot(tupleField(i)))))
		separator = ','
	}
	body = append(body, jen.Return(jen.Append(jen.Id("b"), jen.LitRune(']'))))
	e.appendFunction(f, name, goType).Block(body...)
	f.Line()
}

// emitItemsDecode emits the function that reads a tuple.
func (e *emitter) emitItemsDecode(f *sourceFile, name string, goType jen.Code, items []*goType) {
	at := jen.Id("at")
	body := []jen.Code{at.Clone().Op("=").Id("d").Dot("BeginTuple").Call(at, jen.Lit(len(items)))}
	for i, item := range items {
		if i > 0 {
			body = append(body, at.Clone().Op("=").Id("d").Dot("TupleItem").Call(at))
		}
		body = append(body, e.decodeTo(at, item, jen.Op("&").Id("v").Dot(tupleField(i))))
	}
	body = append(body, jen.Return(jen.Id("d").Dot("EndTuple").Call(at)))
	e.decodeFunction(f, name, goType).Block(body...)
	f.Line()
}

// tupleField returns the name of the n-th item of a tuple struct.
func tupleField(n int) string { return fmt.Sprintf("F%d", n) }
