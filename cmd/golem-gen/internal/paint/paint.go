// Package paint lays out text for a terminal: colours where there is one, lines
// of 80 columns everywhere.
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

// Brush paints where it is on; the zero Brush leaves text alone.
type Brush struct{ On bool }

// For returns a brush that is on when w is a terminal that takes colours, and
// the environment does not ask for none (NO_COLOR, TERM=dumb).
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

// Width is the number of columns that texts are laid out for.
const Width = 80

// Columns is the number of columns of a text.
func Columns(text string) int { return utf8.RuneCountInString(text) }

// Clean replaces what could move a cursor or turn text around: names come from
// servers and files.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, text)
}

// Wrap breaks text at spaces into lines of at most width columns; a longer word
// has a line of its own. There is at least one line.
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
