package runtime

import (
	"encoding/json"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Tuples are arrays on the wire. Their items are the fields F0, F1 and so on;
// tuples of comparable types can be compared with ==. What is said about values
// at [Option.MarshalJSON] holds for the items of a tuple.

// AppendTuple0 writes a tuple of no items.
func AppendTuple0(b []byte, _ *wire.Encoder, _ *struct{}) []byte { return append(b, "[]"...) }

// DecodeTuple0 reads a tuple of no items.
func DecodeTuple0(d *wire.Decoder, _ *struct{}) {
	d.BeginTuple(0)
	d.EndTuple()
}

// appendJSON writes a value with encoding/json.
func appendJSON[T any](b []byte, err *error, v *T) []byte {
	text, failure := marshalPayload(*v)
	if failure != nil && *err == nil {
		*err = failure
	}
	return append(b, text...)
}

// decodeJSON reads a value with encoding/json.
func decodeJSON[T any](d *wire.Decoder, v *T) {
	raw := d.Raw()
	if d.Failed() {
		return
	}
	if _, unit := any(*v).(struct{}); unit {
		if raw != "null" {
			d.Fail(wire.ReasonWrongKind, "expected null")
		}
		return
	}
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		d.Fail(wire.ReasonWrongKind, err.Error())
	}
}

// Tuple1 is a tuple of 1 item.
type Tuple1[A any] struct {
	F0 A
}

// MarshalJSON writes an array of the items.
func (t Tuple1[A]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple1[A]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple1[A]) {
		DecodeTuple1(d, v, decodeJSON[A])
	})
}

// AppendTuple1 writes an array of the items.
func AppendTuple1[A any](b []byte, e *wire.Encoder, v *Tuple1[A], f0 wire.AppendFunc[A]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	return append(b, ']')
}

// DecodeTuple1 reads an array of exactly the items.
func DecodeTuple1[A any](d *wire.Decoder, v *Tuple1[A], f0 wire.DecodeFunc[A]) {
	d.BeginTuple(1)
	d.TupleItem()
	f0(d, &v.F0)
	d.EndTuple()
}

// Tuple2 is a tuple of 2 items.
type Tuple2[A, B any] struct {
	F0 A
	F1 B
}

// MarshalJSON writes an array of the items.
func (t Tuple2[A, B]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple2[A, B]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple2[A, B]) {
		DecodeTuple2(d, v, decodeJSON[A], decodeJSON[B])
	})
}

// AppendTuple2 writes an array of the items.
func AppendTuple2[A, B any](b []byte, e *wire.Encoder, v *Tuple2[A, B], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	return append(b, ']')
}

// DecodeTuple2 reads an array of exactly the items.
func DecodeTuple2[A, B any](d *wire.Decoder, v *Tuple2[A, B], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B]) {
	d.BeginTuple(2)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.EndTuple()
}

// Tuple3 is a tuple of 3 items.
type Tuple3[A, B, C any] struct {
	F0 A
	F1 B
	F2 C
}

// MarshalJSON writes an array of the items.
func (t Tuple3[A, B, C]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple3[A, B, C]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple3[A, B, C]) {
		DecodeTuple3(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C])
	})
}

// AppendTuple3 writes an array of the items.
func AppendTuple3[A, B, C any](b []byte, e *wire.Encoder, v *Tuple3[A, B, C], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	return append(b, ']')
}

// DecodeTuple3 reads an array of exactly the items.
func DecodeTuple3[A, B, C any](d *wire.Decoder, v *Tuple3[A, B, C], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C]) {
	d.BeginTuple(3)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.EndTuple()
}

// Tuple4 is a tuple of 4 items.
type Tuple4[A, B, C, D any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
}

// MarshalJSON writes an array of the items.
func (t Tuple4[A, B, C, D]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple4[A, B, C, D]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple4[A, B, C, D]) {
		DecodeTuple4(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D])
	})
}

