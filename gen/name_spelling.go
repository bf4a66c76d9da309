package gen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelling describes how names are split into words, and how words are written in Go names.
type spelling struct {
	// table has the words that Go programmers do not write with one capital, by the word in
	// lower case.
	table map[string]string

	identifiers bool     // names are identifiers of any language, not names of WIT
	mixed       []string // the table's words with capitals and small letters, for identifiers
}

// withInitialisms returns the spelling with more initialisms, as the configuration writes them
// ("LLM", "GraphQL").
func (s spelling) withInitialisms(list []string) spelling {
	if len(list) == 0 {
		return s
	}
	all := make(map[string]string, len(s.table)+len(list))
	for word, text := range s.table {
		all[word] = text
	}
	for _, text := range list {
		all[strings.ToLower(text)] = text
	}
	if s.table = all; s.identifiers {
		s.mixed = mixedWords(all)
	}
	return s
}

// ofIdentifiers returns the spelling for identifiers of any programming language.
func (s spelling) ofIdentifiers() spelling {
	s.identifiers, s.mixed = true, mixedWords(s.table)
	return s
}

// words splits a name into lower-case words, at least one.
func (s spelling) words(name string) []string {
	if s.identifiers {
		return s.identifierWords(name)
	}
	return words(name)
}

// title returns a lower-case word as a part of a Go name: "item" → "Item", "id" → "ID", "ids" →
// "IDs", "http2" → "HTTP2".
func (s spelling) title(word string) string {
	if known, ok := s.table[word]; ok {
		return known
	}
	stem := strings.TrimRight(word, "0123456789")
	if known, ok := s.table[stem]; ok {
		return known + word[len(stem):]
	}
	if known, ok := s.table[strings.TrimSuffix(word, "s")]; ok {
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

// exportedWords joins words to an exported Go name. If the name would not begin with a capital,
// because of a digit or a letter without case, it gets an X in front.
func (s spelling) exportedWords(list []string) string {
	joined := s.titles(list)
	if first, _ := utf8.DecodeRuneInString(joined); !unicode.IsUpper(first) {
		return "X" + joined
	}
	return joined
}

// exported returns the exported Go name for a name of a component: "product-id" → "ProductID".
func (s spelling) exported(name string) string { return s.exportedWords(s.words(name)) }

// distinct returns a Go name that shows the borders between words. It is for the rare names that
// are otherwise spelled alike: "i-d" → "I_d" beside "id" → "ID".
func (s spelling) distinct(name string) string {
	list := s.words(name)
	list[0] = s.exportedWords(list[:1])
	return strings.Join(list, "_")
}

// exported, exportedWords and distinct spell names of WIT with the fixed table.
func exported(name string) string        { return initialisms.exported(name) }
func exportedWords(list []string) string { return initialisms.exportedWords(list) }
func distinct(name string) string        { return initialisms.distinct(name) }

// unexported returns the unexported Go name for a name of a component: "product-id" →
// "productID". It may be a keyword.
func (s spelling) unexported(name string) string {
	list := s.words(name)
	joined := list[0] + s.titles(list[1:])
	if first, _ := utf8.DecodeRuneInString(joined); unicode.IsDigit(first) {
		return "x" + joined
	}
	return joined
}
