package runtime

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Option is a value that may be there or not. The zero value is none. Options of
// comparable types can be compared with ==.
type Option[T any] struct {
	value T
	some  bool
}

// Some is an option that holds v.
func Some[T any](v T) Option[T] { return Option[T]{value: v, some: true} }

// None is an option that holds nothing.
func None[T any]() Option[T] { return Option[T]{} }

// Get is the value, and whether there is one.
func (o Option[T]) Get() (value T, some bool) { return o.value, o.some }

// IsSome tells whether there is a value.
func (o Option[T]) IsSome() bool { return o.some }

// IsNone tells whether there is none.
func (o Option[T]) IsNone() bool { return !o.some }

// OrElse is the value, or fallback when there is none.
func (o Option[T]) OrElse(fallback T) T {
	if o.some {
		return o.value
	}
	return fallback
}

// Ptr points to the value inside o, and is nil when there is none.
func (o *Option[T]) Ptr() *T {
	if o == nil || !o.some {
		return nil
	}
	return &o.value
}

// Equal tells whether both hold nothing, or equal values, and makes options
// comparable with go-cmp.
func (o Option[T]) Equal(other Option[T]) bool {
	return o.some == other.some && (!o.some || equal(o.value, other.value))
}

// String is "none" or "some(…)".
func (o Option[T]) String() string {
	if !o.some {
		return "none"
	}
	return describe("some", o.value)
}

// MarshalJSON writes the value, or null for none. The value is written by
// encoding/json, in Golem's form when it is a generated type, a number, a string
// or a bool; but for floats, bytes and lists of bytes encoding/json has other
// forms or rules, so that only the methods of the generated type around an
// option write these as Golem does. A value that is written null is refused: it
// would be read as none.
func (o Option[T]) MarshalJSON() ([]byte, error) {
	if !o.some {
		return []byte("null"), nil
	}
	return marshalSome(o.value)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (o *Option[T]) UnmarshalJSON(data []byte) error {
	var read Option[T]
	some, err := unmarshalSome(data, &read.value)
	if err != nil {
		return err
	}
	read.some = some
	*o = read
	return nil
}

// What follows is not generic, since a method of Option is compiled anew for each
// type.

func describe(what string, v any) string { return fmt.Sprintf("%s(%v)", what, v) }

func marshalSome(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if string(b) == "null" {
		return nil, &wire.EncodeError{Reason: wire.ReasonNestedNull}
	}
	return b, nil
}

// unmarshalSome tells whether data is a value, and reads it into v, a pointer.
func unmarshalSome(data []byte, v any) (some bool, err error) {
	if string(bytes.TrimSpace(data)) == "null" {
		return false, nil
	}
	return true, json.Unmarshal(data, v)
}

// AppendOption writes null, or the value with f.
func AppendOption[T any](b []byte, e *wire.Encoder, v *Option[T], f wire.AppendFunc[T]) []byte {
	if !v.some {
		return append(b, "null"...)
	}
	return f(b, e, &v.value)
}

// AppendNestedOption is AppendOption for values that may themselves be written
// null. Some of such a value would be read as none, and is reported.
func AppendNestedOption[T any](b []byte, e *wire.Encoder, v *Option[T], f wire.AppendFunc[T]) []byte {
	if !v.some {
		return append(b, "null"...)
	}
	return wire.RefuseNull(f(b, e, &v.value), len(b), e)
}

// DecodeOption reads null as none, and anything else with f.
func DecodeOption[T any](d *wire.Decoder, v *Option[T], f wire.DecodeFunc[T]) {
	if d.IsNull() {
		*v = Option[T]{}
		return
	}
	v.some = true
	f(d, &v.value)
}
