package wire

import (
	"math"
	"math/bits"
	"strconv"
)

// DecodeFloat64 reads a number. A number that is too large fails with [ReasonRange], and
// one that is too small is read as zero.
func DecodeFloat64(d *Decoder, at int, v *float64) (end int) {
	f, end := d.float(at)
	*v = f
	return end
}

// DecodeFloat64s reads an array of numbers. An empty array is read as an empty slice that
// is not nil.
//
//go:noinline
func DecodeFloat64s(d *Decoder, at int, v *[]float64) (end int) {
	return decodeList(d, at, v, listCodec[float64]{item: DecodeFloat64, run: plainFloats})
}

// plainFloats reads numbers that are each followed by a comma, while plainFloat can read
// them and list has room.
func plainFloats(d *Decoder, i int, list []float64) (int, []float64) {
	text := d.text
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

// DecodeFloat32 reads a number as the closest float32. Servers write it with the digits of
// a float64. A number that rounds beyond the largest float32 fails with [ReasonRange].
func DecodeFloat32(d *Decoder, at int, v *float32) (end int) {
	f, end := d.float(at)
	narrow := float32(f)
	if roundsTwice(f) {
		narrow = closestFloat32(d.text[d.start(at):end])
	}
	if math.IsInf(float64(narrow), 0) {
		d.failAt(d.start(at), ReasonRange, "larger than any float32")
		return d.At
	}
	*v = narrow
	return end
}

// roundsTwice reports whether a number that rounds to f may have another closest float32
// than f has. It may if f is half way between two float32, because the number can be on
// either side of f. Otherwise the number is on the same side of the half way point as f.
// roundsTwice also returns true for all f below the normal float32.
func roundsTwice(f float64) bool {
	const cut = 52 - 23 // bits of a float64 that a float32 does not have
	const leastNormal = 0x1p-126
	return math.Float64bits(f)&(1<<cut-1) == 1<<(cut-1) || math.Abs(f) < leastNormal && f != 0
}

// closestFloat32 returns the closest float32 to a well-formed number, or an infinity.
func closestFloat32(number string) float32 {
	f, _ := strconv.ParseFloat(number, 32) // infinite where it is out of range
	return float32(f)
}

func (d *Decoder) float(at int) (f float64, end int) {
	if at+longestPlain <= len(d.text) {
		if d.text[at] <= ' ' {
			at = d.start(at)
		}
		if f, end = plainFloat(d.text, at); end > 0 {
			return f, end
		}
	}
	return d.anyFloat(at)
}

// longestPlain is the number of bytes that plainFloat looks at.
const longestPlain = len("-12345678.1234567812345678")

// plainFloat reads a number as most floats are written: with a point among its first eight
// characters, at most 19 digits and no exponent. end is the offset after the number, or 0
// if text[i:] begins with anything else.
//
// It reads words of eight digits. It does not branch on what differs from one number of a
// list to the next: the sign, the place of the point, and the number of digits in the last
// word.
func plainFloat(text string, i int) (f float64, end int) {
	if i+longestPlain > len(text) {
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
	whole := uint(bits.TrailingZeros64(point)) &^ 7 // bits of the digits before the point
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

// notDigits returns a high bit for each byte of w that is not a number from 0 to 9. Bits
// above the lowest one may be wrong.
func notDigits(w uint64) uint64 {
	return ((w + 0x76*everyByte) | w) & highBits
}

// anyFloat reads any number. It reads most of those that plainFloat cannot read without
// strconv.
func (d *Decoder) anyFloat(at int) (f float64, end int) {
	if at < len(d.text) && d.text[at] <= ' ' {
		at = d.start(at)
	}
	text, i := d.text, at
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
		return d.floatSlow(at)
	}
	if count > safeDigits && count-leadingZeros(text[first:i]) > safeDigits {
		return d.floatSlow(at)
	}
	if digits < exactInteger && -exactPower <= exp {
		f = float64(digits) / pow10[-exp] // like parseExact
	} else if exact, ok := parseExact(digits, exp); ok {
		f = exact
	} else {
		return d.floatSlow(at)
	}
	if negative {
		f = -f
	}
	return f, i
}

// leadingZeros returns the number of zeros at the start of a number. It skips a point.
func leadingZeros(number string) int {
	zeros := 0
	for i := 0; i < len(number) && (number[i] == '0' || number[i] == '.'); i++ {
		if number[i] == '0' {
			zeros++
		}
	}
	return zeros
}

// digitsOf appends the digits at text[i:] to those of n.
func digitsOf(text string, i int, n uint64) (number uint64, end int) {
	for i+8 <= len(text) {
		digits := load8(text, i) ^ '0'*everyByte
		others := notDigits(digits)
		if others != 0 {
			count := uint(bits.TrailingZeros64(others)) / 8
			// The digits at the end of the word, after zeros.
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

// eightDigits returns the number whose eight digits are the bytes of w, the first digit
// lowest.
func eightDigits(w uint64) uint64 {
	w = w*10 + w>>8 // pairs, in every other byte
	return (w&0x000000FF000000FF*(100+1000000<<32) + w>>16&0x000000FF000000FF*(1+10000<<32)) >> 32
}

// floatSlow reads any number with strconv, and reports what is wrong with it.
func (d *Decoder) floatSlow(at int) (f float64, end int) {
	d.At = at
	number, _ := d.number()
	if number == "" {
		d.unexpectedNumber("a number")
		return 0, d.At
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil {
		d.failAt(d.At-len(number), ReasonRange, "larger than any float64")
		return 0, d.At
	}
	return f, d.At
}
