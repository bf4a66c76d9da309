package metadata

import (
	"fmt"
	"strconv"
)

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

// tree is a JSON text as a flat list of nodes in document order. The items of an array
// follow its node. The node of an object is followed by key, value, key, value, …. In this
// form a node takes 16 bytes without a pointer, and its place and its path are known.
type tree struct {
	src       string
	nodes     []node
	unescaped map[int]string // values of strings with escapes or invalid UTF-8
}

type node struct {
	pos  int32 // byte offset in src
	size int32 // size of a string between its quotes, or of a number, in bytes; -1: see unescaped
	end  int32 // index of the node after this one and its content; 0 while open
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

// find returns the value of an object's key, or -1. Of duplicate keys, it takes the first.
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

// has reports whether an object has the key with a value other than null.
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

// valueOffset returns the distance from a child to its value. In objects, the value follows
// the key.
func (t *tree) valueOffset(i int) int {
	if t.nodes[i].kind == jsonObject {
		return 1
	}
	return 0
}

// path returns the place of a node: "metadata.exports[2].name". The key of a member has the
// same path as its value. The path of the document itself is empty.
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

// parseUint parses an integer literal from 0 to 2^64-1, without fraction and exponent.
func parseUint(literal string) (uint64, bool) {
	n, err := strconv.ParseUint(literal, 10, 64)
	return n, err == nil
}
