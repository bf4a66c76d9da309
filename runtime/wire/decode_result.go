package wire

import "strings"

// BeginResult reads a result up to its payload, and reports whether it is ok. It returns
// false after a failure.
func (d *Decoder) BeginResult(at int) (ok bool, end int) {
	if d.depth < maxDepth && !d.ahead {
		switch text := d.text[at:]; {
		case strings.HasPrefix(text, okOpen):
			d.depth++
			return true, at + len(okOpen)
		case strings.HasPrefix(text, errOpen):
			d.depth++
			return false, at + len(errOpen)
		}
	}
	d.At = at
	ok = d.beginResultSlow()
	return ok, d.At
}

// The usual beginnings of results.
const (
	okOpen  = `{"ok":`
	errOpen = `{"err":`
)

func (d *Decoder) beginResultSlow() (ok bool) {
	if !d.enter() || d.ahead && d.severalAhead(okFirst) {
		return false
	}
	if d.peek() != '{' {
		d.unexpected(`a result, as an object with "ok" or "err"`)
		return false
	}
	start := d.At
	d.At++
	if d.next('}') {
		d.failAt(start, ReasonNoCase, `expected "ok" or "err"`)
		return false
	}
	keyAt := d.At
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

// EndResult reads the end of a result after its payload.
func (d *Decoder) EndResult(at int) (end int) {
	d.depth--
	if d.isAt(at, '}') {
		return at + 1
	}
	return d.endCaseSlow(at, okFirst)
}
