package wire

// skip skips any value, checks that it is valid JSON, and returns its text. It returns ""
// after a failure.
func (d *Decoder) skip() string {
	c := d.peek()
	start := d.At
	switch {
	case c == '"':
		d.skipString()
	case c == '{':
		d.skipObject()
	case c == '[':
		d.skipArray()
	case c == 't' && d.literal("true"), c == 'f' && d.literal("false"), c == 'n' && d.literal("null"):
	default:
		if number, _ := d.number(); number == "" {
			d.unexpectedNumber("a value")
		}
	}
	if d.reason != 0 {
		return ""
	}
	return d.text[start:d.At]
}

func (d *Decoder) skipObject() {
	if !d.enter() {
		return
	}
	d.At++
	if !d.next('}') {
		for d.key(); d.reason == 0; d.key() {
			d.skip()
			if !d.comma('}') {
				break
			}
		}
	}
	d.depth--
}

func (d *Decoder) skipArray() {
	if !d.enter() {
		return
	}
	d.At++
	if !d.next(']') {
		for d.reason == 0 {
			d.skip()
			if !d.comma(']') {
				break
			}
		}
	}
	d.depth--
}

// comma skips a comma or the closing bracket, and reports whether it was a comma.
func (d *Decoder) comma(closing byte) bool {
	switch {
	case d.next(','):
		return true
	case d.next(closing):
		return false
	}
	if d.At >= len(d.text) {
		d.Fail(ReasonEnd, "expected , or "+string(closing))
	} else {
		d.Fail(ReasonSyntax, "expected , or "+string(closing))
	}
	return false
}

// key reads the key of a member and the colon after it.
func (d *Decoder) key() string {
	if d.peek() != '"' {
		if d.At >= len(d.text) {
			d.Fail(ReasonEnd, "expected a key")
		} else {
			d.Fail(ReasonSyntax, "expected a key")
		}
		return ""
	}
	key := d.str()
	if !d.next(':') && d.reason == 0 {
		d.Fail(ReasonSyntax, "expected : after a key")
	}
	return key
}
