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
	var write, read []jen.Code
	separator := '['
	for i := range t.members {
		m := &t.members[i]
		field := jen.Op("&").Id("v").Dot(m.goName)
		write = append(write,
			jen.Id("b").Op("=").Add(e.appendCall(m.typ, jen.Append(jen.Id("b"), jen.LitRune(separator)), jen.Id("e"), field)))
		read = append(read,
			jen.Id("d").Dot("TupleItem").Call(),
			e.decodeCall(m.typ, jen.Id("d"), field.Clone()))
		separator = ','
	}
	write = append(write, jen.Return(jen.Append(jen.Id("b"), jen.LitRune(']'))))
	e.appendFunction(f, "append"+t.goName, jen.Id(t.goName)).Block(write...)
	f.Line()

	body := append([]jen.Code{jen.Id("d").Dot("BeginTuple").Call(jen.Lit(len(t.members)))}, read...)
	e.decodeFunction(f, "decode"+t.goName, jen.Id(t.goName)).Block(append(body, jen.Id("d").Dot("EndTuple").Call())...)
	f.Line()
}

// tupleField is the name of the n-th item of a tuple struct.
func tupleField(n int) string { return fmt.Sprintf("F%d", n) }
