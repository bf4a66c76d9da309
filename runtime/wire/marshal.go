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

func (s *scratch) release(buffer []byte) {
	if cap(buffer) <= largestScratch {
		s.buffer = buffer[:0]
	}
	s.encoder.Reset()
	s.decoder.Reset("")
	scratches.Put(s)
}

// Marshal is *v in Golem's value form. The error is an [EncodeError].
func Marshal[T any](v *T, f AppendFunc[T]) ([]byte, error) {
	s := scratches.Get().(*scratch)
	b := f(s.buffer[:0], &s.encoder, v)
	defer s.release(b)
	if err := s.encoder.Err(b); err != nil {
		return nil, err
	}
	return bytes.Clone(b), nil
}

// Unmarshal reads *v from its value form, and leaves it as it is when data is no
// value of the type. The error is a [DecodeError].
//
// What servers never write but read is read here as they do it: of several
// members of a variant the first by name counts, of a result ok.
func Unmarshal[T any](data []byte, v *T, f DecodeFunc[T]) error {
	s := scratches.Get().(*scratch)
	defer s.release(s.buffer)
	d := &s.decoder
	text := string(data)
	for round := 0; ; round++ {
		d.Reset(text)
		var decoded T
		f(d, &decoded)
		d.End()
		err := d.Err()
		switch {
		case err == nil:
			*v = decoded
			return nil
		case err.Reason != ReasonSeveralCases || round == maxSettled:
			return err
		}
		settled, failure := settle(text, err.Offset, d.chosen)
		if failure != nil {
			return failure
		}
		text = settled
	}
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
