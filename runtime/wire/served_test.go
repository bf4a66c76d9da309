package wire

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// servedText reads a JSON number like the servers' parser, serde_json without the feature
// float_roundtrip. ok is false if the parser refuses it.
func servedText(text string) (f float64, ok bool) {
	s := strings.TrimPrefix(text, "-")
	negative := s != text
	var significand uint64
	exp, i, overflowed := 0, 0, false
	digit := func(c byte) bool {
		if overflowed || significand > (math.MaxUint64-uint64(c-'0'))/10 {
			overflowed = true
			return false
		}
		significand = significand*10 + uint64(c-'0')
		return true
	}
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		if !digit(s[i]) {
			exp++
		}
	}
	if i == len(s) && !overflowed {
		f = float64(significand)
		if negative {
			f = -f
		}
		return f, true
	}
	if i < len(s) && s[i] == '.' {
		overflowed = false
		for i++; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			if digit(s[i]) {
				exp--
			}
		}
	}
	if i < len(s) {
		e, err := strconv.Atoi(strings.TrimPrefix(s[i+1:], "+"))
		if err != nil {
			return 0, false
		}
		exp += e
	}
	f = float64(significand)
	for {
		if exp >= -308 && exp <= 308 {
			p, _ := strconv.ParseFloat("1e"+strconv.Itoa(max(exp, -exp)), 64)
			if exp >= 0 {
				f *= p
			} else {
				f /= p
			}
			break
		}
		if f == 0 {
			break
		}
		if exp > 0 {
			return 0, false
		}
		f /= 1e308
		exp += 308
	}
	if math.IsInf(f, 0) {
		return 0, false
	}
	if negative {
		f = -f
	}
	return f, true
}

func checkFloat64(t testing.TB, f float64) (text string, arrives bool) {
	t.Helper()
	var e Encoder
	text = string(AppendFloat64(nil, &e, &f))
	exact, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Float64bits(exact) != math.Float64bits(f) {
		t.Fatalf("%b written %s is read as %v", f, text, exact)
	}
	if !isJSONNumber(text) {
		t.Fatalf("%b written %s is no JSON", f, text)
	}
	read, ok := servedText(text)
	return text, ok && math.Float64bits(read) == math.Float64bits(f)
}

func isJSONNumber(text string) bool {
	d := NewDecoder(text)
	number, _ := d.number()
	return number == text
}
