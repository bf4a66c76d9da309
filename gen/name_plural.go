package gen

import "strings"

// sameInPlural are words that end like a plural but have no singular.
var sameInPlural = map[string]bool{
	"contents": true, "series": true, "species": true, "news": true, "means": true, "details": true, "settings": true,
}

// itemWords returns the words for an item of a list, from the name of the list: "order-lines" →
// "order-line". A name that is not a plural gets a word more: "history" → "history-item".
func itemWords(list []string) []string {
	last := len(list) - 1
	if one, ok := singular(list[last]); ok {
		return append(append([]string(nil), list[:last]...), one)
	}
	return joinWords(list, []string{"item"})
}

// singular returns the singular of an English plural if its form is certain.
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
