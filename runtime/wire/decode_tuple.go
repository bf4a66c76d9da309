package wire

import "strconv"

// BeginTuple reads the start of a tuple of n items.
func (d *Decoder) BeginTuple(at, n int) (end int) {
	if at+1 < len(d.text) && d.text[at] == '[' && n > 0 && d.depth < maxDepth {
		if c := d.text[at+1]; c > ' ' && c != ',' && c != ']' {
			d.depth++
			return at + 1
		}
	}
	return d.beginTupleSlow(at, n)
}

func (d *Decoder) beginTupleSlow(at, n int) (end int) {
	d.At = at
	if !d.enter() {
		return d.At
	}
	if !d.next('[') {
		d.unexpected("a tuple, as an array of " + strconv.Itoa(n))
		return d.At
	}
	opened := d.At
	switch c := d.peek(); {
	case c == ',':
		d.unexpected("an item")
		return d.At
	case c == ']' != (n == 0) && d.At < len(d.text):
		d.Fail(ReasonTupleLength, "expected "+strconv.Itoa(n)+" items")
		return d.At
	}
	return opened // TupleItem expects this offset
}

// TupleItem moves to the next item of a tuple. It may also be called before the first one.
func (d *Decoder) TupleItem(at int) (end int) {
	if d.isAt(at, ',') {
		return at + 1
	}
	return d.tupleItemSlow(at)
}

func (d *Decoder) tupleItemSlow(at int) (end int) {
	d.At = at
	// Before the first item there is no comma. No value ends in an opening bracket.
	if at > 0 && d.text[at-1] == '[' || d.next(',') || d.reason != 0 {
		return d.At
	}
	if d.peek() == ']' {
		d.Fail(ReasonTupleLength, "too few items")
	} else {
		d.comma(']')
	}
	return d.At
}

// EndTuple reads the end of a tuple after its last item.
func (d *Decoder) EndTuple(at int) (end int) {
	d.depth--
	if d.isAt(at, ']') {
		return at + 1
	}
	return d.endTupleSlow(at)
}

func (d *Decoder) endTupleSlow(at int) (end int) {
	d.At = at
	if d.reason != 0 || d.next(']') {
		return d.At
	}
	if d.peek() == ',' {
		d.Fail(ReasonTupleLength, "too many items")
	} else {
		d.comma(']')
	}
	return d.At
}
