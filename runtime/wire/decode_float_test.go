package wire

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func checkParse(t testing.TB, text string) {
	t.Helper()
	want, err := strconv.ParseFloat(text, 64)
	d := NewDecoder(text)
	var f float64
	d.At = DecodeFloat64(&d, d.At, &f)
	d.End()
	if (err == nil && isJSONNumber(text)) != (d.Err() == nil) {
		t.Fatalf("%s: %v, strconv says %v", text, d.Err(), err)
	}
	if d.Err() == nil && math.Float64bits(f) != math.Float64bits(want) {
		t.Fatalf("%s is read as %v, want %v", text, f, want)
	}
	if strings.Trim(text, "0123456789.eE+-") == "" {
		checkParseWithin(t, text, want, d.Err() == nil)
	}
}

// checkParseWithin reads a number before other text, where numbers are read by words of
// eight bytes.
func checkParseWithin(t testing.TB, text string, want float64, valid bool) {
	t.Helper()
	d := NewDecoder("[" + text + "," + text + "," + text + strings.Repeat(" ", 32) + "]")
	var list []float64
	d.At = DecodeFloat64s(&d, d.At, &list)
	d.End()
	if valid != (d.Err() == nil) {
		t.Fatalf("%s in a list: %v", text, d.Err())
	}
	for _, f := range list {
		if valid && math.Float64bits(f) != math.Float64bits(want) {
			t.Fatalf("%s in a list is read as %v, want %v", text, list, want)
		}
	}
	if valid && len(list) != 3 {
		t.Fatalf("%s three times is read as %v", text, list)
	}
}

func TestParse(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 20000 {
		f := math.Float64frombits(r.Uint64())
		if f != f || math.IsInf(f, 0) {
			continue
		}
		checkParse(t, strconv.FormatFloat(f, 'e', -1, 64))
		checkParse(t, strconv.FormatFloat(f, 'e', 18, 64))
		small := r.Float64() * float64(r.IntN(1000000))
		checkParse(t, strconv.FormatFloat(small, 'f', -1, 64))
		checkParse(t, strconv.FormatFloat(small, 'f', r.IntN(25), 64))
		checkParse(t, strconv.FormatUint(r.Uint64(), 10))
		checkParse(t, strconv.FormatUint(r.Uint64(), 10)+"."+strconv.FormatUint(r.Uint64(), 10))
		// Half way between two floats.
		half := new(big.Float).SetPrec(200).Add(big.NewFloat(small), big.NewFloat(math.Nextafter(small, math.Inf(1))))
		checkParse(t, half.Quo(half, big.NewFloat(2)).Text('f', -1))
	}
	for _, text := range []string{
		"0.0000000000000000", "-0.00000000000000000000", "00.5", "-01.25", "1.", "-.5", ".5", "1.5e3", "1.25-", "1.2.3", "12345678.5", "1234567.12345678901",
		"35.529998779296875", "-0.10000000149011612", "1234567.12345678123456", "0.0", "-0", "-0.0", "0.00000000000000000000000000000001", "00", "0.", "1.5.5", "-", "123456789012345678901234567890", "0.1e", "1e5", "12345678", "123456789.12345678",
	} {
		checkParse(t, text)
	}
}
