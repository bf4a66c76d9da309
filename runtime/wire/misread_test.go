package wire

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// servedReprinted reads a JSON number like servers that print it and read it again. An
// integer of 64 bits stays an integer. Any other number is printed as a float64.
func servedReprinted(text string) (f float64, ok bool) {
	if _, err := strconv.ParseUint(text, 10, 64); err == nil {
		return servedText(text)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n != 0 {
		return servedText(text)
	}
	f, ok = servedText(text)
	if !ok {
		return 0, false
	}
	exponent := strconv.FormatFloat(f, 'e', -1, 64)
	if n, err := strconv.Atoi(exponent[strings.IndexByte(exponent, 'e')+1:]); err == nil && (n < -5 || n >= 16) {
		return servedText(exponent)
	}
	text = strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return servedText(text)
}

// TestMisread checks that an encoder reports exactly the numbers that a server misreads
// when it prints and reads them again.
func TestMisread(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	rounds := 50_000
	if testing.Short() {
		rounds = 5_000
	}
	for _, kind := range []struct {
		name        string
		least, most float64 // share that needs types, in percent
		next        func() float64
	}{
		{"bits", 25, 35, func() float64 { return math.Float64frombits(r.Uint64()) }},
		{"uniform", 8, 13, func() float64 { return r.Float64()*2000 - 1000 }},
		{"unit", 8, 13, r.Float64},
		{"price", 0, 0, func() float64 { return math.Round(r.Float64()*1e6) / 100 }},
		{"four decimals", 0, 0, func() float64 { return math.Round(r.NormFloat64()*1e7) / 1e4 }},
		{"integer", 0, 0, func() float64 { return float64(r.Uint64() >> (1 + r.IntN(63))) }},
		{"integer beyond 19 digits", 10, 30, func() float64 { return float64(r.Uint64() | 0xA<<60) }},
		{"negative", 0, 12, func() float64 { return -float64(r.Uint64() >> r.IntN(2)) }},
		{"large", 0, 12, func() float64 { return r.NormFloat64() * 1e20 }},
	} {
		needTypes, altered := 0, 0
		for range rounds {
			f := kind.next()
			if f-f != 0 {
				continue
			}
			misread, arrives := checkMisread(t, f)
			if misread {
				needTypes++
				if !arrives {
					altered++
				}
			}
		}
		percent := func(n int) float64 { return 100 * float64(n) / float64(rounds) }
		t.Logf("%s: %.2f %% need types, and %.3f %% arrive altered even so", kind.name, percent(needTypes), percent(altered))
		if share := percent(needTypes); share < kind.least || share > kind.most || percent(altered) > 0.5 {
			t.Errorf("%s: %.2f %% need types, %.3f %% arrive altered even so", kind.name, share, percent(altered))
		}
	}
	for below := range uint64(1000) {
		checkMisread(t, math.Float64frombits(math.Float64bits(math.MaxFloat64)-below))
	}
	for range rounds {
		checkMisread32(t, math.Float32frombits(r.Uint32()))
		checkMisread32(t, r.Float32()*1000)
	}
}

// checkMisread returns what the encoder says about f. arrives reports whether a server that
// reads the text once reads f.
func checkMisread(t *testing.T, f float64) (misread, arrives bool) {
	t.Helper()
	var e Encoder
	text := string(AppendFloat64(nil, &e, &f))
	anew, ok := servedReprinted(text)
	if e.Misread() == (ok && anew == f) {
		t.Fatalf("%b, written %s, is read as %b (%t), and the encoder says misread: %t", f, text, anew, ok, e.Misread())
	}
	once, ok := servedText(text)
	return e.Misread(), ok && once == f
}

func checkMisread32(t *testing.T, f float32) {
	t.Helper()
	if f-f != 0 {
		return
	}
	var e Encoder
	text := string(AppendFloat32(nil, &e, &f))
	anew, ok := servedReprinted(text)
	if arrives := ok && float32(anew) == f && math.Abs(anew) <= math.MaxFloat32; e.Misread() == arrives {
		t.Fatalf("%b, written %s, is read as %b (%t), and the encoder says misread: %t", f, text, anew, ok, e.Misread())
	}
}

// TestMisreadIsKept checks that one number is enough until the encoder is reset.
func TestMisreadIsKept(t *testing.T) {
	var e Encoder
	list := []float64{1, 0.1, 12.25}
	if AppendFloat64s(nil, &e, &list); e.Misread() {
		t.Error("short decimals would be misread")
	}
	list = []float64{1, 508.54739767602643, 2}
	if AppendFloat64s(nil, &e, &list); !e.Misread() {
		t.Error("a float with 16 digits and a large exponent would be read right")
	}
	if e.Reset(); e.Misread() {
		t.Error("Reset keeps it")
	}
}
