package runtime

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
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
		switch {
		case !validHeaderValue(token):
			s.fail("WithBearerToken: the token has characters that cannot be sent, like the end of a line: cut off what is not part of it")
			return
		case hasScheme(token):
			s.fail("WithBearerToken: the token begins with \"Bearer \", which the client adds itself: leave it out")
			return
		}
		s.token = maphash.String(callerSeed, "Bearer "+token)
		values := []string{"Bearer " + token}
		s.authorize = func(context.Context) ([]string, error) { return values, nil }
	})
}

// hasScheme reports whether a token is the whole value of a header Authorization.
func hasScheme(token string) bool {
	scheme, _, found := strings.Cut(token, " ")
	return found && strings.EqualFold(scheme, "Bearer")
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
			switch {
			case token == "" || !validHeaderValue(token):
				return nil, errors.New("the token source returned a token that is empty or has characters that cannot be sent")
			case hasScheme(token):
				return nil, errors.New("the token source returned a token that begins with \"Bearer \", which the client adds itself")
			}
			return []string{"Bearer " + token}, nil
		}
	})
}
