package runtime

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Option is an optional value. The zero value is none.
//
//	discount := runtime.Some[float32](12.5)
//	if discount.Some { fmt.Println(discount.Value) }
//	percent := runtime.OrElse(discount, 0)
//
// Value is meaningful only if Some is true. [None] and decoding leave Value zero if Some is
// false. Options of comparable types can therefore be compared with ==, options of other types
// with go-cmp, and omitzero omits none. A program can make a none whose Value is not zero. It is
// encoded as none, but it is not equal to [None] and omitzero does not omit it.
type Option[T any] struct {
	Value T    // the zero value if Some is false
	Some  bool // whether there is a value
}

// Some returns an option with the value v.
func Some[T any](v T) Option[T] { return Option[T]{Value: v, Some: true} }

// None returns an option without a value.
func None[T any]() Option[T] { return Option[T]{} }

// OrElse returns the value of o, or fallback if o is none.
func OrElse[T any](o Option[T], fallback T) T {
	if o.Some {
		return o.Value
	}
	return fallback
}

// FromPointer returns an option with a copy of *p, or none if p is nil.
func FromPointer[T any](p *T) Option[T] {
	if p == nil {
		return Option[T]{}
	}
	return Some(*p)
}

// ToPointer returns a pointer to a copy of the value of o, or nil if o is none. Use &o.Value for
// a pointer to the value itself.
func ToPointer[T any](o Option[T]) *T {
	if !o.Some {
		return nil
	}
	v := o.Value // &o.Value would allocate for none, too
	return &v
}

// MarshalJSON writes the value with encoding/json, or null for none. The result has Golem's form
// if T is a generated type, a number other than a float, a string or a bool. For floats, bytes
// and lists of bytes encoding/json has other forms than Golem, which only the methods of the
// surrounding generated type follow. MarshalJSON returns an error for a value that encoding/json
// writes as null, because it would be read as none.
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

// The functions below are not generic. The compiler compiles each method of Option for every
// type argument in a client, used or not, which is also why Option has so few methods.

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

// unmarshalOption reads an option into *value, which is the field Value of the option, and
// *some. If data is invalid, it changes neither.
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
