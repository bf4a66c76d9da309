package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// A server needs codecs in the other direction: it reads parameters and writes results. Types
// of the client have JSON methods for both directions, in the same value form. The test package
// therefore needs no codecs of its own, and the client need not export any. Only types with
// handles cannot be read without the worker. For these, the test package has codecs, in the
// direction that it needs.

// plugCodec returns the codec of a type of the client: its JSON methods or, if it contains
// handles, a function of the test package.
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

// handleTypes remembers which named types contain handles.
type handleTypes map[*namedType]bool

// in reports whether a type contains handles.
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

// emitPlugAppend emits the function that writes a type with handles: a record, variant or long
// tuple.
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

// emitPlugDecode emits the function that reads such a type.
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

// decodePlugHandle returns the function that reads a resource that the test has made.
func (e *emitter) decodePlugHandle(r *resource) *jen.Statement {
	name := "DecodeHandle"
	if r.source == nil {
		name = "DecodeForeignHandle"
	}
	return inTestserve(name).Types(e.inClient(r.goName))
}

// appendPlugHandle returns the expression that writes a resource that the test has made.
func (e *emitter) appendPlugHandle(r *resource) jen.Code {
	drop := jen.Nil()
	if r.drop != nil {
		drop = jen.Parens(jen.Op("*").Add(e.inClient(r.goName))).Dot(r.drop.goName)
	}
	return inTestserve("AppendHandle").Call(jen.Id("b"), jen.Id("e"), jen.Op("*").Id("v"), drop)
}
