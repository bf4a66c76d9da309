package runtime

import (
	"context"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Await sends the call and waits for it to end; the function has no result. A call
// on a target that is [Target.Enqueuing] ends as soon as it is accepted, here and
// in the functions for calls with results, which then return zero values.
func (c *Call) Await(ctx context.Context) error {
	return c.await(ctx, func(*wire.Decoder) error { return nil })
}

// Await sends the call, waits for its result and reads that with decode.
func Await[T any](ctx context.Context, c *Call, decode wire.DecodeFunc[T]) (T, error) {
	var zero T
	if c.target.enqueue {
		return zero, c.Await(ctx) // and no memory for a value
	}
	var v T
	err := c.await(ctx, func(d *wire.Decoder) error {
		v = zero // an interceptor may have tried before
		decode(d, &v)
		return nil
	})
	if err != nil {
		return zero, err
	}
	return v, nil
}

// AwaitResult sends the call, waits for its result, which is ok or err at the
// top, and reads it. Err is returned as a [*ResultError].
func AwaitResult[T, E any](ctx context.Context, c *Call, ok wire.DecodeFunc[T], failure wire.DecodeFunc[E]) (T, error) {
	var zero T
	if c.target.enqueue {
		return zero, c.Await(ctx)
	}
	var v T
	err := c.await(ctx, func(d *wire.Decoder) (refused error) {
		v = zero
		if d.BeginResult() {
			ok(d, &v)
		} else {
			refused = decodeFailure(d, failure)
		}
		d.EndResult()
		return refused
	})
	if err != nil {
		return zero, err
	}
	return v, nil
}

// decodeFailure is apart so that calls which work do not pay for E.
func decodeFailure[E any](d *wire.Decoder, decode wire.DecodeFunc[E]) error {
	refused := new(ResultError[E])
	decode(d, &refused.Value)
	return refused
}

// await makes the call, through the interceptors if there are some, and ends it.
// It is what Await and AwaitResult share for all types: generic code is compiled
// once for each.
func (c *Call) await(ctx context.Context, decode func(*wire.Decoder) error) error {
	var err error
	if c.settings.chain == nil {
		err = c.finish(ctx, decode)
	} else {
		err = c.intercepted(ctx, decode)
	}
	c.release()
	return err
}

// finish sends the call and reads its result; the error of decode is that of
// the component.
func (c *Call) finish(ctx context.Context, decode func(*wire.Decoder) error) error {
	err := c.send(ctx)
	if err == nil && !c.target.enqueue {
		refused := decode(&c.decoder)
		if err = c.decoded(ctx); err == nil {
			err = refused
		}
	}
	if err == nil {
		return nil
	}
	return c.wrap(err)
}

// decoded is the error of reading the result, once decode functions are done.
func (c *Call) decoded(ctx context.Context) error {
	c.prepared.answer.Close(&c.decoder)
	if err := c.decoder.Err(); err != nil {
		return c.undecodable(ctx, err)
	}
	return nil
}
