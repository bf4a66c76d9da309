package wire

import (
	"strconv"
	"strings"
	"unicode"
)

// Strings and names in inline arguments

// unquotable returns why s cannot be written between quotes, "" if it can. There is no
// escape that both parsers read. Brackets must be balanced, because servers split arguments
// by counting brackets, even within quotes. A comma ends an argument unless a bracket is
// open. nested reports whether one is open before s.
func unquotable(s string, nested bool) (reason string) {
	var open []byte
	for _, r := range s {
		switch {
		case strings.ContainsRune("\"\\${}", r):
			return "servers cannot read a string with " + string(r)
		case r == '(' || r == '[':
			open = append(open, byte(r))
		case r == ')' && !closes(&open, '('), r == ']' && !closes(&open, '['):
			return "servers cannot read a string with an unbalanced " + string(r)
		case r == ',' && len(open) == 0 && !nested:
			return "servers take a comma in a string as the end of the argument, unless it is within brackets"
		case r < ' ' || r == 0x7F || r > 0x7F && unicode.In(r, unicode.C, unicode.Z):
			return "servers do not read a control character, or a white space character other than a plain space"
		}
	}
	if len(open) > 0 {
		return "servers cannot read a string with an unbalanced " + string(open[len(open)-1])
	}
	return ""
}

// closes removes the innermost open bracket if it is c, and reports whether it did.
func closes(open *[]byte, c byte) bool {
	n := len(*open)
	if n == 0 || (*open)[n-1] != c {
		return false
	}
	*open = (*open)[:n-1]
	return true
}

// plainName reports whether a name consists of lower-case letters, digits and hyphens and
// starts with a letter.
func plainName(name string) bool {
	for i, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

// Words of the expression language. A case with such a name is read as the word. For
// wavePrefixes, longer names that start with the word are read as the word too, or may be.
var (
	wavePrefixes = []string{"true", "false", "ok", "err", "let", "for", "yield"}
	waveWords    = []string{"if", "then", "else", "match", "in", "reduce", "from", "and", "or", "not", "some", "none", "inf", "nan", "null"}
)

// hyphenSafe are the words that are known to be read as part of a name if a hyphen follows.
var hyphenSafe = map[string]bool{"in": true, "from": true, "null": true}

// caseName writes the name of a case.
func (w *waveWriter) caseName(name string) {
	bad := !plainName(name)
	for _, prefix := range wavePrefixes {
		bad = bad || strings.HasPrefix(name, prefix)
	}
	for _, word := range waveWords {
		bad = bad || name == word || strings.HasPrefix(name, word+"-") && !hyphenSafe[word]
	}
	if bad {
		w.refuse("servers take the name of the case " + strconv.Quote(name) + " as something else")
		return
	}
	w.b = append(w.b, name...)
}
