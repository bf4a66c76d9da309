package metadata

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds the nesting of objects and arrays. One level of a type takes
// up to three levels of JSON, so types reach maxTypeDepth before this.
const maxDepth = 1000

// maxDocument bounds the size of a document in bytes, maxNodes the number of
// its values and keys. A component with 1,000 functions has 2 MB and 200,000
// nodes; both bounds are far above it and keep the memory needed in sight.
const (
	maxDocument = 64 << 20
	maxNodes    = 4 << 20
)

// firstNodes bounds the nodes allocated before any is read.
const firstNodes = 1 << 20

type jsonKind uint8

const (
	jsonNull jsonKind = iota
	jsonFalse
	jsonTrue
	jsonNumber
	jsonString
	jsonArray
	jsonObject
)

func (k jsonKind) String() string {
	return [...]string{"null", "false", "true", "a number", "a string", "an array", "an object"}[k]
}

// tree is a JSON text as a flat list of nodes in document order. An array's
// nodes follow it; an object is followed by key, value, key, value, …. The flat
// form costs 16 bytes a node, none of them a pointer, and gives every node its
// place and its path.
type tree struct {
	src       string
	nodes     []node
	unescaped map[int]string // values of the strings that are written with escapes or are not UTF-8
}

type node struct {
	pos  int32 // byte offset in src
	size int32 // of strings between the quotes and of numbers, in bytes; -1: see unescaped
	end  int32 // index of the node after this one and all it holds; 0 while open
	kind jsonKind
}

// text returns the value of a string or the literal of a number.
func (t *tree) text(i int) string {
	n := t.nodes[i]
	if n.size < 0 {
		return t.unescaped[i]
	}
	start := int(n.pos)
	if n.kind == jsonString {
		start++
	}
	return t.src[start : start+int(n.size)]
}

// end returns the index of the first node after node i and its content.
func (t *tree) end(i int) int {
	if t.nodes[i].end == 0 {
		return len(t.nodes)
	}
	return int(t.nodes[i].end)
}

// find returns the value of an object's key, the first one of duplicates, or -1.
func (t *tree) find(object int, key string) int {
	if t.nodes[object].kind != jsonObject {
		return -1
	}
	end := t.end(object)
	for i := object + 1; i < end; i = t.end(i + 1) {
		if t.text(i) == key {
			return i + 1
		}
	}
	return -1
}

// has tells whether an object has the key with a value other than null.
func (t *tree) has(object int, key string) bool {
	i := t.find(object, key)
	return i >= 0 && t.nodes[i].kind != jsonNull
}

// count returns the number of an array's items or an object's members.
func (t *tree) count(i int) int {
	n, end, step := 0, t.end(i), t.valueOffset(i)
	for child := i + 1; child < end; child = t.end(child + step) {
		n++
	}
	return n
}

// valueOffset is how far a child's value is from the child: after the key in objects.
func (t *tree) valueOffset(i int) int {
	if t.nodes[i].kind == jsonObject {
		return 1
	}
	return 0
}

// path returns the place of a node: "metadata.exports[2].name". The key of a
// member has the same path as its value; the document itself has none.
func (t *tree) path(target int) string {
	var b []byte
	i := 0
	for i < target {
		step, index := t.valueOffset(i), 0
		child := i + 1
		for child < target && child+step < len(t.nodes) && target >= t.end(child+step) {
			child = t.end(child + step)
			index++
		}
		if step == 0 {
			b = append(b, '[')
			b = strconv.AppendInt(b, int64(index), 10)
			b = append(b, ']')
		} else {
			b = appendKey(b, t.text(child))
		}
		if child == target {
			break
		}
		i = child + step
	}
	return shortened(string(b))
}

// shortened cuts the middle out of a path that is too long to read.
func shortened(path string) string {
	const start, end = 240, 60
	if len(path) <= start+end+20 {
		return path
	}
	return path[:start] + "…" + path[len(path)-end:]
}

func appendKey(b []byte, key string) []byte {
	for i := range len(key) {
		if c := key[i]; !isLetter(c) && !isDigit(c) && c != '_' && c != '-' {
			return fmt.Appendf(b, "[%s]", quote(key))
		}
	}
	if key == "" || len(key) > quoteLimit {
		return fmt.Appendf(b, "[%s]", quote(key))
	}
	if len(b) > 0 {
		b = append(b, '.')
	}
	return append(b, key...)
}

