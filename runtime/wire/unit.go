package wire

// unit is the place of the first payload that AppendUnit wrote.
type unit struct {
	found     bool
	start, at int // offsets of the value that contains it, and of the payload
}

func (u *unit) note(b []byte, start int) {
	if !u.found {
		*u = unit{found: true, start: start, at: len(b)}
	}
}

// UnitPayload returns an error that names the first result in b whose payload was written
// by [AppendUnit], or nil. Such a value is valid, but servers before 1.1.17 cannot pass it
// as a parameter, and lose the worker when they try.
func (e *Encoder) UnitPayload(b []byte) *EncodeError {
	if !e.unit.found {
		return nil
	}
	return &EncodeError{Path: pathOf(string(b[e.unit.start:e.unit.at])), Reason: ReasonUnitPayload, Start: e.unit.start}
}
