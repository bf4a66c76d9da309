package runtime

import (
	"encoding/json"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Tuples are arrays in JSON. Their items are the fields F0, F1 and so on; tuples of
// comparable types can be compared with ==.

// marshalTuple writes an array of the items.
func marshalTuple(items ...any) ([]byte, error) {
	b := []byte{'['}
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		text, err := marshalPayload(item)
		if err != nil {
			return nil, err
		}
		b = append(b, text...)
	}
	return append(b, ']'), nil
}

// unmarshalTuple reads an array of exactly the items that the pointers point to.
func unmarshalTuple(data []byte, items ...any) error {
	return wire.UnmarshalWith(data, func(d *wire.Decoder) {
		d.BeginTuple(len(items))
		for _, item := range items {
			d.TupleItem()
			decodeJSON(d, item)
		}
		d.EndTuple()
	})
}

// decodeJSON reads a value with encoding/json into what v points to.
func decodeJSON(d *wire.Decoder, v any) {
	raw := d.Raw()
	if d.Failed() {
		return
	}
	if _, unit := v.(*struct{}); unit {
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
	return marshalTuple(t.F0)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple1[A]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0)
}

// Tuple2 is a tuple of 2 items.
type Tuple2[A, B any] struct {
	F0 A
	F1 B
}

// MarshalJSON writes an array of the items.
func (t Tuple2[A, B]) MarshalJSON() ([]byte, error) {
	return marshalTuple(t.F0, t.F1)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple2[A, B]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1)
}

// Tuple3 is a tuple of 3 items.
type Tuple3[A, B, C any] struct {
	F0 A
	F1 B
	F2 C
}

// MarshalJSON writes an array of the items.
func (t Tuple3[A, B, C]) MarshalJSON() ([]byte, error) {
	return marshalTuple(t.F0, t.F1, t.F2)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple3[A, B, C]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple4[A, B, C, D]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple5[A, B, C, D, E]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple6[A, B, C, D, E, F]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple7[A, B, C, D, E, F, G]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple8[A, B, C, D, E, F, G, H]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple9[A, B, C, D, E, F, G, H, I]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple10[A, B, C, D, E, F, G, H, I, J]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9, t.F10)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple11[A, B, C, D, E, F, G, H, I, J, K]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9, &t.F10)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9, t.F10, t.F11)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple12[A, B, C, D, E, F, G, H, I, J, K, L]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9, &t.F10, &t.F11)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9, t.F10, t.F11, t.F12)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9, &t.F10, &t.F11, &t.F12)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9, t.F10, t.F11, t.F12, t.F13)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9, &t.F10, &t.F11, &t.F12, &t.F13)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9, t.F10, t.F11, t.F12, t.F13, t.F14)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9, &t.F10, &t.F11, &t.F12, &t.F13, &t.F14)
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
	return marshalTuple(t.F0, t.F1, t.F2, t.F3, t.F4, t.F5, t.F6, t.F7, t.F8, t.F9, t.F10, t.F11, t.F12, t.F13, t.F14, t.F15)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &t.F0, &t.F1, &t.F2, &t.F3, &t.F4, &t.F5, &t.F6, &t.F7, &t.F8, &t.F9, &t.F10, &t.F11, &t.F12, &t.F13, &t.F14, &t.F15)
}
