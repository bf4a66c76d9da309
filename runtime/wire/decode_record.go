package wire

import (
	"slices"
	"strings"
)

// Shape is what the decoder knows about a record: its fields.
type Shape struct {
	expected []expectedField // in the order in which servers write them, and the end
	index    map[string]int  // declared position by name
	names    []string        // declared order
	optional []bool          // declared order
}

type expectedField struct {
	literal string // `,"name":`, or `{"name":` for the first, or `}` for the end
	index   int    // declared position, -1 for the end

	// The first and the last eight bytes of a literal of 8 to 15 bytes; at is where the
	// last ones begin.
	first, last uint64
	at          int
}

// expectLiteral prepares for comparing a literal of 8 to 15 bytes as two words.
func expectLiteral(literal string, index int) expectedField {
	f := expectedField{literal: literal, index: index, at: -1}
	if n := len(literal); n >= 8 && n <= 15 {
		f.at = n - 8
		f.first, f.last = load8(literal, 0), load8(literal, f.at)
	}
	return f
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
	// Servers write the members of objects in alphabetical order.
	order := slices.Sorted(slices.Values(s.names))
	for i, name := range order {
		open := ","
		if i == 0 {
			open = "{"
		}
		s.expected = append(s.expected, expectLiteral(open+quote(name)+":", s.index[name]))
	}
	end := "}"
	if len(fields) == 0 {
		end = "{}"
	}
	s.expected = append(s.expected, expectLiteral(end, -1))
	return s
}

// Fields goes over the fields of a record.
type Fields struct {
	// Index is the declared position of the field whose value is next.
	Index int

	state fieldState
	count int // fields met in the expected order
	d     *Decoder
	shape *Shape
	seen  *seenFields // nil as long as the fields come in the expected order
}

type fieldState uint8

const (
	inOrder   fieldState = iota // every field so far was the expected one
	anyOrder                    // the general path
	absentees                   // after the end of the object: fields that are absent
)

// seenFields has a bit for each declared field.
type seenFields []uint64

func (s seenFields) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s seenFields) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }

// Record begins a record. Then, as long as Next is true, the value of the field
// Index has to be read.
func (d *Decoder) Record(s *Shape) Fields {
	d.enter()
	return Fields{d: d, shape: s}
}

// Next goes to the next field of the record, false at its end. A field that is
// missing is reported then. Fields that the record does not have are skipped;
// of fields that occur twice each is reported, so that the last wins.
func (f *Fields) Next() bool {
	if f.state == inOrder {
		d, expected := f.d, &f.shape.expected[f.count]
		if at := expected.at; at >= 0 && d.pos+16 <= len(d.text) {
			if next := d.text[d.pos : d.pos+16]; load8(next, 0) == expected.first && load8(next, at&7) == expected.last {
				d.pos += at + 8
				f.count++
				f.Index = expected.index
				return true
			}
		}
		if strings.HasPrefix(d.text[d.pos:], expected.literal) {
			d.pos += len(expected.literal)
			f.count++
			f.Index = expected.index
			if expected.index >= 0 {
				return true
			}
			d.depth--
			return false
		}
	}
	return f.nextSlow()
}

func (f *Fields) nextSlow() bool {
	d := f.d
	if d.absent {
		d.present()
	}
	if d.reason != 0 {
		return false
	}
	switch f.state {
	case absentees:
		return f.nextAbsent()
	case inOrder:
		f.leaveOrder()
		if f.count == 0 {
			if d.peek() != '{' {
				d.unexpected("a record")
				return false
			}
			d.pos++
			if d.next('}') {
				return f.endObject()
			}
			break
		}
		fallthrough
	default:
		if !d.comma('}') {
			return f.endObject()
		}
	}
	return f.nextMember()
}

// leaveOrder notes which fields have been met so far.
func (f *Fields) leaveOrder() {
	seen := make(seenFields, (len(f.shape.names)+63)/64)
	for _, expected := range f.shape.expected[:f.count] {
		seen.set(expected.index)
	}
	f.seen = &seen
	f.state = anyOrder
}

// nextMember reads keys up to one that is a field's.
func (f *Fields) nextMember() bool {
	d := f.d
	for d.reason == 0 {
		key := d.key()
		if d.reason != 0 {
			return false
		}
		if i, ok := f.shape.index[key]; ok {
			f.seen.set(i)
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
	f.state = absentees
	f.Index = -1
	return f.nextAbsent()
}

// nextAbsent goes to the next field that may be absent and is: its value will
// be read as null. It reports one that may not.
func (f *Fields) nextAbsent() bool {
	d := f.d
	for i := f.Index + 1; i < len(f.shape.names); i++ {
		if f.seen.has(i) {
			continue
		}
		if !f.shape.optional[i] {
			d.failMissing(f.shape.names[i])
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
