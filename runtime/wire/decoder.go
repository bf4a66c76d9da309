package wire

import "strings"

// maxDepth is how deep arrays and objects may be nested, as in the servers' parser.
const maxDepth = 127

// Decoder reads values from a JSON text and keeps the first failure. A Decoder must not be
// copied after its first use.
type Decoder struct {
	// Binding is the call that the text answers, for decoders of handles. This package does
	// not use it.
	Binding any

	// Copy gives each string and each list memory of its own. Without it, strings share
	// memory with the text, and lists within lists share memory, so that one of them keeps
	// all of it alive.
	Copy bool

	// At is the offset of the next value, for functions that take no offset. After a
	// failure it is the end of the text.
	At int

	text  string
	depth int
	base  int // offset of the value that paths are relative to
	cut   int // number of bytes of the answer before text

	closing string // text after the value in an answer of the usual form

	// Offsets after an element or a part whose members come in an unusual order, else 0.
	elementEnd, partEnd int

	reason  DecodeReason
	detail  string
	failed  int
	missing string // name of a missing field, for the path

	// While an absent field is read as none, text is "null", and these are the real text
	// and offset.
	absent     bool
	absentText string
	absentPos  int

	chosen chooser // which member counts, for ReasonSeveralCases
	ahead  bool    // whether to look for several members before a case is read

	unescaped    strings.Builder // strings that had escapes
	escapedFrom  int             // offset in the text of the first one
	escapedBytes int             // length of those in earlier memory

	unordered []unorderedFields // open records whose fields come in any order, the innermost last

	lists int       // number of open lists
	slabs []slabber // memory for the items of nested lists, one per type
}

// NewDecoder returns a decoder that reads text from its start.
func NewDecoder(text string) Decoder {
	return Decoder{text: text}
}

// Reset makes d read text from its start. It keeps Binding and Copy, and nothing that was
// decoded before.
//
// It checks fields that are seldom used before it clears them: to clear all of d takes as
// long as reading a small record.
func (d *Decoder) Reset(text string) {
	if d.reason != 0 || d.absent {
		*d = Decoder{Binding: d.Binding, Copy: d.Copy, slabs: d.slabs}
	}
	if d.unescaped.Cap() > 0 {
		d.unescaped, d.escapedFrom, d.escapedBytes = strings.Builder{}, 0, 0
	}
	d.unordered = d.unordered[:0]
	if len(d.slabs) > keptSlabs {
		d.slabs = nil
	}
	for _, s := range d.slabs {
		s.reset()
	}
	d.text, d.At, d.depth, d.base, d.cut = text, 0, 0, 0, 0
	d.lists, d.closing, d.ahead = 0, "", false
	d.elementEnd, d.partEnd = 0, 0
}

// Fail reports that the value at the current offset cannot be used. detail may be empty.
// Only the first failure is kept; afterwards d is at the end of the text.
func (d *Decoder) Fail(reason DecodeReason, detail string) {
	d.failAt(d.At, reason, detail)
}

func (d *Decoder) failAt(offset int, reason DecodeReason, detail string) {
	if d.reason != 0 {
		return
	}
	if d.absent {
		d.endNull()
		offset = d.At
	}
	d.reason, d.detail, d.failed = reason, detail, min(offset, len(d.text))
	d.At = len(d.text)
}

// pretendNull makes d read null for an absent field.
func (d *Decoder) pretendNull() {
	d.absentText, d.absentPos = d.text, d.At
	d.text, d.At, d.absent = "null", 0, true
}

// endNull ends pretendNull.
func (d *Decoder) endNull() {
	d.text, d.At, d.absent = d.absentText, d.absentPos, false
	d.absentText, d.absentPos = "", 0
}

// Failed reports whether there was a failure.
func (d *Decoder) Failed() bool { return d.reason != 0 }

// Err returns the first failure, or nil.
func (d *Decoder) Err() *DecodeError {
	if d.reason == 0 {
		return nil
	}
	path := pathOf(d.text[min(d.base, d.failed):d.failed])
	if d.missing != "" {
		path = join(path, d.missing)
	}
	return &DecodeError{
		Path: path, Reason: d.reason, Detail: d.detail,
		Offset: d.cut + d.failed, Near: shorten(d.text[d.failed:], 60),
	}
}

// End reports anything but white space before the end of the text.
func (d *Decoder) End() {
	d.space()
	if d.At < len(d.text) && d.reason == 0 {
		d.Fail(ReasonTrailing, "")
	}
}

// space skips white space.
func (d *Decoder) space() {
	for d.At < len(d.text) {
		switch d.text[d.At] {
		case ' ', '\t', '\n', '\r':
			d.At++
		default:
			return
		}
	}
}

// peek skips white space and returns the next byte, 0 at the end of the text.
func (d *Decoder) peek() byte {
	if d.At < len(d.text) && d.text[d.At] > ' ' {
		return d.text[d.At]
	}
	d.space()
	if d.At < len(d.text) {
		return d.text[d.At]
	}
	return 0
}

// next skips white space and c, and reports whether c was there.
func (d *Decoder) next(c byte) bool {
	if d.peek() != c {
		return false
	}
	d.At++
	return true
}

// literal skips text if it is next, and reports whether it did.
func (d *Decoder) literal(text string) bool {
	if strings.HasPrefix(d.text[d.At:], text) {
		d.At += len(text)
		return true
	}
	return false
}

// unexpected reports that another kind of value was expected, or that there is no value.
func (d *Decoder) unexpected(expected string) {
	switch c := d.peek(); {
	case d.At >= len(d.text):
		d.Fail(ReasonEnd, "expected "+expected)
	case c == '"' || c == '{' || c == '[' || c == '-' || c >= '0' && c <= '9' || c == 't' || c == 'f' || c == 'n':
		d.Fail(ReasonWrongKind, "expected "+expected)
	default:
		d.Fail(ReasonSyntax, "expected "+expected)
	}
}

// enter notes that an array or an object begins. It returns false if that is too deep.
func (d *Decoder) enter() bool {
	d.depth++
	if d.depth > maxDepth {
		d.Fail(ReasonTooDeep, "")
		return false
	}
	return true
}

// isNull skips a null if one is next, and reports whether it did.
func (d *Decoder) isNull() bool {
	return d.peek() == 'n' && d.literal("null")
}

// IsNull reports whether null is at an offset. end is the offset after null, or that of the
// other value.
func (d *Decoder) IsNull(at int) (null bool, end int) {
	d.At = at
	return d.isNull(), d.At
}

// HasValue reports whether a value other than null starts at an offset. It may be wrong if
// it returns false, so IsNull decides then. It is faster than IsNull.
func (d *Decoder) HasValue(at int) bool {
	return at < len(d.text) && d.text[at] > ' ' && d.text[at] != 'n'
}

// Null reads null.
func (d *Decoder) Null(at int) (end int) {
	d.At = at
	if !d.isNull() {
		d.unexpected("null")
	}
	return d.At
}

// DecodeUnit reads null.
func DecodeUnit(d *Decoder, at int, _ *struct{}) (end int) { return d.Null(at) }

// DecodeBool reads true or false.
func DecodeBool(d *Decoder, at int, v *bool) (end int) {
	d.At = at
	switch d.peek() {
	case 't':
		if d.literal("true") {
			*v = true
			return d.At
		}
	case 'f':
		if d.literal("false") {
			*v = false
			return d.At
		}
	}
	d.unexpected("true or false")
	return d.At
}

// isAt reports whether c is at an offset.
func (d *Decoder) isAt(at int, c byte) bool { return at < len(d.text) && d.text[at] == c }
