package wire

import (
	"slices"
	"strings"
)

// Shape is what the decoder knows about a record: its fields.
type Shape struct {
	first    *expectedField // in the order in which servers write them
	index    map[string]int // declared position by name
	names    []string       // declared order
	optional []bool         // declared order
}

// expectedField is a field, or the end, where servers write it.
type expectedField struct {
	key   token // `,"name":`, or `{"name":` for the first, or `}` for the end
	index int   // declared position, -1 for the end
	next  *expectedField
	shape *Shape
}

// NewShape takes the names of a record's fields in declared order. A name that
// ends in a question mark is that of a field, without the mark, which may be
// absent and is then read as null.
func NewShape(fields ...string) *Shape {
	s := &Shape{
		index:    make(map[string]int, len(fields)),
		names:    make([]string, len(fields)),
		optional: make([]bool, len(fields)),
	}
	for i, field := range fields {
		s.names[i], s.optional[i] = strings.CutSuffix(field, "?")
		s.index[s.names[i]] = i
	}
	s.expectInOrder()
	return s
}

// expectInOrder prepares for members in alphabetical order, as servers write them.
func (s *Shape) expectInOrder() {
	end := "}"
	if len(s.names) == 0 {
		end = "{}"
	}
	s.first = &expectedField{key: wholeToken(end), index: -1, shape: s}
	for i, name := range slices.Backward(slices.Sorted(slices.Values(s.names))) {
		open := ","
		if i == 0 {
			open = "{"
		}
		s.first = &expectedField{key: newToken(open + quote(name) + ":"), index: s.index[name], next: s.first, shape: s}
	}
}

// Fields goes over the fields of a record. It has no more than four members: the
// compiler then returns it in registers.
type Fields struct {
	// Index is the declared position of the field whose value is next.
	Index int

	d    *Decoder
	next *expectedField   // noField once a field has not been the expected one
	rest *unorderedFields // nil before that
}

// noField is expected where the fields come in any order.
var noField = &expectedField{key: wholeToken("")}

// unorderedFields is what is known of a record whose fields come in any order.
type unorderedFields struct {
	shape *Shape
	seen  seenFields
	ended bool // what follows are fields that are absent
}

// seenFields has a bit for each declared field.
type seenFields []uint64

func (s seenFields) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s seenFields) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }

// Record begins a record. Then, as long as Next is true, the value of the field
// Index has to be read.
func (d *Decoder) Record(s *Shape) Fields {
	d.enter()
	return Fields{d: d, next: s.first}
}

// Next goes to the next field of the record, false at its end. A field that is
// missing is reported then. Fields that the record does not have are skipped;
// of fields that occur twice each is reported, so that the last wins.
func (f *Fields) Next() bool {
	d, expected := f.d, f.next
	if d.pos+tokenBytes <= len(d.text) {
		if next := d.text[d.pos : d.pos+tokenBytes]; expected.key.is(load8(next, 0), load8(next, 8)) {
			d.pos += len(expected.key.text)
			f.Index, f.next = expected.index, expected.next
			return true
		}
	}
	return f.nextOther()
}

// nextOther is Next for what is not told by its first words: the end, a long name, and
// whatever is not expected.
func (f *Fields) nextOther() bool {
	d, expected := f.d, f.next
	switch {
	case f.rest != nil:
		return f.nextSlow()
	case expected.key.text == "}" && d.literal("}"):
		d.depth--
		return false
	case !d.literal(expected.key.text):
		return f.nextSlow()
	case expected.index < 0: // a record without fields
		d.depth--
		return false
	}
	f.Index, f.next = expected.index, expected.next
	return true
}

func (f *Fields) nextSlow() bool {
	d := f.d
	if d.absent {
		d.present()
	}
	switch {
	case d.reason != 0:
		return false
	case f.rest == nil:
		if f.leaveOrder() {
			break
		}
		if d.peek() != '{' {
			d.unexpected("a record")
			return false
		}
		d.pos++
		if d.next('}') {
			return f.endObject()
		}
		return f.nextMember()
	case f.rest.ended:
		return f.nextAbsent()
	}
	if !d.comma('}') {
		return f.endObject()
	}
	return f.nextMember()
}

// leaveOrder notes which fields have been met so far, and reports whether there were any.
func (f *Fields) leaveOrder() bool {
	s := f.next.shape
	seen := make(seenFields, (len(s.names)+63)/64)
	for e := s.first; e != f.next; e = e.next {
		seen.set(e.index)
	}
	met := s.first != f.next
	f.next, f.rest = noField, &unorderedFields{shape: s, seen: seen}
	return met
}

// nextMember reads keys up to one that is a field's.
func (f *Fields) nextMember() bool {
	d := f.d
	for d.reason == 0 {
		key := d.key()
		if d.reason != 0 {
			return false
		}
		if i, ok := f.rest.shape.index[key]; ok {
			f.rest.seen.set(i)
			f.Index = i
			return true
		}
		d.skip()
		if d.reason == 0 && !d.comma('}') {
			return f.endObject()
		}
	}
	return false
}

func (f *Fields) endObject() bool {
	if f.d.reason != 0 {
		return false
	}
	f.d.depth--
	f.rest.ended = true
	f.Index = -1
	return f.nextAbsent()
}

// nextAbsent goes to the next field that may be absent and is: its value will
// be read as null. It reports one that may not.
func (f *Fields) nextAbsent() bool {
	d, s := f.d, f.rest.shape
	for i := f.Index + 1; i < len(s.names); i++ {
		if f.rest.seen.has(i) {
			continue
		}
		if !s.optional[i] {
			d.failMissing(s.names[i])
			return false
		}
		f.Index = i
		d.pretendNull()
		return true
	}
	return false
}

// failMissing reports a missing member of the object that ends just before the
// position.
func (d *Decoder) failMissing(name string) {
	if d.reason != 0 {
		return
	}
	d.missing = name
	d.failAt(d.pos, ReasonMissingField, "")
}
