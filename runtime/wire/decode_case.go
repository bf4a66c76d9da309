package wire

// DecodeEnum reads the name of a case. The result is its number, 1 for the
// first, and 0 after a failure.
func DecodeEnum(d *Decoder, names *Names) uint64 {
	i := d.oneOf(names.values)
	if i < 0 {
		i = d.nameSlow(names, ReasonUnknownCase)
	}
	return uint64(i + 1)
}

// DecodeFlags reads an array of names. The result has a bit for each, bit 0 for
// the first name.
func DecodeFlags(d *Decoder, names *Names) uint64 {
	var bits uint64
	for more := d.beginFlags(); more; {
		i := d.oneOf(names.values)
		if i < 0 {
			if i = d.nameSlow(names, ReasonUnknownFlagName); i < 0 {
				break
			}
		}
		bits |= 1 << i
		if d.pos < len(d.text) && d.text[d.pos] == ',' {
			d.pos++
		} else {
			more = d.comma(']')
		}
	}
	return bits
}

// DecodeWideFlags does what DecodeFlags does for more than 64 names: bit 0 of bits[0] is
// the first.
func DecodeWideFlags(d *Decoder, names *Names, bits []uint64) {
	clear(bits)
	for more := d.beginFlags(); more; more = d.comma(']') {
		i := d.name(names, ReasonUnknownFlagName)
		if i < 0 {
			break
		}
		bits[i/64] |= 1 << (i % 64)
	}
}

// beginFlags begins an array of flags and reports whether there are any.
func (d *Decoder) beginFlags() bool {
	if !d.next('[') {
		d.unexpected("an array of flags")
		return false
	}
	if !d.enter() {
		return false
	}
	d.depth--
	return !d.next(']')
}

// name reads one of names; the result is its position, -1 after a failure.
func (d *Decoder) name(names *Names, reason DecodeReason) int {
	if i := d.oneOf(names.values); i >= 0 {
		return i
	}
	return d.nameSlow(names, reason)
}

func (d *Decoder) nameSlow(names *Names, reason DecodeReason) int {
	if d.peek() != '"' {
		d.unexpected("one of " + names.list())
		return -1
	}
	start := d.pos
	name := d.str()
	if d.reason != 0 {
		return -1
	}
	if i, ok := names.index[name]; ok {
		return i
	}
	d.failAt(start, reason, "known are "+names.list())
	return -1
}

// chooser says which of several members of an object counts.
type chooser uint8

const (
	firstByName chooser = iota // variants
	okFirst                    // results
)

// BeginCase reads the name of a variant's case. The result is its position in
// names, -1 after a failure; the payload is next.
func (d *Decoder) BeginCase(names *Names) int {
	if !d.enter() || d.ahead && d.severalAhead(firstByName) {
		return -1
	}
	if i := d.oneOf(names.openings); i >= 0 {
		return i
	}
	return d.beginCaseSlow(names)
}

func (d *Decoder) beginCaseSlow(names *Names) int {
	if d.peek() != '{' {
		d.unexpected("a variant, as an object with one of " + names.list())
		return -1
	}
	start := d.pos
	d.pos++
	if d.next('}') {
		d.failAt(start, ReasonNoCase, "expected one of "+names.list())
		return -1
	}
	keyAt := d.pos
	key := d.key()
	if d.reason != 0 {
		return -1
	}
	if i, ok := names.index[key]; ok {
		return i
	}
	// One of several members may still be known, and come first by name.
	if d.severalMembers() {
		d.failSeveral(start, firstByName)
		return -1
	}
	d.failAt(keyAt, ReasonUnknownCase, "got "+shorten(key, 40)+", known are "+names.list())
	return -1
}

// severalMembers reads the value that is next and reports whether another member
// follows.
func (d *Decoder) severalMembers() bool {
	d.skip()
	return d.reason == 0 && d.peek() == ','
}

// severalAhead reports an object that is next and has several members.
func (d *Decoder) severalAhead(how chooser) bool {
	if d.peek() != '{' {
		return false
	}
	start, depth, members := d.pos, d.depth, 0
	d.depth-- // the object was entered
	d.members(func(string) {
		members++
		d.skip()
	})
	if members > 1 {
		d.failSeveral(start, how)
	}
	if d.reason == 0 {
		d.pos, d.depth = start, depth
	}
	return d.reason != 0
}

func (d *Decoder) failSeveral(start int, how chooser) {
	if d.reason == 0 {
		d.chosen = how
		d.failAt(start, ReasonSeveralCases, "")
	}
}

// EndCase ends a variant after its payload.
func (d *Decoder) EndCase() {
	d.depth--
	if d.pos < len(d.text) && d.text[d.pos] == '}' {
		d.pos++
		return
	}
	d.endCaseSlow(firstByName)
}

func (d *Decoder) endCaseSlow(how chooser) {
	if d.absent {
		d.present()
	}
	if d.reason != 0 || d.next('}') {
		return
	}
	if d.peek() == ',' {
		d.failSeveral(openingOf(d.text[:d.pos]), how)
		return
	}
	d.comma('}')
}

// openingOf returns the offset of the brace that opens the object whose first member
// ends at the end of text, which is valid as far as it goes.
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

// BeginResult begins a result and reports whether it is ok. Its payload is next.
func (d *Decoder) BeginResult() (ok bool) {
	if !d.enter() || d.ahead && d.severalAhead(okFirst) {
		return false
	}
	switch {
	case d.literal(`{"ok":`):
		return true
	case d.literal(`{"err":`):
		return false
	}
	return d.beginResultSlow()
}

func (d *Decoder) beginResultSlow() (ok bool) {
	if d.peek() != '{' {
		d.unexpected(`a result, as an object with "ok" or "err"`)
		return false
	}
	start := d.pos
	d.pos++
	if d.next('}') {
		d.failAt(start, ReasonNoCase, `expected "ok" or "err"`)
		return false
	}
	keyAt := d.pos
	switch key := d.key(); {
	case d.reason != 0:
		return false
	case key == "ok":
		return true
	case key == "err":
		return false
	case d.severalMembers():
		d.failSeveral(start, okFirst)
	default:
		d.failAt(keyAt, ReasonNoCase, `expected "ok" or "err", got `+shorten(key, 40))
	}
	return false
}

// EndResult ends a result after its payload.
func (d *Decoder) EndResult() {
	d.depth--
	if d.pos < len(d.text) && d.text[d.pos] == '}' {
		d.pos++
		return
	}
	d.endCaseSlow(okFirst)
}
