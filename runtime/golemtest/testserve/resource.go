package testserve

import (
	"context"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/golemtest/internal/resource"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// typedResource is a resource that AppendHandle has made.
type typedResource[T any] struct {
	value *T
	drop  func(*T, context.Context, ...runtime.CallOption) error // nil if a drop needs no action
}

// Drop implements the method that the server calls when the resource is dropped.
func (r *typedResource[T]) Drop(ctx context.Context) error {
	if r.drop == nil {
		return nil
	}
	return r.drop(r.value, ctx)
}

func typedObject[T any](object any) (*T, error) {
	r, ok := object.(*typedResource[T])
	if !ok {
		return nil, fmt.Errorf("the resource is a %T that the test package has not made", object)
	}
	return r.value, nil
}

// DecodeHandle reads a handle and returns the resource behind it: the pointer
// that AppendHandle wrote.
func DecodeHandle[T any](d *wire.Decoder, at int, v **T) (end int) {
	d.At = at
	if found := decodeHandle(d); found != nil {
		var err error
		if *v, err = typedObject[T](found.Object); err != nil {
			d.Fail(wire.ReasonInvalidHandle, err.Error())
		}
	}
	return d.At
}

// DecodeForeignHandle reads a handle of a resource whose functions the interface
// does not know. If the implementation made the resource as another type, a T
// represents it: the same pointer each time.
func DecodeForeignHandle[T any](d *wire.Decoder, at int, v **T) (end int) {
	d.At = at
	if found := decodeHandle(d); found != nil {
		own, err := typedObject[T](found.Object)
		if err != nil {
			own = resource.StandIn[T](found)
		}
		*v = own
	}
	return d.At
}

// decodeHandle reads the next value, a handle of the worker. It returns nil after a
// failure.
func decodeHandle(d *wire.Decoder) *resource.Resource {
	call, ok := d.Binding.(*golemtest.Invocation)
	if !ok {
		d.Fail(wire.ReasonHandleNotAllowed, "")
		return nil
	}
	var text string
	d.At = wire.DecodeString(d, d.At, &text)
	if d.Failed() {
		return nil
	}
	found, err := resource.Find(call, text)
	if err != nil {
		d.Fail(wire.ReasonInvalidHandle, err.Error())
		return nil
	}
	return found
}

// AppendHandle writes a new handle of a resource. The server calls drop, which
// may be nil, when the resource is dropped.
func AppendHandle[T any](b []byte, e *wire.Encoder, v *T, drop func(*T, context.Context, ...runtime.CallOption) error) []byte {
	call, ok := e.Binding.(*golemtest.Invocation)
	switch {
	case v == nil:
		e.Fail(b, wire.ReasonNilHandle, "")
	case !ok:
		e.Fail(b, wire.ReasonBadBinding, "")
	default:
		text := call.NewHandle(&typedResource[T]{value: v, drop: drop})
		return wire.AppendString(b, e, &text)
	}
	return append(b, `""`...)
}
