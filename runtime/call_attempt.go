package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// attempt returns the context of one attempt, which ends after the time limit of attempts
// at the latest. The caller has to call cancel once the answer is read.
func (s *settings) attempt(ctx context.Context) (attempt context.Context, cancel context.CancelFunc) {
	if s.attemptTimeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.attemptTimeout, attemptTimeout(s.attemptTimeout))
}

// answer returns the answer to a request with the header, to be received.
func (s *settings) answer(header http.Header) answer {
	return answer{limit: s.limit, secret: header["Authorization"], statuses: s.retry.Statuses, emptyToken: s.emptyToken}
}

// receive reads what a transport returned, response or err, into b. ctx is that of the
// caller, and attempt that of the request. All answers but good ones are errors.
func (a *answer) receive(ctx, attempt context.Context, response *http.Response, err error, b []byte) ([]byte, error) {
	if err != nil || response == nil {
		return b, noAnswer(ctx, attempt, transportError(response, err))
	}
	if response.Body == nil {
		response.Body = http.NoBody
	}
	a.response = response
	b, err = a.read(b)
	if unread, ok := err.(*unreadError); ok {
		return b, noAnswer(ctx, attempt, unread.err)
	}
	return b, err
}

// unreadError says that an answer ended before its end.
type unreadError struct{ err error }

func (e *unreadError) Error() string { return e.err.Error() }

// transportError returns the error of a transport that gave no response.
func transportError(response *http.Response, err error) error {
	switch {
	case err == nil:
		return errors.New("the transport returned neither a response nor an error")
	case response != nil && response.Body != nil: // which transports should not return beside an error
		_ = response.Body.Close()
	}
	return err
}

// attemptTimeout is the cause of the end of an attempt that took too long.
type attemptTimeout time.Duration

func (t attemptTimeout) Error() string {
	return fmt.Sprintf("no answer within %s, the time limit of an attempt", time.Duration(t))
}

// Timeout makes it a time-out for code that asks for a net.Error.
func (t attemptTimeout) Timeout() bool { return true }

// Temporary is part of net.Error.
func (t attemptTimeout) Temporary() bool { return true }
