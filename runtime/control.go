package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// controlRequest is a request that is not a call.
type controlRequest struct {
	method string
	at     location
	query  string // escaped
	body   []byte // JSON, nil for none
	retry  bool   // it does no harm to send it twice
	// deletes: that there is nothing any more is a success, if an attempt before
	// may have seen to that.
	deletes bool
}

// control sends a request and is the body of a good answer.
func (c *Client) control(ctx context.Context, s *settings, r controlRequest) (string, error) {
	lost := false
	for attempts := 1; ; attempts++ {
		text, err := c.controlOnce(ctx, s, r)
		if err == nil || lost && r.deletes && errors.Is(err, ErrNotFound) {
			return text, nil
		}
		lost = lost || mayHaveRun(err)
		if !r.retry && mayHaveRun(err) {
			return "", r.lost(err)
		}
		if again, gaveUp := s.again(ctx, attempts, err, false); !again {
			if gaveUp != nil {
				gaveUp.Sent, err = lost, gaveUp
			}
			return "", r.lost(err)
		}
	}
}

// ask reads the answer to a question into what v points to.
func (c *Client) ask(ctx context.Context, s *settings, at location, query string, v any) error {
	body, err := c.control(ctx, s, controlRequest{method: http.MethodGet, at: at, query: query, retry: true})
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(body), v); err != nil {
		return fmt.Errorf("the answer to GET %s cannot be read: %w", at, err)
	}
	return nil
}

// lost is err for a request that is not sent again.
func (r *controlRequest) lost(err error) error {
	if e, ok := err.(*ConnectionError); ok && r.method != http.MethodGet {
		e.purpose = forChange
	}
	return err
}

func (c *Client) controlOnce(ctx context.Context, s *settings, r controlRequest) (string, error) {
	if ctx.Err() != nil {
		return "", interrupted(ctx, false)
	}
	header, err := s.header(ctx)
	if err != nil {
		return "", err
	}
	attempt := &request{text: r.body}
	r.at.url(&attempt.url, r.query)
	attemptContext, cancel := s.attempt(ctx)
	defer cancel()
	out := templates[r.method].WithContext(attemptContext)
	out.URL, out.Header = &attempt.url, header
	if r.body == nil {
		delete(header, "Content-Type")
	} else {
		out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(r.body)), int64(len(r.body))
	}
	response, err := c.transport.RoundTrip(out)
	answer := s.answer(header)
	answer.mayBeEmpty = r.method == http.MethodDelete
	text, err := answer.receive(ctx, attemptContext, response, err, nil)
	return string(text), err
}