// parse reads strict JSON. What makes the text unreadable as JSON ends the
// reading; duplicate keys and bad Unicode are noted and reading goes on. The
// tree is returned in either case, as far as it was read.
func parse(src string, found *findings) (*tree, bool) {
	p := parser{tree: &tree{src: src, nodes: make([]node, 0, min(nodesIn(src), firstNodes))}, found: found}
	p.space()
	ok := p.value(0)
	if ok {
		p.space()
		if p.pos < len(src) {
			found.add(0, p.pos, "there is more after the end of the document", "keep one JSON document per file")
			ok = false
		}
	}
	return p.tree, ok
}

// nodesIn returns how many nodes a JSON text has at most: the document, and one
// after each of these characters.
func nodesIn(src string) int {
	return 1 + strings.Count(src, ",") + strings.Count(src, ":") + strings.Count(src, "{") + strings.Count(src, "[")
}

type parser struct {
	tree  *tree
	pos   int
	found *findings
}

// fail notes why the text is not JSON; it returns false for its callers to pass on.
func (p *parser) fail(what, fix string) bool {
	if p.pos >= len(p.tree.src) {
		p.found.add(0, len(p.tree.src), "the document ends in the middle, it was cut off", "fetch it again")
		return false
	}
	p.found.add(len(p.tree.nodes)-1, p.pos, what, fix)
	return false
}

const fixJSON = "the text is not valid JSON; fetch the document again rather than mending it by hand"

func (p *parser) unexpected(wanted string) bool {
	if p.pos >= len(p.tree.src) {
		return p.fail("", "")
	}
	r, size := utf8.DecodeRuneInString(p.tree.src[p.pos:])
	return p.fail(fmt.Sprintf("found %s instead of %s", quoteRune(r, p.tree.src[p.pos:p.pos+size]), wanted), fixJSON)
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
		return p.fail(fmt.Sprintf("the document holds more than %d values", maxNodes), "no component is that large; fetch the document again")
	}
	switch c := p.peek(); {
	case c == '{' && depth < maxDepth:
		return p.object(depth)
	case c == '[' && depth < maxDepth:
		return p.array(depth)
	case c == '{' || c == '[':
		return p.fail(fmt.Sprintf("objects and arrays are nested more than %d deep", maxDepth), "no component has such types; fetch the document again")
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

func (p *parser) object(depth int) bool {
	i := p.open(jsonObject)
	p.pos++
	p.space()
	if p.peek() == '}' {
		p.pos++
		p.close(i)
		return true
	}
	for {
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
		if !p.value(depth + 1) {
			return false
		}
		p.space()
		switch p.peek() {
		case ',':
			p.pos++
			p.space()
		case '}':
			p.pos++
			p.close(i)
			p.duplicateKeys(i)
			return true
		default:
			return p.unexpected("',' or '}'")
		}
	}
}

func (p *parser) array(depth int) bool {
	i := p.open(jsonArray)
	p.pos++
	p.space()
	if p.peek() == ']' {
		p.pos++
		p.close(i)
		return true
	}
	for {
		if !p.value(depth + 1) {
			return false
		}
		p.space()
		switch p.peek() {
		case ',':
			p.pos++
			p.space()
		case ']':
			p.pos++
			p.close(i)
			return true
		default:
			return p.unexpected("',' or ']'")
		}
	}
}

// duplicateKeys notes keys that an object has twice: readers differ in which one they take.
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
			p.found.add(i, int(t.nodes[i].pos), fmt.Sprintf("the key %s is there twice", quote(t.text(i))), "keep one of them")
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
		return p.fail("a number starts with 0", fixJSON)
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

// str reads a string or a key. Its node is added when all of it was read, so
// what ends the reading inside it is reported at what holds it.
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
	return p.fail(fmt.Sprintf("a string holds the control character %s", strconv.QuoteRuneToASCII(rune(c))), fixJSON)
}

// note adds a problem of the string being read, whose node comes next.
func (p *parser) note(pos int, what, fix string) {
	p.found.add(len(p.tree.nodes), pos, what, fix)
}

// valid notes bytes that are not UTF-8 and returns the text without them.
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
	p.note(at, fmt.Sprintf("%s is half a surrogate pair, not a character", p.tree.src[at:at+6]), "write both halves, or the character itself")
	return utf8.RuneError, true
}

// hex4 reads four hexadecimal digits; on failure the position is at the first other character.
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

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// parseUint reads an integer literal from 0 to 2^64-1; fractions and exponents are none.
func parseUint(literal string) (uint64, bool) {
	n, err := strconv.ParseUint(literal, 10, 64)
	return n, err == nil
}
