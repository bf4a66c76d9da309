package wire

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestFloat32Text compares with strconv: the texts of random float32, of numbers half way
// between two of them and of numbers next to these, with as many digits as servers write,
// with fewer and with more.
func TestFloat32Text(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	rounds := 4_000
	if testing.Short() {
		rounds = 500
	}
	for range rounds {
		f := randomFloat32(r)
		compareFloat32(t, strconv.FormatFloat(float64(f), "efg"[r.IntN(3)], r.IntN(20), 64))
		compareFloat32(t, strconv.FormatFloat(float64(f), 'g', -1, 64))
		compareFloat32(t, strconv.FormatFloat(float64(f), 'g', -1, 32))
		half := halfWayUp(f)
		for _, text := range []string{half.Text('f', -1), half.Text('e', 160), half.Text('g', 10+r.IntN(30))} {
			compareFloat32(t, text)
			compareFloat32(t, withLastDigit(text, r))
		}
		for _, near := range []float64{0.5, 1, 2} {
			tiny := new(big.Float).SetMantExp(big.NewFloat(near), half.MantExp(nil)-53-r.IntN(80))
			compareFloat32(t, new(big.Float).SetPrec(400).Add(half, tiny).Text('e', 80))
			compareFloat32(t, new(big.Float).SetPrec(400).Sub(half, tiny).Text('f', 80))
		}
	}
}

// randomFloat32 returns a finite number, half of the time one of usual size.
func randomFloat32(r *rand.Rand) float32 {
	if r.IntN(2) == 0 {
		return r.Float32() * float32(uint(1)<<r.IntN(40)) / 1024
	}
	for {
		if f := math.Float32frombits(r.Uint32()); f-f == 0 {
			return f
		}
	}
}

// halfWayUp returns the number half way between f and the float32 with the next larger
// absolute value. After the largest float32, it is where infinity begins.
func halfWayUp(f float32) *big.Float {
	next := math.Float32frombits(math.Float32bits(f) + 1)
	up := float64(next)
	if math.IsInf(up, 0) {
		up = math.Copysign(0x1p128, up)
	}
	sum := new(big.Float).SetPrec(400).Add(big.NewFloat(float64(f)), big.NewFloat(up))
	return sum.Quo(sum, big.NewFloat(2))
}

// withLastDigit replaces the last digit of the significand by a random one.
func withLastDigit(text string, r *rand.Rand) string {
	b, last := []byte(text), -1
	for i, c := range b {
		if c == 'e' {
			break
		}
		if c >= '0' && c <= '9' {
			last = i
		}
	}
	if last > 0 {
		b[last] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// compareFloat32 reads a number at the end of a text and before other text.
func compareFloat32(t *testing.T, text string) {
	t.Helper()
	d := NewDecoder(text)
	number, _ := d.number()
	if number == "" || number != text {
		return // not a number
	}
	want, err := strconv.ParseFloat(text, 32)
	for _, whole := range []string{text, text + "," + fmt.Sprintf("%40s", "1")} {
		d := NewDecoder(whole)
		var got float32
		d.At = DecodeFloat32(&d, d.At, &got)
		if failed := d.Err(); (failed == nil) != (err == nil) || failed != nil && failed.Reason != ReasonRange ||
			err == nil && math.Float32bits(got) != math.Float32bits(float32(want)) {
			t.Fatalf("%s is read as %b, %v, and by strconv as %b, %v", whole, got, failed, float32(want), err)
		}
	}
}
