package golemtest

import (
	"bytes"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// element is the value of an element of a schema, without the names of its type, as servers
// pass it to an agent.
type element struct {
	kind        metadata.ElementKind
	value       value // ComponentModel
	media       media // UnstructuredText, UnstructuredBinary
	alternative int   // multimodal: index of the element in the schema
}

// media is unstructured text or binary data.
type media struct {
	remote bool
	text   string // the text, or the URL of a remote one
	bytes  []byte
	tag    string // language code or MIME type
	tagged bool   // whether there is a tag; binary data always has one
}

// untypedData is a data value of a request before its types are known.
type untypedData struct {
	multimodal bool
	elements   []untypedElement
}

type untypedElement struct {
	kind  metadata.ElementKind
	raw   node // ComponentModel
	media media
}

// typed reads the elements of a data value by a schema, or returns what is wrong with it.
// As servers do, it reads the parts of a multimodal value by position: it ignores their
// names, and drops parts beyond the schema (media.jsonl).
func (d *untypedData) typed(s *metadata.DataSchema, exact bool) ([]element, string) {
	if d.multimodal != (s.Kind == metadata.SchemaMultimodal) {
		return nil, "Data value does not match schema"
	}
	if !d.multimodal && len(d.elements) != len(s.Elements) {
		return nil, "Tuple length mismatch"
	}
	list := make([]element, min(len(d.elements), len(s.Elements)))
	for i := range list {
		var fault string
		if list[i], fault = d.elements[i].typed(&s.Elements[i], exact); fault != "" {
			return nil, fault
		}
		list[i].alternative = i
	}
	return list, ""
}

func (u *untypedElement) typed(e *metadata.Element, exact bool) (element, string) {
	if u.kind != e.Kind {
		return element{}, "Element value does not match schema"
	}
	out := element{kind: u.kind, media: u.media}
	if u.kind == metadata.ComponentModel {
		r := reader{exact: exact, fresh: true}
		out.value = r.read(&u.raw, e.Type)
		if faults := append(r.faults, r.late...); len(faults) > 0 {
			return out, "Failed to parse JSON as ComponentModel value: " + strings.Join(faults, ", ")
		}
	}
	return out, ""
}

// appendData appends a data value by its schema, as in answers of servers.
func appendData(b []byte, list []element, s *metadata.DataSchema) []byte {
	b = append(b, `{"elements":`...)
	if s.Kind == metadata.SchemaMultimodal {
		return append(appendParts(b, list, s), `,"type":"Multimodal"}`...)
	}
	b = append(b, '[')
	for i := range list {
		b = appendElement(appendSeparator(b, i), &list[i], &s.Elements[i])
	}
	return append(b, `],"type":"Tuple"}`...)
}

// appendParts appends the array of the parts of a multimodal value.
func appendParts(b []byte, list []element, s *metadata.DataSchema) []byte {
	b = append(b, '[')
	for i := range list {
		e := &s.Elements[list[i].alternative]
		b = appendJSONString(append(appendSeparator(b, i), `{"name":`...), e.Name)
		b = append(appendElement(append(b, `,"value":`...), &list[i], e), '}')
	}
	return append(b, ']')
}

func appendSeparator(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

// appendElement appends {"type":…,"value":…}.
func appendElement(b []byte, v *element, e *metadata.Element) []byte {
	b = append(append(append(b, `{"type":"`...), v.kind.String()...), `","value":`...)
	return append(appendElementValue(b, v, e), '}')
}

// appendElementValue appends the value of an element: a value of its type, or an object of
// type Inline or Url.
func appendElementValue(b []byte, v *element, e *metadata.Element) []byte {
	if v.kind == metadata.ComponentModel {
		return appendValue(b, &v.value, e.Type)
	}
	m := &v.media
	switch {
	case m.remote:
		return append(appendJSONString(append(b, `{"type":"Url","value":`...), m.text), '}')
	case v.kind == metadata.UnstructuredBinary:
		b = appendJSONString(append(b, `{"binaryType":{"mimeType":`...), m.tag)
		b = append(b, `},"data":[`...)
		for i, c := range m.bytes {
			b = number{bits: uint64(c)}.append(appendSeparator(b, i))
		}
		return append(b, `],"type":"Inline"}`...)
	}
	b = append(appendJSONString(append(b, `{"data":`...), m.text), `,"textType":`...)
	if !m.tagged {
		return append(b, `null,"type":"Inline"}`...)
	}
	return append(appendJSONString(append(b, `{"languageCode":`...), m.tag), `},"type":"Inline"}`...)
}

// fitsSchema reports whether the elements have the shape of a schema. A result may lack it
// if its key was first used for a call of another method.
func fitsSchema(list []element, s *metadata.DataSchema) bool {
	if s.Kind != metadata.SchemaMultimodal && len(list) != len(s.Elements) {
		return false
	}
	for i := range list {
		v, at := &list[i], i
		if s.Kind == metadata.SchemaMultimodal {
			at = v.alternative
		}
		if at >= len(s.Elements) || v.kind != s.Elements[at].Kind || v.kind == metadata.ComponentModel && !fits(&v.value, s.Elements[at].Type) {
			return false
		}
	}
	return true
}

// parametersOf returns the elements as the parameters of an [Invocation].
func parametersOf(list []element, s *metadata.DataSchema) (parameters [][]byte) {
	if s.Kind == metadata.SchemaMultimodal {
		return [][]byte{appendParts(nil, list, s)}
	}
	for i := range list {
		parameters = append(parameters, bytes.Clone(appendElementValue(nil, &list[i], &s.Elements[i])))
	}
	return parameters
}
