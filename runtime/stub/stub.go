package stub

import (
	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

type (
	// Target is what functions are called on.
	Target = core.Target
	// Call is a call that is being put together.
	Call = core.Call
	// Function describes a function.
	Function = core.Function
	// Parameter describes a parameter of one.
	Parameter = core.Parameter
	// Resource describes a resource.
	Resource = core.Resource
	// Handle is a handle of one.
	Handle = core.Handle
)

// Handshake is the type of the constants with which generated packages and this one
// check each other when they are compiled: a negative constant cannot be a Handshake.
type Handshake uint

// The generations of generated code that this package works with.
const (
	OldestGenerated = 1
	NewestGenerated = 1
)

// AppendHandle writes a handle as a parameter; owned says that the function takes it.
func AppendHandle(b []byte, e *wire.Encoder, h Handle, r *Resource, owned bool) []byte {
	c, ok := e.Binding.(core.Maker)
	switch {
	case h == nil:
		e.Fail(b, wire.ReasonNilHandle, "")
	case !ok:
		e.Fail(b, wire.ReasonBadBinding, "")
	default:
		return c.AppendHandle(b, h, r, owned)
	}
	return append(b, `""`...)
}

// DecodeHandle reads a handle that the worker has answered; nil after a failure.
func DecodeHandle(d *wire.Decoder, r *Resource) Handle {
	w, ok := d.Binding.(interface {
		DecodeHandle(*wire.Decoder, *Resource) Handle
	})
	if !ok {
		d.Fail(wire.ReasonHandleNotAllowed, "")
		return nil
	}
	return w.DecodeHandle(d, r)
}
