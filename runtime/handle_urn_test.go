package runtime

import (
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// urnParts are parts of the text of a handle, the right one first.
var urnParts = [5][]string{
	{"urn:worker:", "URN:worker:", "urn:", " urn:worker:", "urn:worker:urn:worker:", ""},
	{
		"5c89c92c-6e6a-5715-882b-637cd873451d", "5C89C92C-6e6a-5715-882b-637cd873451d", "5c89c92c-6e6a-5715-882b-637cd873451e",
		"5c89c92c-6e6a-5715-882b-637cd873451d ", "a", "",
	},
	{"/", "//", "", "/a/"},
	{"\u00e9", "%C3%A9", "%c3%a9", "\u00c9", "e", "a", "\u00e9/", "b/c", "%", ""},
	{
		"/1", "/0", "/01", "/18446744073709551615", "/18446744073709551616", "/-1", "/+1", "/1_0", "/0x1", "/0b1", "/1 ", "/\u0661", "/", "/1/2", "1", "",
	},
}

// TestURN checks that a text is a handle of the worker if it has the component's id in any
// case, the worker's name, escaped or not, and a number.
func TestURN(t *testing.T) {
	id := urnParts[1][0]
	own := regexp.MustCompile(`^urn:worker:(?i:` + id + `)/(?:é|%C3%A9)/([0-9]+)$`)
	w := &Worker{client: &Client{}, component: &Component{ID: id}, name: "\u00e9", id: id}
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
	n := 1
	for _, texts := range urnParts {
		n *= len(texts)
	}
	for i := range n {
		text := ""
		for _, texts := range urnParts {
			text += texts[i%len(texts)]
			i /= len(texts)
		}
		check(t, text)
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		for range 50 {
			text := ""
			random := rapid.IntRange(0, len(urnParts)-1).Draw(t, "random")
			for i, texts := range urnParts {
				if i == random {
					text += rapid.String().Draw(t, "part")
				} else {
					text += rapid.SampledFrom(texts).Draw(t, "part")
				}
			}
			check(t, text)
		}
	}))
}
