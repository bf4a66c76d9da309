package runtime

import (
	"strconv"
	"strings"
)

// maxShown is how many bytes of a text from elsewhere an error shows.
const maxShown = 300

// shorten cuts s to about most bytes, and puts it on one line.
func shorten(s string, most int) string {
	cut := s
	if len(s) > most {
		cut = s[:most]
	}
	cut = strings.ToValidUTF8(cut, "")
	cut = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r == 0x7F:
			return -1
		}
		return r
	}, cut)
	if len(s) > most {
		cut += "…"
	}
	return cut
}

// shortQuote is s in quotes, shortened.
func shortQuote(s string) string { return strconv.Quote(shorten(s, 100)) }
