package runtime

import (
	"encoding/json"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Result is the result of an operation that succeeds or fails, if it is part of another value.
// Functions that return a result return a value and an error instead.
//
//	switch r.Case {
//	case runtime.ResultOk:
//		fmt.Println(r.Value)
//	case runtime.ResultErr:
//		fmt.Println("failed:", r.Failure)
//	}
//
// The zero value is neither ok nor err and cannot be sent. Results of comparable types can be
// compared with ==, others with go-cmp.
type Result[T, E any] struct {
	Value   T // the zero value unless Case is ResultOk
	Failure E // the zero value unless Case is ResultErr
	Case    ResultCase
}

// ResultCase says whether a [Result] holds Value or Failure. The zero value stands for neither.
type ResultCase uint8

// The cases of a [Result].
const (
	ResultOk ResultCase = iota + 1
	ResultErr
)

// String returns "ok", "err" or "unset".
func (c ResultCase) String() string {
	switch c {
	case ResultOk:
		return "ok"
	case ResultErr:
		return "err"
	}
	return "unset"
}

// Ok returns a result with the value v.
func Ok[T, E any](v T) Result[T, E] { return Result[T, E]{Value: v, Case: ResultOk} }

// Err returns a result with the failure e.
func Err[T, E any](e E) Result[T, E] { return Result[T, E]{Failure: e, Case: ResultErr} }

// MarshalJSON writes {"ok":…} or {"err":…}, and null for a value of type struct{}. Values have
// the forms that [Option.MarshalJSON] describes.
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
	*r = Result[T, E]{} // the side that the text does not have is zero
	return wire.UnmarshalWith(data, func(d *wire.Decoder, at int) int {
		ok, at := d.BeginResult(at)
		if ok {
			r.Case = ResultOk
			at = decodeJSON(d, at, &r.Value)
		} else {
			r.Case = ResultErr
			at = decodeJSON(d, at, &r.Failure)
		}
		return d.EndResult(at)
	})
}
