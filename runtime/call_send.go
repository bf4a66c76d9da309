package runtime

import (
	"context"
	"encoding/json"
	"net/http"
)

// perform sends the call and reads its result.
func (c *call) perform(ctx context.Context) error {
	err := c.send(ctx)
	if err == nil && !c.enqueue {
		err = c.read(ctx)
	}
	if err == nil {
		return nil
	}
	return c.wrap(err)
}

// send makes sure that the call can be sent, sends it and leaves the decoder at its
// result.
func (c *call) send(ctx context.Context) error {
	if err := c.completed(); err != nil {
		return err
	}
	c.setKey()
	if c.settings.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.settings.timeout)
		defer cancel()
	}
	if err := c.to.settle(ctx, c); err != nil {
		return err
	}
	if len(c.uses) == 0 {
		return c.exchange(ctx)
	}
	return c.exchangeHandles(ctx)
}

// exchange sends the request until there is an answer that counts.
func (c *call) exchange(ctx context.Context) error {
	at, query, body := c.to.request(c)
	for tries := 1; ; tries++ {
		text, err := c.attempt(ctx, at, query, body)
		if err == nil && c.enqueue && !json.Valid(c.response) {
			return &StatusError{Code: http.StatusOK, Strange: "the answer is not JSON", Body: text}
		}
		if err == nil {
			c.decoder.Copy = c.settings.copies
			return c.to.answered(ctx, c, text)
		}
		again, failure := c.to.resettle(ctx, c, err)
		switch {
		case failure != nil:
			return failure
		case again:
			at, query, body = c.to.request(c)
			tries = 0
			continue
		}
		c.unclear = c.unclear || mayHaveRun(err)
		if again, err := c.again(ctx, tries, err); !again {
			return c.to.explain(ctx, c, err)
		}
		c.logRetry(ctx, err)
	}
}

// again reports whether c can be sent again after so many tries, the last of which failed
// with err, and waits until then. The error says why it cannot.
func (c *call) again(ctx context.Context, tries int, err error) (bool, error) {
	if !c.to.protects() {
		return false, err
	}
	again, gaveUp := c.settings.again(ctx, tries, err)
	if gaveUp != nil {
		gaveUp.Sent = c.unclear
		return false, gaveUp
	}
	return again, err
}
