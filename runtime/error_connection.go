package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// ConnectionError reports a request without a complete answer: the connection could not
// be made, failed, or the context of the call ended. If Sent is true, the call may have
// been run all the same, or may still be running; the same call with the same idempotency
// key finds out.
//
// [errors.Is] finds [context.Canceled] and [context.DeadlineExceeded] in it only if the
// context of the call ended, or the time that [WithTimeout] gives it. The time limits of
// dialers, transports and [WithAttemptTimeout] are failures of the connection.
type ConnectionError struct {
	Sent bool // some of the request was sent
	Err  error

	ended   bool // the context of the call has ended
	purpose purpose
}

// purpose is what a request was for. It decides what the loss of its answer means.
type purpose uint8

const (
	forQuestion purpose = iota // changes nothing
	forCall
	forEphemeralCall
	forChange // an operation on a worker
)

// fate says what may have happened to a request without an answer, "" for nothing.
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
	case e.ended:
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

// temporary reports whether another connection may do better.
func (e *ConnectionError) temporary() bool { return !e.ended && !distrust(e.Err) }

// distrust reports whether the server is not who it should be, or does not speak the
// protocol of the base URL.
func distrust(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch)
}

// noAnswer returns the error of a request that was left without a complete answer because
// of err. Only ctx, the context of the caller, decides whether the caller has given up.
func noAnswer(ctx, attempt context.Context, err error) error {
	sent := !beforeSending(err)
	switch {
	case ctx.Err() != nil:
		return interrupted(ctx, sent)
	case attempt.Err() != nil:
		err = context.Cause(attempt)
	}
	return &ConnectionError{Sent: sent, Err: notTheCallers(err)}
}

// beforeSending reports whether err kept a request from being sent at all: a connection,
// to the server or to a proxy, was not made.
func beforeSending(err error) bool {
	var operation *net.OpError
	if errors.As(err, &operation) {
		switch operation.Op {
		case "dial", "proxyconnect", "socks connect":
			return true
		}
	}
	return distrust(err) || handshakeTimedOut(err)
}

// handshakeTimedOut reports whether err is that of http.Transport.TLSHandshakeTimeout,
// whose type net/http does not export.
func handshakeTimedOut(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if err.Error() == "net/http: TLS handshake timeout" {
			return true
		}
	}
	return false
}

// interrupted returns the error for a context of the caller that has ended.
func interrupted(ctx context.Context, sent bool) *ConnectionError {
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, err) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &ConnectionError{Sent: sent, Err: err, ended: true}
}

// notTheCallers returns err without the errors of contexts: those are of contexts and
// time limits that are not the caller's.
func notTheCallers(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return foreignTimeout{err}
	}
	return err
}

// foreignTimeout hides the errors of contexts in err from errors.Is.
type foreignTimeout struct{ err error }

func (e foreignTimeout) Error() string { return e.err.Error() }

// As finds the errors in e, as errors.As does where there is an Unwrap.
func (e foreignTimeout) As(target any) bool { return errors.As(e.err, target) }

// Is finds them likewise, but those of contexts.
func (e foreignTimeout) Is(target error) bool {
	return target != context.Canceled && target != context.DeadlineExceeded && errors.Is(e.err, target)
}

// mayHaveRun reports whether the call that failed with err may have been run, so
// that only its key keeps it from being run twice.
func mayHaveRun(err error) bool {
	switch e := err.(type) {
	case *ConnectionError:
		return e.Sent
	case *StatusError:
		// A server that refuses because of too many requests has passed none on. One that
		// answers that the request came too slowly may stand behind others that ran it.
		return !e.nothingDone() && (e.Code >= 500 || e.Code < 300 || e.Code == http.StatusRequestTimeout || e.unreadableResult())
	case *GolemError:
		return !e.nothingDone()
	case *DriftError:
		switch refusal := e.Err.(type) {
		case *GolemError, *StatusError:
			return mayHaveRun(refusal)
		}
		return e.Sent
	case *FateError:
		return e.mayHaveRun()
	case *SizeError:
		return true
	case *uncheckedError:
		return e.sent
	}
	return false
}

// SizeError reports an answer that is larger than may be read. The call was run.
type SizeError struct{ Limit int64 }

func (e *SizeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d bytes; the call was run, and WithMaxResponseBytes raises the limit", e.Limit)
}
