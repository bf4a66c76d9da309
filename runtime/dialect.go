package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// dialect describes the differences between versions of the server.
type dialect struct {
	// typed servers, before 1.1.17, need the type of each parameter and read values by it.
	// Other servers read values by the types of the worker.
	typed bool
	names nameRule
	// named means that every call names its worker. Servers before 1.3 have calls without a
	// name.
	named  bool
	inline inlineRule
	// revisions means that the server counts revisions of components instead of versions, as
	// the public sources of 1.4 say.
	revisions bool
}

// oldDialect works with every server. It is used for a server of unknown version and is safe
// together with the version check.
var oldDialect = &dialect{typed: true, names: nameRuleAny}

func dialectOf(v serverVersion) *dialect {
	d := &dialect{typed: v.before(1, 1, 17), names: nameRule12, named: !v.before(1, 3, 0), revisions: !v.before(1, 4, 0)}
	if v.before(1, 2, 0) {
		d.names = nameRule11
	}
	switch {
	case v.before(1, 1, 0):
		d.inline = inlineParentheses
	case d.named:
		d.inline = inlineNone
	}
	if v == (serverVersion{}) { // builds that are not releases report 0.0.0
		return oldDialect
	}
	return d
}

// dialectState holds what a client has learned about the dialect of a server.
type dialectState struct {
	certain atomic.Pointer[dialect]
	guess   atomic.Pointer[guess]
	version shared[*dialect]
}

// guess is the dialect to use until the server is asked again. If a proxy refused the question,
// or a token had expired, a later question may be answered.
type guess struct {
	dialect *dialect
	until   time.Time
}

const guessFor = time.Minute

// set stores the dialect that an option gives, nil for none.
func (s *dialectState) set(d *dialect) {
	if d != nil {
		s.certain.Store(d)
	}
}

// known returns the dialect to use without asking, or nil.
func (s *dialectState) known() *dialect {
	if d := s.certain.Load(); d != nil {
		return d
	}
	if g := s.guess.Load(); g != nil && time.Now().Before(g.until) {
		return g.dialect
	}
	return nil
}

// dialectFor returns the dialect of the server. If the version is unknown, it asks the server
// with the settings of the client. If the server does not answer these, it asks with the
// settings of the call, own.
func (c *Client) dialectFor(ctx context.Context, own *settings) (*dialect, error) {
	if d := c.dialect.known(); d != nil {
		return d, nil
	}
	d, err := c.dialect.version.ask(ctx, c.settings, c.askVersion)
	if errors.Is(err, ErrUnauthorized) && own != c.settings {
		d, err = c.findDialect(ctx, own)
	}
	switch {
	case err == nil:
		return d, nil
	case refused(err):
		// Every version understands requests in the old dialect.
		c.dialect.guess.Store(&guess{oldDialect, time.Now().Add(guessFor)})
		return oldDialect, nil
	}
	return nil, err
}

// askVersion asks for the version with the settings of the client.
func (c *Client) askVersion(ctx context.Context) (*dialect, error) {
	return c.findDialect(ctx, c.settings)
}

func (c *Client) findDialect(ctx context.Context, s *settings) (*dialect, error) {
	if d := c.dialect.certain.Load(); d != nil {
		return d, nil
	}
	d, err := askFor(ctx, c, s, c.base.at("/version"), readVersion)
	if err != nil {
		return nil, err
	}
	c.dialect.certain.CompareAndSwap(nil, d)
	return d, nil
}

// refused reports whether the server refused the question and would refuse it again.
func refused(err error) bool {
	switch err.(type) {
	case *StatusError, *GolemError, *SizeError:
		return !temporary(err)
	}
	return false
}

// readVersion returns the dialect for the version in an answer, or the old one if there is no
// version.
func readVersion(text []byte) (*dialect, error) {
	var answer struct{ Version string }
	if json.Unmarshal(text, &answer) == nil {
		if v, ok := parseServerVersion(answer.Version); ok {
			return dialectOf(v), nil
		}
	}
	if isCut(text) {
		return nil, io.ErrUnexpectedEOF
	}
	return oldDialect, nil
}