// AppendTuple4 writes an array of the items.
func AppendTuple4[A, B, C, D any](b []byte, e *wire.Encoder, v *Tuple4[A, B, C, D], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	return append(b, ']')
}

// DecodeTuple4 reads an array of exactly the items.
func DecodeTuple4[A, B, C, D any](d *wire.Decoder, v *Tuple4[A, B, C, D], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D]) {
	d.BeginTuple(4)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.EndTuple()
}

// Tuple5 is a tuple of 5 items.
type Tuple5[A, B, C, D, E any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
}

// MarshalJSON writes an array of the items.
func (t Tuple5[A, B, C, D, E]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple5[A, B, C, D, E]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple5[A, B, C, D, E]) {
		DecodeTuple5(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E])
	})
}

// AppendTuple5 writes an array of the items.
func AppendTuple5[A, B, C, D, E any](b []byte, e *wire.Encoder, v *Tuple5[A, B, C, D, E], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	return append(b, ']')
}

// DecodeTuple5 reads an array of exactly the items.
func DecodeTuple5[A, B, C, D, E any](d *wire.Decoder, v *Tuple5[A, B, C, D, E], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E]) {
	d.BeginTuple(5)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.EndTuple()
}

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
func (t Tuple6[A, B, C, D, E, F]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple6[A, B, C, D, E, F]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple6[A, B, C, D, E, F]) {
		DecodeTuple6(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F])
	})
}

// AppendTuple6 writes an array of the items.
func AppendTuple6[A, B, C, D, E, F any](b []byte, e *wire.Encoder, v *Tuple6[A, B, C, D, E, F], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	return append(b, ']')
}

// DecodeTuple6 reads an array of exactly the items.
func DecodeTuple6[A, B, C, D, E, F any](d *wire.Decoder, v *Tuple6[A, B, C, D, E, F], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F]) {
	d.BeginTuple(6)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.EndTuple()
}

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
func (t Tuple7[A, B, C, D, E, F, G]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple7[A, B, C, D, E, F, G]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple7[A, B, C, D, E, F, G]) {
		DecodeTuple7(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G])
	})
}

// AppendTuple7 writes an array of the items.
func AppendTuple7[A, B, C, D, E, F, G any](b []byte, e *wire.Encoder, v *Tuple7[A, B, C, D, E, F, G], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	return append(b, ']')
}

// DecodeTuple7 reads an array of exactly the items.
func DecodeTuple7[A, B, C, D, E, F, G any](d *wire.Decoder, v *Tuple7[A, B, C, D, E, F, G], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G]) {
	d.BeginTuple(7)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.EndTuple()
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
func (t Tuple8[A, B, C, D, E, F, G, H]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple8[A, B, C, D, E, F, G, H]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple8[A, B, C, D, E, F, G, H]) {
		DecodeTuple8(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H])
	})
}

// AppendTuple8 writes an array of the items.
func AppendTuple8[A, B, C, D, E, F, G, H any](b []byte, e *wire.Encoder, v *Tuple8[A, B, C, D, E, F, G, H], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	return append(b, ']')
}

// DecodeTuple8 reads an array of exactly the items.
func DecodeTuple8[A, B, C, D, E, F, G, H any](d *wire.Decoder, v *Tuple8[A, B, C, D, E, F, G, H], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H]) {
	d.BeginTuple(8)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.EndTuple()
}

// Tuple9 is a tuple of 9 items.
type Tuple9[A, B, C, D, E, F, G, H, I any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
	F6 G
	F7 H
	F8 I
}

// MarshalJSON writes an array of the items.
func (t Tuple9[A, B, C, D, E, F, G, H, I]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple9[A, B, C, D, E, F, G, H, I]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple9[A, B, C, D, E, F, G, H, I]) {
		DecodeTuple9(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I])
	})
}

// AppendTuple9 writes an array of the items.
func AppendTuple9[A, B, C, D, E, F, G, H, I any](b []byte, e *wire.Encoder, v *Tuple9[A, B, C, D, E, F, G, H, I], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	return append(b, ']')
}

