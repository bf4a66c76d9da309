package stub

import (
	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Generation1 is the generation of generated code that this package works with. Generated
// code uses the constant of its generation, so code that is newer or older than the module
// does not compile. A change that breaks generated code adds the constant of the next
// generation and removes this one. A change that only adds to this package keeps both.
const Generation1 = true

// The parts of calls.
type (
	// Target represents a worker, a resource or an agent that functions are called on.
	Target = core.Target
	// Printer has the methods that packages fmt and slog call.
	Printer = core.Printer
	// Call is a call that is being put together.
	Call = core.Call
	// Function describes a function.
	Function = core.Function
	// Parameter describes a parameter of a function.
	Parameter = core.Parameter
	// Resource describes a resource.
	Resource = core.Resource
	// Handle is a handle of a resource.
	Handle = core.Handle
)

// AppendHandle appends a handle as a parameter. owned means that the function takes it.
func AppendHandle(b []byte, e *wire.Encoder, h Handle, r *Resource, owned bool) []byte {
	if c, ok := e.Binding.(core.Maker); ok {
		return c.AppendHandle(b, h, r, owned)
	}
	if h == nil {
		e.Fail(b, wire.ReasonNilHandle, "")
	} else {
		e.Fail(b, wire.ReasonBadBinding, "")
	}
	return append(b, `""`...)
}

// DecodeHandle reads a handle in an answer. It returns nil after a failure.
func DecodeHandle(d *wire.Decoder, at int, r *Resource) (h Handle, end int) {
	d.At = at
	w, ok := d.Binding.(interface {
		DecodeHandle(*wire.Decoder, *Resource) Handle
	})
	if !ok {
		d.Fail(wire.ReasonHandleNotAllowed, "")
		return nil, d.At
	}
	h = w.DecodeHandle(d, r)
	return h, d.At
}
