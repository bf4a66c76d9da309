package wire

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// How servers read numbers
//
// The servers' JSON parser is not exact. It collects the digits of a number in a uint64,
// converts that to a float64, and multiplies or divides once by a power of ten. About one
// float64 in eight, written with the fewest digits that identify it, arrives with its last
// bit changed. The encoder therefore writes a text that both the servers' parser and an
// exact one read as the caller's bits: the shortest text if servers read it right,
// otherwise one with more digits from the same rounding interval. For a few numbers in a
// thousand there is none, and the shortest text is written.

// exactInteger and exactPower bound the numbers that both parsers read exactly: an integer
// below exactInteger, multiplied or divided by a power of ten up to exactPower.
const (
	exactInteger = 1 << 53
	exactPower   = 22
)

// served returns the number that servers read for digits·10^exp, NaN if they refuse it.
func served(digits uint64, exp int) float64 {
	return servedFloat(float64(digits), exp)
}

func servedFloat(f float64, exp int) float64 {
	for exp < -308 {
		f /= 1e308
		exp += 308
	}
	switch {
	case exp > 308:
		return math.NaN()
	case exp < 0:
		return f / pow10[-exp]
	}
	return f * pow10[exp]
}

// Servers from 1.1.17 on read a parameter without a type, print each number in the shortest
// text, and read that again. So only the shortest text counts, except for integers, which
// stay integers. This changes one random float64 in three, and one in ten of those that are
// uniform between two bounds. The same servers read the text that was sent if the parameter
// has its type. So an encoder notes whether it wrote such a number.

// Misread reports whether a number was written that servers read as another one if its
// parameter has no type. This concerns workers on servers from 1.1.17 on, not older
// servers, agents, or parameters with types.
func (e *Encoder) Misread() bool { return e.misread }

// misreadReprinted reports whether servers read another number than f > 0 if they read
// digits·10^exp, print it and read that.
func misreadReprinted(f float64, digits uint64, exp int) bool {
	digits, _, exp = shortest64(served(digits, exp)) // finite, even next to the largest float64
	return served(digits, exp) != f
}

// misreadReprinted32 is misreadReprinted for a float32.
func misreadReprinted32(f float32, digits uint64, exp int) bool {
	if -exactPower <= exp && exp <= exactPower {
		return false // at most 9 digits: exact, and the shortest text of what is read
	}
	digits, _, exp = shortest64(served(digits, exp))
	read := served(digits, exp)
	return float32(read) != f || read > math.MaxFloat32
}

// leastInteger is the absolute value of the least integer that servers read as an integer.
const leastInteger = 1 << 63

// AppendFloat32 writes a number. It reports NaN and infinities, which have no JSON form.
// Servers read the number as a float64, refuse it beyond the largest float32, and narrow it
// otherwise.
func AppendFloat32(b []byte, e *Encoder, v *float32) []byte {
	number := math.Float32bits(*v)
	few := &fewPlaces[number>>23&0xFF]
	// The number times 10^places and half the distance to the next float, in units of
	// 2^-shift.
	scaled := uint64(number&(1<<23-1)|1<<23)*2*few.scale + few.scale
	over := scaled & (1<<(few.shift&63) - 1)
	if over-1 >= 2*few.scale-1 || number<<9 == 0 && over != few.scale {
		return appendFloat32(b, e, *v)
	}
	const most = 24
	before := len(b)
	b = slices.Grow(b, most)
	room := (*[most]byte)(b[before : before+most])
	room[0] = '-' // no branches on what may be anything: the sign is always written
	point := int(number >> 31)
	n := scaled >> (few.shift & 63)
	whole := few.whole
	if n >= few.next {
		whole++
	}
	// Write all digits, then those after the point again, one byte further on.
	digits := eightBytes(n)
	binary.LittleEndian.PutUint64(room[point:], digits>>((few.cut-8*whole)&63))
	point += int(whole & 15)
	room[point] = '.'
	binary.LittleEndian.PutUint64(room[point+1:], digits>>(few.cut&63))
	places := 8 - int(few.cut)/8
	zeros := bits.LeadingZeros64(digits^'0'*everyByte) / 8
	if zeros >= places {
		return b[:before+point]
	}
	return b[:before+point+1+places-zeros]
}

