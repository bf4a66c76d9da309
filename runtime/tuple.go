package runtime

import (
	"encoding/json"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Tuples are arrays in JSON. Their items are the fields F0, F1 and so on. Tuples of
// comparable types can be compared with ==.

// marshalTuple writes the fields of a tuple. It is not generic, because generic code would be
// compiled for each type of tuple.
func marshalTuple(tuple any) ([]byte, error) {
	fields := reflect.ValueOf(tuple)
	b := []byte{'['}
	for i := range fields.NumField() {
		if i > 0 {
			b = append(b, ',')
		}
		text, err := marshalPayload(fields.Field(i).Interface())
		if err != nil {
			return nil, err
		}
		b = append(b, text...)
	}
	return append(b, ']'), nil
}

// unmarshalTuple reads an array of exactly as many items as the tuple that the pointer
// points to has.
func unmarshalTuple(data []byte, pointer any) error {
	fields := reflect.ValueOf(pointer).Elem()
	return wire.UnmarshalWith(data, func(d *wire.Decoder, at int) int {
		at = d.BeginTuple(at, fields.NumField())
		for i := range fields.NumField() {
			at = decodeJSON(d, d.TupleItem(at), fields.Field(i).Addr().Interface())
		}
		return d.EndTuple(at)
	})
}

// decodeJSON reads a value with encoding/json into what v points to.
func decodeJSON(d *wire.Decoder, at int, v any) (end int) {
	d.At = at
	raw := d.Raw()
	if d.Failed() {
		return d.At
	}
	if _, unit := v.(*struct{}); unit {
		if raw != "null" {
			d.Fail(wire.ReasonWrongKind, "expected null")
		}
		return d.At
	}
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		d.Fail(wire.ReasonWrongKind, err.Error())
	}
	return d.At
}

// Tuple1 is a tuple of 1 item.
type Tuple1[A any] struct {
	F0 A
}

// MarshalJSON writes an array of the items.
func (t Tuple1[A]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 1 item.
func (t *Tuple1[A]) UnmarshalJSON(data []byte) error { return unmarshalTuple(data, t) }

// Tuple2 is a tuple of 2 items.
type Tuple2[A, B any] struct {
	F0 A
	F1 B
}

// MarshalJSON writes an array of the items.
func (t Tuple2[A, B]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 2 items.
func (t *Tuple2[A, B]) UnmarshalJSON(data []byte) error { return unmarshalTuple(data, t) }

// Tuple3 is a tuple of 3 items.
type Tuple3[A, B, C any] struct {
	F0 A
	F1 B
	F2 C
}

// MarshalJSON writes an array of the items.
func (t Tuple3[A, B, C]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 3 items.
func (t *Tuple3[A, B, C]) UnmarshalJSON(data []byte) error { return unmarshalTuple(data, t) }

// Tuple4 is a tuple of 4 items.
type Tuple4[A, B, C, D any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
}

// MarshalJSON writes an array of the items.
func (t Tuple4[A, B, C, D]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 4 items.
func (t *Tuple4[A, B, C, D]) UnmarshalJSON(data []byte) error { return unmarshalTuple(data, t) }

// Tuple5 is a tuple of 5 items.
type Tuple5[A, B, C, D, E any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
}

// MarshalJSON writes an array of the items.
func (t Tuple5[A, B, C, D, E]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 5 items.
func (t *Tuple5[A, B, C, D, E]) UnmarshalJSON(data []byte) error { return unmarshalTuple(data, t) }

// Tuple6 is a tuple of 6 items.
type Tuple6[A, B, C, D, E, F any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
}

// MarshalJSON writes an array of the items.
func (t Tuple6[A, B, C, D, E, F]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 6 items.
func (t *Tuple6[A, B, C, D, E, F]) UnmarshalJSON(data []byte) error { return unmarshalTuple(data, t) }

// Tuple7 is a tuple of 7 items.
type Tuple7[A, B, C, D, E, F, G any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
	F6 G
}

// MarshalJSON writes an array of the items.
func (t Tuple7[A, B, C, D, E, F, G]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 7 items.
func (t *Tuple7[A, B, C, D, E, F, G]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
}

// Tuple8 is a tuple of 8 items.
type Tuple8[A, B, C, D, E, F, G, H any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
	F6 G
	F7 H
}

// MarshalJSON writes an array of the items.
func (t Tuple8[A, B, C, D, E, F, G, H]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 8 items.
func (t *Tuple8[A, B, C, D, E, F, G, H]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
}
