package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// ConnectionError reports a request without a complete answer: the client could not connect, the
// connection failed, or the context of the call ended. If Sent is true, the server may have run
// the call or may still be running it. The same call with the same idempotency key finds out.
//
// [errors.Is] finds [context.Canceled] and [context.DeadlineExceeded] in it only if the context
// of the call or the time of [WithTimeout] ended. Time limits of dialers, of transports and of
// [WithAttemptTimeout] are failures of the connection.
type ConnectionError struct {
	Sent bool // some of the request was sent
	Err  error

	ended   bool // the context of the call has ended
	purpose purpose
}

// purpose is the purpose of a request. It decides what a missing answer means. Errors of attempts get
// the purpose of the call when the call ends.
type purpose uint8

const (
	forAttempt  purpose = iota // of a call
	forQuestion                // changes nothing
	forCall
	forEphemeralCall
	forChange // an operation on a worker or an agent
)

// fate returns what may have happened to a request without an answer, or "".
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
	if speaksNoTLS(e.Err) {
		text += "; the server does not speak https: check the base URL"
	}
	if fate := e.purpose.fate(); e.Sent && fate != "" {
		text += "; " + fate
	}
	return text
}

func (e *ConnectionError) Unwrap() error { return e.Err }

// temporary reports whether another connection may succeed.
func (e *ConnectionError) temporary() bool {
	var refusal proxyRefusal
	if errors.As(e.Err, &refusal) {
		return temporaryStatus(int(refusal))
	}
	return !e.ended && !isTLSFailure(e.Err)
}

// isTLSFailure reports whether the server's certificate is not accepted, or the server does not
// speak the protocol of the base URL.
func isTLSFailure(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate) || speaksNoTLS(err)
}

// speaksNoTLS reports whether the server does not speak TLS, which the base URL asks for. The error of
// a record that is not one of TLS has a Conn only if it is the first record of the connection.
func speaksNoTLS(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) && record.Conn != nil || errors.Is(err, http.ErrSchemeMismatch)
}

// noAnswer returns the error for a request that has no complete answer because of err. The
// caller has given up only if ctx, the caller's context, has ended.
func noAnswer(ctx, attempt context.Context, err error) error {
	sent := !beforeSending(err)
	switch {
	case ctx.Err() != nil:
		return interrupted(ctx, sent)
	case attempt.Err() != nil:
		err = context.Cause(attempt)
	}
	return &ConnectionError{Sent: sent, Err: hideContextErrors(err)}
}

// beforeSending reports whether err occurred before anything was sent, because a connection to
// the server or to a proxy was not made.
func beforeSending(err error) bool {
	var operation *net.OpError
	if errors.As(err, &operation) {
		switch operation.Op {
		case "dial", "proxyconnect", "socks connect":
			return true
		}
	}
	return isTLSFailure(err) || handshakeTimedOut(err) || errors.As(err, new(proxyRefusal))
}

// handshakeTimedOut reports whether err is the error of http.Transport.TLSHandshakeTimeout. Its
// type is not exported.
func handshakeTimedOut(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if err.Error() == "net/http: TLS handshake timeout" {
			return true
		}
	}
	return false
}

// interrupted returns the error for a request whose context has ended. If that is the context of a
// question that several calls share, and no caller has ended it, the connection counts as failed.
func interrupted(ctx context.Context, sent bool) *ConnectionError {
	if limit, ok := context.Cause(ctx).(questionTimedOut); ok {
		return &ConnectionError{Sent: sent, Err: limit}
	}
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, err) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &ConnectionError{Sent: sent, Err: err, ended: true}
}

// hideContextErrors hides errors of contexts in err. They come from contexts and time limits other
// than the caller's.
func hideContextErrors(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return foreignTimeout{err}
	}
	return err
}

// foreignTimeout hides errors of contexts from [errors.Is].
type foreignTimeout struct{ err error }

func (e foreignTimeout) Error() string { return e.err.Error() }

// As makes [errors.As] find the errors in e.
func (e foreignTimeout) As(target any) bool { return errors.As(e.err, target) }

// Is makes [errors.Is] find the errors in e, except errors of contexts.
func (e foreignTimeout) Is(target error) bool {
	return target != context.Canceled && target != context.DeadlineExceeded && errors.Is(e.err, target)
}

// mayHaveRun reports whether the server may have run the call that failed with err, so that only
// its key prevents a second run.
func mayHaveRun(err error) bool {
	switch e := err.(type) {
	case *ConnectionError:
		return e.Sent && e.purpose != forQuestion
	case *StatusError:
		if e.purpose == forQuestion {
			return false
		}
		// A server that refuses because of too many requests has passed none on. One that
		// answers that the request came too slowly may stand behind others that ran it.
		return !e.didNotRun() && (e.Code >= 500 || e.Code < 300 || e.Code == http.StatusRequestTimeout || e.unreadableResult())
	case *GolemError:
		return e.purpose != forQuestion && !e.didNotRun()
	case *DriftError:
		switch refusal := e.Err.(type) {
		case *GolemError, *StatusError:
			return mayHaveRun(refusal)
		}
		return e.Sent
	case *FateError:
		return e.mayHaveRun()
	case *SizeError:
		return e.purpose != forQuestion
	case *uncheckedError:
		return e.sent
	case *lostAttemptError:
		return true
	}
	return false
}

// SizeError reports an answer that is larger than the limit. If it is the answer to a call, the
// server has run the call.
type SizeError struct {
	Limit int64

	purpose purpose // of the request
}

func (e *SizeError) Error() string {
	text := fmt.Sprintf("the answer is larger than %d bytes; ", e.Limit)
	switch e.purpose {
	case forQuestion:
	case forChange:
		text += "it was done, and "
	default:
		text += "the call was run, and "
	}
	return text + "WithMaxResponseBytes raises the limit"
}
