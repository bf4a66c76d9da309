package gen

import (
	"fmt"
	"hash/fnv"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// helpers are small functions of a type that generated code calls or passes on, named
// after the type's structure:
//
//   - write and read, codecs of handles and of nested lists, options, results and tuples;
//   - put, which writes a parameter, take, which reads a result, and fail, which reads
//     the err value of one;
//   - append and decode, codecs that the test package needs of types of the client.
type helpers struct {
	names   map[string]string // structure → name
	taken   map[string]string // name → structure
	asked   map[string]bool   // names of functions asked for
	pending []helper          // asked for, not yet written
}

// helper is a function to be written.
type helper struct {
	verb string // write
	name string // writeOptionString
	typ  *goType
}

func newHelpers() *helpers {
	return &helpers{names: map[string]string{}, taken: map[string]string{}, asked: map[string]bool{}}
}

// longestHelper bounds the names made of a structure.
const longestHelper = 48

// function returns the name of a helper, and notes that the helper is needed.
func (h *helpers) function(verb string, t *goType) string {
	name := verb + h.name(t)
	if !h.asked[name] {
		h.asked[name] = true
		h.pending = append(h.pending, helper{verb: verb, name: name, typ: t})
	}
	return name
}

// name spells the type's structure; where that is too long or says the same of two
// structures, it ends in a hash of the structure.
func (h *helpers) name(t *goType) string {
	structure := t.structure(".")
	if name, ok := h.names[structure]; ok {
		return name
	}
	name := t.structure("")
	if other, ok := h.taken[name]; len(name) > longestHelper || (ok && other != structure) {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(structure))
		name = fmt.Sprintf("%.*sX%08x", longestHelper, name, sum.Sum32())
	}
	h.names[structure], h.taken[name] = name, structure
	return name
}

// structure spells a type as one word, its parts joined by separator.
func (t *goType) structure(separator string) string {
	switch {
	case t == nil:
		return "Unit"
	case t.named != nil:
		return t.named.goName
	case t.resource != nil && t.source.Borrowed:
		return "Borrowed" + separator + t.resource.goName
	case t.resource != nil:
		return "Owned" + separator + t.resource.goName
	case t.isBytes():
		return "Bytes"
	}
	word := wireNames[t.source.Kind]
	switch t.source.Kind {
	case metadata.KindList:
		word = "List"
	case metadata.KindOption:
		word = "Option"
	case metadata.KindResult:
		word = "Result"
	case metadata.KindTuple:
		word = tupleName(len(t.items))
	}
	for _, item := range t.items {
		word += separator + item.structure(separator)
	}
	return word
}

// emitHelpers writes the helpers that were asked for since the last time, and
// those that they ask for in turn.
func (e *emitter) emitHelpers(f *sourceFile) {
	for len(e.helpers.pending) > 0 {
		h := e.helpers.pending[0]
		e.helpers.pending = e.helpers.pending[1:]
		helperEmitters[h.verb](e, f, h)
	}
	if len(e.short) > 0 {
		for _, function := range e.short {
			f.Add(function)
		}
		f.Line()
		e.short = nil
	}
}

// helperEmitters has what writes a helper, by verb.
var helperEmitters = map[string]func(*emitter, *sourceFile, helper){
	"write":  (*emitter).emitWriter,
	"read":   (*emitter).emitReader,
	"put":    (*emitter).emitPut,
	"take":   (*emitter).emitTake,
	"fail":   (*emitter).emitFailure,
	"append": (*emitter).emitPlugCodec,
	"decode": (*emitter).emitPlugCodec,
}

func (e *emitter) emitWriter(f *sourceFile, h helper) {
	if h.typ.isTuple() {
		e.emitItemsAppend(f, h.name, e.goType(h.typ), h.typ.items)
		return
	}
	body := e.appendCall(h.typ, jen.Id("b"), jen.Id("e"), jen.Id("v"))
	if r := h.typ.resource; r != nil && e.client != "" {
		body = e.appendPlugHandle(r)
	} else if r != nil {
		handle := jen.Parens(jen.Op("*").Id("v")).Dot("runtimeHandle").Call()
		body = inStub("AppendHandle").Call(jen.Id("b"), jen.Id("e"), handle,
			jen.Op("&").Id("resource"+r.goName), jen.Lit(!h.typ.source.Borrowed))
	}
	e.appendFunction(f, h.name, e.goType(h.typ)).Block(jen.Return(body))
	f.Line()
}

// isTuple tells a tuple that has no Go name of its own.
func (t *goType) isTuple() bool {
	return t.named == nil && t.source.Kind == metadata.KindTuple
}

func (e *emitter) emitReader(f *sourceFile, h helper) {
	if h.typ.isTuple() {
		e.emitItemsDecode(f, h.name, e.goType(h.typ), h.typ.items)
		return
	}
	body := e.decodeCall(h.typ, jen.Id("d"), jen.Id("v"))
	if r := h.typ.resource; r != nil {
		body = jen.Op("*").Id("v").Op("=").Id("new" + r.goName).Call(
			inStub("DecodeHandle").Call(jen.Id("d"), jen.Op("&").Id("resource"+r.goName)))
	}
	e.decodeFunction(f, h.name, e.goType(h.typ)).Block(body)
	f.Line()
}
