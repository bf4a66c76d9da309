package stub

import "github.com/golem-gen/golem-gen/runtime/wire"

// TakeFunc decodes the result of a call into the variable that v points to. It is like a
// [wire.DecodeFunc], but has no type parameter, so the code of calls is compiled once and
// not for each type. Generated code has a TakeFunc for each type that a function returns.
// The functions below are for types that all clients have.
type TakeFunc = func(d *wire.Decoder, v any)

// TakeUnit reads a value without content; v is not used.
func TakeUnit(d *wire.Decoder, _ any) { d.At = d.Null(d.At) }

// TakeBool reads a bool.
func TakeBool(d *wire.Decoder, v any) { d.At = wire.DecodeBool(d, d.At, v.(*bool)) }

// TakeUint8 reads a uint8.
func TakeUint8(d *wire.Decoder, v any) { d.At = wire.DecodeUint8(d, d.At, v.(*uint8)) }

// TakeUint16 reads a uint16.
func TakeUint16(d *wire.Decoder, v any) { d.At = wire.DecodeUint16(d, d.At, v.(*uint16)) }

// TakeUint32 reads a uint32.
func TakeUint32(d *wire.Decoder, v any) { d.At = wire.DecodeUint32(d, d.At, v.(*uint32)) }

// TakeUint64 reads a uint64.
func TakeUint64(d *wire.Decoder, v any) { d.At = wire.DecodeUint64(d, d.At, v.(*uint64)) }

// TakeInt8 reads an int8.
func TakeInt8(d *wire.Decoder, v any) { d.At = wire.DecodeInt8(d, d.At, v.(*int8)) }

// TakeInt16 reads an int16.
func TakeInt16(d *wire.Decoder, v any) { d.At = wire.DecodeInt16(d, d.At, v.(*int16)) }

// TakeInt32 reads an int32.
func TakeInt32(d *wire.Decoder, v any) { d.At = wire.DecodeInt32(d, d.At, v.(*int32)) }

// TakeInt64 reads an int64.
func TakeInt64(d *wire.Decoder, v any) { d.At = wire.DecodeInt64(d, d.At, v.(*int64)) }

// TakeFloat32 reads a float32.
func TakeFloat32(d *wire.Decoder, v any) { d.At = wire.DecodeFloat32(d, d.At, v.(*float32)) }

// TakeFloat64 reads a float64.
func TakeFloat64(d *wire.Decoder, v any) { d.At = wire.DecodeFloat64(d, d.At, v.(*float64)) }

// TakeChar reads a rune.
func TakeChar(d *wire.Decoder, v any) { d.At = wire.DecodeChar(d, d.At, v.(*rune)) }

// TakeString reads a string.
func TakeString(d *wire.Decoder, v any) { d.At = wire.DecodeString(d, d.At, v.(*string)) }

// TakeBytes reads a list of bytes.
func TakeBytes(d *wire.Decoder, v any) { d.At = wire.DecodeBytes(d, d.At, v.(*[]byte)) }

// TakeStrings reads a list of strings.
func TakeStrings(d *wire.Decoder, v any) { d.At = wire.DecodeStrings(d, d.At, v.(*[]string)) }

// TakeFloat64s reads a list of float64.
func TakeFloat64s(d *wire.Decoder, v any) { d.At = wire.DecodeFloat64s(d, d.At, v.(*[]float64)) }

// TakeText reads unstructured text.
func TakeText(d *wire.Decoder, v any) { d.At = wire.DecodeText(d, d.At, v.(*wire.Text)) }

// TakeBinary reads unstructured binary data.
func TakeBinary(d *wire.Decoder, v any) { d.At = wire.DecodeBinary(d, d.At, v.(*wire.Binary)) }
