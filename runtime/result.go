package runtime

import (
	"encoding/json"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Result is either the value of a success or that of a failure, where a result
// is part of another value. (Functions that answer a result return a value and
// an error.) The zero value is neither and cannot be sent. Results of comparable
// types can be compared with ==.
type Result[T, E any] struct {
	ok    T
	err   E
	which resultCase
}

type resultCase uint8

const (
	_ resultCase = iota
	isOk
	isErr
)

// Ok is the result of a success.
func Ok[T, E any](v T) Result[T, E] { return Result[T, E]{ok: v, which: isOk} }

// Err is the result of a failure.
func Err[T, E any](e E) Result[T, E] { return Result[T, E]{err: e, which: isErr} }

// Get is the value of a success, that of a failure, and which of them counts;
// the other is a zero value. The zero result counts as a failure.
func (r Result[T, E]) Get() (value T, failure E, ok bool) { return r.ok, r.err, r.which == isOk }

// IsOk tells whether r is a success.
func (r Result[T, E]) IsOk() bool { return r.which == isOk }

// IsErr tells whether r is a failure.
func (r Result[T, E]) IsErr() bool { return r.which == isErr }

// IsZero tells whether r is neither, because it was never set.
func (r Result[T, E]) IsZero() bool { return r.which == 0 }

// Ok is the value of a success, and whether r is one.
func (r Result[T, E]) Ok() (value T, ok bool) { return r.ok, r.which == isOk }

// Err is the value of a failure, and whether r is one.
func (r Result[T, E]) Err() (failure E, isFailure bool) { return r.err, r.which == isErr }

// Equal tells whether both are the same case with equal values, and makes
// results comparable with go-cmp.
func (r Result[T, E]) Equal(other Result[T, E]) bool {
	return r.which == other.which && equal(r.ok, other.ok) && equal(r.err, other.err)
}

// String is "ok(…)", "err(…)" or "unset".
func (r Result[T, E]) String() string {
	switch r.which {
	case isOk:
		return describe("ok", r.ok)
	case isErr:
		return describe("err", r.err)
	}
	return "unset"
}

func describe(what string, v any) string { return fmt.Sprintf("%s(%v)", what, v) }

// MarshalJSON writes {"ok":…} or {"err":…}; what is said about values at
// [Option.MarshalJSON] holds here too. struct{} is written null.
func (r Result[T, E]) MarshalJSON() ([]byte, error) {
	key, b, err := "", []byte(nil), error(nil)
	switch r.which {
	case isOk:
		key = "ok"
		b, err = marshalPayload(r.ok)
	case isErr:
		key = "err"
		b, err = marshalPayload(r.err)
	default:
		err = &wire.EncodeError{Reason: wire.ReasonUnwritableResult}
	}
	if err != nil {
		return nil, err
	}
	return append(append([]byte(`{"`+key+`":`), b...), '}'), nil
}

func marshalPayload(v any) ([]byte, error) {
	if _, unit := v.(struct{}); unit {
		return []byte("null"), nil
	}
	return json.Marshal(v)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Result[T, E]) UnmarshalJSON(data []byte) error {
	return wire.Unmarshal(data, r, func(d *wire.Decoder, v *Result[T, E]) {
		DecodeResult(d, v, decodeJSON[T], decodeJSON[E])
	})
}

// AppendResult writes {"ok":…} with ok or {"err":…} with err. A result that was
// never set is reported.
func AppendResult[T, E any](b []byte, e *wire.Encoder, v *Result[T, E], ok wire.AppendFunc[T], err wire.AppendFunc[E]) []byte {
	switch v.which {
	case isOk:
		b = ok(append(b, `{"ok":`...), e, &v.ok)
	case isErr:
		b = err(append(b, `{"err":`...), e, &v.err)
	default:
		return wire.AppendUnsetResult(b, e)
	}
	return append(b, '}')
}

// DecodeResult reads {"ok":…} with ok or {"err":…} with err.
func DecodeResult[T, E any](d *wire.Decoder, v *Result[T, E], ok wire.DecodeFunc[T], err wire.DecodeFunc[E]) {
	*v = Result[T, E]{}
	if d.BeginResult() {
		v.which = isOk
		ok(d, &v.ok)
	} else {
		v.which = isErr
		err(d, &v.err)
	}
	d.EndResult()
}
