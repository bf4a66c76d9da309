package runtime

import (
	"context"
	"errors"
)

// What a program may want to tell apart without looking at details; targets for
// [errors.Is].
var (
	// ErrWorkerLost: the worker or agent failed and will answer no further call.
	ErrWorkerLost = errors.New("the worker is lost")
	// ErrNotFound: the component, the worker or a version of it is not there.
	ErrNotFound = errors.New("not found")
	// ErrAlreadyExists: there is a worker of that name.
	ErrAlreadyExists = errors.New("it exists already")
	// ErrNotReady: the server cannot do it now, and may later.
	ErrNotReady = errors.New("the server is not ready")
	// ErrInvalidRequest: the server does not accept the request as it is.
	ErrInvalidRequest = errors.New("the request is not valid")
	// ErrLimitExceeded: the account's quota does not permit it.
	ErrLimitExceeded = errors.New("a limit of the account is exceeded")
	// ErrUnauthorized: the token is missing, not valid, or does not permit it.
	ErrUnauthorized = errors.New("not authorized")
	// ErrDrift: the worker does not run the pinned version of the component.
	ErrDrift = errors.New("the worker does not run the pinned version")
)

// IsRetryable reports whether the same call under the same idempotency key may succeed
// later: there was no complete answer, or one that asks to try again. It is true for calls
// that the retry policy gave up on. It is false if trying again could run the call twice,
// as for workers without a name, and if the context was canceled.
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
