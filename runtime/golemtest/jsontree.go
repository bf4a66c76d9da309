package golemtest

import (
	"slices"
	"strconv"
)

// jsonKind is the kind of a JSON value.
type jsonKind uint8

const (
	jsonNull jsonKind = iota
	jsonBool
	jsonNumber
	jsonString
	jsonArray
	jsonObject
)

// node is a JSON value as servers keep it: the last of duplicate keys counts, and keys are
// in alphabetical order.
type node struct {
	kind    jsonKind
	truth   bool
	number  number
	text    string
	items   []node
	members []member
}

type member struct {
	key   string
	value node
}

// get returns the value of a key, nil if n is not an object or lacks the key.
func (n *node) get(key string) *node {
	for i := range n.members {
		if n.members[i].key == key {
			return &n.members[i].value
		}
	}
	return nil
}

// append appends the value as servers print it, without spaces and with keys in order.
func (n *node) append(b []byte) []byte {
	switch n.kind {
	case jsonBool:
		return strconv.AppendBool(b, n.truth)
	case jsonNumber:
		return n.number.append(b)
	case jsonString:
		return appendJSONString(b, n.text)
	case jsonArray:
		b = append(b, '[')
		for i := range n.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = n.items[i].append(b)
		}
		return append(b, ']')
	case jsonObject:
		b = append(b, '{')
		for i := range n.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendJSONString(b, n.members[i].key), ':')
			b = n.members[i].value.append(b)
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

// hasFloat reports whether n contains a float.
func (n *node) hasFloat() bool {
	return n.kind == jsonNumber && n.number.kind == floating ||
		slices.ContainsFunc(n.items, func(item node) bool { return item.hasFloat() }) ||
		slices.ContainsFunc(n.members, func(m member) bool { return m.value.hasFloat() })
}

func (n *node) String() string { return string(n.append(nil)) }
