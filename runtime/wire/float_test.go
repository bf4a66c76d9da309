package wire

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestClosestRoundedTo looks for integers next to a number that round to another one.
func TestClosestRoundedTo(t *testing.T) {
	for _, c := range []struct {
		rounded float64
		middle  uint64
		want    uint64
		ok      bool
	}{
		{1 << 53, 1 << 53, 1 << 53, true},
		{1 << 53, 1<<53 + 9, 1<<53 + 1, true},
		{1<<53 + 2, 1<<53 + 9, 1<<53 + 2, true}, // half way to the next float, which is even
		{1<<53 + 2, 0, 1<<53 + 2, true},
		{1<<63 + 4096, 1 << 63, 1<<63 + 3072, true},
		{1 << 64, math.MaxUint64, 0, false},
		{1<<64 + 4096, math.MaxUint64, 0, false},
	} {
		if n, ok := closestRoundedTo(c.rounded, c.middle); ok != c.ok || ok && (n != c.want || float64(n) != c.rounded) {
			t.Errorf("closest to %d that rounds to %.0f: got %d, %v, want %d", c.middle, c.rounded, n, ok, c.want)
		}
	}
}

// TestParseExact compares with strconv: numbers of all lengths and powers, float32 with the
// digits of a float64, numbers half way between two floats, and their neighbours.
func TestParseExact(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range thorough.Pick(20_000, 200_000) {
		compareParsing(t, r.Uint64()>>r.IntN(64), r.IntN(mostWide-leastWide+1)+leastWide)
		compareParsing(t, r.Uint64()>>r.IntN(64), -r.IntN(30))
		for _, f := range []float64{float64(math.Float32frombits(r.Uint32() >> 2)), r.Float64() * 2000} {
			for digits := 15; digits <= 19; digits++ {
				n, _, exp := parseScientific(strconv.AppendFloat(nil, math.Abs(f), 'e', digits-1, 64))
				compareParsing(t, n, exp)
			}
		}
		compareHalfWay(t, r)
	}
}

// compareHalfWay compares a number half way between two floats, an odd number of 54 bits
// times a power of two, and its neighbours.
func compareHalfWay(t *testing.T, r *rand.Rand) {
	t.Helper()
	const least, most = 1 << 53, 1 << 54
	digits, exp := uint64(0), r.IntN(mostHalfWay-leastHalfWay+1)+leastHalfWay
	if exp < 0 { // odd·2^exp is odd·5^-exp·10^exp
		digits = (least + r.Uint64N(most-least) | 1) >> r.IntN(2) * pow5(-exp)
	} else { // odd·2^exp is odd/5^exp·10^exp if odd has these factors
		digits = (least/pow5(exp) + r.Uint64N((most-least)/pow5(exp)+1)) | 1
	}
	for _, n := range []uint64{digits - 1, digits, digits + 1} {
		compareParsing(t, n, exp)
	}
}

func pow5(exp int) uint64 {
	n := uint64(1)
	for range exp {
		n *= 5
	}
	return n
}

func compareParsing(t *testing.T, digits uint64, exp int) {
	t.Helper()
	text := strconv.FormatUint(digits, 10) + "e" + strconv.Itoa(exp)
	want, err := strconv.ParseFloat(text, 64)
	got, ok := parseExact(digits, exp)
	switch usual := err == nil && want >= 0x1p-1022; {
	case ok && (err != nil || math.Float64bits(got) != math.Float64bits(want)):
		t.Fatalf("%s: %b instead of %b", text, got, want)
	case !ok && usual:
		t.Fatalf("%s: left to the slow way", text)
	}
}
