package golemtest

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestWireFloats checks that floats arrive as the caller's bits, except for a few in a
// thousand.
func TestWireFloats(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n = 20000
	altered := 0
	for range n {
		f := math.Float64frombits(random.Uint64())
		if math.IsNaN(f) || math.IsInf(f, 0) || f == 0 {
			continue
		}
		var e wire.Encoder
		text := string(wire.AppendFloat64(nil, &e, &f))
		read, err := parseJSONAsServers(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if read.number.float() != f {
			altered++
		}
	}
	t.Logf("%d of %d altered", altered, n)
	if altered > n/100 {
		t.Errorf("%d of %d altered", altered, n)
	}
}

// TestWireInlineArguments checks that every server reads the value that a client writes
// inline.
func TestWireInlineArguments(t *testing.T) {
	taken, refused := 0, 0
	for _, v := range vectors(t, "wave.jsonl") {
		typ := string(v["typ"])
		text := field[string](v, "text")
		raw, err := wire.AppendWAVE(nil, typ, text)
		if err != nil {
			refused++
			continue
		}
		taken++
		n, err := parseJSON(typ)
		if err != nil {
			t.Fatal(err)
		}
		readAs, err := readType(&n)
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range []string{"1.1.0", "1.2.0"} {
			played, _ := parseServerVersion(version)
			if !readableArguments(string(raw), played) {
				t.Errorf("%s: %s of %s is not readable", version, raw, shorten(typ))
			}
		}
		values, err := readArguments(string(raw), []metadata.Parameter{{Type: readAs}}, serverVersion{major: 1, minor: 2})
		if err != nil {
			t.Errorf("%s of %s: %v", raw, shorten(typ), err)
			continue
		}
		if got := string(appendValue(nil, &values[0], readAs)); got != text {
			t.Errorf("%s of %s: arrives as %s, sent %s", raw, shorten(typ), got, text)
		}
	}
	t.Logf("%d written, %d refused", taken, refused)
}

// inlinePieces are texts that could end a string or an argument that is written inline.
var inlinePieces = []string{
	"", "Lyon", "a b", "(a)", "[1,2]", "x)", `"`, "${x}", "a,b", "é日本😀", "\u2028", "//", "/*", "'", "(", ")", "[", "]", "{", "}", ",", `\`, "\n", "\x00", "\x7f", " ", ":", "%", "#",
}

// TestWireInlineStrings checks that this package reads the strings that clients write
// inline. Other tests compare its parsers with recordings.
func TestWireInlineStrings(t *testing.T) {
	taken := 0
	for _, text := range inlinePieces {
		if checkInlineString(t, text) {
			taken++
		}
	}
	if taken < 10 {
		t.Errorf("only %d are written", taken)
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(inlinePieces), rapid.String())
		for range 20 {
			checkInlineString(t, strings.Join(rapid.SliceOfN(piece, 1, 4).Draw(t, "text"), ""))
		}
	}))
}

// checkInlineString reports whether clients write the text.
func checkInlineString(t rapid.TB, text string) (taken bool) {
	t.Helper()
	value, err := wire.Marshal(&text, wire.AppendString)
	if err != nil {
		return false
	}
	raw, err := wire.AppendWAVE(nil, `{"type":"Str"}`, string(value))
	if err != nil {
		return false
	}
	arguments := string(raw) + ", " + string(raw)
	for _, version := range []string{"1.1.0", "1.2.0", "1.2.5"} {
		played, _ := parseServerVersion(version)
		if !readableArguments(arguments, played) {
			t.Errorf("%s: %s is not readable", version, arguments)
		}
	}
	typ := &metadata.Type{Kind: metadata.KindStr}
	values, err := readArguments(arguments, []metadata.Parameter{{Type: typ}, {Type: typ}}, serverVersion{major: 1, minor: 2})
	if err != nil || len(values) != 2 {
		t.Fatalf("%s: %d values, %v", arguments, len(values), err)
	}
	for i := range values {
		if got, want := string(appendValue(nil, &values[i], typ)), string(appendJSONString(nil, text)); got != want {
			t.Errorf("%s arrives as %s", raw, got)
		}
	}
	return true
}
