package gen

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// helpers are small functions for a type that generated code calls or passes on. Their names
// contain the type's structure:
//
//   - append and decode are codecs: of handles, tuples, and nested lists, options and results,
//     and in the test package those of types of the client that it needs;
//   - put writes a parameter, take reads a result, and fail reads the err value of a result.
type helpers struct {
	names   *structureNames
	asked   map[string]bool // names of functions asked for
	pending []helper        // asked for, not yet written
}

// helper is a function to be written.
type helper struct {
	verb string // append
	name string // appendListOrder
	typ  *goType
}

func newHelpers(m *model) *helpers {
	return &helpers{names: newStructureNames(m), asked: map[string]bool{}}
}

// function returns the name of a helper, and records that the helper is needed.
func (h *helpers) function(verb string, t *goType) string {
	name := verb + h.names.of(t)
	if !h.asked[name] {
		h.asked[name] = true
		h.pending = append(h.pending, helper{verb: verb, name: name, typ: t})
	}
	return name
}

// structureNames has the names of types in the names of helpers and constants: the Go name, or
// the structure as one word.
type structureNames struct {
	names map[string]string // structure → name
	taken map[string]bool
}

// structureSeparator does not occur in names.
const structureSeparator = "."

func newStructureNames(m *model) *structureNames {
	n := &structureNames{names: map[string]string{}, taken: map[string]bool{}}
	for _, s := range m.scopes {
		for _, t := range s.types {
			n.names[structureSeparator+t.goName], n.taken[t.goName] = t.goName, true
		}
	}
	return n
}

// longestStructure is the maximum length of a name made of a structure.
const longestStructure = 48

// of returns the name of a type. The name ends in a hash of the structure if the structure is
// too long, or if another type has the name.
func (n *structureNames) of(t *goType) string {
	return n.unique(t.structure(structureSeparator), t.structure(""))
}

// unique returns a name for a structure. It adds a hash of the structure to a name that is too
// long or that another structure has.
func (n *structureNames) unique(structure, name string) string {
	if known, ok := n.names[structure]; ok {
		return known
	}
	if len(name) > longestStructure || n.taken[name] {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(structure))
		name = fmt.Sprintf("%.*sX%08x", longestStructure, name, sum.Sum32())
	}
	for n.taken[name] {
		name += "_"
	}
	n.names[structure], n.taken[name] = name, true
	return name
}

// structure returns a type as one word, with separator between its parts. Named types begin
// with the separator, because a type that is called Unit, String or Bytes is not the type that
// has this word here.
func (t *goType) structure(separator string) string {
	switch {
	case t == nil:
		return "Unit"
	case t.named != nil:
		return separator + t.named.goName
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

// emitHelpers emits the helpers that were needed since the last call, and those that they need
// themselves.
func (e *emitter) emitHelpers(f *sourceFile) {
	for len(e.helpers.pending) > 0 {
		h := e.helpers.pending[0]
		e.helpers.pending = e.helpers.pending[1:]
		helperEmitters[h.verb](e, f, h)
	}
}

// helperEmitters has the functions that emit a helper, by verb.
var helperEmitters = map[string]func(*emitter, *sourceFile, helper){
	"put":    (*emitter).emitPut,
	"take":   (*emitter).emitTake,
	"fail":   (*emitter).emitFailure,
	"append": (*emitter).emitAppend,
	"decode": (*emitter).emitDecode,
}

func (e *emitter) emitAppend(f *sourceFile, h helper) {
	switch {
	case h.typ.named != nil:
		e.emitPlugAppend(f, h.typ.named)
		return
	case h.typ.isTuple():
		e.emitItemsAppend(f, h.name, e.goType(h.typ), h.typ.items)
		return
	case h.typ.isResult() && e.client == "":
		e.emitResultAppend(f, h)
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

// emitResultAppend emits the function that writes a result. A call of the function for all
// results would put each record that has a result on the heap, because the compiler does not
// see what a codec does that is an argument.
func (e *emitter) emitResultAppend(f *sourceFile, h helper) {
	payload := func(field, key string, typ *goType) jen.Code {
		return jen.Case(inRuntime("Result" + key)).Block(jen.Id("b").Op("=").Add(
			e.appendCall(typ, appended(`{"`+strings.ToLower(key)+`":`), jen.Id("e"), jen.Op("&").Id("v").Dot(field))))
	}
	e.appendFunction(f, h.name, e.goType(h.typ)).Block(
		jen.Switch(jen.Id("v").Dot("Case")).Block(
			payload("Value", "Ok", h.typ.items[0]),
			payload("Failure", "Err", h.typ.items[1]),
			jen.Default().Block(jen.Return(inWire("AppendUnsetResult").Call(jen.Id("b"), jen.Id("e")))),
		),
		jen.Return(jen.Append(jen.Id("b"), jen.LitRune('}'))),
	)
	f.Line()
}

// isResult reports whether a type is a result that is part of another type.
func (t *goType) isResult() bool {
	return t != nil && t.named == nil && t.source.Kind == metadata.KindResult
}

// isTuple reports whether a type is a tuple without a Go name of its own.
func (t *goType) isTuple() bool {
	return t.named == nil && t.source.Kind == metadata.KindTuple
}

func (e *emitter) emitDecode(f *sourceFile, h helper) {
	switch {
	case h.typ.named != nil:
		e.emitPlugDecode(f, h.typ.named)
		return
	case h.typ.isTuple():
		e.emitItemsDecode(f, h.name, e.goType(h.typ), h.typ.items)
		return
	}
	body := []jen.Code{jen.Return(e.decodeCall(h.typ, jen.Id("at"), jen.Id("v")))}
	if r := h.typ.resource; r != nil {
		body = decodeAs("new"+r.goName, inStub("DecodeHandle"), jen.Op("&").Id("resource"+r.goName))
	}
	e.decodeFunction(f, h.name, e.goType(h.typ)).Block(body...)
	f.Line()
}
