package wire

import (
	"math"
	"math/bits"
)

// These are two published algorithms over one table of powers of ten: Lemire's
// for parsing, in the form that Mushtak and he showed to need no other one behind
// it, and Giulietti's Schubfach for the shortest text. They are here, and
// not strconv's, because the digits are wanted as an integer and lists of floats
// are long. Tests hold both against strconv.

// parseExact returns digits·10^exp, correctly rounded. ok is false beyond the table, and
// where the result is subnormal or infinite.
func parseExact(digits uint64, exp int) (f float64, ok bool) {
	if digits < exactInteger && -exactPower <= exp && exp <= exactPower {
		if exp < 0 {
			return float64(digits) / pow10[-exp], true
		}
		return float64(digits) * pow10[exp], true
	}
	if digits == 0 {
		return 0, true
	}
	return parseLong(digits, exp)
}

// parseLong does what parseExact does for digits > 0. It is the faster one where there are so
// many that there is no exact way.
func parseLong(digits uint64, exp int) (f float64, ok bool) {
	if exp < leastWide || exp > mostWide {
		return 0, false
	}
	power := &pow10wide[exp-leastWide]
	zeros := bits.LeadingZeros64(digits)
	digits <<= zeros
	const bias = 1023
	exp2 := uint64(217706*exp>>16+64+bias) - uint64(zeros)
	// The lower half of the power seldom makes a difference, but does for half of the
	// floats that were float32, so it is not asked whether. Powers below one are
	// cut off in the table: they have to be rounded up here.
	high, low := bits.Mul64(digits, power[0])
	more, _ := bits.Mul64(digits, power[1]+uint64(exp)>>63)
	low, carry := bits.Add64(low, more, 0)
	high += carry
	top := high >> 63
	mantissa := high >> (top + 9)
	exp2 -= 1 ^ top
	if low <= 1 && mantissa&3 == 1 && high<<(55-top) == 0 && leastHalfWay <= exp && exp <= mostHalfWay {
		mantissa-- // half way between two floats, of which the one below is even
	}
	mantissa = (mantissa + mantissa&1) >> 1
	if mantissa>>53 != 0 {
		mantissa >>= 1
		exp2++
	}
	if exp2-1 >= 0x7FE {
		return 0, false
	}
	return math.Float64frombits(exp2<<52 | mantissa&(1<<52-1)), true
}

// leastHalfWay and mostHalfWay are the powers of ten between which those are that a
// uint64 can be multiplied with so that the product is half way between two floats.
const (
	leastHalfWay = -4
	mostHalfWay  = 23
)

// shortest64 returns the shortest decimal, digits·10^exp, that identifies f > 0, and
// of these the closest. count is the number of digits.
func shortest64(f float64) (digits uint64, count, exp int) {
	b := math.Float64bits(f)
	return shortest(b&(1<<52-1), int(b>>52), 52, 1023)
}

// shortest32 does what shortest64 does for a float32.
func shortest32(f float32) (digits uint64, count, exp int) {
	b := math.Float32bits(f)
	return shortest(uint64(b&(1<<23-1)), int(b>>23), 23, 127)
}

// shortest takes the two parts of a float as it is stored, and how many bits the
// first one has and what the second one is more by.
func shortest(mantissa uint64, exponent, size, bias int) (digits uint64, count, exp int) {
	closer := uint64(0) // whether the float below is closer than the one above
	if exponent == 0 {
		exponent = 1
	} else {
		if mantissa == 0 && exponent > 1 {
			closer = 1
		}
		mantissa |= 1 << size
	}
	digits, exp = schubfach(mantissa, exponent-bias-size, closer)
	for digits%10 == 0 {
		digits /= 10
		exp++
	}
	return digits, decimalLength(digits), exp
}

// scaledTo returns f·10^-exp, rounded, which has about 17 digits. ok is false beyond
// the table.
func scaledTo(f float64, exp int) (n uint64, ok bool) {
	if -exp < leastWide || -exp > mostWide {
		return 0, false
	}
	b := math.Float64bits(f)
	c, exponent := b&(1<<52-1)|1<<52, int(b>>52)
	if exponent == 0 {
		c, exponent = b, 1
	}
	h := exponent - 1075 + (-exp*1741647)>>19 + 2
	if h < 0 || bits.Len64(c)+h > 64 {
		return 0, false
	}
	return (roundToOdd(&pow10wide[-exp-leastWide], c<<h) + 1) >> 1, true
}

// schubfach returns the shortest decimal within the rounding interval of c·2^q, but
// for trailing zeros.
func schubfach(c uint64, q int, closer uint64) (digits uint64, exp int) {
	k := (q*1262611 - int(closer)*524031) >> 22 // log10 of the width of the interval
	power := pow10wide[-k-leastWide]
	if k > 0 || k < -55 { // inexact: rounded up here
		power[1]++
		if power[1] == 0 {
			power[0]++
		}
	}
	h := uint(q + (-k*1741647)>>19 + 1)
	odd := c & 1
	lower := roundToOdd(&power, (4*c-2+closer)<<h) + odd
	value := roundToOdd(&power, 4*c<<h)
	upper := roundToOdd(&power, (4*c+2)<<h) - odd
	s := value / 4
	if s >= 10 {
		tens := s / 10
		below, above := lower <= 40*tens, 40*tens+40 <= upper
		if below != above {
			if above {
				tens++
			}
			return tens, k + 1
		}
	}
	below, above := lower <= 4*s, 4*s+4 <= upper
	if below != above {
		if above {
			s++
		}
		return s, k
	}
	if middle := 4*s + 2; value > middle || value == middle && s&1 == 1 {
		s++
	}
	return s, k
}

// roundToOdd returns power·c / 2^128, the last bit set when something is cut off.
func roundToOdd(power *[2]uint64, c uint64) uint64 {
	lowHigh, _ := bits.Mul64(power[1], c)
	high, low := bits.Mul64(power[0], c)
	low, carry := bits.Add64(low, lowHigh, 0)
	high += carry
	if low > 1 {
		high |= 1
	}
	return high
}
