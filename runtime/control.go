package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// controlRequest is a request other than a call.
type controlRequest struct {
	method string
	at     location
	query  string // escaped
	body   []byte // JSON, nil for none
	// read reads a good answer. If it is nil, the content does not matter. Its error is the
	// error of the request, unless the answer was cut.
	read  func(answer []byte) error
	retry bool // sending the request twice does no harm
	// deletes makes "not found" a success if an earlier attempt may have deleted the target.
	deletes bool
	// done is asked before the request is repeated after an attempt that may have been carried
	// out. It reports whether that is so. It may be nil.
	done func(ctx context.Context) (bool, error)
}

// control sends a request and reads the answer.
func (c *Client) control(ctx context.Context, s *settings, r controlRequest) error {
	lost := false
	for attempts := 1; ; attempts++ {
		err := c.controlOnce(ctx, s, r)
		if err == nil || lost && r.deletes && isNotFound(err) {
			return nil
		}
		lost = lost || mayHaveRun(err)
		if !r.retry && mayHaveRun(err) {
			return r.failure(err, lost)
		}
		if again, gaveUp := s.again(ctx, attempts, err, false); !again {
			if gaveUp != nil {
				gaveUp.Sent, err = lost, gaveUp
			}
			return r.failure(err, lost)
		}
		if lost && r.done != nil {
			switch done, err := r.done(ctx); {
			case err != nil:
				return r.failure(err, lost)
			case done:
				return nil
			}
		}
	}
}

// ask sends a question and passes the answer to read.
func (c *Client) ask(ctx context.Context, s *settings, at location, query string, read func(answer []byte) error) error {
	r := controlRequest{method: http.MethodGet, at: at, query: query, retry: true}
	r.read = func(answer []byte) error {
		if err := read(answer); err != nil {
			return fmt.Errorf("the answer to GET %s %w", at, err)
		}
		return nil
	}
	return c.control(ctx, s, r)
}

// askFor sends a question and returns the result of read for the answer.
func askFor[T any](ctx context.Context, c *Client, s *settings, at location, read func(answer []byte) (T, error)) (found T, err error) {
	err = c.ask(ctx, s, at, "", func(answer []byte) (err error) {
		found, err = read(answer)
		return err
	})
	return found, err
}

// unmarshalInto returns a function that unmarshals an answer into v.
func unmarshalInto(v any) func(answer []byte) error {
	return func(answer []byte) error { return unmarshal(answer, v) }
}

func unmarshal(answer []byte, v any) error {
	if err := json.Unmarshal(answer, v); err != nil {
		return fmt.Errorf("cannot be read: %w", err)
	}
	return nil
}

// failure returns err as the error of a request that is not sent again. lost reports whether an
// attempt may have been carried out.
func (r *controlRequest) failure(err error, lost bool) error {
	if e, ok := err.(*ConnectionError); ok {
		e.purpose = r.purpose()
	}
	if lost && !mayHaveRun(err) {
		return &lostAttemptError{err}
	}
	return err
}

// lostAttemptError is the error of a request other than a call of which an earlier attempt may have
// been carried out.
type lostAttemptError struct{ err error }

func (e *lostAttemptError) Error() string {
	return e.err.Error() + "; an earlier attempt may have been carried out"
}

func (e *lostAttemptError) Unwrap() error { return e.err }

func (r *controlRequest) purpose() purpose {
	if r.method == http.MethodGet {
		return forQuestion
	}
	return forChange
}

func (c *Client) controlOnce(ctx context.Context, s *settings, r controlRequest) error {
	if ctx.Err() != nil {
		return interrupted(ctx, false)
	}
	header, err := s.header(ctx)
	if err != nil {
		return err
	}
	attempt := &request{text: r.body}
	r.at.url(&attempt.url, r.query)
	attemptContext, cancel := s.attempt(ctx)
	defer cancel()
	out := attempt.prepare(attemptContext, templates[r.method], header)
	if r.body == nil {
		delete(header, "Content-Type")
	} else {
		out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(r.body)), int64(len(r.body))
	}
	response, err := c.transport.RoundTrip(out)
	answer := s.answer(header)
	answer.mayBeEmpty = r.method == http.MethodDelete
	answer.purpose, answer.limit = r.purpose(), max(answer.limit, DefaultMaxResponseBytes)
	text, err := answer.receive(ctx, attemptContext, response, err, nil)
	if err != nil || r.read == nil {
		return err
	}
	if err = r.read(text); err != nil && isCut(text) {
		return noAnswer(ctx, ctx, io.ErrUnexpectedEOF)
	}
	return err
}
