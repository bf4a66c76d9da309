package wire

import (
	"math"
	"math/bits"
)

// This file has two published algorithms that share a table of powers of ten: for parsing,
// Lemire's, in the form that Mushtak and Lemire proved to need no fallback; for the
// shortest text, Giulietti's Schubfach. They replace strconv because the digits are needed
// as an integer, and because lists of floats are long. Tests compare both with strconv.

// parseExact returns digits·10^exp, correctly rounded. ok is false if exp is beyond the
// table, or if the result is subnormal or infinite.
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

// parseLong is parseExact for digits > 0. It is faster if the digits are too many for an
// exact product or quotient.
func parseLong(digits uint64, exp int) (f float64, ok bool) {
	if exp < leastWide || exp > mostWide {
		return 0, false
	}
	power := &pow10wide[exp-leastWide]
	zeros := bits.LeadingZeros64(digits)
	digits <<= zeros
	const bias = 1023
	exp2 := uint64(217706*exp>>16+64+bias) - uint64(zeros)
	// The lower half of the power seldom matters, but does for half of the floats that were
	// float32, so it is always used. The table cuts off powers below one, so they are
	// rounded up here.
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

// leastHalfWay and mostHalfWay bound the powers of ten whose product with a uint64 can be
// half way between two floats.
const (
	leastHalfWay = -4
	mostHalfWay  = 23
)

// shortest64 returns the shortest decimal digits·10^exp that identifies f > 0, the closest
// one if there are several. count is the number of digits.
func shortest64(f float64) (digits uint64, count, exp int) {
	b := math.Float64bits(f)
	return shortest(b&(1<<52-1), int(b>>52), 52, 1023)
}

// shortest32 is shortest64 for a float32.
func shortest32(f float32) (digits uint64, count, exp int) {
	b := math.Float32bits(f)
	return shortest(uint64(b&(1<<23-1)), int(b>>23), 23, 127)
}

// shortest is shortest64 for a float with the stored mantissa and exponent. size is the
// number of bits of the mantissa, and bias is that of the exponent.
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

// scaledTo returns f·10^-exp, rounded to an integer of about 17 digits. ok is false if exp
// is beyond the table.
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

// schubfach returns the shortest decimal in the rounding interval of c·2^q, apart from
// trailing zeros. closer is 1 if the float below is closer than the one above, else 0.
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

// roundToOdd returns power·c / 2^128, with the last bit set if anything is cut off.
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
