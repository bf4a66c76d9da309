package golemtest

import (
	"fmt"
	"strconv"

	"github.com/golem-gen/golem-gen/metadata"
)

// bodyReader reads parts of a request and keeps the first fault, in the words of the
// servers' parser.
type bodyReader struct{ fault string }

// expected records that a type of the server's API does not accept n.
func (r *bodyReader) expected(typ string, n *node) {
	r.fail("Expected input type %q, found %s.", typ, n)
}

func (r *bodyReader) fail(format string, args ...any) {
	if r.fault == "" {
		r.fault = fmt.Sprintf(format, args...)
	}
}

// within adds the names of the types that contain the fault.
func (r *bodyReader) within(types ...string) {
	if r.fault == "" {
		return
	}
	for _, t := range types {
		r.fault += fmt.Sprintf(" (occurred while parsing %q)", t)
	}
}

// member returns a member of an object, or null if the object lacks it.
func (n *node) member(key string) *node {
	if m := n.get(key); m != nil {
		return m
	}
	return &node{}
}

// read calls f unless there is a fault already. It adds the types to a fault that f finds.
func (r *bodyReader) read(f func(), types ...string) {
	if r.fault == "" {
		f()
		r.within(types...)
	}
}

func (r *bodyReader) string(n *node) string {
	if n.kind != jsonString {
		r.expected("string", n)
	}
	return n.text
}

// data reads a data value.
func (r *bodyReader) data(n *node) (d untypedData) {
	switch n.member("type").text {
	case "Tuple":
		r.read(func() {
			for _, item := range r.list(n.member("elements"), "UntypedJsonElementValue") {
				d.elements = append(d.elements, r.element(&item, "list_UntypedJsonElementValue"))
			}
		}, "UntypedJsonElementValues", "UntypedJsonDataValue")
	case "Multimodal":
		d.multimodal = true
		r.read(func() {
			for _, item := range r.list(n.member("elements"), "UntypedJsonNamedElementValue") {
				r.read(func() { r.string(item.member("name")) }, "UntypedJsonNamedElementValue", "list_UntypedJsonNamedElementValue")
				d.elements = append(d.elements, r.element(item.member("value"), "UntypedJsonNamedElementValue", "list_UntypedJsonNamedElementValue"))
			}
		}, "UntypedJsonNamedElementValues", "UntypedJsonDataValue")
	default:
		r.expected("UntypedJsonDataValue", n)
	}
	return d
}

func (r *bodyReader) list(n *node, item string) []node {
	if n.kind != jsonArray {
		r.expected("list_"+item, n)
	}
	return n.items
}

func (r *bodyReader) element(n *node, around ...string) (e untypedElement) {
	r.read(func() {
		switch n.member("type").text {
		case "ComponentModel":
			e.raw = *n.member("value")
		case "UnstructuredText":
			e.kind = metadata.UnstructuredText
			r.read(func() { e.media = r.text(n.member("value")) }, "TextReferenceValue", "UntypedJsonElementValue")
		case "UnstructuredBinary":
			e.kind = metadata.UnstructuredBinary
			r.read(func() { e.media = r.binary(n.member("value")) }, "BinaryReferenceValue", "UntypedJsonElementValue")
		default:
			r.expected("UntypedJsonElementValue", n)
		}
	}, around...)
	return e
}

// remote reads a reference to a URL.
func (r *bodyReader) remote(n *node, typ string) (m media) {
	m.remote = true
	r.read(func() { m.text = r.string(n.member("value")) }, "Url", typ)
	return m
}

func (r *bodyReader) text(n *node) (m media) {
	switch n.member("type").text {
	case "Url":
		return r.remote(n, "TextReference")
	case "Inline":
		r.read(func() {
			m.text = r.string(n.member("data"))
			if language := n.member("textType"); language.kind != jsonNull {
				m.tagged = true
				r.read(func() { m.tag = r.tag(language, "TextType", "languageCode") })
			}
		}, "TextSource", "TextReference")
	default:
		r.expected("TextReference", n)
	}
	return m
}

func (r *bodyReader) binary(n *node) (m media) {
	switch n.member("type").text {
	case "Url":
		return r.remote(n, "BinaryReference")
	case "Inline":
		m.tagged = true
		r.read(func() {
			r.read(func() { m.bytes = r.bytes(n.member("data")) })
			r.read(func() { m.tag = r.tag(n.member("binaryType"), "BinaryType", "mimeType") })
		}, "BinarySource", "BinaryReference")
	default:
		r.expected("BinaryReference", n)
	}
	return m
}

func (r *bodyReader) tag(n *node, typ, key string) (tag string) {
	if n.kind != jsonObject {
		r.expected(typ, n)
		return ""
	}
	r.read(func() { tag = r.string(n.member(key)) }, typ)
	return tag
}

func (r *bodyReader) bytes(n *node) []byte {
	if n.kind != jsonArray {
		r.expected("list_integer(uint8)", n)
		return nil
	}
	list := make([]byte, len(n.items))
	for i := range n.items {
		r.read(func() { list[i] = byte(r.integer(&n.items[i], "integer(uint8)", 0, 255)) }, "list_integer(uint8)")
	}
	return list
}

// integer reads an integer within a range.
func (r *bodyReader) integer(n *node, typ string, low, high int64) int64 {
	if n.kind != jsonNumber {
		r.expected(typ, n)
		return 0
	}
	i, err := strconv.ParseInt(n.number.String(), 10, 64)
	if err != nil || i < low || i > high {
		r.fail("failed to parse %q: invalid integer", typ)
	}
	return i
}
