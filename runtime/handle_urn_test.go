package runtime

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// urnPieces are what texts like that of a handle are made of.
var urnPieces = []string{
	"urn:worker:", "URN:worker:", "urn:", "5c89c92c-6e6a-5715-882b-637cd873451d", "5C89C92C-6E6A-5715-882B-637CD873451D", "5c89c92c-6e6a-5715-882b-637cd873451e",
	"/", "//", "a b", "a%20b", "a+b", "A b", "a", "b", "c", "%", "?", "0", "1", "01", "-1", "+1", "1_0", "0x1", "18446744073709551615", "18446744073709551616", " ", "\x00",
}

// TestURN: a text is a handle of the worker if it has the component's id in any case, the
// worker's name as it is or escaped, and a number.
func TestURN(t *testing.T) {
	const id = "5c89c92c-6e6a-5715-882b-637cd873451d"
	own := regexp.MustCompile(`^urn:worker:(?i:` + id + `)/(?:a b|a%20b)/([0-9]+)$`)
	w := &Worker{component: &Component{ID: id}, name: "a b", id: id}
	check := func(t rapid.TB, text string) {
		t.Helper()
		number, want := uint64(0), false
		if found := own.FindStringSubmatch(text); found != nil {
			n, err := strconv.ParseUint(found[1], 10, 64)
			number, want = n, err == nil
		}
		u, reason := w.checkURN(text)
		if (reason == 0) != want || want && u.number != number {
			t.Errorf("%q is read as %+v, %v; expected a handle of the worker: %t", text, u, reason, want)
		}
	}
	for _, text := range []string{"", "urn:worker:" + id + "/a b/1", "urn:worker:/a b/1", "urn:worker:a/b/c/2", "urn:worker:" + id + "/a b", "urn:worker:" + id + "/a b/"} {
		check(t, text)
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(urnPieces), rapid.String())
		for range 50 {
			parts := []string{"urn:worker:", id, "/", rapid.SampledFrom([]string{"a b", "a%20b"}).Draw(t, "name"), "/", "1"}
			for range rapid.IntRange(0, 2).Draw(t, "changes") {
				parts[rapid.IntRange(0, len(parts)-1).Draw(t, "at")] = strings.Join(rapid.SliceOfN(piece, 0, 2).Draw(t, "instead"), "")
			}
			check(t, strings.Join(parts, ""))
		}
	}))
}
