package runtime

import (
	"context"
	"encoding/json"
	"net/http"
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

// conclude reads a good answer. The error is the component's own failure, or why the answer
// cannot be read. An answer that was cut is none.
func (c *call) conclude(ctx context.Context) (cut bool, err error) {
	if c.enqueue && !json.Valid(c.response) {
		return isCut(c.response), &StatusError{Code: http.StatusOK, Strange: "the answer is not JSON", Body: string(c.response)}
	}
	c.decoder.Copy = c.settings.copies
	if err = c.to.answered(ctx, c); err == nil && !c.enqueue {
		err = c.read()
	}
	if err == nil || isOwn(err) {
		return false, err
	}
	if isCut(c.response) {
		c.outcome.clear()
		return true, nil
	}
	return false, c.to.explain(ctx, c, err)
}

// read reads the result of the call.
func (c *call) read() (err error) {
	if c.info == nil {
		err = c.decode(c.outcome.value)
	} else {
		err = c.info.decode(c)
	}
	if c.decoder.Failed() {
		return c.decoder.Err()
	}
	return err
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
	ok, at := d.BeginResult(d.At)
	d.At = at
	if ok {
		o.take(d, value)
	} else {
		refused = o.failure(d)
	}
	d.At = d.EndResult(d.At)
	return refused
}

// clear makes the value zero again.
func (o *outcome) clear() {
	if o.value != nil {
		reflect.ValueOf(o.value).Elem().SetZero()
	}
}
