package runtime

import (
	"fmt"
	"strings"
)

// CallError is the type of all errors of calls and of operations on workers and agents. Err is
// the cause.
type CallError struct {
	Callee         Callee
	Function       string // "acme:shop/cart@1.4.0.{add-item}", "" for an operation
	Operation      string // "delete the worker", "" for a call
	IdempotencyKey string // "" when nothing was sent
	Attempts       int    // requests sent for the call; 0 if it was refused before
	Err            error
	// Fate is the last state of the call that the server reported after an answer was lost. It
	// is CallUnknown if the server was not asked or did not know. Worker.CallStatus returns the
	// current state.
	Fate CallState

	unclear bool // an attempt that failed may have run
}

// MayHaveRun reports whether the call may have run despite the error, because the answer to this
// or an earlier attempt was lost. It is also true if the call ran and failed.
func (e *CallError) MayHaveRun() bool { return e.unclear || mayHaveRun(e.Err) }

func (e *CallError) Error() string {
	var b strings.Builder
	b.WriteString("golem: ")
	if e.Callee.Service != "" {
		fmt.Fprintf(&b, "%s: ", shorten(e.Callee.Service, 100))
	}
	switch {
	case e.Operation != "" && (e.Callee.Ephemeral || e.Callee.Instance == ""):
		fmt.Fprintf(&b, "cannot %s: ", e.Operation)
	case e.Operation != "":
		fmt.Fprintf(&b, "cannot %s %s: ", e.Operation, shortQuote(e.Callee.Instance))
	case e.Callee.Service == "": // no constructor made the worker or the handle
		fmt.Fprintf(&b, "%s: ", shorten(e.Function, 2*maxShown))
	default:
		fmt.Fprintf(&b, "%s on %s: ", shorten(e.Function, 2*maxShown), e.Callee)
	}
	b.WriteString(e.Err.Error())
	if e.unclear && !mayHaveRun(e.Err) {
		b.WriteString("; an earlier attempt may have been run: call again with the same idempotency key to find out")
	}
	if _, told := e.Err.(*FateError); e.Fate != CallUnknown && !told {
		fmt.Fprintf(&b, "; when the server was asked last, the call was %s", e.Fate)
	}
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

// wrap returns err as the error of the call.
func (c *call) wrap(err error) error {
	scrub(err, c.secret)
	e := &CallError{Callee: c.to.callee(), Function: c.name(), Attempts: c.attempts, Err: err, Fate: c.fate.public(), unclear: c.unclear}
	if c.attempts > 0 {
		e.IdempotencyKey = c.key
	}
	return e
}
