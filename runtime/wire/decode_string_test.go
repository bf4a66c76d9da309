package wire_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// stringPieces are parts of valid strings.
var stringPieces = []string{
	"a", "plain", "eight by", "ß", "–", "\u2028", "😀", "\u07ff\u0800\uffff", `\n`, `\"`, `\\`, `\/`, `\u00e9`, `\u2028`, `\ud83d\ude00`, `\u0000`, "\u007f",
	strings.Repeat("long ", 30),
}

// brokenPieces are parts that no valid string has.
var brokenPieces = []string{"\xc3", "\xe2\x80", "\xff", "\xed\xa0\x80", "\xc0\x80", `\q`, `\u12`, `\ud800`, `\ude00`, `\ud800\u0041`, "\n", "\x00", `"`}

// TestStringText compares with encoding/json: strings of all lengths, alone, before other
// text, and in a list, with and without copies.
func TestStringText(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	rounds := 20_000
	if testing.Short() {
		rounds = 2_000
	}
	for round := range rounds {
		list := make([]string, 1+r.IntN(4))
		for i := range list {
			list[i] = stringText(r, round%4 == 0)
		}
		text := "[" + strings.Join(list, ",") + "]" + strings.Repeat(" ", r.IntN(20))
		var want []string
		err := json.Unmarshal([]byte(text), &want)
		valid := err == nil && utf8.ValidString(text) && !hasLoneSurrogate(text)
		for _, copies := range []bool{false, true} {
			var got []string
			d := wire.NewDecoder(text)
			d.Copy = copies
			d.At = wire.DecodeStrings(&d, d.At, &got)
			d.End()
			if valid != (d.Err() == nil) || valid && !reflect.DeepEqual(got, want) {
				t.Fatalf("%q is read %q, %v, want %q", text, got, d.Err(), want)
			}
		}
		if valid {
			readAlone(t, list[0], want[0])
		}
	}
}

func readAlone(t *testing.T, text, want string) {
	t.Helper()
	for _, behind := range []string{"", ",1", strings.Repeat(" ", 40)} {
		var got string
		d := wire.NewDecoder(text + behind)
		d.At = wire.DecodeString(&d, d.At, &got)
		if d.Failed() || got != want {
			t.Fatalf("%q is read %q, %v, want %q", text+behind, got, d.Err(), want)
		}
	}
	skipped := wire.NewDecoder(text)
	if raw := skipped.Raw(); raw != text || skipped.Failed() {
		t.Fatalf("%q is skipped as %q, %v", text, raw, skipped.Err())
	}
}

func stringText(r *rand.Rand, broken bool) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString(stringPieces[r.IntN(len(stringPieces)-1)])
	}
	if r.IntN(8) == 0 {
		b.WriteString(stringPieces[len(stringPieces)-1])
	}
	if broken && r.IntN(4) == 0 {
		b.WriteString(brokenPieces[r.IntN(len(brokenPieces))])
		b.WriteString(stringPieces[r.IntN(len(stringPieces))])
	}
	return fmt.Sprintf(`"%s"`, b.String())
}
