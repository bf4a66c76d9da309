package wire

import "math"

// Reading values by a type that is known as JSON only
//
// These functions read arguments that become part of a name. Each reads one compound value
// and calls back for its parts in order. Every callback must read its part.

// integerKinds has the largest values of the types of integers.
var integerKinds = map[string]struct {
	limit  uint64
	signed bool
}{
	"U8": {math.MaxUint8, false}, "U16": {math.MaxUint16, false}, "U32": {math.MaxUint32, false}, "U64": {math.MaxUint64, false},
	"S8": {math.MaxInt8, true}, "S16": {math.MaxInt16, true}, "S32": {math.MaxInt32, true}, "S64": {math.MaxInt64, true},
}

// appendInteger reads an integer and writes it to b.
func (d *Decoder) appendInteger(b []byte, limit uint64, signed bool) []byte {
	if signed {
		n, end := d.signed(d.At, limit)
		d.At = end
		return appendInt(b, n)
	}
	n, end := d.unsigned(d.At, limit)
	d.At = end
	return appendUint(b, n)
}

// floatOf reads a number of type F32 or F64. start is the offset of the number, and size
// that of its type in bits.
func (d *Decoder) floatOf(kind string) (start int, f float64, size int) {
	d.peek()
	start, size = d.At, 64
	if kind != "F32" {
		d.At = DecodeFloat64(d, d.At, &f)
		return start, f, size
	}
	var narrow float32
	d.At = DecodeFloat32(d, d.At, &narrow)
	return start, float64(narrow), 32
}

// eachItem calls item before each item of a list.
func (d *Decoder) eachItem(item func(i int)) {
	if d.peek() != '[' {
		d.unexpected("an array")
		return
	}
	i := 0
	d.items(func() {
		item(i)
		i++
	})
}

// eachOfTuple calls item before each item of a tuple of the type t.
func (d *Decoder) eachOfTuple(t *jsonType, item func(i int)) {
	d.At = d.BeginTuple(d.At, len(t.types))
	for i := range t.types {
		d.At = d.TupleItem(d.At)
		item(i)
	}
	d.At = d.EndTuple(d.At)
}

// eachFlag reads flags of the type t, and calls flag for each that is set, in declared order.
func (d *Decoder) eachFlag(t *jsonType, flag func(i int)) {
	set := make([]uint64, len(t.names)/64+1)
	d.At = DecodeWideFlags(d, d.At, NewNames(t.names...), set)
	for i := range t.names {
		if d.reason == 0 && set[i/64]>>(i%64)&1 != 0 {
			flag(i)
		}
	}
}

// variant reads a variant of the type t. It calls label with the number of the case, and then
// payload with the type of the payload if there is one.
func (d *Decoder) variant(t *jsonType, label func(i int), payload func(t *jsonType)) {
	i, end := d.BeginCase(d.At, NewNames(t.names...))
	d.At = end
	if i < 0 {
		return
	}
	label(i)
	if t.types[i] == nil {
		d.At = d.Null(d.At)
	} else {
		payload(t.types[i])
	}
	d.At = d.EndCase(d.At)
}

// result reads a result of the type t. It calls payload with "ok" or "err" and the type of the
// payload, which is nil for null.
func (d *Decoder) result(t *jsonType, payload func(name string, t *jsonType)) {
	ok, end := d.BeginResult(d.At)
	d.At = end
	if ok {
		payload("ok", t.types[0])
	} else {
		payload("err", t.types[1])
	}
	d.At = d.EndResult(d.At)
}
