package golemtest

import (
	"strings"
)

// Servers parse inline arguments, the ARGS of "iface.{r(ARGS).m}", twice: first as
// expressions of Golem's own language, which decides whether the text is a function name at
// all, then as WAVE text by the constructor's types. This file is the first parser.

// readableArguments reports whether the arguments are expressions.
func readableArguments(raw string, v serverVersion) bool {
	parts, ok := splitArguments(raw, v.nestingBrackets())
	if !ok {
		return false
	}
	for _, part := range parts {
		e := expression{text: part, old: v.before(2, 0)}
		e.space()
		if !e.value() {
			return false
		}
		e.space()
		if e.at < len(part) {
			return false
		}
	}
	return true
}

// allBrackets are the brackets that servers count from 1.1 on.
const allBrackets = "()[]{}"

var closing = map[byte]byte{'(': ')', '[': ']', '{': '}'}

// splitArguments splits raw at commas that are not within the given brackets. It does not
// recognize strings, so a comma or an unbalanced bracket in a string breaks it.
func splitArguments(raw, brackets string) ([]string, bool) {
	if strings.TrimSpace(raw) == "" {
		return nil, true
	}
	var parts []string
	var open []byte
	start := 0
	for i := range len(raw) {
		c := raw[i]
		if c != ',' && strings.IndexByte(brackets, c) < 0 {
			continue
		}
		switch c {
		case '(', '[', '{':
			open = append(open, closing[c])
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1] != c {
				return nil, false
			}
			open = open[:len(open)-1]
		case ',':
			if len(open) == 0 {
				parts = append(parts, strings.TrimSpace(raw[start:i]))
				start = i + 1
			}
		}
	}
	return append(parts, strings.TrimSpace(raw[start:])), len(open) == 0
}

// expression parses one expression. Its methods return false where the servers' parser
// fails.
type expression struct {
	text string
	at   int
	old  bool // the parser of servers before 1.2
}

func (e *expression) peek() byte {
	if e.at == len(e.text) {
		return 0
	}
	return e.text[e.at]
}

func (e *expression) take(c byte) bool {
	if e.peek() != c {
		return false
	}
	e.at++
	return true
}

func (e *expression) space() {
	for e.peek() != 0 && strings.IndexByte(" \t\r\n", e.peek()) >= 0 {
		e.at++
	}
}

func (e *expression) value() bool {
	switch c := e.peek(); {
	case c == '"':
		return e.string()
	case c == '-' || isDigit(c):
		return e.number()
	case c == '[':
		e.at++
		return e.list(']', e.value)
	case c == '(':
		e.at++
		return e.list(')', e.value)
	case c == '{':
		e.at++
		return e.braces()
	}
	return e.named()
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// string accepts a string without quotes in it. Dollars and braces must be an
// interpolation, which old servers do not accept either.
func (e *expression) string() bool {
	e.at++
	end := strings.IndexByte(e.text[e.at:], '"')
	if end < 0 {
		return false
	}
	inner := e.text[e.at : e.at+end]
	e.at += end + 1
	if !strings.ContainsAny(inner, "${}") {
		return true
	}
	for !e.old && inner != "" {
		before, rest, found := strings.Cut(inner, "${")
		if strings.ContainsAny(before, "${}") {
			return false
		}
		if !found {
			return true
		}
		var closed bool
		if _, inner, closed = strings.Cut(rest, "}"); !closed {
			return false
		}
	}
	return !e.old
}

// number accepts digits, a fraction and the name of a type, but no exponent.
func (e *expression) number() bool {
	e.take('-')
	start := e.at
	for isDigit(e.peek()) {
		e.at++
	}
	if e.at == start {
		return false
	}
	if e.take('.') {
		start = e.at
		for isDigit(e.peek()) {
			e.at++
		}
		if e.at == start {
			return false
		}
	}
	for _, suffix := range []string{"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64"} {
		if rest, ok := strings.CutPrefix(e.text[e.at:], suffix); ok {
			e.at = len(e.text) - len(rest)
			break
		}
	}
	return true
}

func (e *expression) list(end byte, item func() bool) bool {
	e.space()
	if e.take(end) {
		return true
	}
	for {
		e.space()
		if !item() {
			return false
		}
		e.space()
		if e.take(end) {
			return true
		}
		if !e.take(',') {
			return false
		}
	}
}

// braces accepts a record or a set of flags.
func (e *expression) braces() bool {
	return e.list('}', func() bool {
		name := e.identifier()
		if name == "" {
			return false
		}
		e.space()
		if !e.take(':') {
			return true
		}
		if e.old && strings.ContainsAny(name, "0123456789") {
			return false
		}
		e.space()
		return e.value()
	})
}

// reserved are the words that cannot be names of cases.
var reserved = map[string]bool{
	"if": true, "then": true, "else": true, "match": true, "let": true, "for": true,
	"reduce": true, "and": true, "or": true,
}

// named accepts identifiers, cases, and the words of options and results.
func (e *expression) named() bool {
	name := e.identifier()
	switch {
	case name == "" || reserved[name]:
		return false
	case name == "true" || name == "false" || name == "none":
		return true
	case strings.HasPrefix(name, "true") || strings.HasPrefix(name, "false"):
		return false // read as the boolean, with something after it
	}
	if e.take('(') {
		return e.list(')', e.value)
	}
	return name != "ok" && name != "err" && name != "some" && name != "yield"
}

func (e *expression) identifier() string {
	start := e.at
	for c := e.peek(); c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || e.at > start && (isDigit(c) || c == '-'); c = e.peek() {
		e.at++
	}
	return e.text[start:e.at]
}
