package runtime

import (
	"context"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// outcome is where the result of a call goes, and how it is read. It does not know the
// type of the result, so that nothing here is compiled for each type.
type outcome struct {
	value   any                          // a pointer
	take    func(d *wire.Decoder, v any) // nil: the function has no result
	failure func(d *wire.Decoder) error  // nil: the result is not ok or err at the top
}

// read reads the result of the call.
func (c *call) read(ctx context.Context) error {
	var refused error
	if c.info == nil {
		refused = c.decode(c.outcome.value)
	} else {
		refused = c.info.decode(c)
	}
	if err := c.decoder.Err(); err != nil {
		return c.to.explain(ctx, c, err)
	}
	return refused
}

// decode reads the result into what value points to, and what follows it in the answer.
func (c *call) decode(value any) (refused error) {
	refused = c.outcome.read(&c.decoder, value)
	c.envelope.Close(&c.decoder)
	return refused
}

// read returns the component's own failure.
func (o *outcome) read(d *wire.Decoder, value any) (refused error) {
	switch {
	case o.take == nil:
		return nil
	case o.failure == nil:
		o.take(d, value)
		return nil
	}
	if d.BeginResult() {
		o.take(d, value)
	} else {
		refused = o.failure(d)
	}
	d.EndResult()
	return refused
}

// clear makes the value zero again.
func (o *outcome) clear() {
	if o.value != nil {
		reflect.ValueOf(o.value).Elem().SetZero()
	}
}