// DecodeTuple9 reads an array of exactly the items.
func DecodeTuple9[A, B, C, D, E, F, G, H, I any](d *wire.Decoder, v *Tuple9[A, B, C, D, E, F, G, H, I], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I]) {
	d.BeginTuple(9)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.EndTuple()
}

// Tuple10 is a tuple of 10 items.
type Tuple10[A, B, C, D, E, F, G, H, I, J any] struct {
	F0 A
	F1 B
	F2 C
	F3 D
	F4 E
	F5 F
	F6 G
	F7 H
	F8 I
	F9 J
}

// MarshalJSON writes an array of the items.
func (t Tuple10[A, B, C, D, E, F, G, H, I, J]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple10[A, B, C, D, E, F, G, H, I, J]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple10[A, B, C, D, E, F, G, H, I, J]) {
		DecodeTuple10(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J])
	})
}

// AppendTuple10 writes an array of the items.
func AppendTuple10[A, B, C, D, E, F, G, H, I, J any](b []byte, e *wire.Encoder, v *Tuple10[A, B, C, D, E, F, G, H, I, J], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	return append(b, ']')
}

// DecodeTuple10 reads an array of exactly the items.
func DecodeTuple10[A, B, C, D, E, F, G, H, I, J any](d *wire.Decoder, v *Tuple10[A, B, C, D, E, F, G, H, I, J], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J]) {
	d.BeginTuple(10)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.EndTuple()
}

// Tuple11 is a tuple of 11 items.
type Tuple11[A, B, C, D, E, F, G, H, I, J, K any] struct {
	F0  A
	F1  B
	F2  C
	F3  D
	F4  E
	F5  F
	F6  G
	F7  H
	F8  I
	F9  J
	F10 K
}

// MarshalJSON writes an array of the items.
func (t Tuple11[A, B, C, D, E, F, G, H, I, J, K]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ',')
	b = append(appendJSON(b, &err, &t.F10), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple11[A, B, C, D, E, F, G, H, I, J, K]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple11[A, B, C, D, E, F, G, H, I, J, K]) {
		DecodeTuple11(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J], decodeJSON[K])
	})
}

// AppendTuple11 writes an array of the items.
func AppendTuple11[A, B, C, D, E, F, G, H, I, J, K any](b []byte, e *wire.Encoder, v *Tuple11[A, B, C, D, E, F, G, H, I, J, K], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J], f10 wire.AppendFunc[K]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	b = f10(append(b, ','), e, &v.F10)
	return append(b, ']')
}

// DecodeTuple11 reads an array of exactly the items.
func DecodeTuple11[A, B, C, D, E, F, G, H, I, J, K any](d *wire.Decoder, v *Tuple11[A, B, C, D, E, F, G, H, I, J, K], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J], f10 wire.DecodeFunc[K]) {
	d.BeginTuple(11)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.TupleItem()
	f10(d, &v.F10)
	d.EndTuple()
}

// Tuple12 is a tuple of 12 items.
type Tuple12[A, B, C, D, E, F, G, H, I, J, K, L any] struct {
	F0  A
	F1  B
	F2  C
	F3  D
	F4  E
	F5  F
	F6  G
	F7  H
	F8  I
	F9  J
	F10 K
	F11 L
}

// MarshalJSON writes an array of the items.
func (t Tuple12[A, B, C, D, E, F, G, H, I, J, K, L]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ',')
	b = append(appendJSON(b, &err, &t.F10), ',')
	b = append(appendJSON(b, &err, &t.F11), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple12[A, B, C, D, E, F, G, H, I, J, K, L]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple12[A, B, C, D, E, F, G, H, I, J, K, L]) {
		DecodeTuple12(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J], decodeJSON[K], decodeJSON[L])
	})
}

