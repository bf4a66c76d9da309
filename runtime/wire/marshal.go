package wire

import (
	"bytes"
	"sync"
)

// writing is the buffer and the encoder of a value that is being written.
type writing struct {
	buffer  []byte
	encoder Encoder
}

var (
	writings = sync.Pool{New: func() any { return new(writing) }}
	decoders = sync.Pool{New: func() any { return new(Decoder) }} // in the state after a Reset
)

// largestKept is the size of the largest buffer that is kept for later calls.
const largestKept = 1 << 20

// MarshalWith returns the value form that f appends to b. The error is an [*EncodeError].
//
// It has no type parameter, so it is compiled once and not for each type.
func MarshalWith(f func(b []byte, e *Encoder) []byte) ([]byte, error) {
	w := writings.Get().(*writing)
	return w.end(f(w.buffer[:0], &w.encoder))
}

// Marshal returns *v in Golem's value form. The error is an [*EncodeError].
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

// UnmarshalWith reads data, a value form, with f. f may be called several times, and must
// write its whole value each time. After an error, parts of the value may have been
// written. The error is a [*DecodeError].
//
// Forms that servers read but never write are read as servers do: if a variant has several
// members, the first by name counts, and if a result has, ok counts.
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

// readAgain reads text as often as needed after d has failed to read it.
func readAgain(d *Decoder, text string, f func(d *Decoder, at int) (end int)) error {
	p := passes{text: text, count: 1}
	for p.another(d) {
		p.count++
		d.Reset(p.text)
		d.ahead = p.ahead
		d.At = f(d, 0)
		d.End()
	}
	return p.err
}

// Unmarshal reads *v from its value form like [UnmarshalWith]. It leaves *v unchanged after
// an error.
func Unmarshal[T any](data []byte, v *T, f DecodeFunc[T]) error {
	before := *v // a copy on the stack; a second value to read into would be on the heap
	err := UnmarshalWith(data, func(d *Decoder, at int) (end int) { return f(d, at, v) })
	if err != nil {
		*v = before
	}
	return err
}

// passes is the state of reading a text in several passes. One is enough for a text that
// servers write. A variant or a result with several members is reduced to the one that
// counts, and the text is read again. A pass can also fail because of a member that does
// not count. So the pass after a failure looks at all members first.
type passes struct {
	text  string
	count int
	ahead bool
	err   error
}

// another is called after each pass. It reports whether another one is needed. If not,
// p.err is the result.
func (p *passes) another(d *Decoder) bool {
	failed := d.Err()
	switch {
	case failed == nil:
		return false
	case failed.Reason != ReasonSeveralCases && !p.ahead:
		p.ahead = true
		return true
	case failed.Reason != ReasonSeveralCases || p.count > maxReduced:
		p.err = failed
		return false
	}
	p.text, p.err = reduceObject(p.text, failed.Offset, d.chosen)
	return p.err == nil
}

// maxReduced is the number of objects with several members that are accepted in one text.
// Each needs another pass.
const maxReduced = 100

// reduceObject returns text with the object at offset reduced to the member that counts.
func reduceObject(text string, offset int, how chooser) (string, error) {
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

// RefuseNull reports null if that is what was written to b from start on, and returns b. It
// is for options whose values may be written as null.
func RefuseNull(b []byte, start int, e *Encoder) []byte {
	if string(b[start:]) == "null" {
		e.Fail(b[:start], ReasonNestedNull, "")
	}
	return b
}

// AppendUnsetResult reports a result that is neither ok nor err, and appends null.
func AppendUnsetResult(b []byte, e *Encoder) []byte {
	e.Fail(b, ReasonUnwritableResult, "")
	return append(b, "null"...)
}

// Raw skips the next value and returns its text, which is valid JSON. It returns "" after a
// failure.
func (d *Decoder) Raw() string { return d.skip() }
