package runtime

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Option is a value that may be there or not. The zero value is none.
//
//	discount := runtime.Some[float32](12.5)
//	if discount.Some { fmt.Println(discount.Value) }
//	percent := runtime.OrElse(discount, 0)
//
// Value counts only where Some is true. [None] and all that decodes leave it zero
// where Some is false, so that == compares options of comparable types, go-cmp
// compares options as it does their values, and omitzero leaves none out. A none
// with another Value, which only a program can make, is written as none all the
// same, but is neither equal to the others nor left out.
type Option[T any] struct {
	Value T    // the zero value where Some is false
	Some  bool // whether there is a value
}

// Some is an option that holds v.
func Some[T any](v T) Option[T] { return Option[T]{Value: v, Some: true} }

// None is an option that holds nothing.
func None[T any]() Option[T] { return Option[T]{} }

// OrElse is the value of o, or fallback where there is none.
func OrElse[T any](o Option[T], fallback T) T {
	if o.Some {
		return o.Value
	}
	return fallback
}

// FromPointer is an option that holds a copy of what p points to, and none where
// p is nil.
func FromPointer[T any](p *T) Option[T] {
	if p == nil {
		return Option[T]{}
	}
	return Some(*p)
}

// ToPointer points to a copy of the value of o, and is nil where there is none.
// &o.Value points to the value itself.
func ToPointer[T any](o Option[T]) *T {
	if !o.Some {
		return nil
	}
	v := o.Value // &o.Value would allocate for none, too
	return &v
}

// MarshalJSON writes the value, or null for none. The value is written by
// encoding/json, in Golem's form when it is a generated type, a number, a string
// or a bool; but for floats, bytes and lists of bytes encoding/json has other
// forms or rules, so that only the methods of the generated type around an
// option write these as Golem does. A value that is written null is refused: it
// would be read as none.
func (o Option[T]) MarshalJSON() ([]byte, error) {
	if !o.Some {
		return []byte("null"), nil
	}
	return marshalSome(o.Value)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (o *Option[T]) UnmarshalJSON(data []byte) error {
	return unmarshalOption(data, &o.Value, &o.Some)
}

// What follows is not generic, since a method of Option is compiled anew for each
// type that a client has options of, used or not. For the same reason it has no
// others.

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

// unmarshalOption reads an option into value, which points to its Value, and some.
// When data is none of its type, both are left as they are.
func unmarshalOption(data []byte, value any, some *bool) error {
	target := reflect.ValueOf(value).Elem()
	if string(bytes.TrimSpace(data)) == "null" {
		target.SetZero()
		*some = false
		return nil
	}
	read := reflect.New(target.Type())
	if err := json.Unmarshal(data, read.Interface()); err != nil {
		return err
	}
	target.Set(read.Elem())
	*some = true
	return nil
}
