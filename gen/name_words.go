package gen

import (
	"fmt"
	"strings"
)

// words splits a name of a component into lower-case words of ASCII letters and digits:
// "%HTTP-server" → "http", "server". Servers also have a few names like "IncomingHttpRequest".
// Characters that a WIT name cannot contain, but a metadata document could, become separators or
// are spelled out. The words therefore always make an identifier. There is at least one word.
func words(name string) []string {
	list := strings.FieldsFunc(spellOut(name), func(r rune) bool { return !isLetter(r) && !isDigit(r) })
	if len(list) == 0 {
		return []string{"unnamed"}
	}
	out := make([]string, 0, len(list))
	for _, word := range list {
		out = appendHumps(out, word)
	}
	return out
}

// appendHumps splits a word before each capital that follows a small letter or a digit.
func appendHumps(list []string, word string) []string {
	start := 0
	for i := 1; i < len(word); i++ {
		if isUpper(word[i]) && !isUpper(word[i-1]) {
			list = append(list, strings.ToLower(word[start:i]))
			start = i
		}
	}
	return append(list, strings.ToLower(word[start:]))
}

func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
func isDigit(r rune) bool  { return '0' <= r && r <= '9' }

// spellOut replaces characters outside of ASCII by code points: "é" → "-u00e9-".
func spellOut(name string) string {
	if isASCII(name) {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "-u%04x-", r)
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
