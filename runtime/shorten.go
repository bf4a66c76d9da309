package runtime

import (
	"strconv"
	"strings"
)

// maxShown is the maximum number of bytes of a foreign text in an error.
const maxShown = 300

// shorten shortens s to about most bytes. It replaces line ends and tabs by spaces and removes
// other control characters.
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

// shortQuote shortens and quotes s.
func shortQuote(s string) string { return strconv.Quote(shorten(s, 100)) }
