package runtime

import (
	"context"
	"errors"
)

// Outcome is a word for how a call ended, for use as a label.
type Outcome string

// The outcomes of calls.
const (
	OutcomeOK          Outcome = "ok"
	OutcomeErr         Outcome = "err"         // the function returned err, a ResultError
	OutcomeRefused     Outcome = "refused"     // this package refused it before anything was sent
	OutcomeDrift       Outcome = "drift"       // the worker runs a version that the client does not fit
	OutcomeWorkerLost  Outcome = "worker-lost" // the worker answers no more calls
	OutcomeCanceled    Outcome = "canceled"    // the context ended
	OutcomeUnavailable Outcome = "unavailable" // no answer, or one that asks to try again
	OutcomeFailed      Outcome = "failed"      // anything else
)

// OutcomeOf returns the outcome of a call that ended with err. It is OutcomeOK if err is
// nil.
func OutcomeOf(err error) Outcome {
	var call *CallError
	switch {
	case err == nil:
		return OutcomeOK
	case isComponentFailure(err):
		return OutcomeErr
	case errors.Is(err, ErrDrift):
		return OutcomeDrift
	case errors.Is(err, ErrWorkerLost):
		return OutcomeWorkerLost
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return OutcomeCanceled
	case IsRetryable(err):
		return OutcomeUnavailable
	case errors.As(err, &call) && call.Attempts == 0 && call.Operation == "" && !fromOutside(err):
		return OutcomeRefused
	}
	return OutcomeFailed
}

// fromOutside reports whether a server or a connection caused the error, such as a refused token
// at the lookup of a version before the call.
func fromOutside(err error) bool {
	var status *StatusError
	var golem *GolemError
	var connection *ConnectionError
	var unchecked *uncheckedError
	return errors.As(err, &status) || errors.As(err, &golem) || errors.As(err, &connection) || errors.As(err, &unchecked)
}
