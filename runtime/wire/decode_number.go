package wire

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// DecodeUint8 reads an integer.
func DecodeUint8(d *Decoder, v *uint8) { *v = uint8(d.unsigned(math.MaxUint8)) }

// DecodeUint16 reads an integer.
func DecodeUint16(d *Decoder, v *uint16) { *v = uint16(d.unsigned(math.MaxUint16)) }

// DecodeUint32 reads an integer.
func DecodeUint32(d *Decoder, v *uint32) { *v = uint32(d.unsigned(math.MaxUint32)) }

// DecodeUint64 reads an integer, with all its digits.
func DecodeUint64(d *Decoder, v *uint64) { *v = d.unsigned(math.MaxUint64) }

// DecodeInt8 reads an integer.
func DecodeInt8(d *Decoder, v *int8) { *v = int8(d.signed(math.MaxInt8)) }

// DecodeInt16 reads an integer.
func DecodeInt16(d *Decoder, v *int16) { *v = int16(d.signed(math.MaxInt16)) }

// DecodeInt32 reads an integer.
func DecodeInt32(d *Decoder, v *int32) { *v = int32(d.signed(math.MaxInt32)) }

// DecodeInt64 reads an integer, with all its digits.
func DecodeInt64(d *Decoder, v *int64) { *v = d.signed(math.MaxInt64) }

// DecodeChar reads a code point.
func DecodeChar(d *Decoder, v *rune) {
	d.peek()
	start := d.pos
	n := d.unsigned(math.MaxUint64)
	if n >= surrogates && d.reason == 0 && (n > utf8.MaxRune || !utf8.ValidRune(rune(n))) {
		d.failAt(start, ReasonInvalidChar, strconv.FormatUint(n, 10))
		return
	}
	*v = rune(n)
}

// surrogates is the first number of those that are no code points.
const surrogates = 0xD800

// safeDigits is how many decimal digits always fit a uint64.
const safeDigits = 19

// unsigned reads an integer of at most limit.
func (d *Decoder) unsigned(limit uint64) uint64 {
	d.peek()
	text, start := d.text, d.pos
	n, i := uint64(0), start
	for ; i < len(text); i++ {
		c := text[i] - '0'
		if c > 9 {
			break
		}
		n = n*10 + uint64(c)
	}
	if digits := i - start; digits > 0 && digits <= safeDigits && n <= limit &&
		(digits == 1 || text[start] != '0') && (i == len(text) || !numberByte[text[i]]) {
		d.pos = i
		return n
	}
	n, _ = d.integer(limit, 0)
	return n
}

// signed reads an integer between -limit-1 and limit.
func (d *Decoder) signed(limit uint64) int64 {
	d.peek()
	text, i := d.text, d.pos
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
		d.pos = i
		if negative {
			return -int64(n)
		}
		return int64(n)
	}
	n, negative = d.integer(limit, limit+1)
	if negative {
		return -int64(n)
	}
	return int64(n)
}

// numberByte has the bytes that make a number longer.
var numberByte = func() (in [256]bool) {
	for _, c := range []byte("0123456789.eE+-") {
		in[c] = true
	}
	return in
}()

// integer reads an integer between -below and above, slowly, and says what is
// wrong with it. It gives the absolute value, and whether it is negative.
func (d *Decoder) integer(above, below uint64) (n uint64, negative bool) {
	start := d.pos
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

// number skips a JSON number and returns its text, and whether it has neither
// fraction nor exponent. The text is empty where there is no well-formed
// number, and then nothing is skipped.
func (d *Decoder) number() (number string, integral bool) {
	d.peek()
	rest := d.text[d.pos:]
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
	d.pos += i
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