// appendFloat32 writes any float32.
func appendFloat32(b []byte, e *Encoder, f float32) []byte {
	switch bits := math.Float32bits(f); {
	case bits>>23&0xFF == 0xFF:
		return appendNotFinite(b, e, float64(f))
	case bits == 0:
		return append(b, '0')
	case bits == 1<<31:
		return append(b, "-0.0"...)
	case f < 0:
		b = append(b, '-')
		f = -f
	}
	digits, count, exp := shortest32(f)
	for _, n := range [...]uint64{digits, digits - 1, digits + 1} {
		if decimalLength(n) == count && readAs32(f, n, count, exp) {
			e.misread = e.misread || misreadReprinted32(f, n, exp)
			return appendDecimal(b, n, count, exp)
		}
	}
	return appendFloat64(b, e, float64(f))
}

// fewPlaces has, for each exponent of a float32, the largest number of decimal places, up
// to 7, at which the rounding interval of a float holds at most one decimal. If the
// interval holds one, that is the shortest text, and servers read it exactly. A decimal is
// in the interval if it is less than half the distance to the next float away. For powers
// of two the float below is closer. A row without a scale has no such place.
var fewPlaces = func() (table [256]struct {
	scale uint64 // 10^places, which is half the distance in units of 2^-shift
	next  uint64 // the least number, times 10^places, with more than whole digits before the point
	shift uint8
	whole uint8
	cut   uint8 // 8-places, in bits
},
) {
	const bias, most = 127, 7
	for exponent := bias - 37; exponent < bias+20; exponent++ {
		distance := math.Ldexp(1, exponent-bias-23)
		places := 0
		for places < most && distance*pow10[places+1] < 1 {
			places++
		}
		whole := decimalLength(uint64(math.Ldexp(1, exponent-bias)) | 1)
		row := &table[exponent]
		row.scale, row.next = integerPow10[places], integerPow10[places+whole]
		row.shift, row.whole, row.cut = uint8(1+23+bias-exponent), uint8(whole), uint8(8*(8-places))
	}
	return table
}()

// parseScientific reads a text that strconv writes in the format 'e', of at most 20 digits
// that fit a uint64.
func parseScientific(text []byte) (digits uint64, count, exp int) {
	i := 0
	for ; i < len(text) && text[i] != 'e'; i++ {
		if text[i] != '.' {
			digits = digits*10 + uint64(text[i]-'0')
			count++
		}
	}
	negative := text[i+1] == '-'
	for _, c := range text[i+2:] {
		exp = exp*10 + int(c-'0')
	}
	if negative {
		exp = -exp
	}
	return digits, count, exp - (count - 1)
}

// writtenInFull reports whether appendDecimal writes the number as an integer without an
// exponent. All parsers read such an integer exactly.
func writtenInFull(count, exp int) bool {
	return exp >= 0 && count+exp <= safeDigits
}

// readAs reports whether servers read the text of appendDecimal as f, if exact parsing
// does.
func readAs(f float64, digits uint64, count, exp int) bool {
	return digits < exactInteger && -exactPower <= exp && exp <= exactPower ||
		writtenInFull(count, exp) || served(digits, exp) == f
}

// readAs32 reports whether servers and exact parsing read the text of appendDecimal as f.
func readAs32(f float32, digits uint64, count, exp int) bool {
	read := served(digits, exp)
	if float32(read) != f || read > math.MaxFloat32 {
		return false
	}
	if -exactPower <= exp && exp <= exactPower {
		return true // at most 9 digits: exact
	}
	exact, err := strconv.ParseFloat(string(appendDecimal(nil, digits, count, exp)), 64)
	return err == nil && float32(exact) == f && exact <= math.MaxFloat32
}
