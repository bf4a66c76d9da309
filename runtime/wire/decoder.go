package wire

import "strings"

// maxDepth is how deep arrays and objects may be nested, as on the servers.
const maxDepth = 127

// Decoder reads values out of a JSON text and holds the first failure. A
// Decoder must not be copied once it is in use.
type Decoder struct {
	// Binding is what decoders of handles need to know about the call that the
	// text answers. This package does not look at it.
	Binding any

	// Copy gives each string and each list memory of its own. Otherwise strings
	// are parts of the text, and lists within lists share memory, so that one of
	// them keeps all of it.
	Copy bool

	// At is the offset in the text of what is next, for functions that take no offset.
	// A failure moves it to the end of the text.
	At int

	text  string
	depth int
	base  int // paths are relative to the value that starts here
	cut   int // how many bytes are in front of text

	closing string // what follows the value in an answer

	// Where an element or a part ends whose members come in an unusual order, 0 for
	// others.
	elementEnd, partEnd int

	reason  DecodeReason
	detail  string
	failed  int
	missing string // name of the field that is missing, for the path

	// While a field that is absent is read as none, text is "null" and these
	// are the real text and position.
	absent     bool
	absentText string
	absentPos  int

	chosen chooser // how to settle ReasonSeveralCases
	ahead  bool    // look for several members before reading a case's value

	unescaped    strings.Builder // strings that had escapes
	escapedFrom  int             // where in the text the first of them begins
	escapedBytes int             // of those that went into memory which is full

	unordered []unorderedFields // of the records being read that need it, the innermost last

	lists int       // how many lists are being read
	slabs []slabber // memory for the items of nested lists, one per type
}

// NewDecoder reads text from its start.
func NewDecoder(text string) Decoder {
	return Decoder{text: text}
}

// Reset makes d read text from its start. Binding and Copy are kept, and so is
// nothing of what was decoded before.
//
// Fields that are seldom used are looked at before they are cleared: clearing all of
// d takes as long as reading a small record.
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
		s.forget()
	}
	d.text, d.At, d.depth, d.base, d.cut = text, 0, 0, 0, 0
	d.lists, d.closing, d.ahead = 0, "", false
	d.elementEnd, d.partEnd = 0, 0
}

// Fail reports that the value at the current position cannot be used. Only the
// first failure is kept; afterwards d is at the end of the text.
func (d *Decoder) Fail(reason DecodeReason, detail string) {
	d.failAt(d.At, reason, detail)
}

func (d *Decoder) failAt(offset int, reason DecodeReason, detail string) {
	if d.reason != 0 {
		return
	}
	if d.absent {
		d.present()
		offset = d.At
	}
	d.reason, d.detail, d.failed = reason, detail, min(offset, len(d.text))
	d.At = len(d.text)
}

// pretendNull makes d read a null that is not there, for an absent field.
func (d *Decoder) pretendNull() {
	d.absentText, d.absentPos = d.text, d.At
	d.text, d.At, d.absent = "null", 0, true
}

// present ends pretendNull.
func (d *Decoder) present() {
	d.text, d.At, d.absent = d.absentText, d.absentPos, false
	d.absentText, d.absentPos = "", 0
}

// Failed reports whether something could not be read.
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

// End expects the end of the text.
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

// peek skips white space and is the byte that follows, 0 at the end.
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

// unexpected reports that another kind of value was expected, or that there is
// no value at all.
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

// enter notes that an array or object begins.
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

// IsNull reports whether null is at an offset, and returns the offset behind it then.
func (d *Decoder) IsNull(at int) (null bool, end int) {
	d.At = at
	return d.isNull(), d.At
}

// HasValue reports whether something is at an offset that is neither white space nor null.
// It may be called before IsNull, which takes longer.
func (d *Decoder) HasValue(at int) bool {
	return at < len(d.text) && d.text[at] > ' ' && d.text[at] != 'n'
}

// Null expects null.
func (d *Decoder) Null(at int) (end int) {
	d.At = at
	if !d.isNull() {
		d.unexpected("null")
	}
	return d.At
}

// DecodeUnit expects null.
func DecodeUnit(d *Decoder, at int, _ *struct{}) (end int) { return d.Null(at) }

// DecodeBool expects true or false.
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
