package gen

import "strings"

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
