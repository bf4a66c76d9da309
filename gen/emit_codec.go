package gen

import (
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/golem-gen/golem-gen/metadata"
)

// wireNames has the ends of the names of the codec functions in runtime/wire:
// AppendUint8, DecodeUint8.
var wireNames = map[metadata.Kind]string{
	metadata.KindBool: "Bool",
	metadata.KindS8:   "Int8",
	metadata.KindU8:   "Uint8",
	metadata.KindS16:  "Int16",
	metadata.KindU16:  "Uint16",
	metadata.KindS32:  "Int32",
	metadata.KindU32:  "Uint32",
	metadata.KindS64:  "Int64",
	metadata.KindU64:  "Uint64",
	metadata.KindF32:  "Float32",
	metadata.KindF64:  "Float64",
	metadata.KindChr:  "Char",
	metadata.KindStr:  "String",
}

func tupleName(n int) string { return fmt.Sprintf("Tuple%d", n) }

// appendCall is the expression that appends the value at pointer v to b.
func (e *emitter) appendCall(t *goType, b, encoder, v jen.Code) jen.Code {
	if !t.isGeneric() {
		return e.appendFunc(t).Call(b, encoder, v)
	}
	name, items := e.genericCodec("Append", t)
	arguments := []jen.Code{b, encoder, v}
	for _, item := range items {
		arguments = append(arguments, e.appendFunc(item))
	}
	return name.Call(arguments...)
}

// decodeCall is the statement that reads a value into the pointer v.
func (e *emitter) decodeCall(t *goType, d, v jen.Code) jen.Code {
	if !t.isGeneric() {
		return e.decodeFunc(t).Call(d, v)
	}
	name, items := e.genericCodec("Decode", t)
	arguments := []jen.Code{d, v}
	for _, item := range items {
		arguments = append(arguments, e.decodeFunc(item))
	}
	return name.Call(arguments...)
}

// isGeneric tells the types whose codec takes the codecs of their parts.
func (t *goType) isGeneric() bool {
	return t != nil && t.named == nil && t.resource == nil && len(t.items) > 0 && t.wireList() == ""
}

// wireLists are the items of lists that runtime/wire has codecs of their own for, and
// how those are called.
var wireLists = map[metadata.Kind]string{
	metadata.KindU8:  "Bytes",
	metadata.KindStr: "Strings",
	metadata.KindF64: "Float64s",
}

// wireList is what the codec of such a list is called, "" for other types.
func (t *goType) wireList() string {
	if t.source.Kind != metadata.KindList {
		return ""
	}
	return wireLists[t.items[0].source.Kind]
}

// genericCodec is the function that writes or reads a list, option, result or tuple,
// and the parts whose codecs it takes.
func (e *emitter) genericCodec(verb string, t *goType) (*jen.Statement, []*goType) {
	return e.instantiated(e.genericName(verb, t), t.items), t.items
}

func (e *emitter) genericName(verb string, t *goType) *jen.Statement {
	switch t.source.Kind {
	case metadata.KindList:
		return inWire(verb + "List")
	case metadata.KindOption:
		// What is itself written null cannot be told from none: the encoder of
		// such an option refuses it.
		if verb == "Append" && t.items[0].source.Kind == metadata.KindOption {
			return inRuntime("AppendNestedOption")
		}
		return inRuntime(verb + "Option")
	case metadata.KindResult:
		return inRuntime(verb + "Result")
	default:
		return inRuntime(verb + tupleName(len(t.items)))
	}
}

// deepestInferred is how deep lists, options, results and tuples may be nested in
// each other for type arguments to be left to the Go compiler, which ends with an
// internal error when it has to infer some that are 50 deep.
const deepestInferred = 16

// instantiated is the generic function with its type arguments, where these are
// nested too deep to be inferred.
func (e *emitter) instantiated(function *jen.Statement, arguments []*goType) *jen.Statement {
	if !slices.ContainsFunc(arguments, func(t *goType) bool { return t.depth() > deepestInferred }) {
		return function
	}
	list := make([]jen.Code, len(arguments))
	for i, t := range arguments {
		list[i] = e.goType(t)
	}
	return function.Types(list...)
}

// depth is how many lists, options, results and tuples the type is, one in another.
func (t *goType) depth() int {
	if !t.isGeneric() {
		return 0
	}
	deepest := 0
	for _, item := range t.items {
		deepest = max(deepest, item.depth())
	}
	return deepest + 1
}

// appendFunc is a function of the shape wire.AppendFunc for a type.
func (e *emitter) appendFunc(t *goType) *jen.Statement {
	return e.codecFunc("Append", "append", "write", t)
}

// decodeFunc is a function of the shape wire.DecodeFunc for a type.
func (e *emitter) decodeFunc(t *goType) *jen.Statement {
	return e.codecFunc("Decode", "decode", "read", t)
}

func (e *emitter) codecFunc(library, named, helper string, t *goType) *jen.Statement {
	switch {
	case t == nil:
		return inWire(library + "Unit")
	case t.named != nil && e.client != "":
		return e.plugCodec(library, named, t)
	case t.named != nil:
		return jen.Id(named + t.named.goName)
	case t.resource != nil && e.client != "" && library == "Decode":
		return e.decodePlugHandle(t.resource)
	case t.wireList() != "":
		return inWire(library + t.wireList())
	case t.resource == nil && len(t.items) == 0 && t.source.Kind == metadata.KindTuple:
		return inRuntime(library + "Tuple0")
	case t.resource == nil && len(t.items) == 0:
		return inWire(library + wireNames[t.source.Kind])
	default:
		return jen.Id(e.helpers.function(helper, t))
	}
}

// helpers are the codecs of handles and of nested lists, options, results and tuples
// that are passed to other codecs: Go functions named after the type's structure.
type helpers struct {
	names   map[string]string // structure → name
	taken   map[string]string // name → structure
	asked   map[string]bool   // names of functions asked for
	pending []helper          // asked for, not yet written
}

// helper is a function to be written.
type helper struct {
	name   string // writeOptionString
	writes bool   // else it reads
	typ    *goType
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
		h.pending = append(h.pending, helper{name: name, writes: verb == "write", typ: t})
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
		if h.typ.named != nil {
			e.emitPlugCodec(f, h)
		} else if h.writes {
			e.emitWriter(f, h)
		} else {
			e.emitReader(f, h)
		}
	}
}

func (e *emitter) emitWriter(f *sourceFile, h helper) {
	body := e.appendCall(h.typ, jen.Id("b"), jen.Id("e"), jen.Id("v"))
	if r := h.typ.resource; r != nil && e.client != "" {
		body = e.appendPlugHandle(r)
	} else if r != nil {
		handle := jen.Parens(jen.Op("*").Id("v")).Dot("runtimeHandle").Call()
		body = inRuntime("AppendHandle").Call(jen.Id("b"), jen.Id("e"), handle,
			jen.Op("&").Id("resource"+r.goName), jen.Lit(!h.typ.source.Borrowed))
	}
	e.appendFunction(f, h.name, e.goType(h.typ)).Block(jen.Return(body))
	f.Line()
}

func (e *emitter) emitReader(f *sourceFile, h helper) {
	body := e.decodeCall(h.typ, jen.Id("d"), jen.Id("v"))
	if r := h.typ.resource; r != nil {
		body = jen.Op("*").Id("v").Op("=").Id("new" + r.goName).Call(
			inRuntime("DecodeHandle").Call(jen.Id("d"), jen.Op("&").Id("resource"+r.goName)))
	}
	e.decodeFunction(f, h.name, e.goType(h.typ)).Block(body)
	f.Line()
}
