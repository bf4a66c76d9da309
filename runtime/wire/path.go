package wire

import (
	"strconv"
	"strings"
)

// pathOf returns the path of the value that follows text, the beginning of a JSON text:
// `{"items":[{"sku":"a"},{"price":` gives "items[1].price". text is valid as far as it
// goes.
func pathOf(text string) string {
	var path strings.Builder
	for _, l := range levelsOf(text) {
		switch {
		case l.array:
			path.WriteString("[" + strconv.Itoa(l.index) + "]")
		case l.key != "":
			if path.Len() > 0 {
				path.WriteByte('.')
			}
			path.WriteString(shorten(l.key, 60))
		}
	}
	return shorten(path.String(), 500)
}

// level is an open array or object.
type level struct {
	array bool
	index int    // of the item in an array
	key   string // of the member in an object
}

// levelsOf returns the arrays and objects that are open at the end of a text.
func levelsOf(text string) (levels []level) {
	expectKey := false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			levels = append(levels, level{})
			expectKey = true
		case '[':
			levels = append(levels, level{array: true})
			expectKey = false
		case '}', ']':
			levels = levels[:max(len(levels)-1, 0)]
			expectKey = false
		case ',':
			if len(levels) == 0 {
				break
			}
			last := &levels[len(levels)-1]
			last.index++
			last.key = ""
			expectKey = !last.array
		case '"':
			end := closingQuote(text, i)
			if expectKey && len(levels) > 0 {
				levels[len(levels)-1].key = text[i+1 : end]
				expectKey = false
			}
			i = end
		}
	}
	return levels
}

// closingQuote returns the offset of the quote that ends the string whose opening quote is
// at i, or the end of the text.
func closingQuote(text string, i int) int {
	end := i + 1
	for end < len(text) && text[end] != '"' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	return min(end, len(text))
}

// shorten cuts s to about most bytes, at the end of a character.
func shorten(s string, most int) string {
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	cut := most
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return strings.ToValidUTF8(s[:cut], "\uFFFD") + "…"
}
