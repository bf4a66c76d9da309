package wire

import (
	"slices"
	"strings"
)

// Text is unstructured text, or a reference to it.
type Text struct {
	Data     string // the text, unless it is remote
	Language string // code of the text's language, "" for none

	Remote bool   // the text is at URL, and its language is not known
	URL    string // where a remote text is
}

// Binary is unstructured binary data, or a reference to it.
type Binary struct {
	Data []byte // the bytes, unless they are remote
	Type string // MIME type of the bytes, as in "image/png"

	Remote bool   // the bytes are at URL, and their type is not known
	URL    string // where remote bytes are
}

const (
	urlOpen    = `{"type":"Url","value":`
	inlineOpen = `{"type":"Inline","data":`
)

// AppendText writes the value of an element of type [UnstructuredText]: an object
// of type Inline or Url.
func AppendText(b []byte, e *Encoder, v *Text) []byte {
	if v.Remote {
		return appendURL(b, e, &v.URL)
	}
	b = append(b, inlineOpen...)
	b = AppendString(b, e, &v.Data)
	if v.Language == "" {
		return append(b, `,"textType":null}`...)
	}
	b = append(b, `,"textType":{"languageCode":`...)
	b = AppendString(b, e, &v.Language)
	return append(b, `}}`...)
}

// AppendBinary writes the value of an element of type [UnstructuredBinary]: an object of
// type Inline, with the bytes as numbers, or Url. It reports inline data without a MIME
// type.
func AppendBinary(b []byte, e *Encoder, v *Binary) []byte {
	if v.Remote {
		return appendURL(b, e, &v.URL)
	}
	if v.Type == "" {
		e.Fail(b, ReasonMediaType, "inline data needs a MIME type")
	}
	b = append(b, inlineOpen...)
	b = AppendBytes(b, e, &v.Data)
	b = append(b, `,"binaryType":{"mimeType":`...)
	b = AppendString(b, e, &v.Type)
	return append(b, `}}`...)
}

// AppendTextIn is AppendText for an agent that takes only some languages. It reports an
// inline text in another one. Servers do not check it, and an agent is lost that cannot
// take the text.
func AppendTextIn(b []byte, e *Encoder, v *Text, languages ...string) []byte {
	if !v.Remote && !slices.Contains(languages, v.Language) {
		e.Fail(b, ReasonLanguage, expectedOf(languages, v.Language))
	}
	return AppendText(b, e, v)
}

// AppendBinaryOf is AppendBinary for an agent that takes only some MIME types. It reports
// inline data of another type.
func AppendBinaryOf(b []byte, e *Encoder, v *Binary, types ...string) []byte {
	if !v.Remote && !slices.Contains(types, v.Type) {
		e.Fail(b, ReasonMediaType, expectedOf(types, v.Type))
	}
	return AppendBinary(b, e, v)
}

func expectedOf(names []string, found string) string {
	if found == "" {
		found = "none"
	}
	return "expected " + strings.Join(names, " or ") + ", found " + shorten(found, 40)
}

func appendURL(b []byte, e *Encoder, url *string) []byte {
	b = append(b, urlOpen...)
	b = AppendString(b, e, url)
	return append(b, '}')
}

// The members of unstructured values. The type decides which of them must exist, and
// servers write it last.
var (
	textShape   = NewShape("type", "value?", "data?", "textType?")
	binaryShape = NewShape("type", "value?", "data?", "binaryType?")

	languageShape = NewShape("languageCode")
	mimeShape     = NewShape("mimeType")

	placeNames = NewNames("Inline", "Url")
)

const inlinePlace = 1 // the number of "Inline" among placeNames

// DecodeText reads the value of an element of type [UnstructuredText].
func DecodeText(d *Decoder, at int, v *Text) (end int) {
	var u unstructured[string]
	u.decode(d, at, textShape, DecodeString, decodeLanguage)
	if u.place == inlinePlace {
		*v = Text{Data: u.data.required(d, "data"), Language: u.label.value}
	} else {
		*v = Text{URL: u.url.required(d, "value"), Remote: true}
	}
	return d.At
}

// DecodeBinary reads the value of an element of type [UnstructuredBinary].
func DecodeBinary(d *Decoder, at int, v *Binary) (end int) {
	var u unstructured[[]byte]
	u.decode(d, at, binaryShape, DecodeBytes, decodeMIME)
	if u.place == inlinePlace {
		*v = Binary{Data: u.data.required(d, "data"), Type: u.label.required(d, "binaryType")}
	} else {
		*v = Binary{URL: u.url.required(d, "value"), Remote: true}
	}
	return d.At
}

// unstructured is the object of an unstructured value, whose inline data is a T.
type unstructured[T any] struct {
	place uint64 // as DecodeEnum returns it for placeNames
	url   member[string]
	data  member[T]
	label member[string] // the language or the MIME type
}

// decode reads the object. The fields of shape are in the order of the cases below.
func (u *unstructured[T]) decode(d *Decoder, at int, shape *Shape, data DecodeFunc[T], label DecodeFunc[string]) {
	i, at, next := shape.Next(d, at, 0)
	for i >= 0 {
		switch i {
		case 0:
			u.place, at = DecodeEnum(d, at, placeNames)
		case 1:
			at = u.url.decode(d, at, DecodeString)
		case 2:
			at = u.data.decode(d, at, data)
		case 3:
			at = u.label.decode(d, at, label)
		}
		i, at, next = shape.Next(d, at, next)
	}
	d.At = at
}

func decodeLanguage(d *Decoder, at int, v *string) (end int) {
	return decodeOnly(d, at, v, languageShape)
}

func decodeMIME(d *Decoder, at int, v *string) (end int) { return decodeOnly(d, at, v, mimeShape) }

// decodeOnly reads a record of one string.
func decodeOnly(d *Decoder, at int, v *string, s *Shape) (end int) {
	i, at, next := s.Next(d, at, 0)
	for i >= 0 {
		at = DecodeString(d, at, v)
		i, at, next = s.Next(d, at, next)
	}
	return at
}

// member is the value of a member that may be absent or null.
type member[T any] struct {
	value T
	found bool
}

func (m *member[T]) decode(d *Decoder, at int, f DecodeFunc[T]) (end int) {
	null, at := d.IsNull(at)
	if m.found = !null; m.found {
		at = f(d, at, &m.value)
	}
	return at
}

// required returns the value of a member that must exist, and reports a missing one. The
// object has just been read.
func (m *member[T]) required(d *Decoder, name string) T {
	if !m.found {
		d.failMissing(name)
	}
	return m.value
}
