package stub

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// AppendOption writes null, or the value with f.
func AppendOption[T any](b []byte, e *wire.Encoder, v *runtime.Option[T], f wire.AppendFunc[T]) []byte {
	if !v.Some {
		return append(b, "null"...)
	}
	return f(b, e, &v.Value)
}

// AppendNestedOption is like AppendOption, for values that may be written as null. It
// reports such a value, because it would be read as none.
func AppendNestedOption[T any](b []byte, e *wire.Encoder, v *runtime.Option[T], f wire.AppendFunc[T]) []byte {
	if !v.Some {
		return append(b, "null"...)
	}
	return wire.RefuseNull(f(b, e, &v.Value), len(b), e)
}

// DecodeOption reads null as none, and anything else with f.
func DecodeOption[T any](d *wire.Decoder, at int, v *runtime.Option[T], f wire.DecodeFunc[T]) (end int) {
	if !d.HasValue(at) {
		if null, end := d.IsNull(at); null {
			*v = runtime.Option[T]{}
			return end
		}
	}
	v.Some = true
	return f(d, at, &v.Value)
}

// AppendResult writes {"ok":…} with ok or {"err":…} with err. A result that was never
// set is reported.
func AppendResult[T, E any](b []byte, e *wire.Encoder, v *runtime.Result[T, E], ok wire.AppendFunc[T], err wire.AppendFunc[E]) []byte {
	switch v.Case {
	case runtime.ResultOk:
		b = ok(append(b, `{"ok":`...), e, &v.Value)
	case runtime.ResultErr:
		b = err(append(b, `{"err":`...), e, &v.Failure)
	default:
		return wire.AppendUnsetResult(b, e)
	}
	return append(b, '}')
}

// DecodeResult reads {"ok":…} with ok or {"err":…} with err.
func DecodeResult[T, E any](d *wire.Decoder, at int, v *runtime.Result[T, E], ok wire.DecodeFunc[T], err wire.DecodeFunc[E]) (end int) {
	*v = runtime.Result[T, E]{}
	isOk, at := d.BeginResult(at)
	if isOk {
		v.Case = runtime.ResultOk
		at = ok(d, at, &v.Value)
	} else {
		v.Case = runtime.ResultErr
		at = err(d, at, &v.Failure)
	}
	return d.EndResult(at)
}

// AppendTuple0 writes a tuple of no items.
func AppendTuple0(b []byte, _ *wire.Encoder, _ *struct{}) []byte { return append(b, "[]"...) }

// DecodeTuple0 reads a tuple of no items.
func DecodeTuple0(d *wire.Decoder, at int, _ *struct{}) (end int) {
	return d.EndTuple(d.BeginTuple(at, 0))
}

// Failure reads the err value of a call, which is next, with decode.
func Failure[E any](d *wire.Decoder, decode wire.DecodeFunc[E]) error {
	failure := new(runtime.ResultError[E])
	d.At = decode(d, d.At, &failure.Value)
	return failure
}

// Enqueued returns the error of an enqueued call that a fake ran with err. It returns nil
// for the component's own failure, a [runtime.ResultError], because servers do not report
// it.
func Enqueued(err error) error {
	if runtime.OutcomeOf(err) == runtime.OutcomeErr {
		return nil
	}
	return err
}
