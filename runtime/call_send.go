package runtime

import (
	"context"
	"io"
)

// perform sends the call and reads its result.
func (c *call) perform(ctx context.Context) error {
	if err := c.send(ctx); err != nil {
		return c.wrap(err)
	}
	return nil
}

// send makes sure that the call can be sent, sends it and reads its result.
func (c *call) send(ctx context.Context) error {
	if err := c.completed(); err != nil {
		return err
	}
	c.setKey()
	c.moment.pass()
	switch limit := c.settings.timeout; {
	case limit == DefaultAgentTimeout && c.client.limits != nil:
		c.first = new(request)
		ctx = c.client.limits.begin(&c.first.limit, ctx, c.moment.now())
		defer c.first.limit.finish()
	case limit > 0:
		var end func()
		ctx, end = context.WithTimeout(ctx, limit)
		defer end()
	}
	if err := c.to.prepare(ctx, c); err != nil {
		return err
	}
	return c.sendWatched(ctx)
}

// sendWatched is the part of send that runs within the time limit.
func (c *call) sendWatched(ctx context.Context) (err error) {
	c.watchKey()
	defer func() { c.unwatchKey(err) }()
	if len(c.uses) == 0 {
		return c.exchange(ctx)
	}
	return c.exchangeHandles(ctx)
}

// exchange makes attempts until an answer counts. It returns the error of that answer or of the
// last attempt.
func (c *call) exchange(ctx context.Context) error {
	at, query, body := c.to.request(c)
	for tries := 1; ; tries++ {
		accepted, failure := c.beginAttempt(ctx, &tries)
		switch {
		case failure != nil:
			return c.to.explain(ctx, c, failure)
		case accepted:
			return nil
		case c.renewed:
			at, query, body = c.to.request(c)
			c.renewed = false
		}
		answered, err := c.try(ctx, at, query, body)
		if answered {
			return err
		}
		c.moment.pass()
		again, failure := c.to.prepareAgain(ctx, c, err)
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
		if c.unclear && c.attempted != nil {
			continue // beginAttempt asks about the attempt first
		}
		if failure := c.renew(ctx); failure != nil {
			return failure
		}
	}
}

// renew checks again what may have changed since the call was prepared. It is called after
// questions about an earlier attempt, which take time, and before c is sent again.
func (c *call) renew(ctx context.Context) error {
	changed, failure := c.to.renew(ctx, c)
	c.renewed = c.renewed || changed
	return failure
}

// try makes an attempt and reads its answer. If answered is true, err is the error that the
// answer reports. Otherwise it says why no answer counts. An attempt ends even if a transport
// or a token source panics.
func (c *call) try(ctx context.Context, at *location, query string, body []byte) (answered bool, err error) {
	returned := false
	defer func() {
		switch {
		case answered:
			c.endAttempt(nil)
		case returned:
			c.endAttempt(err)
		default:
			c.endAttempt(&ConnectionError{Sent: true})
		}
	}()
	err = c.attempt(ctx, at, query, body)
	returned = true
	if err != nil {
		return false, err
	}
	answered = true
	cut, err := c.conclude(ctx)
	if cut {
		return false, noAnswer(ctx, ctx, io.ErrUnexpectedEOF)
	}
	return true, err
}

// again reports whether c can be sent again after so many tries, the last of which failed with
// err. It waits until then. The error says why c cannot be sent again.
func (c *call) again(ctx context.Context, tries int, err error) (bool, error) {
	if c.to.protection() == protectsNot {
		return false, err
	}
	if c.undeliverable() {
		return false, &FateError{State: CallDone, Err: err, undeliverable: true}
	}
	c.paused = c.attempted != nil && mayHaveRun(err)
	again, gaveUp := c.settings.again(ctx, tries, err, c.paused)
	if gaveUp != nil {
		gaveUp.Sent = c.unclear
		return false, gaveUp
	}
	return again, err
}
