package golemtest

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is the nesting at which the servers' parser fails.
const maxDepth = 128

// parseJSON parses one JSON value and nothing after it. Its errors have the texts and
// positions of the servers' parser. Floats are exact.
func parseJSON(text string) (node, error) { return (&jsonParser{text: text}).whole() }

// parseJSONAsServers is like parseJSON, but reads floats as inexactly as servers do.
func parseJSONAsServers(text string) (node, error) {
	return (&jsonParser{text: text, inexact: true}).whole()
}

func (p *jsonParser) whole() (node, error) {
	n, err := p.value(0)
	if err != nil {
		return node{}, err
	}
	p.space()
	if p.at < len(p.text) {
		return node{}, p.fail("trailing characters", p.at+1)
	}
	return n, nil
}

type jsonParser struct {
	text    string
	at      int
	inexact bool
}

// fail returns an error for the position after the first n bytes.
func (p *jsonParser) fail(what string, n int) error {
	seen := p.text[:min(n, len(p.text))]
	line := 1 + strings.Count(seen, "\n")
	column := len(seen) - (strings.LastIndexByte(seen, '\n') + 1)
	return fmt.Errorf("%s at line %d column %d", what, line, column)
}

func (p *jsonParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\n\r", p.text[p.at]) >= 0 {
		p.at++
	}
}

// peek skips spaces and returns the next byte, 0 at the end.
func (p *jsonParser) peek() byte {
	p.space()
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *jsonParser) value(depth int) (node, error) {
	switch c := p.peek(); {
	case p.at == len(p.text):
		return node{}, p.fail("EOF while parsing a value", p.at)
	case c == '{' || c == '[':
		if depth+1 == maxDepth {
			return node{}, p.fail("recursion limit exceeded", p.at+1)
		}
		p.at++
		if c == '{' {
			return p.object(depth + 1)
		}
		return p.array(depth + 1)
	case c == '"':
		text, err := p.string()
		return node{kind: jsonString, text: text}, err
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for word, n := range map[string]node{"null": {}, "true": {kind: jsonBool, truth: true}, "false": {kind: jsonBool}} {
		if strings.HasPrefix(p.text[p.at:], word) {
			p.at += len(word)
			return n, nil
		}
	}
	return node{}, p.fail("expected value", p.at+1)
}

func (p *jsonParser) array(depth int) (node, error) {
	n := node{kind: jsonArray}
	if p.peek() == ']' {
		p.at++
		return n, nil
	}
	for {
		if p.peek() == 0 {
			return n, p.fail("EOF while parsing a list", p.at)
		}
		item, err := p.value(depth)
		if err != nil {
			return n, err
		}
		n.items = append(n.items, item)
		if ended, err := p.next(']', "a list"); ended || err != nil {
			return n, err
		}
	}
}

func (p *jsonParser) object(depth int) (node, error) {
	n := node{kind: jsonObject}
	if p.peek() == '}' {
		p.at++
		return n, nil
	}
	for {
		m, err := p.member(depth)
		if err != nil {
			return n, err
		}
		n.put(m)
		ended, err := p.next('}', "an object")
		if ended {
			sort.Slice(n.members, func(i, j int) bool { return n.members[i].key < n.members[j].key })
		}
		if ended || err != nil {
			return n, err
		}
	}
}

// next reads the separator after a part of a list or an object, and reports whether the list or
// object ends there.
func (p *jsonParser) next(closing byte, what string) (ended bool, err error) {
	switch c := p.peek(); {
	case c == closing:
		p.at++
		return true, nil
	case p.at == len(p.text):
		return false, p.fail("EOF while parsing "+what, p.at)
	case c != ',':
		return false, p.fail("expected `,` or `"+string(closing)+"`", p.at+1)
	}
	p.at++
	if p.peek() == closing {
		return false, p.fail("trailing comma", p.at+1)
	}
	return false, nil
}

func (n *node) put(m member) {
	if old := n.get(m.key); old != nil {
		*old = m.value
		return
	}
	n.members = append(n.members, m)
}

func (p *jsonParser) member(depth int) (m member, err error) {
	switch c := p.peek(); {
	case p.at == len(p.text):
		return m, p.fail("EOF while parsing an object", p.at)
	case c != '"':
		return m, p.fail("key must be a string", p.at+1)
	}
	if m.key, err = p.string(); err != nil {
		return m, err
	}
	switch c := p.peek(); {
	case p.at == len(p.text):
		return m, p.fail("EOF while parsing an object", p.at)
	case c != ':':
		return m, p.fail("expected `:`", p.at+1)
	}
	p.at++
	m.value, err = p.value(depth)
	return m, err
}

// string reads a string literal. The next byte is its opening quote.
func (p *jsonParser) string() (string, error) {
	p.at++
	start := p.at
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return p.text[start : p.at-1], nil
		case c == '\\' || c < ' ' || c >= utf8.RuneSelf:
			return p.longString(start)
		}
		p.at++
	}
	return "", p.fail("EOF while parsing a string", p.at)
}

// longString reads the rest of a string that differs from its source text.
func (p *jsonParser) longString(start int) (string, error) {
	b := []byte(p.text[start:p.at])
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return string(b), nil
		case c < ' ':
			return "", p.fail("control character (\\u0000-\\u001F) found while parsing a string", p.at+1)
		case c == '\\':
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			b = utf8.AppendRune(b, r)
		default:
			r, size := utf8.DecodeRuneInString(p.text[p.at:])
			if r == utf8.RuneError && size == 1 {
				return "", p.fail("invalid unicode code point", p.at+1)
			}
			b = append(b, p.text[p.at:p.at+size]...)
			p.at += size
		}
	}
	return "", p.fail("EOF while parsing a string", p.at)
}

func (p *jsonParser) escape() (rune, error) {
	p.at++
	if p.at == len(p.text) {
		return 0, p.fail("EOF while parsing a string", p.at)
	}
	c := p.text[p.at]
	p.at++
	if c == 'u' {
		return p.unicodeEscape()
	}
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	return 0, p.fail("invalid escape", p.at)
}

func (p *jsonParser) unicodeEscape() (rune, error) {
	high, err := p.hex()
	if err != nil || high < 0xd800 || high > 0xdfff {
		return high, err
	}
	if high >= 0xdc00 {
		return 0, p.fail("lone leading surrogate in hex escape", p.at)
	}
	if !strings.HasPrefix(p.text[p.at:], `\u`) {
		return 0, p.fail("unexpected end of hex escape", p.at+1)
	}
	p.at += 2
	low, err := p.hex()
	if err != nil {
		return 0, err
	}
	if low < 0xdc00 || low > 0xdfff {
		return 0, p.fail("lone leading surrogate in hex escape", p.at)
	}
	return 0x10000 + (high-0xd800)<<10 + (low - 0xdc00), nil
}

func (p *jsonParser) hex() (rune, error) {
	if p.at+4 > len(p.text) {
		return 0, p.fail("EOF while parsing a string", len(p.text))
	}
	n, err := strconv.ParseUint(p.text[p.at:p.at+4], 16, 32)
	if err != nil {
		return 0, p.fail("invalid escape", p.at+1)
	}
	p.at += 4
	return rune(n), nil
}

// appendJSONString appends a string as servers print it: only quotes, backslashes and
// control characters are escaped.
func appendJSONString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		c := s[i]
		if j := strings.IndexByte("\"\\\b\f\n\r\t", c); j >= 0 {
			b = append(b, '\\', `"\bfnrt`[j])
			continue
		}
		if c < ' ' {
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return append(b, '"')
}
