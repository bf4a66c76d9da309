package wire

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// AppendFloat64 writes a number. It reports NaN and infinities, which have no JSON form.
func AppendFloat64(b []byte, e *Encoder, v *float64) []byte {
	if math.Float64bits(*v)>>52&0x7FF == 0x7FF {
		return appendNotFinite(b, e, *v)
	}
	return appendFloat64(b, e, *v)
}

// AppendFloat64s writes a list of numbers. Nil is written as an empty list.
func AppendFloat64s(b []byte, e *Encoder, v *[]float64) []byte {
	return AppendList(b, e, v, AppendFloat64)
}

// appendFloat64 writes a finite number.
func appendFloat64(b []byte, e *Encoder, f float64) []byte {
	negative := int(math.Float64bits(f) >> 63)
	b = append(b, '-')[:len(b)+negative] // no branch: the sign may be anything
	f = math.Abs(f)
	if f < 1e9 {
		// Few digits: below 10^15, a decimal number with this many places that is read as f
		// is also the shortest one. The division decides, but is slow.
		const places = 6
		scaled := f * 1e6
		n := int64(scaled + 0.5)
		if off := math.Abs(scaled - float64(n)); off <= scaled*0x1p-51 && float64(n)/1e6 == f {
			if negative != 0 && n == 0 {
				return append(b, "0.0"...)
			}
			return appendPlaces(b, uint64(n), places)
		}
	}
	if exponent := math.Float64bits(f) >> 52; exponent-usualExponent < usualExponents {
		if x, ok := fixedPointOf(f); ok {
			digits, misread := x.shortest()
			if misread {
				digits, exp := x.search(f, digits)
				e.misread = e.misread || misreadReprinted(f, digits, exp)
				return appendDecimal(b, digits, decimalLength(digits), exp) // with its trailing zeros
			}
			return appendUsual(b, digits, x.exp)
		}
	}
	digits, count, exp := shortest64(f)
	if !readAs(f, digits, count, exp) {
		if better, betterExp, ok := searchFloat(f, count+exp); ok {
			digits, count, exp = better, decimalLength(better), betterExp
		}
		e.misread = e.misread || misreadReprinted(f, digits, exp)
	} else if negative != 0 && f > leastInteger {
		e.misread = e.misread || misreadReprinted(f, digits, exp)
	}
	return appendDecimal(b, digits, count, exp)
}

// Usual numbers are those from 2^-10 to below 2^52. With 17 digits, and even with 20, they
// are an integer divided by at most 10^22. Everything that is computed with them here is
// exact, except for half. The comparison with half is exact as well: the sum of a usual
// number and half the distance to the next one, scaled by 10^-exp, is a multiple of 2^-44,
// and never an integer.
const (
	usualExponent  = 1023 - 10 // biased
	usualExponents = 62
)

// fixedPoint is a usual number times 10^-exp, with 16 or 17 digits before the point.
type fixedPoint struct {
	whole, fraction uint64 // fraction is in 2^-64
	half            int64  // half the distance to the next float, in 2^-59, cut off
	exp             int
}

// fixedPointOf scales a usual number. ok is false for powers of two, whose neighbour below
// is half as far away as the one above, and for numbers half way between two integers.
func fixedPointOf(f float64) (x fixedPoint, ok bool) {
	b := math.Float64bits(f)
	mantissa, q := b&(1<<52-1), int(b>>52)-1075
	k := q * 1262611 >> 22              // the distance to the next float is 1 to 10 times 10^k
	power := pow10wide[-k-leastWide][0] // the rest is zero
	h := uint(q + -k*1741647>>19 + 1)   // 1 to 4
	whole, fraction := bits.Mul64(power, (mantissa|1<<52)<<(h&63))
	return fixedPoint{whole: whole, fraction: fraction, half: int64(power >> ((6 - h) & 63)), exp: k},
		mantissa != 0 && fraction != 1<<63
}

// shortest returns the shortest decimal that identifies the number, apart from trailing
// zeros: the multiple of ten that is less than half the distance to the next float away, or
// the closest integer if there is none. misread reports whether rounding it to a float64
// moves it too far away.
func (x *fixedPoint) shortest() (digits uint64, misread bool) {
	const unit = 1 << 59
	ones := x.whole % 10
	fraction := int64(x.fraction >> 5)
	below := int64(ones*unit) + fraction
	above := 10*unit - below
	ten := x.whole - ones
	if above < below {
		ten += 10
	}
	digits = x.whole + x.fraction>>63
	read := (int64(float64(int64(digits)))-int64(x.whole))*unit - fraction
	off := min(below, above)
	if off < x.half {
		digits = ten
	}
	return digits, min(off, max(read, -read)) >= x.half
}

// search looks for a decimal of up to 20 digits that both servers and exact parsing read as
// f. Servers round the digits to a float64 first, so there is one if a float64 lies within
// the rounding interval. If there is none, search returns the shortest.
func (x *fixedPoint) search(f float64, shortest uint64) (digits uint64, exp int) {
	whole, fraction := x.whole, x.fraction
	for exp = x.exp; ; exp-- {
		closest := whole + fraction>>63
		spacing := uint64(1) << (bits.Len64(whole) - 53)
		point := (whole + spacing/2) &^ (spacing - 1)
		for _, digits := range [...]uint64{closest, point} {
			if float64(digits)/pow10[-exp] == f {
				return digits, exp
			}
		}
		if whole > math.MaxUint64/10-1 {
			return shortest, x.exp
		}
		high, low := bits.Mul64(fraction, 10)
		whole, fraction = whole*10+high, low
	}
}

// appendUsual writes digits·10^exp without trailing zeros. digits has 16 or 17 digits.
func appendUsual(b []byte, digits uint64, exp int) []byte {
	if digits < 1e16 {
		digits *= 10
		exp--
	}
	const count = 17 // one, eight and eight
	point := count + exp
	before := len(b)
	b = slices.Grow(b, 32)
	upper := digits / 1e8
	first := upper / 1e8
	middle, last := eightBytes(upper-first*1e8), eightBytes(digits-upper*1e8)
	zeros := bits.LeadingZeros64(last^'0'*everyByte) / 8
	if zeros == 8 {
		zeros += bits.LeadingZeros64(middle^'0'*everyByte) / 8
	}
	if point <= 0 {
		b = append(b, "0.000000"[:2-point]...)
		room := (*[24]byte)(b[len(b) : len(b)+24])
		room[0] = '0' + byte(first)
		binary.LittleEndian.PutUint64(room[1:], middle)
		binary.LittleEndian.PutUint64(room[9:], last)
		return b[:len(b)+count-zeros]
	}
	room := (*[24]byte)(b[before : before+24])
	room[0] = '0' + byte(first)
	binary.LittleEndian.PutUint64(room[10:], last)
	if point <= 8 {
		binary.LittleEndian.PutUint64(room[2:], middle)
		binary.LittleEndian.PutUint64(room[1:], withPoint(middle, uint(point)-1))
	} else {
		binary.LittleEndian.PutUint64(room[1:], middle)
		binary.LittleEndian.PutUint64(room[9:], withPoint(last, uint(point)-9))
	}
	end := point
	if written := count + 1 - zeros; written > point+1 {
		end = written
	}
	return b[:before+end]
}

// withPoint returns the first eight bytes of w with a point inserted after so many of them.
func withPoint(w uint64, digits uint) uint64 {
	shift := 8 * digits & 63
	before := uint64(1)<<shift - 1
	return w&before | '.'<<shift | w&^before<<8
}
