package wire

import (
	"math"
	"math/bits"
	"strconv"
)

// searchFloat looks for a decimal that both servers and exact parsing read as f > 0. point
// is the number of digits before the decimal point.
func searchFloat(f float64, point int) (digits uint64, exp int, found bool) {
	if seventeen, ok := scaledTo(f, point-17); ok {
		for _, middle := range [...]struct {
			digits uint64
			exp    int
		}{
			{seventeen, point - 17},
			{(seventeen + 5) / 10, point - 16},
			{seventeen * 10, point - 18},
		} {
			if digits, exp, found = searchAround(f, middle.digits, middle.exp); found {
				return digits, exp, true
			}
		}
	}
	var text [48]byte
	for count := 17; count <= 19; count++ {
		middle, _, middleExp := parseScientific(strconv.AppendFloat(text[:0], f, 'e', count-1, 64))
		if digits, exp, found = searchAround(f, middle, middleExp); found {
			return digits, exp, true
		}
		if high, twenty := bits.Mul64(middle, 10); count == 19 && high == 0 {
			return searchAround(f, twenty, middleExp-1)
		}
	}
	return 0, 0, false
}

// searchAround tries integers near middle, each times 10^exp. Servers round such an integer
// to a float64 first, so that only a few of them make a difference.
func searchAround(f float64, middle uint64, exp int) (digits uint64, at int, found bool) {
	nearest := math.Float64bits(float64(middle))
	for _, bits := range [...]uint64{nearest, nearest - 1, nearest + 1, nearest - 2, nearest + 2} {
		rounded := math.Float64frombits(bits)
		if servedFloat(rounded, exp) != f {
			continue
		}
		digits, ok := closestRoundedTo(rounded, middle)
		if ok && exactly(f, digits, exp) && readAs(f, digits, decimalLength(digits), exp) {
			return digits, exp, true
		}
	}
	return 0, 0, false
}

// closestRoundedTo returns the integer closest to middle that rounds to the float64
// rounded.
func closestRoundedTo(rounded float64, middle uint64) (n uint64, ok bool) {
	if rounded >= 1<<64 {
		return 0, false
	}
	center := uint64(rounded)
	half := uint64(math.Float64frombits(math.Float64bits(rounded)+1)-rounded) / 2
	n = min(max(middle, center-half), center+half)
	for range 2 { // an integer half way between two floats may round to the other one
		if float64(n) == rounded {
			return n, true
		}
		if n > center {
			n--
		} else {
			n++
		}
	}
	return 0, false
}

// exactly reports whether exact parsing reads digits·10^exp as f.
func exactly(f float64, digits uint64, exp int) bool {
	if exact, ok := parseExact(digits, exp); ok {
		return exact == f
	}
	var text [48]byte
	b := appendUint(text[:0], digits)
	b = append(b, 'e')
	b = appendInt(b, int64(exp))
	exact, err := strconv.ParseFloat(string(b), 64)
	return err == nil && exact == f
}
