package runtime

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameRule is a rule for the worker names that a server accepts.
type nameRule uint8

const (
	nameRuleAny nameRule = iota // refuse only names that every version refuses
	nameRule11
	nameRule12
)

// check returns why a server does not accept the name, or "" if it does.
func (rule nameRule) check(name string) string {
	const most, most11 = 512, 100
	switch characters := utf8.RuneCountInString(name); {
	case name == "":
		return "it is empty"
	case rule == nameRule11 && characters > most11:
		return fmt.Sprintf("it has %d characters, and at most %d are allowed", characters, most11)
	case len(name) > most:
		return fmt.Sprintf("it has %d bytes, and at most %d are allowed", len(name), most)
	case strings.ContainsRune(name, 0):
		return "it contains NUL"
	case !utf8.ValidString(name):
		return "it is not valid UTF-8"
	case name[0] == '-':
		return "it begins with a dash"
	case name == "." || name == "..":
		return "it would be read as a part of the path"
	}
	if rule == nameRule11 {
		return checkWordName(name)
	}
	if i := strings.IndexFunc(name, func(r rune) bool { return r == '/' || unicode.IsSpace(r) }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(name[i:])
		return fmt.Sprintf("it contains %q", r)
	}
	return ""
}

// checkWordName returns an error text unless the name consists of letters, digits, dashes and
// underscores.
func checkWordName(name string) string {
	for _, r := range name {
		word := r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Other_Alphabetic, r)
		if !word {
			return fmt.Sprintf("it contains %q; this server accepts letters, digits, - and _", r)
		}
	}
	return ""
}

// checkComponentID returns why id is not the id of a component, or "" if it is.
func checkComponentID(id string) string {
	if len(id) != 36 {
		return "it is not a UUID"
	}
	for i := range len(id) {
		c := id[i]
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
		if dash != (c == '-') || !dash && !hex {
			return "it is not a UUID"
		}
	}
	return ""
}

// NameError reports a name of a worker or an id of a component that cannot be used. Nothing was
// sent.
type NameError struct {
	What   string // "worker name" or "component id"
	Name   string
	Reason string
}

func (e *NameError) Error() string {
	return fmt.Sprintf("the %s %s cannot be used: %s", e.What, shortQuote(e.Name), e.Reason)
}
