package wire

import (
	"bytes"
	"sync"
)

// writing is a value form that is being written.
type writing struct {
	buffer  []byte
	encoder Encoder
}

var (
	writings = sync.Pool{New: func() any { return new(writing) }}
	decoders = sync.Pool{New: func() any { return new(Decoder) }} // they are as after a Reset
)

// largestKept is the size up to which a buffer is kept for later calls.
const largestKept = 1 << 20

// MarshalWith returns the value form that f appends to b. The error is an [EncodeError].
//
// It does not know the type, so that nothing of it is compiled for each.
func MarshalWith(f func(b []byte, e *Encoder) []byte) ([]byte, error) {
	w := writings.Get().(*writing)
	return w.end(f(w.buffer[:0], &w.encoder))
}

// Marshal returns *v in Golem's value form. The error is an [EncodeError].
func Marshal[T any](v *T, f AppendFunc[T]) ([]byte, error) {
	return MarshalWith(func(b []byte, e *Encoder) []byte { return f(b, e, v) })
}

// end returns a copy of b, which the encoder wrote, and ends the use of w.
func (w *writing) end(b []byte) ([]byte, error) {
	var written []byte
	failed := w.encoder.Err(b)
	if failed == nil {
		written = bytes.Clone(b)
	}
	if cap(b) <= largestKept {
		w.buffer = b
	}
	w.encoder.Reset()
	writings.Put(w)
	if failed != nil {
		return nil, failed
	}
	return written, nil
}

// UnmarshalWith reads data, a value form, with f, which may be called several times
// and has to write all of its value each time. When data is not a value of the type,
// that is known only after some of it may have been written. The error is a
// [DecodeError].
//
// What servers never write but read is read here as they do it: of several
// members of a variant the first by name counts, of a result ok.
func UnmarshalWith(data []byte, f func(d *Decoder, at int) (end int)) error {
	d, text := decoders.Get().(*Decoder), string(data)
	d.text = text
	d.At = f(d, 0)
	var err error
	if d.At < len(text) || d.reason != 0 {
		if d.End(); d.reason != 0 {
			err = readAgain(d, text, f)
		}
		d.Reset("")
	} else if d.unescaped.Cap() > 0 || len(d.slabs) > 0 {
		d.Reset("")
	}
	d.text, d.At = "", 0
	decoders.Put(d)
	return err
}

// readAgain reads text as often as needed after d has failed to read it as it is.
func readAgain(d *Decoder, text string, f func(d *Decoder, at int) (end int)) error {
	r := rounds{text: text, begun: 1}
	for r.another(d) {
		r.begun++
		d.Reset(r.text)
		d.ahead = r.ahead
		d.At = f(d, 0)
		d.End()
	}
	return r.err
}

// Unmarshal reads *v from its value form as [UnmarshalWith] does, but leaves it as
// it is when data is not a value of the type.
func Unmarshal[T any](data []byte, v *T, f DecodeFunc[T]) error {
	before := *v // not on the heap, as a value to read into would be
	err := UnmarshalWith(data, func(d *Decoder, at int) (end int) { return f(d, at, v) })
	if err != nil {
		*v = before
	}
	return err
}

// rounds are the passes over a text. One is enough for a text that servers write.
// A variant or a result with several members is reduced to the one that counts,
// and read again. A member that does not count may also be what a pass stumbles
// over, so the pass after a failure looks at all members first.
type rounds struct {
	text  string
	begun int
	ahead bool
	err   error
}

// another ends a round of d and reports whether another one is needed.
func (r *rounds) another(d *Decoder) bool {
	failed := d.Err()
	switch {
	case failed == nil:
		return false
	case failed.Reason != ReasonSeveralCases && !r.ahead:
		r.ahead = true
		return true
	case failed.Reason != ReasonSeveralCases || r.begun > maxSettled:
		r.err = failed
		return false
	}
	r.text, r.err = settle(r.text, failed.Offset, d.chosen)
	return r.err == nil
}

// maxSettled is how many variants or results with several members are accepted
// in one text: each costs another pass.
const maxSettled = 100

// settle reduces the object at offset to the one member that counts.
func settle(text string, offset int, how chooser) (string, error) {
	d := NewDecoder(text)
	d.At = offset + 1
	winner, value := "", ""
	found := false
	for more := true; more; more = d.comma('}') {
		key := d.key()
		member := d.skip()
		better := !found || key <= winner
		if how == okFirst {
			better = key == "ok" || key == "err" && winner != "ok"
		}
		if better {
			winner, value, found = key, member, true
		}
	}
	if err := d.Err(); err != nil {
		return "", err
	}
	return text[:offset] + "{" + quote(winner) + ":" + value + "}" + text[d.At:], nil
}

// RefuseNull reports what was written to b from start on if it is null, and is
// b: for options of values that may themselves be written null.
func RefuseNull(b []byte, start int, e *Encoder) []byte {
	if string(b[start:]) == "null" {
		e.Fail(b[:start], ReasonNestedNull, "")
	}
	return b
}

// AppendUnsetResult reports a result that is neither ok nor err.
func AppendUnsetResult(b []byte, e *Encoder) []byte {
	e.Fail(b, ReasonUnwritableResult, "")
	return append(b, "null"...)
}

// Raw skips the next value and is its text, which is valid JSON; it is empty
// after a failure.
func (d *Decoder) Raw() string { return d.skip() }
