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

// words are strings that versions of YAML read as other values.
var words = strings.Fields("true false yes no on off y n null")

// Scalar returns a string as a YAML scalar on one line, for use as a key or a value. The
// scalar is plain if every reader of YAML reads it as the same string, otherwise in double
// quotes with characters outside ASCII escaped. The string has to be UTF-8.
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
