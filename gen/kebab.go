package gen

import (
	"fmt"
	"strings"
)

// words splits a component's name into lower-case words of ASCII letters and
// digits: "%HTTP-server" → "http", "server"; servers also have a few names like
// "IncomingHttpRequest". What no WIT name contains, but a metadata document
// could, becomes a separator or is spelled out, so that the words always make an
// identifier; there is at least one.
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

// appendHumps splits a word where a capital follows a small letter or a digit.
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

// spellOut replaces what is outside of ASCII by code points: "é" → "-u00e9-".
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

// exported is the exported Go name of a component's name: "product-id" → "ProductID".
func exported(name string) string { return exportedWords(words(name)) }

// unexported is the unexported Go name of a component's name: "product-id" →
// "productID". It may be a keyword.
func unexported(name string) string { return unexportedWords(words(name)) }

func exportedWords(list []string) string {
	joined := titles(list)
	if joined[0] >= '0' && joined[0] <= '9' {
		return "X" + joined
	}
	return joined
}

func unexportedWords(list []string) string {
	joined := list[0] + titles(list[1:])
	if joined[0] >= '0' && joined[0] <= '9' {
		return "x" + joined
	}
	return joined
}

func titles(list []string) string {
	var b strings.Builder
	for _, word := range list {
		b.WriteString(title(word))
	}
	return b.String()
}

// distinct is a Go name that keeps the borders between words, for the rare two
// names that are otherwise written alike: "i-d" → "I_d" beside "id" → "ID".
func distinct(name string) string {
	list := words(name)
	list[0] = exportedWords(list[:1])
	return strings.Join(list, "_")
}

// joinWords appends words to a name, without saying twice what stands on both
// sides of the joint: "add-item" + "item" → "add-item".
func joinWords(head, tail []string) []string {
	for n := min(len(head), len(tail)); n > 0; n-- {
		if equalWords(head[len(head)-n:], tail[:n]) {
			tail = tail[n:]
			break
		}
	}
	return append(append(make([]string, 0, len(head)+len(tail)), head...), tail...)
}

func equalWords(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// sameInPlural are words that end like a plural and have no singular.
var sameInPlural = map[string]bool{
	"contents": true, "series": true, "species": true, "news": true, "means": true, "details": true, "settings": true,
}

// itemWords names one item of a list by the list's name: "order-lines" →
// "order-line", and "history" → "history-item", as it is no plural.
func itemWords(list []string) []string {
	last := len(list) - 1
	if one, ok := singular(list[last]); ok {
		return append(append([]string(nil), list[:last]...), one)
	}
	return joinWords(list, []string{"item"})
}

// singular undoes an English plural where its form is not in doubt.
func singular(word string) (string, bool) {
	switch {
	case len(word) < 4 && word != "ids", sameInPlural[word]:
		return "", false
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		return strings.TrimSuffix(word, "ies") + "y", true
	case hasAnySuffix(word, "sses", "xes", "ches", "shes"):
		return strings.TrimSuffix(word, "es"), true
	case hasAnySuffix(word, "ses", "zes", "ss", "us", "is", "as", "os"):
		return "", false
	case strings.HasSuffix(word, "s"):
		return strings.TrimSuffix(word, "s"), true
	}
	return "", false
}

func hasAnySuffix(word string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(word, suffix) {
			return true
		}
	}
	return false
}
