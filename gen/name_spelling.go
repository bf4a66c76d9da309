package gen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A spelling says how words are written in Go names: by the word in lower case, those
// that Go people write in another way than with one capital.
type spelling map[string]string

// withInitialisms is the spelling with words added as the configuration writes them
// ("LLM", "GraphQL").
func (s spelling) withInitialisms(list []string) spelling {
	if len(list) == 0 {
		return s
	}
	all := make(spelling, len(s)+len(list))
	for word, text := range s {
		all[word] = text
	}
	for _, text := range list {
		all[strings.ToLower(text)] = text
	}
	return all
}

// title writes a lower-case word as the part of a Go name: "item" → "Item",
// "id" → "ID", "ids" → "IDs", "http2" → "HTTP2".
func (s spelling) title(word string) string {
	if known, ok := s[word]; ok {
		return known
	}
	stem := strings.TrimRight(word, "0123456789")
	if known, ok := s[stem]; ok {
		return known + word[len(stem):]
	}
	if known, ok := s[strings.TrimSuffix(word, "s")]; ok {
		return known + "s"
	}
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

func (s spelling) titles(list []string) string {
	var b strings.Builder
	for _, word := range list {
		b.WriteString(s.title(word))
	}
	return b.String()
}

// exportedWords joins words to an exported Go name. One that would not begin with a
// capital, as a digit or a letter without case, gets an X in front.
func (s spelling) exportedWords(list []string) string {
	joined := s.titles(list)
	if first, _ := utf8.DecodeRuneInString(joined); !unicode.IsUpper(first) {
		return "X" + joined
	}
	return joined
}

// exported is the exported Go name of a component's name: "product-id" → "ProductID".
func (s spelling) exported(name string) string { return s.exportedWords(words(name)) }

// distinct is a Go name that keeps the borders between words, for the rare two
// names that are otherwise written alike: "i-d" → "I_d" beside "id" → "ID".
func (s spelling) distinct(name string) string {
	list := words(name)
	list[0] = s.exportedWords(list[:1])
	return strings.Join(list, "_")
}

// exported, exportedWords and distinct spell by the fixed table alone.
func exported(name string) string        { return initialisms.exported(name) }
func exportedWords(list []string) string { return initialisms.exportedWords(list) }
func distinct(name string) string        { return initialisms.distinct(name) }

// unexported is the unexported Go name of a component's name: "product-id" →
// "productID". It may be a keyword.
func unexported(name string) string {
	list := words(name)
	joined := list[0] + initialisms.titles(list[1:])
	if isDigit(rune(joined[0])) {
		return "x" + joined
	}
	return joined
}
