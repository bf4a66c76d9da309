package wire

// DecodeEnum reads the name of a case. number is 1 for the first of names, and 0 after a
// failure.
func DecodeEnum(d *Decoder, at int, names *Names) (number uint64, end int) {
	i, end := d.oneOf(at, names.values)
	if i < 0 {
		i, end = d.nameSlow(at, names, ReasonUnknownCase)
	}
	return uint64(i + 1), end
}

// DecodeFlags reads an array of flags, by names of which there are at most 64. Bit i of
// bits is set if the array has the name i.
func DecodeFlags(d *Decoder, at int, names *Names) (bits uint64, end int) {
	more, at := d.beginFlags(at)
	for more {
		i, end := d.oneOf(at, names.values)
		if i < 0 {
			if i, end = d.nameSlow(at, names, ReasonUnknownFlagName); i < 0 {
				return bits, end
			}
		}
		bits |= 1 << i
		if d.isAt(end, ',') {
			at = end + 1
		} else {
			more, at = d.endFlags(end)
		}
	}
	return bits, at
}

// DecodeWideFlags is DecodeFlags for more than 64 names. Bit 0 of bits[0] is the first
// name. bits must have room for all names.
func DecodeWideFlags(d *Decoder, at int, names *Names, bits []uint64) (end int) {
	clear(bits)
	more, at := d.beginFlags(at)
	for more {
		var i int
		if i, at = d.name(at, names, ReasonUnknownFlagName); i < 0 {
			break
		}
		bits[i/64] |= 1 << (i % 64)
		more, at = d.endFlags(at)
	}
	return at
}

// beginFlags reads the start of an array of flags and reports whether it has any.
func (d *Decoder) beginFlags(at int) (more bool, end int) {
	if d.isAt(at, '[') && d.isAt(at+1, '"') && d.depth < maxDepth {
		return true, at + 1
	}
	d.At = at
	if !d.next('[') {
		d.unexpected("an array of flags")
		return false, d.At
	}
	if !d.enter() {
		return false, d.At
	}
	d.depth--
	more = !d.next(']')
	return more, d.At
}

// endFlags reads what follows a flag, and reports whether another flag follows.
func (d *Decoder) endFlags(at int) (more bool, end int) {
	if d.isAt(at, ']') {
		return false, at + 1
	}
	d.At = at
	more = d.comma(']')
	return more, d.At
}

// name reads one of names and returns its index, -1 after a failure.
func (d *Decoder) name(at int, names *Names, reason DecodeReason) (i, end int) {
	if i, end = d.oneOf(at, names.values); i >= 0 {
		return i, end
	}
	return d.nameSlow(at, names, reason)
}

func (d *Decoder) nameSlow(at int, names *Names, reason DecodeReason) (i, end int) {
	d.At = at
	if d.peek() != '"' {
		d.unexpected("one of " + names.list())
		return -1, d.At
	}
	start := d.At
	name := d.str()
	if d.reason != 0 {
		return -1, d.At
	}
	i, ok := names.index[name]
	if !ok {
		d.failAt(start, reason, "known are "+names.list())
		return -1, d.At
	}
	return i, d.At
}

// chooser says which member counts if an object has several.
type chooser uint8

const (
	firstByName chooser = iota // for variants
	okFirst                    // for results
)

// BeginCase reads a variant up to the payload of its case. i is the index of the case in
// names, -1 after a failure.
func (d *Decoder) BeginCase(at int, names *Names) (i, end int) {
	if d.depth < maxDepth && !d.ahead {
		if i, end = d.oneOf(at, names.openings); i >= 0 {
			d.depth++
			return i, end
		}
	}
	d.At = at
	i = d.beginCaseSlow(names)
	return i, d.At
}

func (d *Decoder) beginCaseSlow(names *Names) int {
	if !d.enter() || d.ahead && d.severalAhead(firstByName) {
		return -1
	}
	if d.peek() != '{' {
		d.unexpected("a variant, as an object with one of " + names.list())
		return -1
	}
	start := d.At
	d.At++
	if d.next('}') {
		d.failAt(start, ReasonNoCase, "expected one of "+names.list())
		return -1
	}
	keyAt := d.At
	key := d.key()
	if d.reason != 0 {
		return -1
	}
	if i, ok := names.index[key]; ok {
		return i
	}
	// Another member may be known, and be the first by name.
	if d.severalMembers() {
		d.failSeveral(start, firstByName)
		return -1
	}
	d.failAt(keyAt, ReasonUnknownCase, "got "+shorten(key, 40)+", known are "+names.list())
	return -1
}

// severalMembers skips the next value and reports whether another member follows.
func (d *Decoder) severalMembers() bool {
	d.skip()
	return d.reason == 0 && d.peek() == ','
}

// severalAhead reports whether the next value is an object with several members, or one
// that cannot be read. Both are failures of d.
func (d *Decoder) severalAhead(how chooser) bool {
	if d.peek() != '{' {
		return false
	}
	start, depth, members := d.At, d.depth, 0
	d.depth-- // the object was entered
	d.members(func(string) {
		members++
		d.skip()
	})
	if members > 1 {
		d.failSeveral(start, how)
	}
	if d.reason == 0 {
		d.At, d.depth = start, depth
	}
	return d.reason != 0
}

func (d *Decoder) failSeveral(start int, how chooser) {
	if d.reason == 0 {
		d.chosen = how
		d.failAt(start, ReasonSeveralCases, "")
	}
}

// EndCase reads the end of a variant after its payload.
func (d *Decoder) EndCase(at int) (end int) {
	d.depth--
	if d.isAt(at, '}') {
		return at + 1
	}
	return d.endCaseSlow(at, firstByName)
}

func (d *Decoder) endCaseSlow(at int, how chooser) (end int) {
	d.At = at
	if d.absent {
		d.endNull()
	}
	switch {
	case d.reason != 0 || d.next('}'):
	case d.peek() == ',':
		d.failSeveral(openingOf(d.text[:d.At]), how)
	default:
		d.comma('}')
	}
	return d.At
}

// openingOf returns the offset of the brace that opens an object, whose first member ends
// at the end of text. text is valid as far as it goes.
func openingOf(text string) int {
	var open []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			open = append(open, i)
		case '}', ']':
			open = open[:max(len(open)-1, 0)]
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		}
	}
	if len(open) == 0 {
		return 0
	}
	return open[len(open)-1]
}
