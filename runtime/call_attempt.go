package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// attempt returns the context of one attempt, which ends after the time limit of attempts at
// the latest. The caller must call cancel after it has read the answer.
func (s *settings) attempt(ctx context.Context) (attempt context.Context, cancel context.CancelFunc) {
	if s.attemptTimeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.attemptTimeout, attemptTimeout(s.attemptTimeout))
}

// answer returns an answer to a request with the header. The caller passes the response to
// receive.
func (s *settings) answer(header http.Header) answer {
	return answer{limit: s.limit, secret: header["Authorization"], statuses: s.retry.Statuses, emptyToken: s.emptyToken}
}

// receive reads the result of a transport, response or err, into b. ctx is the context of the
// caller and attempt is the context of the request. receive returns an error for all answers
// but good ones.
func (a *answer) receive(ctx, attempt context.Context, response *http.Response, err error, b []byte) ([]byte, error) {
	if err != nil || response == nil {
		return b, a.missing(ctx, attempt, transportError(response, err))
	}
	if response.Body == nil {
		response.Body = http.NoBody
	}
	a.response = response
	b, err = a.read(b)
	if unread, ok := err.(*unreadError); ok {
		return b, a.missing(ctx, attempt, unread.err)
	}
	return b, err
}

// missing returns the error for a request without a complete answer. The error of a transport may
// quote what the server has sent instead.
func (a *answer) missing(ctx, attempt context.Context, reason error) error {
	err := noAnswer(ctx, attempt, reason)
	if e, ok := err.(*ConnectionError); ok {
		e.Err, e.purpose = withoutToken(e.Err, a.secret), a.purpose
	}
	return err
}

// unreadError reports an answer that could not be read to its end.
type unreadError struct{ err error }

func (e *unreadError) Error() string { return e.err.Error() }

// transportError returns the error of a transport that gave no response.
func transportError(response *http.Response, err error) error {
	switch {
	case err == nil:
		return errors.New("the transport returned neither a response nor an error")
	case response != nil && response.Body != nil: // transports should not return a response with an error
		_ = response.Body.Close()
	}
	return err
}

// attemptTimeout is the cause of the end of an attempt that took longer than its value.
type attemptTimeout time.Duration

func (t attemptTimeout) Error() string {
	return fmt.Sprintf("no answer within %s, the time limit of an attempt", time.Duration(t))
}

// Timeout implements net.Error.
func (t attemptTimeout) Timeout() bool { return true }

// Temporary implements net.Error.
func (t attemptTimeout) Temporary() bool { return true }
