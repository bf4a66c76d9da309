package wire

import "strconv"

// BeginTuple begins a tuple of n items.
func (d *Decoder) BeginTuple(n int) {
	if !d.enter() {
		return
	}
	if !d.next('[') {
		d.unexpected("a tuple, as an array of " + strconv.Itoa(n))
		return
	}
	opened := d.pos
	switch c := d.peek(); {
	case c == ',':
		d.unexpected("an item")
		return
	case c == ']' != (n == 0) && d.pos < len(d.text):
		d.Fail(ReasonTupleLength, "expected "+strconv.Itoa(n)+" items")
		return
	}
	d.pos = opened // TupleItem looks for the bracket
}

// TupleItem goes to the next item of a tuple. It may be called before the first one, too.
func (d *Decoder) TupleItem() {
	if d.pos < len(d.text) && d.text[d.pos] == ',' {
		d.pos++
		return
	}
	d.tupleItemSlow()
}

func (d *Decoder) tupleItemSlow() {
	// Right after the bracket that opens the tuple there is no comma; no value
	// ends in that bracket.
	if d.pos > 0 && d.text[d.pos-1] == '[' || d.next(',') || d.reason != 0 {
		return
	}
	if d.peek() == ']' {
		d.Fail(ReasonTupleLength, "too few items")
		return
	}
	d.comma(']')
}

// EndTuple ends a tuple after its last item.
func (d *Decoder) EndTuple() {
	d.depth--
	if d.pos < len(d.text) && d.text[d.pos] == ']' {
		d.pos++
		return
	}
	d.endTupleSlow()
}

func (d *Decoder) endTupleSlow() {
	if d.reason != 0 || d.next(']') {
		return
	}
	if d.peek() == ',' {
		d.Fail(ReasonTupleLength, "too many items")
		return
	}
	d.comma(']')
}
