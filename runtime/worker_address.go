package runtime

import (
	"context"
	"errors"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// The methods of [address] for workers, on servers from 1.0 to 1.4. Requests go to the URL of
// the worker and name the function in the query.

const (
	paramsOpen  = `{"params":[`
	valueOpen   = `{"value":`
	paramsClose = `}]}`
	paramsNone  = `]}`
)

func (w *Worker) begin(c *call) {
	c.client, c.settings = w.client, w.settings
	c.fail(w.err)
	if !c.at.IsZero() {
		c.fail(errors.New("calls of workers cannot be scheduled: only those of agents can"))
	}
	c.Buffer, c.Element, c.Close = append(c.Buffer, paramsOpen...), valueOpen, "}"
}

func (w *Worker) handleOwner() *Worker { return w }

func (w *Worker) protection() protection {
	if w.ephemeral {
		return protectsNot
	}
	return protectsAtRest
}

func (w *Worker) scope() workerKey { return w.key() }

func (w *Worker) callee() Callee {
	c := Callee{Kind: "worker", Instance: w.name, Ephemeral: w.ephemeral, Component: w.component, Service: w.component.Name}
	if c.Service == "" {
		c.Service = w.component.ID
	}
	return c
}

func (w *Worker) functionName(fn *core.Function) string { return prepare(fn).text }

func (w *Worker) prepare(ctx context.Context, c *call) error { return w.prepareWith(ctx, c, "") }

// prepareWith finds out which dialect the server speaks. It checks that the worker takes the call,
// and that the server accepts the text of an implicit resource, "" for none.
func (w *Worker) prepareWith(ctx context.Context, c *call, resource string) error {
	if w.ephemeral && (prepare(c.function).givesHandles || c.self) {
		return &HandleError{Reason: HandleEphemeral}
	}
	if reason := w.nameError(); reason != nil {
		return reason
	}
	d, err := w.client.dialectFor(ctx, c.settings)
	if err != nil {
		return err
	}
	if err := w.accepts(d); err != nil {
		return err
	}
	if err := d.inline.check(resource); err != nil {
		return err
	}
	return w.setDialect(ctx, c, d)
}

// setDialect stores d as the dialect of c. It returns an error if c must not be sent in that
// dialect.
func (w *Worker) setDialect(ctx context.Context, c *call, d *dialect) error {
	c.prepared, c.recheck, c.pinned = d, false, false
	if d.typed {
		if err := c.Encoder.UnitPayload(c.Buffer); err != nil {
			return c.named(err)
		}
	}
	if err := w.checkVersion(ctx, c, d); err != nil {
		return err
	}
	c.typed = d.typed || c.pinned && c.Encoder.Misread() && c.Encoder.UnitPayload(c.Buffer) == nil
	if prepare(c.function).givesHandles {
		return w.settleLife(ctx, c)
	}
	return nil
}

// nameError returns why no server accepts the worker's name, nil if one does.
func (w *Worker) nameError() error {
	if w.named.Load() != nil {
		return nil
	}
	return w.accepts(oldDialect)
}

func (w *Worker) request(c *call) (at *location, query string, body []byte) {
	return w.requestWith(c, prepare(c.function).query)
}

func (w *Worker) requestWith(c *call, query string) (at *location, _ string, body []byte) {
	at = &w.await
	if c.enqueue {
		at = &w.enqueue
	}
	if c.typed {
		return at, query, c.typedBody()
	}
	return at, query, c.untypedBody()
}

func (c *call) untypedBody() []byte {
	if len(c.Starts) == 0 {
		return ended(c, paramsNone)
	}
	return ended(c, paramsClose)
}

// typedBody returns the request with the type of each parameter.
func (c *call) typedBody() []byte {
	if len(c.scratch) > 0 {
		return c.scratch
	}
	untyped, b, done := c.untypedBody(), c.scratch, 0
	for i, start := range c.Starts {
		before := start - len(valueOpen)
		b = append(b, untyped[done:before]...)
		b = append(b, `{"typ":`...)
		b = append(b, c.parameter(i).Type...)
		b = append(b, ',')
		done = before + 1 // after the brace
	}
	c.scratch = append(b, untyped[done:]...)
	return c.scratch
}

// renew compares the version again. It uses the answer to a question about the last attempt or,
// without one, what is known about the worker. If that is too old, it asks.
func (w *Worker) renew(ctx context.Context, c *call) (changed bool, failure error) {
	typed := c.typed
	if c.inquiry.seen != nil && c.settings.check != VersionCheckOff {
		w.known().found(*c.inquiry.seen)
	}
	err := w.setDialect(ctx, c, c.prepared.(*dialect))
	c.inquiry.seen = nil
	return c.typed != typed, err
}

// prepareAgain changes to the dialect of an older server than the one that prepare expected.
func (w *Worker) prepareAgain(ctx context.Context, c *call, err error) (again bool, failure error) {
	if c.prepared.(*dialect).typed || !missesTypes(err) {
		return false, nil
	}
	w.client.dialect.certain.Store(oldDialect)
	return true, w.setDialect(ctx, c, oldDialect)
}

// missesTypes reports whether the server refused the request because types of parameters are
// missing.
func missesTypes(err error) bool {
	status, ok := err.(*StatusError)
	return ok && status.Code == 400 && strings.Contains(status.Body, "missing field `typ`")
}

func (w *Worker) answered(ctx context.Context, c *call) error {
	if !c.enqueue {
		answer := prepare(c.function).answer
		c.decoder.Binding, c.envelope = binding{c}, answer
		if err := answer.Open(c.response, &c.decoder); err != nil {
			return err
		}
	}
	if c.recheck {
		return w.checkAfter(ctx, c)
	}
	return nil
}

// explain recognizes drift, and adds to other errors what they mean for a call.
func (w *Worker) explain(ctx context.Context, c *call, err error) error {
	purpose := forCall
	if w.ephemeral {
		purpose = forEphemeralCall
	}
	switch e := err.(type) {
	case *wire.TypeMismatchError:
		return w.drift(ctx, c, err, e.Error(), string(c.response))
	case *wire.DecodeError:
		if driftsIn(e) {
			return w.drift(ctx, c, err, e.Error(), string(c.response))
		}
	case *ConnectionError:
		e.purpose = purpose
	case *StatusError:
		e.purpose = purpose
		if e.afterFailure() && !w.ephemeral {
			e.recovery = w.client.recovering(ctx, c.settings, w.self)
		}
		if g := e.golem(); g != nil && g.drift() && !c.repeats(g) {
			return w.drift(ctx, c, e, g.Details, e.Body)
		}
	case *GolemError:
		e.ephemeral = w.ephemeral
		if e.Kind == KindPreviousInvocationFailed && !e.ephemeral {
			e.recovery = w.client.recovering(ctx, c.settings, w.self)
		}
		if e.drift() && !c.repeats(e) {
			return w.drift(ctx, c, e, e.Details, e.Body)
		}
	}
	return err
}
