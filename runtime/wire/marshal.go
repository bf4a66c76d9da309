package wire

import (
	"bytes"
	"sync"
)

// scratch is what Marshal and Unmarshal need for the time of a call.
type scratch struct {
	buffer  []byte
	encoder Encoder
	decoder Decoder
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// largestScratch is the size up to which a buffer is kept for later calls.
const largestScratch = 1 << 20

// Marshal is *v in Golem's value form. The error is an [EncodeError].
func Marshal[T any](v *T, f AppendFunc[T]) ([]byte, error) {
	s := scratches.Get().(*scratch)
	return s.marshaled(f(s.buffer[:0], &s.encoder, v))
}

// marshaled is a copy of b, which the encoder wrote, and ends the use of s.
func (s *scratch) marshaled(b []byte) ([]byte, error) {
	var written []byte
	failed := s.encoder.Err(b)
	if failed == nil {
		written = bytes.Clone(b)
	}
	if cap(b) <= largestScratch {
		s.buffer = b
	}
	s.encoder.Reset()
	scratches.Put(s)
	if failed != nil {
		return nil, failed
	}
	return written, nil
}

// Unmarshal reads *v from its value form, and leaves it as it is when data is no
// value of the type. The error is a [DecodeError].
//
// What servers never write but read is read here as they do it: of several
// members of a variant the first by name counts, of a result ok.
func Unmarshal[T any](data []byte, v *T, f DecodeFunc[T]) error {
	before := *v
	var zero T
	r := newRounds(data)
	for r.next() {
		*v = zero
		f(&r.scratch.decoder, v)
	}
	if r.err != nil {
		*v = before
	}
	return r.err
}

// rounds are the passes over a text. One is enough, unless there is a variant or
// a result with several members, which is settled then.
type rounds struct {
	scratch *scratch // until the last round is over
	text    string
	begun   int
	err     error
}

func newRounds(data []byte) rounds {
	return rounds{scratch: scratches.Get().(*scratch), text: string(data)}
}

// next ends a round and begins another one, if one is needed.
func (r *rounds) next() bool {
	d := &r.scratch.decoder
	if r.begun > 0 && !r.settled(d) {
		d.Reset("")
		scratches.Put(r.scratch)
		return false
	}
	r.begun++
	d.Reset(r.text)
	return true
}

// settled ends a round and tells whether the text is now another one.
func (r *rounds) settled(d *Decoder) bool {
	d.End()
	failed := d.Err()
	switch {
	case failed == nil:
		return false
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
	d.pos = offset + 1
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
	return text[:offset] + "{" + quote(winner) + ":" + value + "}" + text[d.pos:], nil
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
