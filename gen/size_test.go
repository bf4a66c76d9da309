package gen

import (
	"bytes"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestCodePerFunction holds what users compile and read: at most 40 lines of code
// for a function, with its share of the types, comments and empty lines apart.
func TestCodePerFunction(t *testing.T) {
	const most = 40
	for name, c := range map[string]*metadata.Component{"own": decodeFile(t, ownBig), "made": bigComponent(1000)} {
		lines := 0
		for _, text := range generateBig(t, c, nil).Files {
			lines += codeLines(text)
		}
		if lines > most*1000 {
			t.Errorf("%s: %d lines of code for 1000 functions", name, lines)
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
