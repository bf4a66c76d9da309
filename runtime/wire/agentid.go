package wire

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// The id of an agent
//
// Servers know an agent by a text: the name of its type and the values of its
// constructor, without any names of fields or cases, `Account("alice",v1)`. So does a
// client that asks for an agent: it has to write the text as the server does, and does
// so from the JSON that it sends.

// AgentIDFormat writes the ids of the agents of one type. It is immutable.
type AgentIDFormat struct {
	typeName   string
	multimodal bool
	elements   []ElementType
	types      []*jsonType // of the elements that are values of a type
}

// NewAgentIDFormat prepares for agents of a type with the given name, whose
// constructor takes the elements. types has the type of each element as JSON, "" for
// unstructured ones. A multimodal constructor takes parts of these kinds.
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

// Format returns the id of the agent with the given parameters, as JSON, in order. The
// error says which parameter has no form in an id, and why.
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

// AgentIDError says that a parameter of a constructor cannot be part of an agent's id.
type AgentIDError struct {
	Parameter int    // counted from 0
	Path      string // within the parameter, "" for the parameter itself
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
	refused string // why a value cannot be written
	at      int    // where it is
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

// label writes a language or a MIME type, which stands in brackets without escapes.
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

// appendIDRune escapes a character as servers do.
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
	if unicode.IsControl(r) { // all of them are below U+00A0
		return fmt.Appendf(b, `\u%04x`, r)
	}
	return append(b, string(r)...)
}

func (w *idWriter) value(t *jsonType) {
	if integer, ok := waveIntegers[t.kind]; ok {
		w.b = w.d.appendInteger(w.b, integer.limit, integer.signed)
		return
	}
	switch t.kind {
	case "Bool":
		var v bool
		w.d.At = DecodeBool(w.d, w.d.At, &v)
		w.b = strconv.AppendBool(w.b, v)
	case "F32", "F64":
		w.float(t.kind)
	case "Chr":
		var r rune
		w.d.At = DecodeChar(w.d, w.d.At, &r)
		w.b = append(appendIDRune(append(w.b, `c"`...), r), '"')
	case "Str":
		var s string
		w.d.At = DecodeString(w.d, w.d.At, &s)
		w.quoted("", s)
	default:
		w.compound(t)
	}
}

// float writes a number in full, and refuses one that servers read as another one.
func (w *idWriter) float(kind string) {
	start, f, size := w.d.floatOf(kind)
	if w.d.reason != 0 {
		return
	}
	if read := servedNumber(w.d.text[start:w.d.At]); size == 64 && read != f || size == 32 && float32(read) != float32(f) {
		w.refuse(start, "servers would read another number, and so reach another agent")
	}
	if f == 0 {
		w.b = append(w.b, "0.0"...) // without a sign
		return
	}
	from := len(w.b)
	w.b = strconv.AppendFloat(w.b, f, 'f', -1, size)
	if !strings.Contains(string(w.b[from:]), ".") {
		w.b = append(w.b, ".0"...)
	}
}

// servedNumber returns what servers read for a JSON number that an encoder wrote, NaN for
// one with more digits than encoders write.
func servedNumber(text string) float64 {
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	mantissa, exponent, scientific := strings.Cut(text, "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, err := strconv.ParseUint(whole+fraction, 10, 64)
	exp := -len(fraction)
	if err == nil && scientific {
		var shift int
		shift, err = strconv.Atoi(exponent)
		exp += shift
	}
	if err != nil {
		return math.NaN()
	}
	f := served(digits, exp)
	if negative {
		return -f
	}
	return f
}

func (w *idWriter) compound(t *jsonType) {
	switch t.kind {
	case "Enum":
		number, end := DecodeEnum(w.d, w.d.At, NewNames(t.names...))
		w.d.At = end
		w.index(int(number) - 1)
	case "Flags":
		w.flags(t)
	case "Record":
		w.record(t)
	case "Variant":
		w.variant(t)
	case "Tuple":
		w.tuple(t)
	case "List":
		w.list(t)
	case "Option":
		if w.d.isNull() {
			w.b = append(w.b, 'n')
		} else {
			w.within("s", t.types[0])
		}
	case "Result":
		w.result(t)
	default:
		w.d.Fail(ReasonWrongKind, "the type "+t.describe()+" has no values here")
	}
}

// index writes the number of a case.
func (w *idWriter) index(i int) { w.b = strconv.AppendInt(append(w.b, 'v'), int64(i), 10) }

// within writes a value in parentheses.
func (w *idWriter) within(before string, t *jsonType) {
	w.b = append(append(w.b, before...), '(')
	w.value(t)
	w.b = append(w.b, ')')
}

func (w *idWriter) flags(t *jsonType) {
	set := make([]uint64, len(t.names)/64+1)
	w.d.At = DecodeWideFlags(w.d, w.d.At, NewNames(t.names...), set)
	w.b = append(w.b, "f("...)
	comma := false
	for i := range t.names {
		if set[i/64]>>(i%64)&1 == 0 {
			continue
		}
		if comma {
			w.b = append(w.b, ',')
		}
		comma = true
		w.b = strconv.AppendInt(w.b, int64(i), 10)
	}
	w.b = append(w.b, ')')
}

// record writes the fields in declared order, which is that of the JSON, too.
func (w *idWriter) record(t *jsonType) {
	w.b = append(w.b, '(')
	i := 0
	w.d.members(func(key string) {
		switch {
		case i >= len(t.names) || key != t.names[i]:
			w.d.Fail(ReasonMissingField, "the fields are not in declared order")
			return
		case i > 0:
			w.b = append(w.b, ',')
		}
		w.value(t.types[i])
		i++
	})
	if w.d.reason == 0 && i < len(t.names) {
		w.d.failMissing(t.names[i])
	}
	w.b = append(w.b, ')')
}

func (w *idWriter) variant(t *jsonType) {
	i, end := w.d.BeginCase(w.d.At, NewNames(t.names...))
	w.d.At = end
	if i < 0 {
		return
	}
	w.index(i)
	if t.types[i] == nil {
		w.d.At = w.d.Null(w.d.At)
	} else {
		w.within("", t.types[i])
	}
	w.d.At = w.d.EndCase(w.d.At)
}

func (w *idWriter) tuple(t *jsonType) {
	w.d.At = w.d.BeginTuple(w.d.At, len(t.types))
	w.b = append(w.b, '(')
	for i, item := range t.types {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.d.At = w.d.TupleItem(w.d.At)
		w.value(item)
	}
	w.b = append(w.b, ')')
	w.d.At = w.d.EndTuple(w.d.At)
}

func (w *idWriter) list(t *jsonType) {
	if w.d.peek() != '[' {
		w.d.unexpected("an array")
		return
	}
	w.b = append(w.b, '[')
	comma := false
	w.d.items(func() {
		if comma {
			w.b = append(w.b, ',')
		}
		comma = true
		w.value(t.types[0])
	})
	w.b = append(w.b, ']')
}

func (w *idWriter) result(t *jsonType) {
	name, payload := "err", t.types[1]
	ok, end := w.d.BeginResult(w.d.At)
	w.d.At = end
	if ok {
		name, payload = "ok", t.types[0]
	}
	if payload == nil {
		w.b = append(w.b, name...)
		w.d.At = w.d.Null(w.d.At)
	} else {
		w.within(name, payload)
	}
	w.d.At = w.d.EndResult(w.d.At)
}