// AppendTuple12 writes an array of the items.
func AppendTuple12[A, B, C, D, E, F, G, H, I, J, K, L any](b []byte, e *wire.Encoder, v *Tuple12[A, B, C, D, E, F, G, H, I, J, K, L], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J], f10 wire.AppendFunc[K], f11 wire.AppendFunc[L]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	b = f10(append(b, ','), e, &v.F10)
	b = f11(append(b, ','), e, &v.F11)
	return append(b, ']')
}

// DecodeTuple12 reads an array of exactly the items.
func DecodeTuple12[A, B, C, D, E, F, G, H, I, J, K, L any](d *wire.Decoder, v *Tuple12[A, B, C, D, E, F, G, H, I, J, K, L], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J], f10 wire.DecodeFunc[K], f11 wire.DecodeFunc[L]) {
	d.BeginTuple(12)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.TupleItem()
	f10(d, &v.F10)
	d.TupleItem()
	f11(d, &v.F11)
	d.EndTuple()
}

// Tuple13 is a tuple of 13 items.
type Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M any] struct {
	F0  A
	F1  B
	F2  C
	F3  D
	F4  E
	F5  F
	F6  G
	F7  H
	F8  I
	F9  J
	F10 K
	F11 L
	F12 M
}

// MarshalJSON writes an array of the items.
func (t Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ',')
	b = append(appendJSON(b, &err, &t.F10), ',')
	b = append(appendJSON(b, &err, &t.F11), ',')
	b = append(appendJSON(b, &err, &t.F12), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M]) {
		DecodeTuple13(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J], decodeJSON[K], decodeJSON[L], decodeJSON[M])
	})
}

// AppendTuple13 writes an array of the items.
func AppendTuple13[A, B, C, D, E, F, G, H, I, J, K, L, M any](b []byte, e *wire.Encoder, v *Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J], f10 wire.AppendFunc[K], f11 wire.AppendFunc[L], f12 wire.AppendFunc[M]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	b = f10(append(b, ','), e, &v.F10)
	b = f11(append(b, ','), e, &v.F11)
	b = f12(append(b, ','), e, &v.F12)
	return append(b, ']')
}

// DecodeTuple13 reads an array of exactly the items.
func DecodeTuple13[A, B, C, D, E, F, G, H, I, J, K, L, M any](d *wire.Decoder, v *Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J], f10 wire.DecodeFunc[K], f11 wire.DecodeFunc[L], f12 wire.DecodeFunc[M]) {
	d.BeginTuple(13)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.TupleItem()
	f10(d, &v.F10)
	d.TupleItem()
	f11(d, &v.F11)
	d.TupleItem()
	f12(d, &v.F12)
	d.EndTuple()
}

// Tuple14 is a tuple of 14 items.
type Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N any] struct {
	F0  A
	F1  B
	F2  C
	F3  D
	F4  E
	F5  F
	F6  G
	F7  H
	F8  I
	F9  J
	F10 K
	F11 L
	F12 M
	F13 N
}

// MarshalJSON writes an array of the items.
func (t Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ',')
	b = append(appendJSON(b, &err, &t.F10), ',')
	b = append(appendJSON(b, &err, &t.F11), ',')
	b = append(appendJSON(b, &err, &t.F12), ',')
	b = append(appendJSON(b, &err, &t.F13), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) {
		DecodeTuple14(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J], decodeJSON[K], decodeJSON[L], decodeJSON[M], decodeJSON[N])
	})
}

// AppendTuple14 writes an array of the items.
func AppendTuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N any](b []byte, e *wire.Encoder, v *Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J], f10 wire.AppendFunc[K], f11 wire.AppendFunc[L], f12 wire.AppendFunc[M], f13 wire.AppendFunc[N]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	b = f10(append(b, ','), e, &v.F10)
	b = f11(append(b, ','), e, &v.F11)
	b = f12(append(b, ','), e, &v.F12)
	b = f13(append(b, ','), e, &v.F13)
	return append(b, ']')
}

