package wire

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// appendPlaces writes n/10^places without trailing zeros. n is below 10^16 and places below
// 8.
func appendPlaces(b []byte, n uint64, places int) []byte {
	if n < 1e8 {
		return appendFew(b, n, places)
	}
	unit := integerPow10[places]
	whole := n / unit
	b = appendUint(b, whole)
	if n -= whole * unit; n == 0 {
		return b
	}
	// The zero before the point takes the place of the last digit.
	last := len(b) - 1
	digit := b[last]
	b = appendFew(b[:last], n, places)
	b[last] = digit
	return b
}

// appendFew is appendPlaces for n below 10^8.
func appendFew(b []byte, n uint64, places int) []byte {
	before := len(b)
	b = slices.Grow(b, 2*8)
	room := (*[2 * 8]byte)(b[before : before+2*8])
	whole := max(decimalLength(n|1), places+1) - places
	digits := eightBytes(n)
	// Write all digits, then those after the point again, one byte further on.
	binary.LittleEndian.PutUint64(room[:], digits>>(8*(8-places-whole)&63))
	binary.LittleEndian.PutUint64(room[whole+1:], digits>>(8*(8-places)&63))
	zeros := bits.LeadingZeros64(digits^'0'*everyByte) / 8
	if zeros >= places {
		return b[:before+whole]
	}
	room[whole] = '.'
	return b[:before+whole+1+places-zeros]
}

// decimalLength returns the number of decimal digits of n > 0.
func decimalLength(n uint64) int {
	guess := bits.Len64(n) * 1233 >> 12 // log10(2) is about 1233/4096
	if n >= integerPow10[guess] {
		guess++
	}
	return guess
}

var integerPow10 = [...]uint64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// appendDecimal writes digits·10^exp, as a plain number if that is short, otherwise with an
// exponent. count is the number of digits.
func appendDecimal(b []byte, digits uint64, count, exp int) []byte {
	point := count + exp // digits before the decimal point
	switch {
	case writtenInFull(count, exp):
		b = appendUint(b, digits)
		for range exp {
			b = append(b, '0')
		}
		return b
	case point > 0 && exp < 0:
		before := len(b)
		b = appendDigits(append(b, '0'), digits, count)
		copy(b[before:], b[before+1:before+1+point])
		b[before+point] = '.'
		return b
	case point > -5 && exp < 0:
		b = append(b, "0.00000"[:2-point]...)
		return appendDigits(b, digits, count)
	}
	before := len(b)
	b = appendDigits(append(b, '0'), digits, count)
	b[before] = b[before+1]
	if count > 1 {
		b[before+1] = '.'
	} else {
		b = b[:before+1]
	}
	return appendInt(append(b, 'e'), int64(point-1))
}
