package gen

import "strings"

// sameInPlural are words that end like a plural and have no singular.
var sameInPlural = map[string]bool{
	"contents": true, "series": true, "species": true, "news": true, "means": true, "details": true, "settings": true,
}

// itemWords names one item of a list by the list's name: "order-lines" →
// "order-line", and "history" → "history-item", as it is not a plural.
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
