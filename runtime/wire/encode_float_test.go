package wire

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestFloat64Arrives(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := map[string]func() float64{
		"bits":      func() float64 { return math.Float64frombits(r.Uint64()&^(1<<62) | r.Uint64()&(1<<61)) },
		"any bits":  func() float64 { return math.Float64frombits(r.Uint64()) },
		"uniform":   func() float64 { return r.Float64()*2000 - 1000 },
		"unit":      r.Float64,
		"price":     func() float64 { return math.Round(r.Float64()*1e6) / 100 },
		"integer":   func() float64 { return float64(r.Uint64()) },
		"subnormal": func() float64 { return math.Float64frombits(r.Uint64() >> 12) },
	}
	for name, next := range kinds {
		const n = 20000
		lost, longer, shortestLost, size := 0, 0, 0, 0
		for range n {
			f := next()
			if math.IsNaN(f) || math.IsInf(f, 0) {
				continue
			}
			text, ok := checkFloat64(t, f)
			if !ok {
				lost++
			}
			plain := strconv.FormatFloat(f, 'e', -1, 64)
			if read, ok := servedText(plain); !ok || read != f {
				shortestLost++
			}
			if len(text) > len(plain) {
				longer++
			}
			size += len(text)
		}
		t.Logf("%s: %.3f %% altered (%.1f %% in the shortest form), %.1f bytes", name, 100*float64(lost)/n, 100*float64(shortestLost)/n, float64(size)/n)
		if lost > n/200 {
			t.Errorf("%s: %d of %d arrive altered", name, lost, n)
		}
	}
}

func TestFloat32Arrives(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	check := func(f float32) {
		var e Encoder
		text := string(AppendFloat32(nil, &e, &f))
		read, ok := servedText(text)
		if !ok || math.Float32bits(float32(read)) != math.Float32bits(f) || math.Abs(read) > math.MaxFloat32 {
			t.Fatalf("%b written %s is read as %v", f, text, read)
		}
		exact, err := strconv.ParseFloat(text, 64)
		if err != nil || math.Float32bits(float32(exact)) != math.Float32bits(f) {
			t.Fatalf("%b written %s is parsed as %v", f, text, exact)
		}
		var d Decoder
		d.Reset(text)
		var back float32
		d.At = DecodeFloat32(&d, d.At, &back)
		if d.Err() != nil || math.Float32bits(back) != math.Float32bits(f) {
			t.Fatalf("%b written %s is decoded as %v: %v", f, text, back, d.Err())
		}
	}
	for range 100000 {
		f := math.Float32frombits(r.Uint32())
		if f == f && !math.IsInf(float64(f), 0) {
			check(f)
		}
	}
	for _, f := range []float32{0, 1, 0.1, 12.5, 99.99, 1e10, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, 16777216, float32(math.Copysign(0, -1))} {
		check(f)
	}
	for bits := uint32(0x7f7ff000); bits < 0x7f800000; bits++ {
		check(math.Float32frombits(bits))
	}
}

func TestFloatTexts(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want string
	}{
		{0, "0"},
		{math.Copysign(0, -1), "-0.0"},
		{1, "1"},
		{-1, "-1"},
		{0.1, "0.1"},
		{1e21, "1e21"},
		{-1e21, "-1e21"},
		{1e-7, "1e-7"},
		{123.456, "123.456"},
		{100000, "100000"},
		{1e18, "1000000000000000000"},
		{1e19, "1e19"},
		{0.000001, "0.000001"},
		{1.5e300, "1.5e300"},
		{5e-324, "5e-324"},
		{math.MaxFloat64, "1.7976931348623157e308"},
		{0.3, "0.3"},
		{19.99, "19.99"},
		{1e15, "1000000000000000"},
		{12345678901.25, "12345678901.25"},
		{0.00012345678901, "0.00012345678901"},
		{9007199254740993, "9007199254740992"},
		{1 << 60, "1152921504606847000"},
	} {
		if got, ok := checkFloat64(t, c.f); got != c.want {
			t.Errorf("%v: %s, want %s", c.f, got, c.want)
		} else if !ok {
			t.Errorf("%v: %s arrives altered", c.f, got)
		}
	}
	for _, c := range []struct {
		f    float32
		want string
	}{{0.1, "0.1"}, {math.MaxFloat32, "3.4028234e38"}, {12.5, "12.5"}, {1e-45, "1e-45"}, {16777216, "16777216"}, {1e21, "1e21"}} {
		var e Encoder
		if got := string(AppendFloat32(nil, &e, &c.f)); got != c.want {
			t.Errorf("%v: %s, want %s", c.f, got, c.want)
		}
	}
}

func TestShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	check := func(f float64) {
		if f <= 0 || f != f || math.IsInf(f, 0) {
			return
		}
		var text [32]byte
		want, wantCount, wantExp := parseScientific(strconv.AppendFloat(text[:0], f, 'e', -1, 64))
		digits, count, exp := shortest64(f)
		if digits != want || count != wantCount || exp != wantExp {
			t.Fatalf("%b: %de%d (%d digits), want %de%d (%d)", f, digits, exp, count, want, wantExp, wantCount)
		}
	}
	for range 100000 {
		check(math.Float64frombits(r.Uint64()))
		check(r.Float64() * 1000)
	}
	for exp := range 2047 { // where the interval is not symmetric, and the ends
		for _, mantissa := range []uint64{0, 1, 2, 1<<52 - 1, 1<<52 - 2, 1 << 51} {
			check(math.Float64frombits(uint64(exp)<<52 | mantissa))
		}
	}
}

func TestShortest32(t *testing.T) {
	check := func(f float32) {
		if f <= 0 || f != f || math.IsInf(float64(f), 0) {
			return
		}
		var text [32]byte
		want, wantCount, wantExp := parseScientific(strconv.AppendFloat(text[:0], float64(f), 'e', -1, 32))
		digits, count, exp := shortest32(f)
		back, err := strconv.ParseFloat(string(appendDecimal(nil, digits, count, exp)), 32)
		if err != nil || float32(back) != f || count != wantCount { // half way between two, the last digit may differ
			t.Fatalf("%b: %de%d (%d digits), want %de%d (%d)", f, digits, exp, count, want, wantExp, wantCount)
		}
		if f >= 1e6 || digits != want {
			return
		}
		// The code for few digits must write the same.
		if got := string(AppendFloat32(nil, new(Encoder), &f)); got != string(appendDecimal(nil, want, wantCount, wantExp)) && readAs32(f, want, wantCount, wantExp) {
			t.Fatalf("%b is written %s, want %de%d", f, got, want, wantExp)
		}
	}
	r := rand.New(rand.NewPCG(11, 12))
	for range 200000 {
		check(math.Float32frombits(r.Uint32()))
		check(float32(r.IntN(1000000)) / 100)
	}
	for exp := range 255 { // where the interval is not symmetric, and the ends
		for _, mantissa := range []uint32{0, 1, 2, 1<<23 - 1, 1<<23 - 2, 1 << 22} {
			check(math.Float32frombits(uint32(exp)<<23 | mantissa))
		}
	}
}

// FuzzFloat compares the reading of numbers with strconv, for 64 and 32 bits, and checks
// that the text of every float is read as its bits.
func FuzzFloat(f *testing.F) {
	for _, text := range []string{"3.4028235e+38", "1.00000005960464477539062500001", "16777217.000000001", "-0.0", "7.1e-46"} {
		f.Add(uint64(0), text)
	}
	for _, x := range []float64{0, 1, 0.1, 1e21, 5e-324, math.MaxFloat64, 9007199254740993} {
		f.Add(math.Float64bits(x), strconv.FormatFloat(x, 'g', -1, 64))
	}
	f.Fuzz(func(t *testing.T, bits uint64, text string) {
		if isJSONNumber(text) && text != "" {
			checkParse(t, text)
			compareFloat32(t, text)
		}
		x := math.Float64frombits(bits)
		if x == x && !math.IsInf(x, 0) {
			checkFloat64(t, x)
		}
		y := math.Float32frombits(uint32(bits))
		if y != y || math.IsInf(float64(y), 0) {
			return
		}
		var e Encoder
		b := AppendFloat32(nil, &e, &y)
		if read, ok := servedText(string(b)); !ok || math.Float32bits(float32(read)) != math.Float32bits(y) || math.Abs(read) > math.MaxFloat32 {
			t.Fatalf("%b written %s is read as %v", y, b, read)
		}
	})
}
