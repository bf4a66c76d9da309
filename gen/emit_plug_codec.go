package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// A server needs the codecs the other way round: parameters read, results written.
// Types of the client have both directions as JSON methods, in the same value form,
// which spares the test package codecs of its own and the client exported ones. Only
// what handles are part of cannot be read without the worker: for such types the
// test package has codecs, in the direction that is needed.

// plugCodec is the codec of a type of the client: its own JSON, or, where handles
// are part of it, a function of the test package.
func (e *emitter) plugCodec(library, verb string, t *goType) *jen.Statement {
	name := e.inClient(t.named.goName)
	switch {
	case e.handles.in(t):
		return jen.Id(e.helpers.function(verb, t))
	case library == "Decode" && isVariant(t.named.source.Kind):
		return inTestserve("DecodeVariant").Call(e.inClient("Unmarshal" + t.named.goName))
	default:
		return inTestserve(library + "JSON").Types(name)
	}
}

// handleTypes remembers of which named types handles are part.
type handleTypes map[*namedType]bool

// in reports whether handles are part of a type.
func (h handleTypes) in(t *goType) bool {
	switch {
	case t == nil:
		return false
	case t.named != nil:
		return h.inNamed(t.named)
	}
	return t.resource != nil || slices.ContainsFunc(t.items, h.in)
}

func (h handleTypes) inNamed(t *namedType) bool {
	has, known := h[t]
	if !known {
		has = slices.ContainsFunc(t.members, func(m member) bool { return h.in(m.typ) })
		h[t] = has
	}
	return has
}

// emitPlugAppend writes the function that writes a type with handles: a record, variant
// or long tuple.
func (e *emitter) emitPlugAppend(f *sourceFile, t *namedType) {
	switch t.source.Kind {
	case metadata.KindVariant:
		e.emitVariantAppend(f, t)
	case metadata.KindTuple:
		e.emitTupleAppend(f, t)
	default:
		e.emitFieldsAppend(f, t.goName, e.inClient(t.goName), t.members)
	}
}

// emitPlugDecode writes the function that reads one.
func (e *emitter) emitPlugDecode(f *sourceFile, t *namedType) {
	switch t.source.Kind {
	case metadata.KindVariant:
		e.noteNames(t)
		e.emitVariantDecode(f, t)
	case metadata.KindTuple:
		e.emitTupleDecode(f, t)
	default:
		e.emitFieldsDecode(f, t.goName, e.inClient(t.goName), t.members)
	}
}

// decodePlugHandle is the function that reads a resource that the test has made.
func (e *emitter) decodePlugHandle(r *resource) *jen.Statement {
	name := "DecodeHandle"
	if r.source == nil {
		name = "DecodeForeignHandle"
	}
	return inTestserve(name).Types(e.inClient(r.goName))
}

// appendPlugHandle is the expression that writes a resource that the test has made.
func (e *emitter) appendPlugHandle(r *resource) jen.Code {
	drop := jen.Nil()
	if r.drop != nil {
		drop = jen.Parens(jen.Op("*").Add(e.inClient(r.goName))).Dot(r.drop.goName)
	}
	return inTestserve("AppendHandle").Call(jen.Id("b"), jen.Id("e"), jen.Op("*").Id("v"), drop)
}
