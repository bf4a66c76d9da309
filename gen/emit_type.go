package gen

import (
	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/metadata"
)

// kindEmitter emits the declarations and the codec of one kind of named type.
type kindEmitter struct {
	declare func(*emitter, *sourceFile, *namedType)
	codec   func(*emitter, *sourceFile, *namedType)
}

// kindEmitters has the kinds of type that get a Go name.
var kindEmitters = map[metadata.Kind]kindEmitter{
	metadata.KindRecord:  {(*emitter).emitRecord, (*emitter).emitRecordCodec},
	metadata.KindVariant: {(*emitter).emitVariant, (*emitter).emitVariantCodec},
	metadata.KindEnum:    {(*emitter).emitEnum, (*emitter).emitEnumCodec},
	metadata.KindFlags:   {(*emitter).emitFlags, (*emitter).emitFlagsCodec},
	kindPart:             {(*emitter).emitVariant, (*emitter).emitPartCodec},
	metadata.KindTuple:   {(*emitter).emitTuple, (*emitter).emitTupleCodec},
}

// emitTypesFile emits the types that the scope is the first to use.
func (e *emitter) emitTypesFile(s *scope) *sourceFile {
	f := e.file(s.file + "_types.go")
	for _, t := range s.types {
		kindEmitters[t.source.Kind].declare(e, f, t)
	}
	return f
}

// goTypes has the kinds of types that are Go's own types.
var goTypes = map[metadata.Kind]string{
	metadata.KindBool: "bool",
	metadata.KindS8:   "int8",
	metadata.KindU8:   "uint8",
	metadata.KindS16:  "int16",
	metadata.KindU16:  "uint16",
	metadata.KindS32:  "int32",
	metadata.KindU32:  "uint32",
	metadata.KindS64:  "int64",
	metadata.KindU64:  "uint64",
	metadata.KindF32:  "float32",
	metadata.KindF64:  "float64",
	metadata.KindChr:  "rune",
	metadata.KindStr:  "string",
}

// dataTypes has the kinds of data that are types of package runtime.
var dataTypes = map[metadata.Kind]string{kindText: "Text", kindBinary: "Binary"}

// goType returns the Go type of a use. For nil, it returns the empty struct.
func (e *emitter) goType(t *goType) jen.Code {
	switch {
	case t == nil:
		return jen.Struct()
	case t.named != nil:
		return e.inClient(t.named.goName)
	case t.resource != nil:
		return jen.Op("*").Add(e.inClient(t.resource.goName))
	case t.isBytes():
		return jen.Index().Byte()
	}
	switch t.source.Kind {
	case kindText, kindBinary:
		return inRuntime(dataTypes[t.source.Kind])
	case metadata.KindList:
		return jen.Index().Add(e.goType(t.items[0]))
	case metadata.KindOption:
		return inRuntime("Option").Types(e.goType(t.items[0]))
	case metadata.KindResult:
		return inRuntime("Result").Types(e.goType(t.items[0]), e.goType(t.items[1]))
	case metadata.KindTuple:
		if len(t.items) == 0 {
			return jen.Struct()
		}
		var items []jen.Code
		for _, item := range t.items {
			items = append(items, e.goType(item))
		}
		return inRuntime(tupleName(len(t.items))).Types(items...)
	}
	return jen.Id(goTypes[t.source.Kind])
}

// isBytes reports whether a type is a list of u8, which is a []byte.
func (t *goType) isBytes() bool {
	return t.source.Kind == metadata.KindList && t.items[0].source.Kind == metadata.KindU8
}
