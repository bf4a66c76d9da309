package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
)

// ConnectionError says that there is no answer: the connection could not be
// made, or failed before the end of the answer, or the context ended, which
// [errors.Is] finds in it. Unless Sent is false the call may have been run all
// the same, or may still be; the same call with the same idempotency key tells.
type ConnectionError struct {
	Sent bool // some of the request was sent
	Err  error

	purpose purpose
}

// purpose is what a request was for, on which it depends what its loss means.
type purpose uint8

const (
	forQuestion purpose = iota // changes nothing
	forCall
	forEphemeralCall
	forChange // an operation on a worker
)

// fate is what may have become of a request without an answer, "" for nothing.
func (p purpose) fate() string {
	switch p {
	case forCall:
		return "the call may have been run: call again with the same idempotency key to find out"
	case forEphemeralCall:
		return "the call may have been run, and calling again would run it once more"
	case forChange:
		return "it may have been done all the same"
	}
	return ""
}

func (e *ConnectionError) Error() string {
	var text string
	switch {
	case errors.Is(e.Err, context.Canceled) || errors.Is(e.Err, context.DeadlineExceeded):
		text = "given up: " + e.Err.Error()
	case e.Sent:
		text = "the connection failed before the answer was complete: " + e.Err.Error()
	default:
		text = "no connection to the server: " + e.Err.Error()
	}
	if fate := e.purpose.fate(); e.Sent && fate != "" {
		text += "; " + fate
	}
	return text
}

func (e *ConnectionError) Unwrap() error { return e.Err }

// temporary tells whether another connection may do better.
func (e *ConnectionError) temporary() bool {
	return !errors.Is(e.Err, context.Canceled) && !errors.Is(e.Err, context.DeadlineExceeded) && !distrust(e.Err)
}

// distrust tells whether the server is not who it should be, or speaks no TLS.
func distrust(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &record)
}

// noAnswer is the error for a request that the transport gave no answer to.
func noAnswer(ctx context.Context, err error, sent bool) error {
	var operation *net.OpError
	if errors.As(err, &operation) && operation.Op == "dial" || distrust(err) {
		sent = false
	}
	if ctx.Err() != nil {
		return interrupted(ctx, sent)
	}
	return &ConnectionError{Sent: sent, Err: err}
}

// interrupted is the error for a context that has ended.
func interrupted(ctx context.Context, sent bool) error {
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, err) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &ConnectionError{Sent: sent, Err: err}
}

// mayHaveRun tells whether the call that failed with err may have been run, so
// that only its key keeps it from being run twice.
func mayHaveRun(err error) bool {
	switch e := err.(type) {
	case *ConnectionError:
		return e.Sent
	case *StatusError:
		// Who refuses because of too many requests has passed none on.
		return e.Code >= 500 || e.Code < 300
	case *GolemError:
		return !e.nothingDone()
	case *DriftError:
		if golem, ok := e.Err.(*GolemError); ok {
			return mayHaveRun(golem)
		}
		return e.Sent
	case *SizeError:
		return true
	case *uncheckedError:
		return e.sent
	}
	return false
}

// SizeError says that an answer is larger than may be read. The call was run.
type SizeError struct{ Limit int64 }

func (e *SizeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d bytes; the call was run, and WithMaxResponseBytes raises the limit", e.Limit)
}
