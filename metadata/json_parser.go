package metadata

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is the maximum nesting of objects and arrays. One level of a type takes up to
// three levels of JSON, so types reach maxTypeDepth first.
const maxDepth = 1000

// maxDocument is the maximum size of a document in bytes, and maxNodes the maximum number
// of its values and keys. A component with 1,000 functions has 2 MB and 200,000 nodes. Both
// limits are far above that, and limit the memory that a document can take.
const (
	maxDocument = 64 << 20
	maxNodes    = 4 << 20
)

// firstNodes is the maximum number of nodes that are allocated before any is read.
const firstNodes = 1 << 20

// parse reads strict JSON. It stops where the text is not JSON. It records duplicate keys
// and invalid Unicode, and goes on. It returns the tree as far as it was read.
func parse(src string, found *findings) (*tree, bool) {
	p := parser{tree: &tree{src: src, nodes: make([]node, 0, min(nodesIn(src), firstNodes))}, found: found}
	p.space()
	ok := p.value(0)
	if ok {
		p.space()
		if p.pos < len(src) {
			found.add(0, p.pos, "found more text after the end of the document", "keep one JSON document per file")
			ok = false
		}
	}
	return p.tree, ok
}

// nodesIn returns the maximum number of nodes of a JSON text: the document, and one after
// each of these characters.
func nodesIn(src string) int {
	return 1 + strings.Count(src, ",") + strings.Count(src, ":") + strings.Count(src, "{") + strings.Count(src, "[")
}

type parser struct {
	tree  *tree
	pos   int
	found *findings
}

// fail records why the text is not JSON. It returns false for its callers to pass on.
func (p *parser) fail(what, fix string) bool {
	if p.pos >= len(p.tree.src) {
		p.found.add(0, len(p.tree.src), "unexpected end of the document", "fetch it again")
		return false
	}
	p.found.add(len(p.tree.nodes)-1, p.pos, what, fix)
	return false
}

const fixJSON = "fetch the document again"

func (p *parser) unexpected(wanted string) bool {
	if p.pos >= len(p.tree.src) {
		return p.fail("", "")
	}
	if atMergeMark(p.tree.src, p.pos) {
		return p.fail(mergeFailed, fixMerge)
	}
	r, size := utf8.DecodeRuneInString(p.tree.src[p.pos:])
	return p.fail(fmt.Sprintf("invalid JSON: expected %s, found %s", wanted, quoteRune(r, p.tree.src[p.pos:p.pos+size])), fixJSON)
}

const (
	mergeFailed = "a merge of version control has failed here"
	fixMerge    = "take the document of one side, or run golem-gen fetch"
)

// atMergeMark reports whether a line begins at pos that a failed merge has left.
func atMergeMark(src string, pos int) bool {
	if pos > 0 && src[pos-1] != '\n' {
		return false
	}
	for _, mark := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if strings.HasPrefix(src[pos:], mark) {
			return true
		}
	}
	return false
}

func quoteRune(r rune, raw string) string {
	if r == utf8.RuneError {
		return fmt.Sprintf("the byte 0x%02x", raw[0])
	}
	return strconv.QuoteRuneToASCII(r)
}