// DecodeTuple14 reads an array of exactly the items.
func DecodeTuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N any](d *wire.Decoder, v *Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J], f10 wire.DecodeFunc[K], f11 wire.DecodeFunc[L], f12 wire.DecodeFunc[M], f13 wire.DecodeFunc[N]) {
	d.BeginTuple(14)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.TupleItem()
	f10(d, &v.F10)
	d.TupleItem()
	f11(d, &v.F11)
	d.TupleItem()
	f12(d, &v.F12)
	d.TupleItem()
	f13(d, &v.F13)
	d.EndTuple()
}

// Tuple15 is a tuple of 15 items.
type Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O any] struct {
	F0  A
	F1  B
	F2  C
	F3  D
	F4  E
	F5  F
	F6  G
	F7  H
	F8  I
	F9  J
	F10 K
	F11 L
	F12 M
	F13 N
	F14 O
}

// MarshalJSON writes an array of the items.
func (t Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ',')
	b = append(appendJSON(b, &err, &t.F10), ',')
	b = append(appendJSON(b, &err, &t.F11), ',')
	b = append(appendJSON(b, &err, &t.F12), ',')
	b = append(appendJSON(b, &err, &t.F13), ',')
	b = append(appendJSON(b, &err, &t.F14), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) {
		DecodeTuple15(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J], decodeJSON[K], decodeJSON[L], decodeJSON[M], decodeJSON[N], decodeJSON[O])
	})
}

// AppendTuple15 writes an array of the items.
func AppendTuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O any](b []byte, e *wire.Encoder, v *Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J], f10 wire.AppendFunc[K], f11 wire.AppendFunc[L], f12 wire.AppendFunc[M], f13 wire.AppendFunc[N], f14 wire.AppendFunc[O]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	b = f10(append(b, ','), e, &v.F10)
	b = f11(append(b, ','), e, &v.F11)
	b = f12(append(b, ','), e, &v.F12)
	b = f13(append(b, ','), e, &v.F13)
	b = f14(append(b, ','), e, &v.F14)
	return append(b, ']')
}

// DecodeTuple15 reads an array of exactly the items.
func DecodeTuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O any](d *wire.Decoder, v *Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J], f10 wire.DecodeFunc[K], f11 wire.DecodeFunc[L], f12 wire.DecodeFunc[M], f13 wire.DecodeFunc[N], f14 wire.DecodeFunc[O]) {
	d.BeginTuple(15)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.TupleItem()
	f10(d, &v.F10)
	d.TupleItem()
	f11(d, &v.F11)
	d.TupleItem()
	f12(d, &v.F12)
	d.TupleItem()
	f13(d, &v.F13)
	d.TupleItem()
	f14(d, &v.F14)
	d.EndTuple()
}

// Tuple16 is a tuple of 16 items.
type Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P any] struct {
	F0  A
	F1  B
	F2  C
	F3  D
	F4  E
	F5  F
	F6  G
	F7  H
	F8  I
	F9  J
	F10 K
	F11 L
	F12 M
	F13 N
	F14 O
	F15 P
}

// MarshalJSON writes an array of the items.
func (t Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) MarshalJSON() ([]byte, error) {
	var err error
	b := []byte{'['}
	b = append(appendJSON(b, &err, &t.F0), ',')
	b = append(appendJSON(b, &err, &t.F1), ',')
	b = append(appendJSON(b, &err, &t.F2), ',')
	b = append(appendJSON(b, &err, &t.F3), ',')
	b = append(appendJSON(b, &err, &t.F4), ',')
	b = append(appendJSON(b, &err, &t.F5), ',')
	b = append(appendJSON(b, &err, &t.F6), ',')
	b = append(appendJSON(b, &err, &t.F7), ',')
	b = append(appendJSON(b, &err, &t.F8), ',')
	b = append(appendJSON(b, &err, &t.F9), ',')
	b = append(appendJSON(b, &err, &t.F10), ',')
	b = append(appendJSON(b, &err, &t.F11), ',')
	b = append(appendJSON(b, &err, &t.F12), ',')
	b = append(appendJSON(b, &err, &t.F13), ',')
	b = append(appendJSON(b, &err, &t.F14), ',')
	b = append(appendJSON(b, &err, &t.F15), ']')
	return b, err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, t, func(d *wire.Decoder, v *Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) {
		DecodeTuple16(d, v, decodeJSON[A], decodeJSON[B], decodeJSON[C], decodeJSON[D], decodeJSON[E], decodeJSON[F], decodeJSON[G], decodeJSON[H], decodeJSON[I], decodeJSON[J], decodeJSON[K], decodeJSON[L], decodeJSON[M], decodeJSON[N], decodeJSON[O], decodeJSON[P])
	})
}

