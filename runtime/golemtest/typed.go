package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// What stands in this file and in typed_codec.go is called by the generated test
// packages (shoptest), which plug Go implementations of a component's interfaces
// into a server. What is wrong with a value ends as a trap, which callers see.

// Parameter returns the n-th parameter of a call, counted from 0. It panics, which
// is a trap, when the worker's component version has another type there than decode reads.
func Parameter[T any](call *Invocation, n int, decode wire.DecodeFunc[T]) T {
	if n >= len(call.Parameters) {
		panic(fmt.Errorf("golemtest: %s has %d parameters, and the test package wants %d", call.Name, len(call.Parameters), n+1))
	}
	d := wire.NewDecoder(string(call.Parameters[n]))
	d.Binding = call
	var v T
	decode(&d, &v)
	d.End()
	if err := d.Err(); err != nil {
		panic(fmt.Errorf("golemtest: %s, parameter %d: %w", call.Name, n+1, err))
	}
	return v
}

// Self returns the resource that a method is called on.
func Self[T any](call *Invocation) *T {
	object, err := typedObject[T](call.Self)
	if err != nil {
		panic(fmt.Errorf("golemtest: %s: %w", call.Name, err))
	}
	return object
}

// Answer is what a function without a WIT result at the top has returned. The
// error is a trap.
func Answer[T any](call *Invocation, value T, err error, write wire.AppendFunc[T]) (json.RawMessage, error) {
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

// AnswerResult is what a function with a WIT result has returned: ok without an
// error, err with a [*runtime.ResultError] of its type, in the way in which clients
// get it; every other error is a trap.
func AnswerResult[T, E any](call *Invocation, value T, err error, ok wire.AppendFunc[T], failure wire.AppendFunc[E]) (json.RawMessage, error) {
	result := runtime.Ok[T, E](value)
	if refused := (*runtime.ResultError[E])(nil); errors.As(err, &refused) {
		result, err = runtime.Err[T](refused.Value), nil
	}
	return Answer(call, result, err, func(b []byte, e *wire.Encoder, v *runtime.Result[T, E]) []byte {
		return stub.AppendResult(b, e, v, ok, failure)
	})
}

// NotServed is the trap of a function that the test package does not know, because
// the worker has another version of the component.
func NotServed(call *Invocation) (json.RawMessage, error) {
	return nil, fmt.Errorf("golemtest: %s is not a function of the version that the test package was generated for", call.Name)
}

// typedResource is a resource made by a test package.
type typedResource[T any] struct {
	value *T
	drop  func(*T, context.Context, ...runtime.CallOption) error // nil where there is nothing to drop
}

// Drop implements what the server looks for when a resource is dropped.
func (r *typedResource[T]) Drop(ctx context.Context) error {
	if r.drop == nil {
		return nil
	}
	return r.drop(r.value, ctx)
}

func typedObject[T any](object any) (*T, error) {
	r, ok := object.(*typedResource[T])
	if !ok {
		return nil, fmt.Errorf("the resource is a %T that the test package has not made", object)
	}
	return r.value, nil
}
