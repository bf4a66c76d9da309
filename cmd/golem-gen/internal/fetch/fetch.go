// Package fetch requests the metadata of components and of deployed agents from Golem
// servers.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Request asks a server for metadata: a Reference or Agents.
type Request interface {
	// String returns the name for messages.
	String() string
	// get sends the request.
	get(ctx context.Context, s *Server) (*Answer, error)
}

// Answer is metadata that a server has sent: of a component or of a deployment.
type Answer struct {
	URL        string // that the document was requested from
	Data       []byte
	Component  *metadata.Component
	Deployment *metadata.Deployment
}

// Get requests the metadata that a request names. The text of an error does not contain the
// token, even if the server repeats it.
func (s *Server) Get(ctx context.Context, r Request) (*Answer, error) {
	answer, err := r.get(ctx, s)
	if err != nil && s.withoutToken(err.Error()) != err.Error() {
		err = &hidingError{s.withoutToken(err.Error()), err}
	}
	return answer, err
}

// hidingError is an error with another text, from which the token was removed.
type hidingError struct {
	text  string
	cause error
}

func (e *hidingError) Error() string { return e.text }
func (e *hidingError) Unwrap() error { return e.cause }

// withoutToken returns a text with a mark in place of the token.
func (s *Server) withoutToken(text string) string {
	if s.Token == "" {
		return text
	}
	return strings.ReplaceAll(text, s.Token, "[token]")
}

// inDocument returns the error of a document that was requested from a URL.
func inDocument(url string, err error) error {
	var problems *metadata.DocumentError
	switch {
	case !errors.As(err, &problems):
		return fmt.Errorf("%s: %w", url, err)
	case problems.Foreign:
		return fmt.Errorf("%s: %s: check the server's URL and port", url, problems.Problems[0].What)
	}
	return problems.In(url)
}
