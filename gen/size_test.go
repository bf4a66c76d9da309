package gen

import (
	"bytes"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestLinesPerFunction limits the code that users compile: the lines of all files for each
// function, with its share of the types. Each parameter of a long signature has a line. Comments
// and empty lines do not count, because they help the reader. The made document has more types,
// two for every three functions, many of them variants, enums and flags, and a resource for every
// 20 functions.
func TestLinesPerFunction(t *testing.T) {
	check := func(name string, c *metadata.Component, functions, perFunction int) {
		code := 0
		for _, text := range generateBig(t, c, nil).Files {
			code += codeLines(text)
		}
		t.Logf("%s: %d lines of code for %d functions", name, code, functions)
		if code > perFunction*functions {
			t.Errorf("%s: at most %d", name, perFunction*functions)
		}
	}
	check("made", bigComponent(250), 250, 54)
	if thorough.On() {
		check("made, large", bigComponent(1000), 1000, 54)
		check("own", decodeFile(t, ownBig), 1000, 62)
	}
}

// codeLines returns the number of lines that are neither empty nor a comment.
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
