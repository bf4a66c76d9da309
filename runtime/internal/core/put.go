package core

import (
	"strconv"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// The methods below write a parameter of a type that all clients have. Generated code has
// functions for other types.

// PutBool writes the next parameter.
func (c *Call) PutBool(v bool) {
	c.Buffer = wire.AppendBool(c.Param(), &c.Encoder, &v)
}

// PutUint8 writes the next parameter.
func (c *Call) PutUint8(v uint8) {
	c.Buffer = wire.AppendUint8(c.Param(), &c.Encoder, &v)
}

// PutUint16 writes the next parameter.
func (c *Call) PutUint16(v uint16) {
	c.Buffer = wire.AppendUint16(c.Param(), &c.Encoder, &v)
}

// PutUint32 writes the next parameter.
func (c *Call) PutUint32(v uint32) {
	c.Buffer = wire.AppendUint32(c.Param(), &c.Encoder, &v)
}

// PutUint64 writes the next parameter.
func (c *Call) PutUint64(v uint64) {
	c.Buffer = wire.AppendUint64(c.Param(), &c.Encoder, &v)
}

// PutInt8 writes the next parameter.
func (c *Call) PutInt8(v int8) {
	c.Buffer = wire.AppendInt8(c.Param(), &c.Encoder, &v)
}

// PutInt16 writes the next parameter.
func (c *Call) PutInt16(v int16) {
	c.Buffer = wire.AppendInt16(c.Param(), &c.Encoder, &v)
}

// PutInt32 writes the next parameter.
func (c *Call) PutInt32(v int32) {
	c.Buffer = wire.AppendInt32(c.Param(), &c.Encoder, &v)
}

// PutInt64 writes the next parameter.
func (c *Call) PutInt64(v int64) {
	c.Buffer = wire.AppendInt64(c.Param(), &c.Encoder, &v)
}

// PutFloat32 writes the next parameter.
func (c *Call) PutFloat32(v float32) {
	c.Buffer = wire.AppendFloat32(c.Param(), &c.Encoder, &v)
}

// PutFloat64 writes the next parameter.
func (c *Call) PutFloat64(v float64) {
	c.Buffer = wire.AppendFloat64(c.Param(), &c.Encoder, &v)
}

// PutChar writes the next parameter.
func (c *Call) PutChar(v rune) {
	c.Buffer = wire.AppendChar(c.Param(), &c.Encoder, &v)
}

// PutString writes the next parameter.
func (c *Call) PutString(v string) {
	c.Buffer = wire.AppendString(c.Param(), &c.Encoder, &v)
}

// PutBytes writes the next parameter.
func (c *Call) PutBytes(v []byte) {
	c.Buffer = wire.AppendBytes(c.Param(), &c.Encoder, &v)
}

// PutStrings writes the next parameter.
func (c *Call) PutStrings(v []string) {
	c.Buffer = wire.AppendStrings(c.Param(), &c.Encoder, &v)
}

// PutFloat64s writes the next parameter.
func (c *Call) PutFloat64s(v []float64) {
	c.Buffer = wire.AppendFloat64s(c.Param(), &c.Encoder, &v)
}

// PutText writes the next parameter, an element.
func (c *Call) PutText(v wire.Text) {
	c.Buffer = wire.AppendText(c.Param(), &c.Encoder, &v)
}

// PutTextIn is PutText for a parameter that takes only some languages.
func (c *Call) PutTextIn(v wire.Text, languages ...string) {
	c.Buffer = wire.AppendTextIn(c.Param(), &c.Encoder, &v, languages...)
}

// PutBinary writes the next parameter, an element.
func (c *Call) PutBinary(v wire.Binary) {
	c.Buffer = wire.AppendBinary(c.Param(), &c.Encoder, &v)
}

// PutBinaryOf is PutBinary for a parameter that takes only some MIME types.
func (c *Call) PutBinaryOf(v wire.Binary, types ...string) {
	c.Buffer = wire.AppendBinaryOf(c.Param(), &c.Encoder, &v, types...)
}

// FailPart reports that the i-th part of a multimodal parameter, counted from 0, is nil.
func (c *Call) FailPart(i int) {
	c.Encoder.Fail(c.Buffer, wire.ReasonNilPart, "part "+strconv.Itoa(i+1))
}

// PutSome puts an option as the next parameter. If some is false, it writes none. Otherwise
// the caller must put the value. PutSome returns some. It is not inlined, to keep clients
// small.
//
//go:noinline
func (c *Call) PutSome(some bool) bool {
	if !some {
		c.Buffer = append(c.Param(), "null"...)
	}
	return some
}
