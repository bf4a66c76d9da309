package wire

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// These functions are not inlined, to keep clients small.
//
// Numbers with a fraction or an exponent, and -0, fail with [ReasonNotInteger], those that
// do not fit the type with [ReasonRange].

// DecodeUint8 reads an integer from 0 to 255.
//
//go:noinline
func DecodeUint8(d *Decoder, at int, v *uint8) (end int) {
	n, end := d.unsigned(at, math.MaxUint8)
	*v = uint8(n)
	return end
}

// DecodeUint16 reads an integer from 0 to 65535.
//
//go:noinline
func DecodeUint16(d *Decoder, at int, v *uint16) (end int) {
	n, end := d.unsigned(at, math.MaxUint16)
	*v = uint16(n)
	return end
}

// DecodeUint32 reads an integer from 0 to 2^32-1.
//
//go:noinline
func DecodeUint32(d *Decoder, at int, v *uint32) (end int) {
	n, end := d.unsigned(at, math.MaxUint32)
	*v = uint32(n)
	return end
}

// DecodeUint64 reads an integer from 0 to 2^64-1, with all its digits.
//
//go:noinline
func DecodeUint64(d *Decoder, at int, v *uint64) (end int) {
	n, end := d.unsigned(at, math.MaxUint64)
	*v = n
	return end
}

// DecodeInt8 reads an integer from -128 to 127.
//
//go:noinline
func DecodeInt8(d *Decoder, at int, v *int8) (end int) {
	n, end := d.signed(at, math.MaxInt8)
	*v = int8(n)
	return end
}

// DecodeInt16 reads an integer from -32768 to 32767.
//
//go:noinline
func DecodeInt16(d *Decoder, at int, v *int16) (end int) {
	n, end := d.signed(at, math.MaxInt16)
	*v = int16(n)
	return end
}

// DecodeInt32 reads an integer from -2^31 to 2^31-1.
//
//go:noinline
func DecodeInt32(d *Decoder, at int, v *int32) (end int) {
	n, end := d.signed(at, math.MaxInt32)
	*v = int32(n)
	return end
}

// DecodeInt64 reads an integer from -2^63 to 2^63-1, with all its digits.
//
//go:noinline
func DecodeInt64(d *Decoder, at int, v *int64) (end int) {
	n, end := d.signed(at, math.MaxInt64)
	*v = n
	return end
}

// DecodeChar reads a code point, as a number. A number that is not a Unicode scalar value
// fails with [ReasonInvalidChar].
func DecodeChar(d *Decoder, at int, v *rune) (end int) {
	n, end := d.unsigned(at, math.MaxUint64)
	if n >= firstSurrogate && d.reason == 0 && (n > utf8.MaxRune || !utf8.ValidRune(rune(n))) {
		d.failAt(d.start(at), ReasonInvalidChar, strconv.FormatUint(n, 10))
		return d.At
	}
	*v = rune(n)
	return end
}

// start skips white space from an offset on and returns the offset after it.
func (d *Decoder) start(at int) int {
	d.At = at
	d.space()
	return d.At
}

// firstSurrogate is the least number that is not always a code point.
const firstSurrogate = 0xD800

// safeDigits is the number of decimal digits that always fit a uint64.
const safeDigits = 19

// unsigned reads an integer from 0 to limit.
func (d *Decoder) unsigned(at int, limit uint64) (n uint64, end int) {
	text, i := d.text, at
	for ; i < len(text); i++ {
		c := text[i] - '0'
		if c > 9 {
			break
		}
		n = n*10 + uint64(c)
	}
	if digits := i - at; digits > 0 && digits <= safeDigits && n <= limit &&
		(digits == 1 || text[at] != '0') && (i == len(text) || !numberByte[text[i]]) {
		return n, i
	}
	if start := d.start(at); start > at {
		return d.unsigned(start, limit)
	}
	n, _ = d.integer(limit, 0)
	return n, d.At
}

// signed reads an integer from -limit-1 to limit.
func (d *Decoder) signed(at int, limit uint64) (number int64, end int) {
	text, i := d.text, at
	negative := i < len(text) && text[i] == '-'
	if negative {
		i++
	}
	start, n := i, uint64(0)
	for ; i < len(text); i++ {
		c := text[i] - '0'
		if c > 9 {
			break
		}
		n = n*10 + uint64(c)
	}
	if digits := i - start; digits > 0 && digits <= safeDigits && n <= limit &&
		(text[start] != '0' || digits == 1 && !negative) && (i == len(text) || !numberByte[text[i]]) {
		if negative {
			return -int64(n), i
		}
		return int64(n), i
	}
	if start := d.start(at); start > at {
		return d.signed(start, limit)
	}
	n, negative = d.integer(limit, limit+1)
	if negative {
		return -int64(n), d.At
	}
	return int64(n), d.At
}

// numberByte says which bytes can be part of a number.
var numberByte = func() (in [256]bool) {
	for _, c := range []byte("0123456789.eE+-") {
		in[c] = true
	}
	return in
}()

// integer reads an integer from -below to above with strconv, and reports what is wrong
// with it. n is the absolute value.
func (d *Decoder) integer(above, below uint64) (n uint64, negative bool) {
	start := d.At
	number, integral := d.number()
	if number == "" {
		d.unexpectedNumber("an integer")
		return 0, false
	}
	negative = number[0] == '-'
	digits := number
	limit := above
	if negative {
		digits, limit = number[1:], below
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	switch {
	case !integral:
		d.failAt(start, ReasonNotInteger, shorten(number, 40))
	case negative && n == 0 && err == nil:
		d.failAt(start, ReasonNotInteger, "-0 is a floating point number")
	case err != nil || n > limit:
		d.failAt(start, ReasonRange, "expected "+interval(below, above)+", got "+shorten(number, 40))
	default:
		return n, negative
	}
	return 0, false
}

func interval(below, above uint64) string {
	low := "0"
	if below > 0 {
		low = "-" + strconv.FormatUint(below, 10)
	}
	return low + " to " + strconv.FormatUint(above, 10)
}

// unexpectedNumber reports a value that is not a number, or a malformed one.
func (d *Decoder) unexpectedNumber(expected string) {
	if c := d.peek(); c == '-' || c >= '0' && c <= '9' {
		d.Fail(ReasonSyntax, "malformed number")
		return
	}
	d.unexpected(expected)
}

// number skips a JSON number and returns its text. integral reports whether it has neither
// a fraction nor an exponent. If no well-formed number is next, number skips nothing and
// returns "".
func (d *Decoder) number() (number string, integral bool) {
	d.peek()
	rest := d.text[d.At:]
	i := 0
	if i < len(rest) && rest[i] == '-' {
		i++
	}
	whole := digitsAt(rest, i)
	if whole == 0 || whole > 1 && rest[i] == '0' {
		return "", false
	}
	i += whole
	integral = true
	if i < len(rest) && rest[i] == '.' {
		n := digitsAt(rest, i+1)
		if n == 0 {
			return "", false
		}
		i += 1 + n
		integral = false
	}
	if i < len(rest) && (rest[i] == 'e' || rest[i] == 'E') {
		i++
		if i < len(rest) && (rest[i] == '+' || rest[i] == '-') {
			i++
		}
		n := digitsAt(rest, i)
		if n == 0 {
			return "", false
		}
		i += n
		integral = false
	}
	d.At += i
	return rest[:i], integral
}

// digitsAt returns the number of digits of text from i on.
func digitsAt(text string, i int) int {
	n := 0
	for i+n < len(text) && text[i+n]-'0' <= 9 {
		n++
	}
	return n
}
