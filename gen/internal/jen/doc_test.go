package jen

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// docPieces are lines, and beginnings and ends of lines. Some have a meaning in doc comments.
var docPieces = []string{
	"Words", "words, and more.", "# Title", "Title", "- item", "* item", "1. first", "\tcode", "\t\tdeeper", "\t code", "  quoted",
	"", "", "[Link]", "[link]: https://golem.cloud", "``quoted''", "it's", "'", "https://golem.cloud/a", "é", "Deprecated: no.", "<tag>",
	"//", "/*", "{", "`code`", " ", "a|b", "1)", "+ plus",
}

// TestDocCommentsAreThoseOfGofmt formats comments of random lines.
func TestDocCommentsAreThoseOfGofmt(t *testing.T) { rapid.Check(t, checkDocComment) }

func checkDocComment(t *rapid.T) {
	piece := rapid.OneOf(rapid.SampledFrom(docPieces), rapid.StringMatching(`[ -~]{0,12}`))
	line := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 1, 2).Draw(t, "pieces"), " ")
	})
	var list []token
	for _, text := range rapid.SliceOfN(line, 1, 6).Draw(t, "lines") {
		prefix := "// "
		if text == "" || text[0] == '\t' {
			prefix = "//"
		}
		list = append(list, token{text: strings.TrimRight(prefix+text, " \t"), kind: comment, lines: 1})
	}
	list = append(list, scan(t, "package p\n\ntype T struct{}\n")...)
	want := gofmt(t, list)
	if got := laidOut(new(Writer).documented(list)); got != want {
		t.Errorf("(-want +got)\n%s", cmp.Diff(want, got))
	}
}
