package pin

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDigestIgnoresLayout checks that a document has the same digest in any layout, and another
// digest if a text changes.
func TestDigestIgnoresLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.String())).Draw(t, "texts")
		compact, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, compact, "\t", "  "); err != nil {
			t.Fatal(err)
		}
		want := Digest(compact)
		for _, document := range []string{indented.String(), strings.ReplaceAll(indented.String(), "\n", "\r\n"), "\ufeff" + string(compact) + "\n", " \t\r\n" + string(compact)} {
			if got := Digest([]byte(document)); got != want {
				t.Errorf("%q has the digest %s, %q has %s", document, got, compact, want)
			}
		}
		texts[" "] = append(texts[" "], " ")
		other, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		if Digest(other) == want {
			t.Errorf("%q and %q have one digest", other, compact)
		}
	})
}

// TestDigestKeepsTokens checks that everything but white space around tokens counts.
func TestDigestKeepsTokens(t *testing.T) {
	seen := map[string]string{}
	for _, document := range []string{
		`["ab"]`, `["a b"]`, `["a\" b"]`, `["a\\"," b"]`, `["a\\", "b"]`,
		`[1]`, `[2]`, `[null]`, `[true]`, `[]`, `{}`, `[[]]`, `[1, 2]`, `[12]`,
	} {
		digest := Digest([]byte(document))
		if other, ok := seen[digest]; ok {
			t.Errorf("%s and %s have one digest", document, other)
		}
		seen[digest] = document
	}
}

// TestDigestStays compares with the digest that lock files of users hold.
func TestDigestStays(t *testing.T) {
	const want = "sha256:4db32ca091eb3ca5a96d6bada34d22fbe38f6fe68f14e3ba86e1e30f130e6599"
	if got := Digest([]byte("{ \"name\": \"a b\", \"version\": 3 }\n")); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
