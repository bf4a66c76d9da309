package wire

// unit is where the first payload of a result that has none was written.
type unit struct {
	found     bool
	start, at int // offsets of the value that holds it, and of itself
}

func (u *unit) note(b []byte, start int) {
	if !u.found {
		*u = unit{found: true, start: start, at: len(b)}
	}
}

// UnitPayload returns nil, or an error that names the first result in b whose payload
// was written by [AppendUnit]. Such a value is good; but servers before 1.1.17
// cannot hand it over as a parameter, and lose the worker in trying.
func (e *Encoder) UnitPayload(b []byte) *EncodeError {
	if !e.unit.found {
		return nil
	}
	return &EncodeError{Path: pathOf(string(b[e.unit.start:e.unit.at])), Reason: ReasonUnitPayload, Start: e.unit.start}
}
