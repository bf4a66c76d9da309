package gen

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestFoldJSON checks that the lines of a long document are the document, that none is too long,
// and that values are cut only if they do not fit into a line.
func TestFoldJSON(t *testing.T) {
	for name, value := range map[string]string{
		"short":        `"a"`,
		"commas":       `"a,b"`,
		"quotes":       `"a\",\\"`,
		"as a line":    `"` + strings.Repeat("x", longestJSON-3) + `"`,
		"ASCII":        `"` + strings.Repeat("x", 3*longestJSON) + `"`,
		"two bytes":    `"` + strings.Repeat("é", 3*longestJSON) + `"`,
		"three bytes":  `"` + strings.Repeat("名", 3*longestJSON) + `"`,
		"four bytes":   `"` + strings.Repeat("😀", 3*longestJSON) + `"`,
		"three and on": `"x` + strings.Repeat("名", 3*longestJSON) + `"`,
		"four and on":  `"xy` + strings.Repeat("😀", 3*longestJSON) + `"`,
	} {
		line := strings.Repeat(value+",", 60) + value
		pieces := foldJSON(line)
		if got := strings.ReplaceAll(strings.Join(pieces, ""), cutHere, ""); got != line {
			t.Errorf("%s: another document: %s", name, got)
		}
		if len(pieces) < 2 {
			t.Errorf("%s: 1 line", name)
		}
		for _, piece := range pieces {
			for literal := range strings.SplitSeq(piece, cutHere) {
				if len(literal) > longestJSON || !utf8.ValidString(literal) {
					t.Errorf("%s: %d bytes in one literal, or part of a character: %q", name, len(literal), literal)
				}
			}
			values := strings.TrimSuffix(strings.ReplaceAll(piece, cutHere, ""), ",")
			if !json.Valid([]byte("[" + values + "]")) {
				t.Errorf("%s: a line does not end behind a value: %s", name, piece)
			}
			// The comma behind a value that just fits is in a literal of its own.
			if strings.Contains(strings.TrimSuffix(piece, cutHere+","), cutHere) && len(value) < longestJSON {
				t.Errorf("%s: a short value is cut: %q", name, piece)
			}
		}
	}
}
