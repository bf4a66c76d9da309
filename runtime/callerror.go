package runtime

import (
	"fmt"
	"strings"
)

// CallError is the error of every call and every operation on a worker. Err is
// what happened.
type CallError struct {
	Callee         Callee
	Function       string // "acme:shop/cart@1.4.0.{add-item}", "" for an operation
	Operation      string // "delete the worker", "" for a call
	IdempotencyKey string // "" when nothing was sent
	Attempts       int    // requests sent for the call; 0 when it was refused before
	Err            error
}

func (e *CallError) Error() string {
	var b strings.Builder
	b.WriteString("golem: ")
	b.WriteString(shorten(e.Callee.Service, 100))
	b.WriteString(": ")
	switch {
	case e.Operation != "" && e.Callee.Ephemeral:
		fmt.Fprintf(&b, "cannot %s: ", e.Operation)
	case e.Operation != "":
		fmt.Fprintf(&b, "cannot %s %s: ", e.Operation, shortQuote(e.Callee.Instance))
	default:
		fmt.Fprintf(&b, "%s on %s: ", shorten(e.Function, 2*maxShown), e.Callee)
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

// wrap says which call failed.
func (c *call) wrap(err error) error {
	e := &CallError{Callee: c.to.callee(), Function: c.name(), Attempts: c.attempts, Err: err}
	if c.attempts > 0 {
		e.IdempotencyKey = c.key
	}
	return e
}

// ResultError is the component's own failure: the function was run and answered
// err. Value is what it answered.
type ResultError[E any] struct{ Value E }

func (e *ResultError[E]) Error() string {
	return "the function answered err: " + shorten(fmt.Sprintf("%+v", e.Value), maxShown)
}

// componentsOwn marks the error for code that does not know E.
func (e *ResultError[E]) componentsOwn() {}
