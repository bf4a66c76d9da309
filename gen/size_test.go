package gen

import (
	"bytes"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestLinesPerFunction holds what users compile: the lines of code of all files for each
// function with its share of the types, among them one for each parameter of a long
// signature. Comments and empty lines do not count, as they help the reader. The made document has more types, two for every three functions, many
// of them variants, enums and flags, and a resource for every 20 functions.
func TestLinesPerFunction(t *testing.T) {
	for _, c := range []struct {
		name      string
		component *metadata.Component
		code      int // at most, for 1,000 functions
	}{
		{"own", decodeFile(t, ownBig), 61_000},
		{"made", bigComponent(1000), 52_000},
	} {
		code := 0
		for _, text := range generateBig(t, c.component, nil).Files {
			code += codeLines(text)
		}
		t.Logf("%s: %d lines of code for 1000 functions", c.name, code)
		if code > c.code {
			t.Errorf("%s: at most %d", c.name, c.code)
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
