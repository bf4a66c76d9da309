package gen

import (
	"bytes"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestLinesPerFunction holds what users compile and read: the lines of all files, with
// comments and empty ones, for each function with its share of the types, at most 40.
// The made document has more types, two for every three functions, many of them
// variants, enums and flags, which are declared by three to six times the lines of a
// record, and a resource for every 20 functions: it has 49 lines a function, 37 of them
// code.
func TestLinesPerFunction(t *testing.T) {
	for _, c := range []struct {
		name        string
		component   *metadata.Component
		lines, code int // at most, for 1,000 functions
	}{
		{"own", decodeFile(t, ownBig), 40_000, 34_000},
		{"made", bigComponent(1000), 49_500, 37_000},
	} {
		lines, code := 0, 0
		for _, text := range generateBig(t, c.component, nil).Files {
			lines += bytes.Count(text, []byte("\n"))
			code += codeLines(text)
		}
		t.Logf("%s: %d lines for 1000 functions, %d of them code", c.name, lines, code)
		if lines > c.lines || code > c.code {
			t.Errorf("%s: at most %d and %d", c.name, c.lines, c.code)
		}
	}
}

// codeLines counts the lines that are neither empty nor a comment.
func codeLines(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			n++
		}
	}
	return n
}