// AppendTuple16 writes an array of the items.
func AppendTuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P any](b []byte, e *wire.Encoder, v *Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P], f0 wire.AppendFunc[A], f1 wire.AppendFunc[B], f2 wire.AppendFunc[C], f3 wire.AppendFunc[D], f4 wire.AppendFunc[E], f5 wire.AppendFunc[F], f6 wire.AppendFunc[G], f7 wire.AppendFunc[H], f8 wire.AppendFunc[I], f9 wire.AppendFunc[J], f10 wire.AppendFunc[K], f11 wire.AppendFunc[L], f12 wire.AppendFunc[M], f13 wire.AppendFunc[N], f14 wire.AppendFunc[O], f15 wire.AppendFunc[P]) []byte {
	b = f0(append(b, '['), e, &v.F0)
	b = f1(append(b, ','), e, &v.F1)
	b = f2(append(b, ','), e, &v.F2)
	b = f3(append(b, ','), e, &v.F3)
	b = f4(append(b, ','), e, &v.F4)
	b = f5(append(b, ','), e, &v.F5)
	b = f6(append(b, ','), e, &v.F6)
	b = f7(append(b, ','), e, &v.F7)
	b = f8(append(b, ','), e, &v.F8)
	b = f9(append(b, ','), e, &v.F9)
	b = f10(append(b, ','), e, &v.F10)
	b = f11(append(b, ','), e, &v.F11)
	b = f12(append(b, ','), e, &v.F12)
	b = f13(append(b, ','), e, &v.F13)
	b = f14(append(b, ','), e, &v.F14)
	b = f15(append(b, ','), e, &v.F15)
	return append(b, ']')
}

// DecodeTuple16 reads an array of exactly the items.
func DecodeTuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P any](d *wire.Decoder, v *Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P], f0 wire.DecodeFunc[A], f1 wire.DecodeFunc[B], f2 wire.DecodeFunc[C], f3 wire.DecodeFunc[D], f4 wire.DecodeFunc[E], f5 wire.DecodeFunc[F], f6 wire.DecodeFunc[G], f7 wire.DecodeFunc[H], f8 wire.DecodeFunc[I], f9 wire.DecodeFunc[J], f10 wire.DecodeFunc[K], f11 wire.DecodeFunc[L], f12 wire.DecodeFunc[M], f13 wire.DecodeFunc[N], f14 wire.DecodeFunc[O], f15 wire.DecodeFunc[P]) {
	d.BeginTuple(16)
	d.TupleItem()
	f0(d, &v.F0)
	d.TupleItem()
	f1(d, &v.F1)
	d.TupleItem()
	f2(d, &v.F2)
	d.TupleItem()
	f3(d, &v.F3)
	d.TupleItem()
	f4(d, &v.F4)
	d.TupleItem()
	f5(d, &v.F5)
	d.TupleItem()
	f6(d, &v.F6)
	d.TupleItem()
	f7(d, &v.F7)
	d.TupleItem()
	f8(d, &v.F8)
	d.TupleItem()
	f9(d, &v.F9)
	d.TupleItem()
	f10(d, &v.F10)
	d.TupleItem()
	f11(d, &v.F11)
	d.TupleItem()
	f12(d, &v.F12)
	d.TupleItem()
	f13(d, &v.F13)
	d.TupleItem()
	f14(d, &v.F14)
	d.TupleItem()
	f15(d, &v.F15)
	d.EndTuple()
}
