package runtime

import (
	"context"
	"strings"
)

// send makes the call and leaves the decoder at its result.
func (c *call) send(ctx context.Context) error {
	if err := c.seal(); err != nil {
		return err
	}
	if c.target.worker.ephemeral && (c.prepared.GivesHandles || c.target.handle != nil) {
		return &HandleError{Reason: HandleEphemeral}
	}
	if c.key == "" {
		c.key = newKey()
	}
	if c.returnKey != nil {
		*c.returnKey = c.key
	}
	if c.settings.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.settings.timeout)
		defer cancel()
	}
	d, err := c.settle(ctx)
	if err != nil {
		return err
	}
	if len(c.uses) == 0 {
		return c.exchangeChecked(ctx, d)
	}
	if err := c.takeHandles(); err != nil {
		return err
	}
	err = c.exchangeChecked(ctx, d)
	c.returnHandles(err)
	return err
}

// settle finds out what has to be known about the server and the worker before
// anything is sent to it.
func (c *call) settle(ctx context.Context) (*dialect, error) {
	w := c.target.worker
	if reason := w.hopeless(); reason != nil {
		return nil, reason
	}
	d, err := w.client.dialectFor(ctx, c.settings)
	if err != nil {
		return nil, err
	}
	if err := w.accepts(d); err != nil {
		return nil, err
	}
	return d, c.fits(ctx, d)
}

// fits tells why the call must not be sent to a server that speaks d.
func (c *call) fits(ctx context.Context, d *dialect) error {
	if d.typed {
		if err := c.Encoder.UnitPayload(c.Buffer); err != nil {
			return c.named(err)
		}
	}
	return c.checkVersion(ctx, d)
}

// hopeless is why no server at all accepts the worker.
func (w *Worker) hopeless() error {
	if w.named.Load() != nil {
		return nil
	}
	return w.accepts(oldDialect)
}

func (c *call) exchangeChecked(ctx context.Context, d *dialect) error {
	err := c.exchange(ctx, d)
	if err == nil && c.recheck {
		return c.checkAfter(ctx)
	}
	return err
}

// exchange sends the request until there is an answer that counts, and opens it.
func (c *call) exchange(ctx context.Context, d *dialect) error {
	body := c.Buffer
	if d.typed {
		body = c.typedBody()
	}
	for tries := 1; ; tries++ {
		text, err := c.attempt(ctx, body)
		switch {
		case err == nil:
			return c.open200(ctx, text)
		case !d.typed && missesTypes(err):
			// An older server than was thought; it has done nothing.
			d = oldDialect
			c.target.worker.client.dialect.settled.Store(d)
			if err := c.fits(ctx, d); err != nil {
				return err
			}
			body, tries = c.typedBody(), 0
			continue
		}
		c.unclear = c.unclear || mayHaveRun(err)
		// The key does not protect calls without a worker name.
		if c.target.worker.ephemeral || !c.settings.again(ctx, tries, err) {
			return c.refused(ctx, err)
		}
		c.logRetry(ctx, err)
	}
}

// missesTypes tells whether a server says that it wants the types of parameters.
func missesTypes(err error) bool {
	status, ok := err.(*StatusError)
	return ok && status.Code == 400 && strings.Contains(status.Body, "missing field `typ`")
}

// open200 begins to read an answer.
func (c *call) open200(ctx context.Context, text string) error {
	if c.target.enqueue {
		return nil
	}
	c.decoder.Binding, c.decoder.Copy = binding{c.target.worker}, c.settings.copies
	if err := c.prepared.Answer.Open(text, &c.decoder); err != nil {
		return c.mismatch(ctx, err, text)
	}
	return nil
}
