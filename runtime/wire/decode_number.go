package wire

import (
	"math"
	"math/bits"
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
	if d.reason == 0 && (n > utf8.MaxRune || !utf8.ValidRune(rune(n))) {
		d.failAt(start, ReasonInvalidChar, strconv.FormatUint(n, 10))
		return
	}
	*v = rune(n)
}

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

// unexpectedNumber reports a value that is no number, or a malformed number.
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

// digitsAt is the number of digits of text from i on.
func digitsAt(text string, i int) int {
	n := 0
	for i+n < len(text) && text[i+n]-'0' <= 9 {
		n++
	}
	return n
}

// DecodeFloat64 reads a number. One that is too large for the type is out of
// range; one that is too small is zero.
func DecodeFloat64(d *Decoder, v *float64) { *v = d.float() }

// DecodeFloat64s reads an array of numbers.
func DecodeFloat64s(d *Decoder, v *[]float64) {
	decodeList(d, v, listCodec[float64]{item: DecodeFloat64, run: plainFloats})
}

// plainFloats reads numbers that are each followed by a comma as long as plainFloat
// does, and there is room in list.
func plainFloats(text string, i int, list []float64) (int, []float64) {
	for len(list) < cap(list) {
		f, end := plainFloat(text, i)
		if end == 0 || text[end] != ',' {
			break
		}
		list = append(list, f)
		i = end + 1
	}
	return i, list
}

// DecodeFloat32 reads a number, which servers write with the digits of a
// float64, and rounds it. Numbers beyond the largest float32 are out of range.
func DecodeFloat32(d *Decoder, v *float32) {
	d.peek()
	start := d.pos
	f := d.float()
	if math.Abs(f) > math.MaxFloat32 {
		d.failAt(start, ReasonRange, "larger than any float32")
		return
	}
	*v = float32(f)
}

func (d *Decoder) float() float64 {
	d.peek()
	if f, end := plainFloat(d.text, d.pos); end > 0 {
		d.pos = end
		return f
	}
	return d.anyFloat()
}

// plainFloat reads a number with a point among its first eight characters, of at
// most 19 digits and without an exponent: the way most floats are written. end is
// where it ends, 0 where text[i:] begins with something else.
//
// All of it is done with words of eight digits, and without a branch on what is
// different from one number of a list to the next: the sign, the place of the
// point, and how many digits the last word has.
func plainFloat(text string, i int) (f float64, end int) {
	if i+len("-12345678.1234567812345678") > len(text) {
		return 0, 0
	}
	negative := uint64(0)
	if text[i] == '-' {
		negative = 1
	}
	i += int(negative)
	first := load8(text, i)
	point := first ^ '.'*everyByte
	point = (point - everyByte) &^ point & highBits
	whole := uint(bits.TrailingZeros64(point)) &^ 7 // how many bits the digits before the point have
	before := uint64(1)<<(whole&63) - 1
	word := (first&before | load8(text, i+1)&^before) ^ '0'*everyByte // without the point
	if point == 0 || whole == 0 || whole > 8 && word&0xFF == 0 {
		return 0, 0
	}
	digits, end, long := uint64(0), i+1, false
	others := notDigits(word)
	if others == 0 {
		digits = eightDigits(word)
		end += 8
		word = load8(text, end) ^ '0'*everyByte
		if others = notDigits(word); others == 0 {
			digits = digits*1e8 + eightDigits(word)
			end += 8
			word = load8(text, end) ^ '0'*everyByte
			others = notDigits(word)
			long = true
		}
	}
	last := uint(bits.TrailingZeros64(others)) &^ 7
	if long && (last > 8*(safeDigits-16) || digits == 0) {
		return 0, 0
	}
	digits = digits*integerPow10[last/8&7] + eightDigits(word<<8<<((56-last)&63))
	end += int(last / 8)
	places := end - i - 1 - int(whole/8)
	if places <= 0 || numberByte[text[end]] {
		return 0, 0
	}
	if !long {
		f = float64(digits) / pow10[places] // both are exact
	} else if f, long = parseLong(digits, -places); !long {
		return 0, 0
	}
	return math.Float64frombits(math.Float64bits(f) | negative<<63), end
}

// notDigits has a high bit for each byte of w that is not 0 to 9. Bits above the
// lowest one may be wrong.
func notDigits(w uint64) uint64 {
	return ((w + 0x76*everyByte) | w) & highBits
}

// anyFloat reads any number.
func (d *Decoder) anyFloat() float64 {
	text, i := d.text, d.pos
	negative := i < len(text) && text[i] == '-'
	if negative {
		i++
	}
	first, digits := i, uint64(0)
	for ; i < len(text) && text[i]-'0' <= 9; i++ {
		digits = digits*10 + uint64(text[i]-'0')
	}
	whole := i - first
	count, exp := whole, 0
	if i < len(text) && text[i] == '.' {
		point := i + 1
		digits, i = digitsOf(text, point, digits)
		exp = point - i
		count += i - point
	}
	if i < len(text) && text[i]|0x20 == 'e' || whole == 0 || whole > 1 && text[first] == '0' || text[i-1] == '.' {
		return d.floatSlow()
	}
	if count > safeDigits && count-leadingZeros(text[first:i]) > safeDigits {
		return d.floatSlow()
	}
	f, ok := parseExact(digits, exp)
	if !ok {
		return d.floatSlow()
	}
	d.pos = i
	if negative {
		f = -f
	}
	return f
}

// leadingZeros is the number of zeros, apart from a point, that a number begins
// with.
func leadingZeros(number string) int {
	zeros := 0
	for i := 0; i < len(number) && (number[i] == '0' || number[i] == '.'); i++ {
		if number[i] == '0' {
			zeros++
		}
	}
	return zeros
}

// digitsOf reads the digits from text[i:] on as the lower digits of n.
func digitsOf(text string, i int, n uint64) (number uint64, end int) {
	for i+8 <= len(text) {
		digits := load8(text, i) ^ '0'*everyByte
		others := ((digits + 0x76*everyByte) | digits) & highBits // as in pairs
		if others != 0 {
			count := uint(bits.TrailingZeros64(others)) / 8
			// Moved up, with zeros in front.
			return n*integerPow10[count] + eightDigits(digits<<(64-8*count)), i + int(count)
		}
		n = n*1e8 + eightDigits(digits)
		i += 8
	}
	for i < len(text) && text[i]-'0' <= 9 {
		n = n*10 + uint64(text[i]-'0')
		i++
	}
	return n, i
}

// eightDigits is the number whose eight digits are the bytes of w, the first one
// lowest.
func eightDigits(w uint64) uint64 {
	w = w*10 + w>>8 // pairs, in every other byte
	return (w&0x000000FF000000FF*(100+1000000<<32) + w>>16&0x000000FF000000FF*(1+10000<<32)) >> 32
}

// floatSlow reads any number.
func (d *Decoder) floatSlow() float64 {
	start := d.pos
	number, _ := d.number()
	if number == "" {
		d.unexpectedNumber("a number")
		return 0
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil {
		d.failAt(start, ReasonRange, "larger than any float64")
		return 0
	}
	return f
}
