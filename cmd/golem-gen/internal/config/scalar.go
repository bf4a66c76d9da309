package config

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// words are texts that versions of YAML take for other values.
var words = strings.Fields("true false yes no on off y n null")

// Scalar writes a text in one line: plainly where that is read as this very text,
// also as a key, else in double quotes with everything beyond ASCII escaped. The
// text has to be UTF-8.
func Scalar(text string) string {
	if isPlain(text) || metadata.IsID(text) {
		return text
	}
	return strconv.QuoteToASCII(text)
}

func isPlain(text string) bool {
	return text != "" && strings.Contains(letters, text[:1]) && !slices.Contains(words, strings.ToLower(text)) &&
		!strings.ContainsFunc(text, func(c rune) bool { return !strings.ContainsRune(letters+digits+"-_./:@ +", c) }) &&
		!strings.Contains(text, ": ") && !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, " ")
}
