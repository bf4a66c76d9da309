package runtime

import (
	"context"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// outcome is where the result of a call goes, and how it is read. It says nothing
// of the result's type, so that none of this is compiled for each.
type outcome struct {
	value   any                          // a pointer
	take    func(d *wire.Decoder, v any) // nil: the function has no result
	failure func(d *wire.Decoder) error  // nil: the result is not ok or err at the top
	written bool                         // there may be something in value
}

// Make makes the call, as core.Maker wants it.
func (c *call) Make(ctx context.Context, value any, take func(*wire.Decoder, any), failure func(*wire.Decoder) error) error {
	c.outcome = outcome{value: value, take: take, failure: failure}
	return c.await(ctx)
}

// await makes the call, through the interceptors if there are some, and ends it.
func (c *call) await(ctx context.Context) error {
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
func (c *call) finish(ctx context.Context) error {
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
func (c *call) decoded(ctx context.Context) error {
	c.prepared.Answer.Close(&c.decoder)
	if err := c.decoder.Err(); err != nil {
		return c.undecodable(ctx, err)
	}
	return nil
}
