package runtime

import (
	"context"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// outcome is where the result of a call goes, and how it is read. It says nothing
// of the result's type, so that none of this is compiled for each.
type outcome struct {
	value   any         // a pointer
	take    TakeFunc    // nil: the function has no result
	failure FailureFunc // nil: the result is not ok or err at the top
	written bool        // there may be something in value
}

// Await sends the call and waits for it to end; the function has no result. A call
// on a target that is [Target.Enqueuing] ends as soon as it is accepted, here and
// in the methods for calls with results, which then leave these zero.
func (c *Call) Await(ctx context.Context) error { return c.await(ctx) }

// AwaitValue sends the call, waits for its result and reads that with take into
// the zero variable that value points to. After an error it is zero again.
//
// Neither it nor AwaitResult is inlined, for the sake of the size of clients.
//
//go:noinline
func (c *Call) AwaitValue(ctx context.Context, value any, take TakeFunc) error {
	c.outcome = outcome{value: value, take: take}
	return c.await(ctx)
}

// AwaitResult is [Call.AwaitValue] for a result that is ok or err at the top: value
// is that of ok, and failure reads that of err.
//
//go:noinline
func (c *Call) AwaitResult(ctx context.Context, value any, take TakeFunc, failure FailureFunc) error {
	c.outcome = outcome{value: value, take: take, failure: failure}
	return c.await(ctx)
}

// await makes the call, through the interceptors if there are some, and ends it.
func (c *Call) await(ctx context.Context) error {
	var err error
	if c.settings.chain == nil {
		err = c.finish(ctx)
	} else {
		err = c.intercepted(ctx)
	}
	if err != nil {
		c.outcome.clear()
	}
	c.release()
	return err
}

// finish sends the call and reads its result.
func (c *Call) finish(ctx context.Context) error {
	err := c.send(ctx)
	if err == nil && !c.target.enqueue {
		refused := c.outcome.read(&c.decoder)
		if err = c.decoded(ctx); err == nil {
			err = refused
		}
	}
	if err == nil {
		return nil
	}
	return c.wrap(err)
}

// read reads the answer. The error is the component's own.
func (o *outcome) read(d *wire.Decoder) (refused error) {
	if o.take == nil {
		return nil
	}
	o.clear() // an interceptor may have tried before
	o.written = true
	if o.failure == nil {
		o.take(d, o.value)
		return nil
	}
	if d.BeginResult() {
		o.take(d, o.value)
	} else {
		refused = o.failure(d)
	}
	d.EndResult()
	return refused
}

// clear makes the value zero again.
func (o *outcome) clear() {
	if o.written && o.value != nil {
		reflect.ValueOf(o.value).Elem().SetZero()
	}
	o.written = false
}

// decoded is the error of reading the result, once decode functions are done.
func (c *Call) decoded(ctx context.Context) error {
	c.prepared.answer.Close(&c.decoder)
	if err := c.decoder.Err(); err != nil {
		return c.undecodable(ctx, err)
	}
	return nil
}
