package wire

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"unicode"
)

// The id of an agent
//
// Servers identify an agent by a text: the name of its type and the parameters of its
// constructor, without names of fields or cases, such as `Account("alice",v1)`. A client
// that asks about an agent has to write the same text. It makes the text from the JSON that
// it sends.

// AgentIDFormat writes the ids of the agents of one type. It is immutable.
type AgentIDFormat struct {
	typeName   string
	multimodal bool
	elements   []ElementType
	types      []*jsonType // nil for unstructured elements
}

// NewAgentIDFormat returns the format for the agent type typeName, whose constructor takes
// the elements. If multimodal is true, it takes parts of these kinds instead. types has the
// type of each element as JSON, "" for unstructured ones. The error says which type cannot
// be read.
func NewAgentIDFormat(typeName string, multimodal bool, elements []ElementType, types []string) (*AgentIDFormat, error) {
	f := &AgentIDFormat{typeName: typeName, multimodal: multimodal, elements: elements, types: make([]*jsonType, len(types))}
	for i, text := range types {
		if elements[i] != ComponentModel {
			continue
		}
		t, err := parseType(text)
		if err != nil {
			return nil, fmt.Errorf("the type of parameter %d cannot be read: %w", i+1, err)
		}
		f.types[i] = t
	}
	return f, nil
}

// Format returns the id of the agent whose constructor has the given parameters, as JSON
// and in order. If a parameter cannot be part of an id, the error is an [*AgentIDError].
func (f *AgentIDFormat) Format(parameters [][]byte) (string, error) {
	w := idWriter{b: append([]byte(f.typeName), '(')}
	for i, value := range parameters {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		d := NewDecoder(string(value))
		w.d = &d
		if f.multimodal {
			w.b = append(strconv.AppendInt(w.b, int64(i), 10), '(')
		}
		w.element(f.elements[i], f.types[i])
		if f.multimodal {
			w.b = append(w.b, ')')
		}
		d.End()
		if err := d.Err(); err != nil {
			return "", &AgentIDError{Parameter: i, Path: err.Path, Reason: err.Reason.String() + ": " + err.Detail}
		}
		if w.refused != "" {
			return "", &AgentIDError{Parameter: i, Path: pathOf(string(value[:w.at])), Reason: w.refused}
		}
	}
	return string(append(w.b, ')')), nil
}

// AgentIDError says why a parameter of a constructor cannot be part of an agent's id.
type AgentIDError struct {
	Parameter int    // counted from 0
	Path      string // within the parameter, "" for all of it
	Reason    string // in words
}

func (e *AgentIDError) Error() string {
	text := "parameter " + strconv.Itoa(e.Parameter+1) + " of the constructor"
	if e.Path != "" {
		text += " (at " + e.Path + ")"
	}
	return text + " cannot be part of an agent's id: " + e.Reason
}

// idWriter writes the value that d reads.
type idWriter struct {
	b       []byte
	d       *Decoder
	refused string // why a value cannot be part of an id, "" if it can
	at      int    // offset of that value
}

func (w *idWriter) refuse(at int, reason string) {
	if w.refused == "" {
		w.refused, w.at = reason, at
	}
}

func (w *idWriter) element(kind ElementType, t *jsonType) {
	switch kind {
	case UnstructuredText:
		w.text()
	case UnstructuredBinary:
		w.binary()
	default:
		w.value(t)
	}
}

func (w *idWriter) text() {
	var v Text
	w.d.At = DecodeText(w.d, w.d.At, &v)
	switch {
	case v.Remote:
		w.quoted("@tu", v.URL)
	case v.Language == "":
		w.quoted("@t", v.Data)
	default:
		w.label("@t", v.Language)
		w.quoted("", v.Data)
	}
}

func (w *idWriter) binary() {
	var v Binary
	w.d.At = DecodeBinary(w.d, w.d.At, &v)
	if v.Remote {
		w.quoted("@bu", v.URL)
		return
	}
	w.label("@b", v.Type)
	w.quoted("", base64.StdEncoding.EncodeToString(v.Data))
}

// label writes a language or a MIME type in brackets. Servers know no escapes there.
func (w *idWriter) label(before, label string) {
	for _, r := range label {
		if r <= ' ' || r == '[' || r == ']' || r == '"' || r == '\\' || r > unicode.MaxASCII {
			w.refuse(0, "the language or media type has the character "+strconv.QuoteRune(r))
		}
	}
	w.b = append(append(append(append(w.b, before...), '['), label...), ']')
}

func (w *idWriter) quoted(before, s string) {
	w.b = append(append(w.b, before...), '"')
	for _, r := range s {
		w.b = appendIDRune(w.b, r)
	}
	w.b = append(w.b, '"')
}

// appendIDRune appends a character, with the escapes that servers use.
func appendIDRune(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	}
	if unicode.IsControl(r) { // always below U+00A0
		return fmt.Appendf(b, `\u%04x`, r)
	}
	return append(b, string(r)...)
}
