package testserve

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Parameter returns the n-th parameter of a call, counted from 0. It panics,
// which traps the worker, if the parameter is missing or not of the type that
// decode reads: the worker has another version of the component.
func Parameter[T any](call *golemtest.Invocation, n int, decode wire.DecodeFunc[T]) T {
	if n >= len(call.Parameters) {
		panic(fmt.Errorf("golemtest: %s has %d parameters, and the test package wants %d", call.Name, len(call.Parameters), n+1))
	}
	d := wire.NewDecoder(string(call.Parameters[n]))
	d.Binding = call
	var v T
	d.At = decode(&d, d.At, &v)
	d.End()
	if err := d.Err(); err != nil {
		panic(fmt.Errorf("golemtest: %s, parameter %d: %w", call.Name, n+1, err))
	}
	return v
}

// Self returns the resource that a method is called on. It panics, which traps
// the worker, if the resource was not made by AppendHandle as a T.
func Self[T any](call *golemtest.Invocation) *T {
	object, err := typedObject[T](call.Self)
	if err != nil {
		panic(fmt.Errorf("golemtest: %s: %w", call.Name, err))
	}
	return object
}

// Answer returns the result of a function whose WIT type is not a result. An
// error traps the worker.
func Answer[T any](call *golemtest.Invocation, value T, err error, write wire.AppendFunc[T]) (json.RawMessage, error) {
	if err != nil {
		return nil, err
	}
	e := wire.Encoder{Binding: call}
	b := write(nil, &e, &value)
	if err := e.Err(b); err != nil {
		return nil, fmt.Errorf("golemtest: the result of %s: %w", call.Name, err)
	}
	return b, nil
}

// AnswerResult returns the result of a function whose WIT type is a result: ok
// if err is nil, err if it is a [*runtime.ResultError] of type E, as clients get
// it. Any other error traps the worker.
func AnswerResult[T, E any](call *golemtest.Invocation, value T, err error, ok wire.AppendFunc[T], failure wire.AppendFunc[E]) (json.RawMessage, error) {
	result := runtime.Ok[T, E](value)
	if refused := (*runtime.ResultError[E])(nil); errors.As(err, &refused) {
		result, err = runtime.Err[T](refused.Value), nil
	}
	return Answer(call, result, err, func(b []byte, e *wire.Encoder, v *runtime.Result[T, E]) []byte {
		return stub.AppendResult(b, e, v, ok, failure)
	})
}

// NotServed traps the worker: the test package does not know the function, as
// the worker has another version of the component.
func NotServed(call *golemtest.Invocation) (json.RawMessage, error) {
	return nil, fmt.Errorf("golemtest: %s is not a function of the version that the test package was generated for", call.Name)
}
