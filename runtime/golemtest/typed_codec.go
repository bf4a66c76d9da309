package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// DecodeHandle reads a handle among the parameters: it is the resource that the
// implementation has made, the same pointer.
func DecodeHandle[T any](d *wire.Decoder, v **T) {
	h := decodeHandle(d)
	if h == nil {
		return
	}
	var err error
	if *v, err = typedObject[T](h.object); err != nil {
		d.Fail(wire.ReasonInvalidHandle, err.Error())
	}
}

// DecodeForeignHandle reads a handle of a resource whose functions the interface
// does not know. Where the implementation has made it as another type, a T stands
// for it: the same pointer each time.
func DecodeForeignHandle[T any](d *wire.Decoder, v **T) {
	h := decodeHandle(d)
	if h == nil {
		return
	}
	if own, err := typedObject[T](h.object); err == nil {
		*v = own
		return
	}
	key := any((*T)(nil))
	if h.foreign == nil {
		h.foreign = map[any]any{}
	}
	if h.foreign[key] == nil {
		h.foreign[key] = new(T)
	}
	*v = h.foreign[key].(*T)
}

// decodeHandle reads a handle of the worker, nil after a failure.
func decodeHandle(d *wire.Decoder) *handle {
	call, ok := d.Binding.(*Invocation)
	if !ok {
		d.Fail(wire.ReasonHandleNotAllowed, "")
		return nil
	}
	var text string
	wire.DecodeString(d, &text)
	if d.Failed() {
		return nil
	}
	h, err := call.handle(text)
	if err != nil {
		d.Fail(wire.ReasonInvalidHandle, err.Error())
		return nil
	}
	return h
}

// AppendHandle writes a resource among the results: a new handle of it, which
// calls drop when it is dropped. Nil stands for a resource without a drop.
func AppendHandle[T any](b []byte, e *wire.Encoder, v *T, drop func(*T, context.Context, ...runtime.CallOption) error) []byte {
	call, ok := e.Binding.(*Invocation)
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

// DecodeJSON reads a generated type by its own UnmarshalJSON or UnmarshalText.
func DecodeJSON[T any](d *wire.Decoder, v *T) {
	if text := d.Raw(); !d.Failed() {
		noteUnreadable(d, json.Unmarshal([]byte(text), v))
	}
}

// DecodeVariant reads a variant by its generated function: DecodeVariant(shop.UnmarshalDelivery).
func DecodeVariant[T any](unmarshal func([]byte) (T, error)) wire.DecodeFunc[T] {
	return func(d *wire.Decoder, v *T) {
		text := d.Raw()
		if d.Failed() {
			return
		}
		var err error
		*v, err = unmarshal([]byte(text))
		noteUnreadable(d, err)
	}
}

// noteUnreadable passes on what a type's own method has found.
func noteUnreadable(d *wire.Decoder, err error) {
	var bad *wire.DecodeError
	switch {
	case err == nil:
	case errors.As(err, &bad):
		d.Fail(bad.Reason, within(bad.Path, bad.Detail))
	default:
		d.Fail(wire.ReasonSyntax, err.Error())
	}
}

// AppendJSON writes a generated type by its own MarshalJSON or MarshalText.
func AppendJSON[T any](b []byte, e *wire.Encoder, v *T) []byte {
	text, err := json.Marshal(v)
	var bad *wire.EncodeError
	switch {
	case errors.As(err, &bad):
		e.Fail(b, bad.Reason, within(bad.Path, bad.Detail))
	case err != nil:
		e.Fail(b, wire.ReasonForeignCase, err.Error())
	case string(text) == "null": // no generated type is written so, but a variant that is nil
		e.Fail(b, wire.ReasonNilVariant, "")
	default:
		return append(b, text...)
	}
	return append(b, "null"...)
}

// within says where in the value of a type something was found.
func within(path, detail string) string {
	if path == "" {
		return detail
	}
	return strings.TrimSuffix("at "+path+": "+detail, ": ")
}
