package runtime

import (
	"context"
	"errors"
)

// Targets for [errors.Is], which group the causes of errors.
var (
	// ErrWorkerLost means that the worker or agent failed and will not answer any further call.
	ErrWorkerLost = errors.New("the worker is lost")
	// ErrNotFound means that the component, a version of it, or the worker does not exist.
	ErrNotFound = errors.New("not found")
	// ErrAlreadyExists means that a worker of that name exists.
	ErrAlreadyExists = errors.New("it exists already")
	// ErrNotReady means that the server cannot process the request at present. It may succeed
	// later.
	ErrNotReady = errors.New("the server is not ready")
	// ErrInvalidRequest means that the server does not accept the request.
	ErrInvalidRequest = errors.New("the request is not valid")
	// ErrLimitExceeded means that the request exceeds a quota of the account.
	ErrLimitExceeded = errors.New("a limit of the account is exceeded")
	// ErrUnauthorized means that the token is missing, invalid, or lacks a permission.
	ErrUnauthorized = errors.New("not authorized")
	// ErrDrift means that the worker runs a version of the component that the client does not
	// fit.
	ErrDrift = errors.New("the worker does not run the pinned version")
)

// IsRetryable reports whether the same call with the same idempotency key may succeed later:
// there was no complete answer, or the server asked to try again. It is also true for calls that
// the retry policy gave up on. It is false if another attempt could run the call twice, as for
// workers without a name, and if the context was canceled.
func IsRetryable(err error) bool {
	var call *CallError
	if errors.As(err, &call) && call.Callee.Ephemeral && call.MayHaveRun() {
		return false
	}
	var fate *FateError
	if errors.As(err, &fate) {
		return fate.temporary()
	}
	var connection *ConnectionError
	if errors.As(err, &connection) {
		return connection.temporary() || connection.ended && errors.Is(connection.Err, context.DeadlineExceeded)
	}
	return errors.Is(err, ErrNotReady)
}
