package wire

import (
	"slices"
	"strings"
)

// Shape describes the fields of a record to a decoder.
type Shape struct {
	order    []expectedField // in the order in which servers write them, then the end
	index    map[string]int  // declared position by name
	names    []string        // declared order
	optional []bool          // declared order
}

// expectedField is a field or the end of a record, in the order in which servers write
// them.
type expectedField struct {
	key    token // `,"name":`, or `{"name":` for the first, or `}` for the end
	index  int   // declared position, -1 for the end
	deeper int   // what the key adds to the depth: 1 for the first field, -1 for the end
}

// NewShape returns the shape of a record. fields are the names of its fields in declared
// order. A question mark at the end of a name is not part of it: the field may be absent,
// and is then read as null.
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
	if len(s.names) == 0 {
		s.order = []expectedField{{key: wholeToken("{}"), index: -1}}
		return
	}
	open, deeper := "{", 1
	for _, name := range slices.Sorted(slices.Values(s.names)) {
		s.order = append(s.order, expectedField{newToken(open + quote(name) + ":"), s.index[name], deeper})
		open, deeper = ",", 0
	}
	s.order = append(s.order, expectedField{newToken("}"), -1, -1})
}

// unorderedFields is the state of a record whose fields come in any order.
type unorderedFields struct {
	seen  seenFields
	ended bool // only absent fields follow
	last  int  // position of the last absent field that was returned
}

// seenFields has a bit for each declared field.
type seenFields []uint64

func (s seenFields) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s seenFields) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }

// Next moves to the next field of a record. For the first field, at is the offset of the
// record, and next is 0. For other fields, at is the offset after the last value, and next
// is what Next returned as after. i is the declared position of the field, whose value
// starts at end. It is negative after the last field and after a failure.
//
// A missing field is reported at the end of the record. Fields that the record does not
// have are skipped. A field that occurs twice is returned twice, so the last value counts.
func (s *Shape) Next(d *Decoder, at, next int) (i, end, after int) {
	if uint(next) < uint(len(s.order)) && at+tokenBytes <= len(d.text) {
		expected, text := &s.order[next], d.text[at:at+tokenBytes]
		if expected.key.is(load8(text, 0), load8(text, 8)) {
			if expected.deeper == 0 {
				return expected.index, at + len(expected.key.text), next + 1
			}
			if depth := d.depth + expected.deeper; depth <= maxDepth {
				d.depth = depth
				return expected.index, at + len(expected.key.text), next + 1
			}
		}
	}
	d.At = at
	i, after = s.nextOther(d, next)
	return i, d.At, after
}

// noField is what Next returns as i after the last field.
const noField = -1

// nextOther is Next for what the first words do not decide: the end of the text, a long
// name, and anything unexpected. after is the position of the next expected field in
// s.order. Once a field was not the expected one, it is the complement of the record's
// index in d.unordered.
func (s *Shape) nextOther(d *Decoder, next int) (i, after int) {
	if next == 0 && !d.enter() {
		return noField, next
	}
	if next < 0 || !d.literal(s.order[next].key.text) {
		return s.nextSlow(d, next)
	}
	if i = s.order[next].index; i < 0 {
		d.depth--
	}
	return i, next + 1
}

func (s *Shape) nextSlow(d *Decoder, next int) (i, after int) {
	if d.absent {
		d.endNull()
	}
	switch {
	case d.reason != 0:
		return noField, next
	case next == 0:
		next = s.leaveOrder(d, 0)
		if d.peek() != '{' {
			d.unexpected("a record")
			return noField, next
		}
		d.At++
		if d.next('}') {
			return s.endObject(d, next), next
		}
		return s.nextMember(d, next), next
	case next > 0:
		next = s.leaveOrder(d, next)
	case d.unordered[^next].ended:
		return s.nextAbsent(d, next), next
	}
	if !d.comma('}') {
		return s.endObject(d, next), next
	}
	return s.nextMember(d, next), next
}

// leaveOrder adds the record to d.unordered. The first met fields of s.order have been
// read.
func (s *Shape) leaveOrder(d *Decoder, met int) (next int) {
	seen := make(seenFields, (len(s.names)+63)/64)
	for i := range met {
		seen.set(s.order[i].index)
	}
	d.unordered = append(d.unordered, unorderedFields{seen: seen, last: noField})
	return ^(len(d.unordered) - 1)
}

// nextMember skips members up to the value of a field.
func (s *Shape) nextMember(d *Decoder, next int) (i int) {
	for d.reason == 0 {
		key := d.key()
		if d.reason != 0 {
			break
		}
		if i, ok := s.index[key]; ok {
			d.unordered[^next].seen.set(i)
			return i
		}
		d.skip()
		if d.reason == 0 && !d.comma('}') {
			return s.endObject(d, next)
		}
	}
	return noField
}

func (s *Shape) endObject(d *Decoder, next int) (i int) {
	if d.reason != 0 {
		return noField
	}
	d.depth--
	d.unordered[^next].ended = true
	return s.nextAbsent(d, next)
}

// nextAbsent moves to the next absent field that may be absent, which is read as null. It
// reports an absent field that must exist.
func (s *Shape) nextAbsent(d *Decoder, next int) (i int) {
	fields := &d.unordered[^next]
	for i = fields.last + 1; i < len(s.names); i++ {
		if fields.seen.has(i) {
			continue
		}
		if !s.optional[i] {
			d.failMissing(s.names[i])
			return noField
		}
		fields.last = i
		d.pretendNull()
		return i
	}
	d.unordered = d.unordered[:^next]
	return noField
}

// failMissing reports a missing member of the object that ends right before d.At.
func (d *Decoder) failMissing(name string) {
	if d.reason != 0 {
		return
	}
	d.missing = name
	d.failAt(d.At, ReasonMissingField, "")
}
