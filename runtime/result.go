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
	Value   T // where Case is ResultOk
	Failure E // where Case is ResultErr
	Case    ResultCase
}

// A ResultCase says which value of a result counts. The zero value is neither.
type ResultCase uint8

// The cases of a result.
const (
	ResultOk ResultCase = iota + 1
	ResultErr
)

// Ok is the result of a success.
func Ok[T, E any](v T) Result[T, E] { return Result[T, E]{Value: v, Case: ResultOk} }

// Err is the result of a failure.
func Err[T, E any](e E) Result[T, E] { return Result[T, E]{Failure: e, Case: ResultErr} }

// Get is the value of a success, that of a failure, and which of them counts;
// the other is a zero value. The zero result counts as a failure.
func (r Result[T, E]) Get() (value T, failure E, ok bool) {
	return r.Value, r.Failure, r.Case == ResultOk
}

// IsOk tells whether r is a success.
func (r Result[T, E]) IsOk() bool { return r.Case == ResultOk }

// IsErr tells whether r is a failure.
func (r Result[T, E]) IsErr() bool { return r.Case == ResultErr }

// IsZero tells whether r is neither, because it was never set.
func (r Result[T, E]) IsZero() bool { return r.Case == 0 }

// Ok is the value of a success, and whether r is one.
func (r Result[T, E]) Ok() (value T, ok bool) { return r.Value, r.Case == ResultOk }

// Err is the value of a failure, and whether r is one.
func (r Result[T, E]) Err() (failure E, isFailure bool) { return r.Failure, r.Case == ResultErr }

// Equal tells whether both are the same case with equal values, and makes
// results comparable with go-cmp.
func (r Result[T, E]) Equal(other Result[T, E]) bool {
	return r.Case == other.Case && equal(r.Value, other.Value) && equal(r.Failure, other.Failure)
}

// String is "ok(…)", "err(…)" or "unset".
func (r Result[T, E]) String() string {
	switch r.Case {
	case ResultOk:
		return describe("ok", r.Value)
	case ResultErr:
		return describe("err", r.Failure)
	}
	return "unset"
}

func describe(what string, v any) string { return fmt.Sprintf("%s(%v)", what, v) }

// MarshalJSON writes {"ok":…} or {"err":…}; what is said about values at
// [Option.MarshalJSON] holds here too. struct{} is written null.
func (r Result[T, E]) MarshalJSON() ([]byte, error) {
	key, b, err := "", []byte(nil), error(nil)
	switch r.Case {
	case ResultOk:
		key = "ok"
		b, err = marshalPayload(r.Value)
	case ResultErr:
		key = "err"
		b, err = marshalPayload(r.Failure)
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
	return wire.UnmarshalWith(data, func(d *wire.Decoder) {
		if d.BeginResult() {
			r.Case = ResultOk
			decodeJSON(d, &r.Value)
		} else {
			r.Case = ResultErr
			decodeJSON(d, &r.Failure)
		}
		d.EndResult()
	})
}
