package wire

import (
	"slices"
	"strconv"
	"strings"
)

// Answer reads the answers of servers to calls of a function:
// {"result":{"typ":T,"value":V}}. From 1.3 on, and for named results, T is the result's
// type and V its value. From 1.0 to 1.2, T is a tuple of the type and V an array of the
// value. An Answer is immutable.
type Answer struct {
	pinned  string // the result's type, "" for no result
	wrapped string // the tuple that servers before 1.3 write, "" for named results
	// The text of an answer up to the value.
	wrappedPrefix, barePrefix string
}

// NewAnswer returns the reader of answers of a function whose result has the type
// resultType, as JSON. "" means no result. If named is true, resultType is a record of the
// named results, which no server wraps in a tuple.
func NewAnswer(resultType string, named bool) *Answer {
	a := &Answer{pinned: resultType}
	if !named {
		a.wrapped = `{"items":[` + resultType + `],"type":"Tuple"}`
	}
	if a.wrapped != "" {
		a.wrappedPrefix = `{"result":{"typ":` + a.wrapped + `,"value":[`
	}
	if resultType != "" {
		a.barePrefix = `{"result":{"typ":` + resultType + `,"value":`
	}
	return a
}

// TypeMismatchError says that an answer does not have the pinned type: another version of
// the component gave it.
type TypeMismatchError struct {
	Pinned, Found string // types as JSON, "" for none
	Path          string // where in the type they differ, "" at the top
	Difference    string // in words
}

func (e *TypeMismatchError) Error() string {
	where := "the result's type"
	if e.Path != "" {
		where += " at " + e.Path
	}
	return where + " is not the pinned one: " + e.Difference
}

// Open makes d read an answer, compares its type with the pinned one, and leaves d at the
// value. A function without a result has no value to read. The error is a
// [*TypeMismatchError], or a [*DecodeError] if body is not an answer.
//
// d reads a copy of body, or, as a rule, of the part after the type.
func (a *Answer) Open(body []byte, d *Decoder) error {
	switch {
	case begins(body, a.wrappedPrefix):
		d.resetFrom(body, len(a.wrappedPrefix))
		d.closing, d.depth = "]}}", 3
	case begins(body, a.barePrefix):
		d.resetFrom(body, len(a.barePrefix))
		d.closing, d.depth = "}}", 2
	default:
		text := string(body)
		d.Reset(text)
		return a.openSlow(text, d)
	}
	return nil
}

// begins reports whether body begins with a prefix that is not empty.
func begins(body []byte, prefix string) bool {
	return len(prefix) > 0 && len(body) >= len(prefix) && string(body[:len(prefix)]) == prefix
}

// resetFrom makes d read a copy of body from an offset on.
func (d *Decoder) resetFrom(body []byte, offset int) {
	d.Reset(string(body[offset:]))
	d.cut = offset
}

// Close reads the rest of the answer after its value. Like [Answer.Open], it skips unknown
// members and reports members that occur twice.
func (a *Answer) Close(d *Decoder) {
	if d.closing != "" && !d.literal(d.closing) {
		d.closeAnswer()
	}
	d.End()
}

// closeAnswer reads the brackets of d.closing, with other members or white space between
// them.
func (d *Decoder) closeAnswer() {
	if d.reason != 0 {
		return
	}
	closing := d.closing
	if closing[0] == ']' {
		if !d.next(']') {
			d.failClosing(']')
		}
		d.depth--
		closing = closing[1:]
	}
	d.base = len(d.text) // later failures are outside of the value and have no path
	for level := len(closing); level > 0 && d.reason == 0; level-- {
		d.restOfObject(answerMembers[level-1]...)
		d.depth--
	}
}

// answerMembers are the known members of the objects in an answer, those of the outer
// object first.
var answerMembers = [...][]string{{"result"}, {"typ", "value"}}

// restOfObject reads the rest of an object after a member, with the closing brace. before
// are members that have been read and must not occur again.
func (d *Decoder) restOfObject(before ...string) {
	for d.reason == 0 && d.next(',') {
		if key := d.key(); slices.Contains(before, key) {
			d.Fail(ReasonDuplicate, key)
		}
		d.skip()
	}
	if d.reason == 0 && !d.next('}') {
		d.failClosing('}')
	}
}

func (d *Decoder) failClosing(c byte) {
	if d.At >= len(d.text) {
		d.Fail(ReasonEnd, "expected "+string(c))
	} else {
		d.Fail(ReasonTrailing, "expected "+string(c))
	}
}