func (p *parser) space() {
	for p.pos < len(p.tree.src) {
		switch p.tree.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

func (p *parser) peek() byte {
	if p.pos < len(p.tree.src) {
		return p.tree.src[p.pos]
	}
	return 0
}

func (p *parser) open(k jsonKind) int {
	p.tree.nodes = append(p.tree.nodes, node{pos: int32(p.pos), kind: k})
	return len(p.tree.nodes) - 1
}

func (p *parser) close(i int) { p.tree.nodes[i].end = int32(len(p.tree.nodes)) }

func (p *parser) value(depth int) bool {
	if len(p.tree.nodes) >= maxNodes {
		return p.fail(fmt.Sprintf("the document has more than %d values", maxNodes), "fetch the document again")
	}
	switch c := p.peek(); {
	case c == '{' && depth < maxDepth:
		return p.compound(jsonObject, '}', depth, (*parser).member)
	case c == '[' && depth < maxDepth:
		return p.compound(jsonArray, ']', depth, (*parser).value)
	case c == '{' || c == '[':
		return p.fail(fmt.Sprintf("objects and arrays are nested more than %d deep", maxDepth), "fetch the document again")
	case c == '"':
		return p.str()
	case c == '-' || isDigit(c):
		return p.number()
	case c == 'n':
		return p.word("null", jsonNull)
	case c == 't':
		return p.word("true", jsonTrue)
	case c == 'f':
		return p.word("false", jsonFalse)
	}
	return p.unexpected("a JSON value")
}

func (p *parser) word(word string, k jsonKind) bool {
	rest := p.tree.src[p.pos:]
	if !strings.HasPrefix(rest, word) {
		if strings.HasPrefix(word, rest) {
			p.pos = len(p.tree.src)
		}
		return p.unexpected("a JSON value")
	}
	p.close(p.open(k))
	p.pos += len(word)
	return true
}

// compound reads an array or an object to its closing bracket. part reads one of its parts.
func (p *parser) compound(k jsonKind, closing byte, depth int, part func(p *parser, depth int) bool) bool {
	i := p.open(k)
	p.pos++
	p.space()
	if p.peek() == closing {
		p.pos++
		p.close(i)
		return true
	}
	for part(p, depth+1) {
		p.space()
		switch p.peek() {
		case ',':
			p.pos++
			p.space()
		case closing:
			p.pos++
			p.close(i)
			if k == jsonObject {
				p.duplicateKeys(i)
			}
			return true
		default:
			return p.unexpected("',' or '" + string(closing) + "'")
		}
	}
	return false
}

// member reads a key and its value.
func (p *parser) member(depth int) bool {
	if p.peek() != '"' {
		return p.unexpected("a key in double quotes")
	}
	if !p.str() {
		return false
	}
	p.space()
	if p.peek() != ':' {
		return p.unexpected("':' after the key")
	}
	p.pos++
	p.space()
	return p.value(depth)
}

// duplicateKeys records keys that an object has twice, because readers differ in which of
// the values they take.
func (p *parser) duplicateKeys(object int) {
	t := p.tree
	end := t.end(object)
	var seen map[string]bool
	if end-object > 64 {
		seen = make(map[string]bool)
	}
	for i := object + 1; i < end; i = t.end(i + 1) {
		if seen == nil && !p.earlierKey(object, i) {
			continue
		}
		if seen == nil || seen[t.text(i)] {
			p.found.add(i, int(t.nodes[i].pos), fmt.Sprintf("duplicate key %s", quote(t.text(i))), "remove one of them")
		}
		if seen != nil {
			seen[t.text(i)] = true
		}
	}
}

func (p *parser) earlierKey(object, key int) bool {
	t := p.tree
	for i := object + 1; i < key; i = t.end(i + 1) {
		if t.text(i) == t.text(key) {
			return true
		}
	}
	return false
}

func (p *parser) number() bool {
	start := p.pos
	src := p.tree.src
	if src[p.pos] == '-' {
		p.pos++
	}
	zero := p.peek() == '0'
	digits := p.digits()
	if digits == 0 {
		return p.unexpected("a digit")
	}
	if zero && digits > 1 {
		p.pos = start
		return p.fail("invalid JSON: a number starts with 0", fixJSON)
	}
	if p.peek() == '.' {
		p.pos++
		if p.digits() == 0 {
			return p.unexpected("a digit")
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		if p.digits() == 0 {
			return p.unexpected("a digit")
		}
	}
	end := p.pos
	p.pos = start
	i := p.open(jsonNumber)
	p.tree.nodes[i].size = int32(end - start)
	p.close(i)
	p.pos = end
	return true
}

func (p *parser) digits() int {
	start := p.pos
	for isDigit(p.peek()) {
		p.pos++
	}
	return p.pos - start
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
