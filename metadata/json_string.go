package metadata

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads a string or a key. It adds the node after it has read all of it, so that an
// error in the string is reported at the value that contains the string.
func (p *parser) str() bool {
	pos := p.pos
	p.pos++
	text, ok := p.content()
	if !ok {
		return false
	}
	i := len(p.tree.nodes)
	n := node{pos: int32(pos), size: int32(len(text)), end: int32(i + 1), kind: jsonString}
	if p.pos-pos-2 != len(text) || p.tree.src[pos+1:p.pos-1] != text {
		if p.tree.unescaped == nil {
			p.tree.unescaped = make(map[int]string)
		}
		p.tree.unescaped[i] = text
		n.size = -1
	}
	p.tree.nodes = append(p.tree.nodes, n)
	return true
}

// content reads the rest of a string and its closing quote.
func (p *parser) content() (string, bool) {
	start, src, ascii := p.pos, p.tree.src, true
	for p.pos < len(src) {
		switch c := src[p.pos]; {
		case c == '"':
			p.pos++
			return p.valid(start, src[start:p.pos-1], ascii), true
		case c == '\\':
			return p.escaped(start)
		case c < ' ':
			return "", p.controlCharacter(c)
		case c >= utf8.RuneSelf:
			ascii = false
		}
		p.pos++
	}
	return "", p.fail("", "")
}

func (p *parser) controlCharacter(c byte) bool {
	return p.fail(fmt.Sprintf("invalid JSON: a string contains the control character %s", strconv.QuoteRuneToASCII(rune(c))), fixJSON)
}

// note records a problem of the string being read, whose node comes next.
func (p *parser) note(pos int, what, fix string) {
	p.found.add(len(p.tree.nodes), pos, what, fix)
}

// valid records bytes that are not UTF-8 and returns the text without them.
func (p *parser) valid(start int, text string, ascii bool) string {
	if ascii || utf8.ValidString(text) {
		return text
	}
	for at, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[at:], "\uFFFD") {
			p.note(start+at, fmt.Sprintf("the byte 0x%02x is not UTF-8", text[at]), "save the document as UTF-8")
			break
		}
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// escaped reads the rest of a string from its first backslash on.
func (p *parser) escaped(start int) (string, bool) {
	src := p.tree.src
	value := []byte(src[start:p.pos])
	for p.pos < len(src) {
		switch c := src[p.pos]; {
		case c == '"':
			p.valid(start, src[start:p.pos], false)
			p.pos++
			return strings.ToValidUTF8(string(value), "\uFFFD"), true
		case c == '\\':
			r, ok := p.escape()
			if !ok {
				return "", false
			}
			value = utf8.AppendRune(value, r)
		case c < ' ':
			return "", p.controlCharacter(c)
		default:
			value = append(value, c)
			p.pos++
		}
	}
	return "", p.fail("", "")
}

// escape reads one escape, which may be a surrogate pair.
func (p *parser) escape() (rune, bool) {
	at := p.pos
	p.pos++
	const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	c := p.peek()
	if k := strings.IndexByte(letters, c); k >= 0 && p.pos < len(p.tree.src) {
		p.pos++
		return rune(meanings[k]), true
	}
	if c != 'u' {
		return 0, p.unexpected(`one of "\/bfnrtu after a backslash`)
	}
	p.pos++
	r, ok := p.hex4()
	if !ok {
		return 0, p.unexpected("four hexadecimal digits")
	}
	if !utf16.IsSurrogate(r) {
		return r, true
	}
	if strings.HasPrefix(p.tree.src[p.pos:], `\u`) {
		back := p.pos
		p.pos += 2
		if low, ok := p.hex4(); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, true
			}
		}
		p.pos = back
	}
	p.note(at, fmt.Sprintf("%s is half of a surrogate pair", p.tree.src[at:at+6]), "write both halves or the character itself")
	return utf8.RuneError, true
}

// hex4 reads four hexadecimal digits. If it fails, the position is at the first other
// character.
func (p *parser) hex4() (rune, bool) {
	var r rune
	for range 4 {
		c := p.peek()
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
		p.pos++
	}
	return r, true
}