// span is a part of a text.
type span struct {
	start, end int
	found      bool
}

func (s span) of(text string) string { return text[s.start:s.end] }

// span skips a value and returns its place.
func (d *Decoder) span() span {
	d.peek()
	start := d.At
	d.skip()
	return span{start: start, end: d.At, found: d.reason == 0}
}

// openSlow is Open for answers that are not in the form that servers write.
func (a *Answer) openSlow(text string, d *Decoder) error {
	typ, value, err := answerParts(text)
	if err != nil {
		return err
	}
	if !typ.found || typ.of(text) == "null" {
		if a.pinned == "" && (!value.found || value.of(text) == "null" || value.of(text) == "[]") {
			d.Reset("")
			return nil
		}
		if a.pinned == "" {
			return &TypeMismatchError{Difference: "there was no result, now there is a value without a type"}
		}
		return &TypeMismatchError{Pinned: a.pinned, Difference: "there is no result"}
	}
	wrapped, mismatch := a.compare(typ.of(text))
	if mismatch != nil {
		return mismatch
	}
	if !value.found {
		value = span{start: typ.end, end: typ.end}
	}
	d.Reset(text[:value.end])
	d.At, d.depth = value.start, 2
	d.base = d.At
	if wrapped {
		return d.openWrapped(a.pinned != "")
	}
	return nil
}

// openWrapped enters the array that holds the result.
func (d *Decoder) openWrapped(result bool) error {
	if !d.next('[') {
		d.unexpected("an array of the results")
		return d.Err()
	}
	d.enter()
	d.closing = "]"
	d.peek()
	d.base = d.At
	if result && d.peek() == ']' {
		d.Fail(ReasonTupleLength, "expected one result, got none")
		return d.Err()
	}
	return nil
}

// compare reports whether an answer of the type found has the form with a tuple.
func (a *Answer) compare(found string) (wrapped bool, err error) {
	path, difference := "", ""
	if a.pinned != "" {
		var equal bool
		if path, difference, equal = EqualTypes(a.pinned, found); equal {
			return false, nil
		}
	}
	if a.wrapped != "" {
		inner, differenceInner, equal := EqualTypes(a.wrapped, found)
		if equal {
			return true, nil
		}
		// The difference inside the tuple says more.
		if t, err := parseType(found); err == nil && t != nil && t.kind == "Tuple" && (difference == "" || len(t.types) == 1) {
			path, difference = strings.TrimPrefix(strings.TrimPrefix(inner, "[0]"), "."), differenceInner
		}
	}
	if difference == "" {
		difference = "there was no result, now there is one"
	}
	return false, &TypeMismatchError{Pinned: a.pinned, Found: found, Path: path, Difference: difference}
}

// answerParts finds the type and the value in an answer. If there is no result, text may be
// empty or null.
func answerParts(text string) (typ, value span, err error) {
	if strings.TrimSpace(text) == "" {
		return typ, value, nil
	}
	d := NewDecoder(text)
	if !d.isNull() {
		d.knownMembers(answerMembers[0], func(int) {
			if !d.isNull() {
				d.knownMembers(answerMembers[1], func(i int) {
					*[...]*span{&typ, &value}[i] = d.span()
				})
			}
		})
	}
	d.End()
	if err := d.Err(); err != nil {
		return span{}, span{}, err
	}
	return typ, value, nil
}

// knownMembers calls f for each member of an object that has one of the names, with the
// index of the name. f must read the value. Other members are skipped, and a name that
// occurs twice is reported.
func (d *Decoder) knownMembers(names []string, f func(i int)) {
	var seen uint64
	d.members(func(key string) {
		i := slices.Index(names, key)
		switch {
		case i < 0:
			d.skip()
		case seen>>i&1 != 0:
			d.Fail(ReasonDuplicate, key)
		default:
			seen |= 1 << i
			f(i)
		}
	})
}

// InlineArgumentError says why a constructor argument cannot be part of the name of a
// function: some server would refuse it or read another value.
type InlineArgumentError struct {
	Argument string // name of the parameter, "" if unknown
	Path     string // within the argument, "" for all of it
	Reason   string // in words
}

func (e *InlineArgumentError) Error() string {
	name := "an argument"
	if e.Argument != "" {
		name = "the argument " + strconv.Quote(e.Argument)
	}
	if e.Path != "" {
		name += " (at " + e.Path + ")"
	}
	return name + " cannot name a resource: " + e.Reason + "; use the explicit constructor (New…), which takes any value"
}
