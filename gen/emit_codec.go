package gen

import (
	"fmt"
	"slices"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// wireNames has the ends of the names of the codec functions in runtime/wire, as in AppendUint8
// and DecodeUint8.
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
	kindText:          "Text",
	kindBinary:        "Binary",
}

func tupleName(n int) string { return fmt.Sprintf("Tuple%d", n) }

// appendCall returns the expression that appends the value at pointer v to b.
func (e *emitter) appendCall(t *goType, b, encoder, v jen.Code) jen.Code {
	if t != nil {
		if call := t.restricted(b, encoder, v); call != nil {
			return call
		}
	}
	return e.appendAny(t, b, encoder, v)
}

// appendAny is like appendCall, but accepts any language and media type.
func (e *emitter) appendAny(t *goType, b, encoder, v jen.Code) jen.Code {
	if !t.isGeneric() || t.isResult() && e.client == "" {
		return e.appendFunc(t).Call(b, encoder, v)
	}
	name, items := e.genericCodec("Append", t)
	arguments := []jen.Code{b, encoder, v}
	for _, item := range items {
		arguments = append(arguments, e.appendFunc(item))
	}
	return name.Call(arguments...)
}

// decodeTo returns the statement that decodes the value at an offset into the pointer v, and
// moves the offset behind the value.
func (e *emitter) decodeTo(at *jen.Statement, t *goType, v jen.Code) jen.Code {
	return at.Clone().Op("=").Add(e.decodeCall(t, at, v))
}

// decodeCall returns the expression that decodes the value at an offset into the pointer v. Its
// value is the offset behind it.
func (e *emitter) decodeCall(t *goType, at, v jen.Code) jen.Code {
	if !t.isGeneric() {
		return e.decodeFunc(t).Call(jen.Id("d"), at, v)
	}
	name, items := e.genericCodec("Decode", t)
	arguments := []jen.Code{jen.Id("d"), at, v}
	for _, item := range items {
		arguments = append(arguments, e.decodeFunc(item))
	}
	return name.Call(arguments...)
}

// isGeneric reports whether the codec of a type takes the codecs of its parts.
func (t *goType) isGeneric() bool {
	return t != nil && t.named == nil && t.resource == nil && len(t.items) > 0 && t.wireList() == "" &&
		t.source.Kind != metadata.KindTuple
}

// wireLists has the item kinds of lists that have codecs of their own in runtime/wire, with the
// ends of the codecs' names.
var wireLists = map[metadata.Kind]string{
	metadata.KindU8:  "Bytes",
	metadata.KindStr: "Strings",
	metadata.KindF64: "Float64s",
}

// wireList returns the end of the name of such a codec, "" for other types.
func (t *goType) wireList() string {
	if t.source.Kind != metadata.KindList {
		return ""
	}
	return wireLists[t.items[0].source.Kind]
}

// inCommon returns the end of the names of functions that runtime and runtime/wire have for a
// type, as in AppendString, PutString and TakeString. They have them for types that all clients
// have. For other types, inCommon returns "".
func (t *goType) inCommon() string {
	switch {
	case t == nil:
		return "Unit"
	case t.named != nil || t.resource != nil:
		return ""
	case t.wireList() != "":
		return t.wireList()
	default:
		return wireNames[t.source.Kind]
	}
}

// genericCodec returns the function that writes or reads a list, option, result or tuple, and
// the parts whose codecs it takes.
func (e *emitter) genericCodec(verb string, t *goType) (*jen.Statement, []*goType) {
	return e.instantiated(e.genericName(verb, t), t.items), t.items
}

func (e *emitter) genericName(verb string, t *goType) *jen.Statement {
	switch t.source.Kind {
	case metadata.KindList:
		return inWire(verb + "List")
	case metadata.KindOption:
		// A value that is itself written as null would be read as none. The encoder of such an
		// option refuses it.
		if verb == "Append" && t.items[0].source.Kind == metadata.KindOption {
			return inStub("AppendNestedOption")
		}
		return inStub(verb + "Option")
	default:
		return inStub(verb + "Result")
	}
}

// deepestInferred is the maximum nesting of lists, options, results and tuples for which the Go
// compiler infers type arguments. The compiler fails with an internal error if it has to infer
// types that are 50 deep.
const deepestInferred = 16

// instantiated returns the generic function. It adds type arguments if these are nested too
// deep to be inferred.
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

// depth returns how deep lists, options, results and tuples are nested in the type.
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

// appendFunc returns a wire.AppendFunc for a type.
func (e *emitter) appendFunc(t *goType) *jen.Statement {
	return e.codecFunc("Append", "append", t)
}

// nextAt returns the expression for the decoder's own offset, used where a function takes none.
func nextAt() *jen.Statement { return jen.Id("d").Dot("At") }

// decodeFunc returns a wire.DecodeFunc for a type.
func (e *emitter) decodeFunc(t *goType) *jen.Statement {
	return e.codecFunc("Decode", "decode", t)
}

func (e *emitter) codecFunc(library, verb string, t *goType) *jen.Statement {
	common := t.inCommon()
	switch {
	case common != "":
		return inWire(library + common)
	case t.named != nil && e.client != "":
		return e.plugCodec(library, verb, t)
	case t.named != nil:
		return jen.Id(verb + t.named.goName)
	case t.resource != nil && e.client != "" && library == "Decode":
		return e.decodePlugHandle(t.resource)
	case t.resource == nil && len(t.items) == 0:
		return inStub(library + "Tuple0")
	default:
		return jen.Id(e.helpers.function(verb, t))
	}
}
