package runtime

// Tuples of 9 to 16 items. Longer ones are types of the generated code.

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
func (t Tuple9[A, B, C, D, E, F, G, H, I]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 9 items.
func (t *Tuple9[A, B, C, D, E, F, G, H, I]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
func (t Tuple10[A, B, C, D, E, F, G, H, I, J]) MarshalJSON() ([]byte, error) { return marshalTuple(t) }

// UnmarshalJSON reads an array of exactly 10 items.
func (t *Tuple10[A, B, C, D, E, F, G, H, I, J]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
	return marshalTuple(t)
}

// UnmarshalJSON reads an array of exactly 11 items.
func (t *Tuple11[A, B, C, D, E, F, G, H, I, J, K]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
	return marshalTuple(t)
}

// UnmarshalJSON reads an array of exactly 12 items.
func (t *Tuple12[A, B, C, D, E, F, G, H, I, J, K, L]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
	return marshalTuple(t)
}

// UnmarshalJSON reads an array of exactly 13 items.
func (t *Tuple13[A, B, C, D, E, F, G, H, I, J, K, L, M]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
	return marshalTuple(t)
}

// UnmarshalJSON reads an array of exactly 14 items.
func (t *Tuple14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
	return marshalTuple(t)
}

// UnmarshalJSON reads an array of exactly 15 items.
func (t *Tuple15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
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
	return marshalTuple(t)
}

// UnmarshalJSON reads an array of exactly 16 items.
func (t *Tuple16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, t)
}
