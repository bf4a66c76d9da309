package gen

import (
	"slices"
	"strings"
	"unicode"
)

// identifierWords splits an identifier of any language into lower-case words. snake_case,
// kebab-case, camelCase, PascalCase and SCREAMING_CASE give the same words, and so the same Go
// name. There is at least one word. Names of components do not need it, because they are in
// kebab-case (see words).
//
// A word begins after a character that is neither a letter nor a digit, at a capital after a
// small letter or a digit, and at the last of several capitals if a small letter follows
// ("HTTPServer"). A plural s belongs to the capitals before it ("userIDs"). Two kinds of
// initialisms are recognized by their spelling: those with small letters inside ("IPv4",
// "GraphQL"), and several in a row ("XMLHTTPRequest").
//
// Letters of all scripts are kept, because Go names can contain them. Marks that are written
// separately from their letter are left out, because Go names cannot contain them.
func (s spelling) identifierWords(name string) []string {
	separated := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
	mixed := s.mixed
	if !s.identifiers {
		mixed = mixedWords(s.table)
	}
	var list []string
	for _, part := range strings.FieldsFunc(name, separated) {
		runes := slices.DeleteFunc([]rune(part), unicode.IsMark)
		for len(runes) > 0 {
			n := wordLength(runes, mixed)
			list = append(list, s.splitCapitals(runes[:n])...)
			runes = runes[n:]
		}
	}
	if len(list) == 0 {
		return []string{"unnamed"}
	}
	return list
}

// mixedWords returns the initialisms with capitals and small letters, longest first.
func mixedWords(table map[string]string) []string {
	var list []string
	for _, text := range table {
		if strings.ToUpper(text) != text {
			list = append(list, text)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return list
}

// wordLength returns the length of the first word.
func wordLength(runes []rune, mixed []string) int {
	for _, text := range mixed {
		n := len(text)
		if len(runes) >= n && string(runes[:n]) == text && (len(runes) == n || !unicode.IsLower(runes[n])) {
			return n + digits(runes[n:])
		}
	}
	capitals := 0
	for capitals < len(runes) && isCapital(runes[capitals]) {
		capitals++
	}
	if n := capitals + plural(runes[capitals:]); capitals > 1 {
		if n > capitals || n == len(runes) || !unicode.IsLetter(runes[n]) {
			return n + digits(runes[n:])
		}
		return capitals - 1 // the last one begins the next word
	}
	n := capitals
	for n < len(runes) && !isCapital(runes[n]) {
		n++
	}
	return n
}

func isCapital(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) }

// plural returns 1 if a plural s follows the capitals, as in IDs, and 0 otherwise.
func plural(runes []rune) int {
	if len(runes) > 0 && runes[0] == 's' && (len(runes) == 1 || !unicode.IsLower(runes[1])) {
		return 1
	}
	return 0
}

// digits returns the number of digits at the start.
func digits(runes []rune) int {
	n := 0
	for n < len(runes) && unicode.IsDigit(runes[n]) {
		n++
	}
	return n
}

// splitCapitals splits a word of capitals into initialisms, if it consists of these, and
// converts it to small letters.
func (s spelling) splitCapitals(runes []rune) []string {
	word := strings.ToLower(string(runes))
	if len(runes) < 2 || !isCapital(runes[0]) || !isCapital(runes[1]) {
		return []string{word}
	}
	if list, ok := s.tile(word); ok {
		return list
	}
	return []string{word}
}

// longestTiled is the maximum length of a word to split.
const longestTiled = 24

// tile splits a word into initialisms and prefers long ones. It does not split a word that is in
// the table, also with a plural s or digits at its end.
func (s spelling) tile(word string) ([]string, bool) {
	if s.known(word) {
		return []string{word}, true
	}
	if len(word) > longestTiled {
		return nil, false
	}
	for n := len(word) - 2; n >= 2; n-- {
		if _, ok := s.table[word[:n]]; !ok {
			continue
		}
		if rest, ok := s.tile(word[n:]); ok {
			return append([]string{word[:n]}, rest...), true
		}
	}
	return nil, false
}

// known reports whether the table contains the word, its singular, or the word without its
// digits.
func (s spelling) known(word string) bool {
	for _, form := range []string{word, strings.TrimSuffix(word, "s"), strings.TrimRight(word, "0123456789")} {
		if _, ok := s.table[form]; ok {
			return true
		}
	}
	return false
}
