package wire

import (
	"math"
	"math/rand/v2"
	"testing"
)

// checkUsual compares the code for usual numbers with the general one.
func checkUsual(t *testing.T, f float64) {
	t.Helper()
	x, ok := fixedPointOf(f)
	if !ok {
		return
	}
	want, count, exp := shortest64(f)
	digits, misread := x.shortest()
	if got, wanted := string(appendUsual(nil, digits, x.exp)), string(appendDecimal(nil, want, count, exp)); got != wanted {
		t.Fatalf("%b: %s, want %s", f, got, wanted)
	}
	if misread == readAs(f, want, count, exp) {
		t.Fatalf("%b: misread is %v", f, misread)
	}
	if !misread {
		return
	}
	found, foundExp := x.search(f, digits)
	if served(found, foundExp) == f {
		if !exactly(f, found, foundExp) {
			t.Fatalf("%b: %de%d is another number", f, found, foundExp)
		}
		return
	}
	if found != digits || foundExp != x.exp {
		t.Fatalf("%b: %de%d is neither read right nor the shortest", f, found, foundExp)
	}
	if other, otherExp, ok := searchFloat(f, count+exp); ok {
		t.Fatalf("%b: %de%d was not found", f, other, otherExp)
	}
}

func TestUsual(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 100000 {
		checkUsual(t, r.Float64()*1000+1)
	}
	const least, most = usualExponent, usualExponent + usualExponents - 1
	for exponent := uint64(least); exponent <= most; exponent++ {
		check := func(mantissa uint64) { checkUsual(t, math.Float64frombits(exponent<<52|mantissa)) }
		for n := range uint64(100) {
			check(n)
			check(1<<52 - 1 - n)
			check(1<<51 - 50 + n)
			check(n << 45)
		}
		for range 2000 {
			check(r.Uint64() >> 12)
		}
	}
	for _, f := range []float64{0x1p-10, math.Nextafter(0x1p-10, 0), 0x1p52, math.Nextafter(0x1p52, 0), 0x1p52 + 1} {
		checkFloat64(t, f)
	}
}
