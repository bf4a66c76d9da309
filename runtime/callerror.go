package runtime

import (
	"fmt"
	"strings"
)

// CallError is the error of every call and every operation on a worker. Err is
// what happened.
type CallError struct {
	Component      *Component
	Function       string // "acme:shop/cart@1.4.0.{add-item}", "" for an operation
	Operation      string // "delete the worker", "" for a call
	Worker         string // "" for a worker without a name
	IdempotencyKey string // "" when nothing was sent
	Attempts       int    // requests sent for the call; 0 when it was refused before
	Err            error

	ephemeral bool
}

func (e *CallError) Error() string {
	var b strings.Builder
	b.WriteString("golem: ")
	b.WriteString(e.Component.label())
	b.WriteString(": ")
	switch {
	case e.Operation != "" && e.ephemeral:
		fmt.Fprintf(&b, "cannot %s: ", e.Operation)
	case e.Operation != "":
		fmt.Fprintf(&b, "cannot %s %s: ", e.Operation, shortQuote(e.Worker))
	case e.ephemeral:
		b.WriteString(shorten(e.Function, 2*maxShown) + " on an ephemeral worker: ")
	default:
		fmt.Fprintf(&b, "%s on worker %s: ", shorten(e.Function, 2*maxShown), shortQuote(e.Worker))
	}
	b.WriteString(e.Err.Error())
	switch {
	case e.Operation != "":
	case e.Attempts == 0:
		b.WriteString(" (nothing was sent)")
	case e.Attempts == 1:
		fmt.Fprintf(&b, " (idempotency key %s)", shorten(e.IdempotencyKey, 100))
	default:
		fmt.Fprintf(&b, " (idempotency key %s, %d attempts)", shorten(e.IdempotencyKey, 100), e.Attempts)
	}
	return b.String()
}

func (e *CallError) Unwrap() error { return e.Err }

// label is what errors call the component.
func (c *Component) label() string {
	switch {
	case c == nil:
		return "no component"
	case c.Name != "":
		return shorten(c.Name, 100)
	}
	return shorten(c.ID, 100)
}

// wrap says which call failed.
func (c *call) wrap(err error) error {
	w := c.target.worker
	e := &CallError{
		Component: w.component, Function: c.name(), Worker: w.name,
		Attempts: c.attempts, Err: err, ephemeral: w.ephemeral,
	}
	if c.attempts > 0 {
		e.IdempotencyKey = c.key
	}
	return e
}

// name is the function as servers name it.
func (c *call) name() string {
	if c.target.indexed == "" {
		return c.prepared.Text
	}
	return functionText(c.function, c.target.indexed)
}

// ResultError is the component's own failure: the function was run and answered
// err. Value is what it answered.
type ResultError[E any] struct{ Value E }

func (e *ResultError[E]) Error() string {
	return "the function answered err: " + shorten(fmt.Sprintf("%+v", e.Value), maxShown)
}

// componentsOwn marks the error for code that does not know E.
func (e *ResultError[E]) componentsOwn() {}
