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

// WithBearerToken sends the token with every request. The token appears in no error and no
// log, even where a server echoes it.
//
// An empty token sends none, for servers that need none: a program can pass what it finds
// in its environment. If such a server then asks for a token, the error says that the token
// is empty.
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

// sources counts the sources of tokens, which are different callers. Functions cannot be
// compared.
var sources atomic.Uint64

// WithTokenSource calls source for the bearer token of each request, retries included, for
// tokens that expire. Source is called from many goroutines at once and should remember its
// token. An error of source ends the call without a retry.
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
