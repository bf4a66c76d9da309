package runtime

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"sync/atomic"
)

// authorizer returns the values of the header Authorization. It keeps the token inside a
// function, where printing a client does not show it.
type authorizer func(context.Context) ([]string, error)

// WithBearerToken sends a bearer token with every request. No error and no log shows the token,
// even if a server echoes it.
//
// If the token is empty, none is sent. A program can therefore pass the value of an environment
// variable that is not set for servers without tokens. If the server requires a token, the error
// says that the token is empty.
func WithBearerToken(token string) SharedOption {
	return sharedOption(func(s *settings) {
		s.authorize, s.emptyToken, s.token = nil, token == "", 0
		if token == "" {
			return
		}
		if !validHeaderValue(token) {
			s.fail("WithBearerToken: the token has characters that cannot be sent")
			return
		}
		s.token = maphash.String(callerSeed, "Bearer "+token)
		values := []string{"Bearer " + token}
		s.authorize = func(context.Context) ([]string, error) { return values, nil }
	})
}

// sources counts token sources, so that each one has an id. Functions cannot be compared.
var sources atomic.Uint64

// WithTokenSource calls source for the bearer token of each request, including retries. It is
// meant for tokens that expire. Source must be safe for concurrent use and should cache the
// token. If it returns an error, the call ends without a retry.
func WithTokenSource(source func(context.Context) (string, error)) SharedOption {
	id := sources.Add(1)
	return sharedOption(func(s *settings) {
		if source == nil {
			s.fail("WithTokenSource: the function is nil")
			return
		}
		s.emptyToken, s.token = false, id
		s.authorize = func(ctx context.Context) ([]string, error) {
			token, err := source(ctx)
			if err != nil {
				return nil, fmt.Errorf("the token source failed: %w", err)
			}
			if token == "" || !validHeaderValue(token) {
				return nil, errors.New("the token source returned a token that is empty or has characters that cannot be sent")
			}
			return []string{"Bearer " + token}, nil
		}
	})
}
