// Package paint lays out text for a terminal: it colours text, wraps it to 80 columns and
// replaces control characters.
package paint

import (
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// Colour is an ANSI style.
type Colour string

// The styles in use.
const (
	Bold   Colour = "1"
	Faint  Colour = "2"
	Red    Colour = "1;31"
	Yellow Colour = "33"
	Green  Colour = "32"
	Cyan   Colour = "36"
)

// Brush colours text if it is on. The zero Brush returns text unchanged.
type Brush struct{ On bool }

// For returns a brush that is on if w is a terminal and the environment does not disable
// colours by NO_COLOR or TERM=dumb.
func For(w io.Writer, getenv func(string) string) Brush {
	file, ok := w.(*os.File)
	if !ok || getenv("NO_COLOR") != "" || getenv("TERM") == "dumb" {
		return Brush{}
	}
	return Brush{On: term.IsTerminal(int(file.Fd()))}
}

// Paint returns the text in a style.
func (b Brush) Paint(c Colour, text string) string {
	if !b.On || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// Width is the number of columns of a line.
const Width = 80

// Columns returns the number of columns of a text.
func Columns(text string) int { return utf8.RuneCountInString(text) }

// Clean replaces control characters and characters that change the direction of text by '?'.
// Text from servers and files may contain them.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, text)
}

// Wrap breaks text at spaces into lines of at most width columns. A longer word gets a line of
// its own. The result has at least one line.
func Wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case Columns(line)+1+Columns(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
