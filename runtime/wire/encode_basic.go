package wire

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// AppendBool writes true or false.
func AppendBool(b []byte, _ *Encoder, v *bool) []byte {
	return strconv.AppendBool(b, *v)
}

// AppendUint8 writes a number.
func AppendUint8(b []byte, _ *Encoder, v *uint8) []byte {
	return appendUint(b, uint64(*v))
}

// AppendUint16 writes a number.
func AppendUint16(b []byte, _ *Encoder, v *uint16) []byte {
	return appendUint(b, uint64(*v))
}

// AppendUint32 writes a number.
func AppendUint32(b []byte, _ *Encoder, v *uint32) []byte {
	return appendUint(b, uint64(*v))
}

// AppendUint64 writes a number with all its digits.
func AppendUint64(b []byte, _ *Encoder, v *uint64) []byte {
	return appendUint(b, *v)
}

// AppendInt8 writes a number.
func AppendInt8(b []byte, _ *Encoder, v *int8) []byte {
	return appendInt(b, int64(*v))
}

// AppendInt16 writes a number.
func AppendInt16(b []byte, _ *Encoder, v *int16) []byte {
	return appendInt(b, int64(*v))
}

// AppendInt32 writes a number.
func AppendInt32(b []byte, _ *Encoder, v *int32) []byte {
	return appendInt(b, int64(*v))
}

// AppendInt64 writes a number with all its digits.
func AppendInt64(b []byte, _ *Encoder, v *int64) []byte {
	return appendInt(b, *v)
}

func appendInt(b []byte, v int64) []byte {
	if v < 0 {
		return appendUint(append(b, '-'), -uint64(v))
	}
	return appendUint(b, uint64(v))
}

func appendUint(b []byte, v uint64) []byte {
	if v < 10 {
		return append(b, '0'+byte(v))
	}
	return appendDigits(b, v, decimalLength(v))
}

// appendDigits writes n, which has count digits.
func appendDigits(b []byte, n uint64, count int) []byte {
	const most = 24 // digits are written in groups of eight
	before := len(b)
	b = slices.Grow(b, most)
	room := b[before : before+most]
	if count <= 8 {
		binary.LittleEndian.PutUint64(room, eightBytes(n)>>(8*(8-uint(count))))
		return b[:before+count]
	}
	// Each group overwrites the excess bytes of the one before.
	high := n / 1e8
	low := eightBytes(n - high*1e8)
	if count <= 16 {
		binary.LittleEndian.PutUint64(room, eightBytes(high)>>(8*(16-uint(count))))
		binary.LittleEndian.PutUint64(room[count-8:], low)
		return b[:before+count]
	}
	top := high / 1e8
	binary.LittleEndian.PutUint64(room, eightBytes(top)>>(8*(24-uint(count))))
	binary.LittleEndian.PutUint64(room[count-16:], eightBytes(high-top*1e8))
	binary.LittleEndian.PutUint64(room[count-8:], low)
	return b[:before+count]
}

// eightBytes returns the text of n, below 10^8, as eight digits, the first digit lowest.
// Each step splits numbers into their upper and lower digits and moves the lower ones up,
// in one multiplication: for example, upper + (n-upper*100)<<16 is n<<16 -
// upper*(100<<16-1).
func eightBytes(n uint64) uint64 {
	fours := n * 109951163 >> 40 // n/10000
	x := n<<32 - fours*(10000<<32-1)
	twos := x * 10486 >> 20 & 0x0000007F0000007F // x/100 in each half
	x = x<<16 - twos*(100<<16-1)
	ones := x * 103 >> 10 & 0x000F000F000F000F // x/10 in each quarter
	return x<<8 - ones*(10<<8-1) + '0'*everyByte
}

// AppendChar writes a code point as a number. It reports surrogates and numbers beyond
// U+10FFFF.
func AppendChar(b []byte, e *Encoder, v *rune) []byte {
	if !utf8.ValidRune(*v) {
		e.Fail(b, ReasonInvalidRune, strconv.FormatInt(int64(*v), 10))
		return append(b, '0')
	}
	return appendUint(b, uint64(*v))
}

// AppendUnit writes null, the payload of a result that has none, and remembers the first
// for [Encoder.UnitPayload].
func AppendUnit(b []byte, e *Encoder, _ *struct{}) []byte {
	e.unit.note(b, e.start)
	return append(b, "null"...)
}

// AppendList writes a list, each item with item. Nil is written as an empty list.
func AppendList[T any](b []byte, e *Encoder, v *[]T, item AppendFunc[T]) []byte {
	s := *v
	if len(s) == 0 {
		return append(b, "[]"...)
	}
	b = append(b, '[')
	for i := range s {
		b = append(item(b, e, &s[i]), ',')
	}
	b[len(b)-1] = ']'
	return b
}

// AppendBadCase reports a variant that holds none of its cases: nil, or a type that the
// variant's package does not define.
func AppendBadCase(b []byte, e *Encoder, v any) []byte {
	if v == nil {
		e.Fail(b, ReasonNilVariant, "")
	} else {
		e.Fail(b, ReasonForeignCase, fmt.Sprintf("%T", v))
	}
	return append(b, "null"...)
}

func appendNotFinite(b []byte, e *Encoder, f float64) []byte {
	e.Fail(b, ReasonNotFinite, strconv.FormatFloat(f, 'g', -1, 64))
	return append(b, '0')
}
