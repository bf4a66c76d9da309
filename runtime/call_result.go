package runtime

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// outcome is the destination of a call's result, with the functions that decode it. It does not
// depend on the type of the result, so this code is compiled once and not for each type.
type outcome struct {
	value   any                          // a pointer
	take    func(d *wire.Decoder, v any) // nil if the function has no result
	failure func(d *wire.Decoder) error  // nil unless the function returns ok or err
}

// conclude reads a good answer. err is the component's own failure, or the reason why the
// answer cannot be read. If cut is true, the answer was cut, and err has no meaning.
func (c *call) conclude(ctx context.Context) (cut bool, err error) {
	if c.enqueue && !json.Valid(c.response) {
		return isCut(c.response), &StatusError{Code: http.StatusOK, Strange: "the answer is not JSON", Body: string(c.response)}
	}
	c.decoder.Copy = c.settings.copies
	if err = c.to.answered(ctx, c); err == nil && !c.enqueue {
		err = c.read()
	}
	if err == nil || isComponentFailure(err) {
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

// decode decodes the result into value and then the rest of the answer. refused is the
// component's own failure.
func (c *call) decode(value any) (refused error) {
	refused = c.outcome.read(&c.decoder, value)
	c.envelope.Close(&c.decoder)
	return refused
}

// read decodes the result into value. refused is the component's own failure.
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
