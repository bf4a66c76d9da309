package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// dialect is what depends on the version of the server.
type dialect struct {
	// typed servers, before 1.1.17, want the type of each parameter and read
	// values by it. All others read them by the types of the worker.
	typed bool
	names nameRule
	// named says that every call names its worker. Servers before 1.3 have calls without.
	named bool
	// revisions says that the server counts revisions of components instead of versions, as
	// the public sources of 1.4 say.
	revisions bool
}

// oldDialect works with every server: it is what a server of unknown version is
// spoken to in. Together with the version check it is safe as well.
var oldDialect = &dialect{typed: true, names: nameRuleAny}

func dialectOf(v serverVersion) *dialect {
	d := &dialect{typed: v.before(1, 1, 17), names: nameRule12, named: !v.before(1, 3, 0), revisions: !v.before(1, 4, 0)}
	if v.before(1, 2, 0) {
		d.names = nameRule11
	}
	if v == (serverVersion{}) { // builds that are no release call themselves 0.0.0
		return oldDialect
	}
	return d
}

// dialectState is the dialect as far as it is known.
type dialectState struct {
	settled atomic.Pointer[dialect]
	guess   atomic.Pointer[guess]
	version shared[*dialect]
}

// guess is the dialect to use until the server is asked again. A refusal to tell the
// version may be that of a proxy, or of a token that expired: it does not hold for ever.
type guess struct {
	dialect *dialect
	until   time.Time
}

const guessFor = time.Minute

func (s *dialectState) told(d *dialect) {
	if d != nil {
		s.settled.Store(d)
	}
}

// known returns the dialect to use without asking, nil for none.
func (s *dialectState) known() *dialect {
	if d := s.settled.Load(); d != nil {
		return d
	}
	if g := s.guess.Load(); g != nil && time.Now().Before(g.until) {
		return g.dialect
	}
	return nil
}

// dialectFor returns the dialect of the server, which is asked for its version if that is
// not known: with the means of the client, which belong to all calls. Only if the server
// does not tell the client, it is asked with those of the call, own.
func (c *Client) dialectFor(ctx context.Context, own *settings) (*dialect, error) {
	if d := c.dialect.known(); d != nil {
		return d, nil
	}
	d, err := c.dialect.version.ask(ctx, c.settings, c.askVersion)
	if errors.Is(err, ErrUnauthorized) && own != c.settings {
		d, err = c.settleVersion(ctx, own)
	}
	switch {
	case err == nil:
		return d, nil
	case refused(err):
		// Requests to an old server are such that any version understands them.
		c.dialect.guess.Store(&guess{oldDialect, time.Now().Add(guessFor)})
		return oldDialect, nil
	}
	return nil, err
}

// askVersion asks with the settings of the client.
func (c *Client) askVersion(ctx context.Context) (*dialect, error) {
	return c.settleVersion(ctx, c.settings)
}

func (c *Client) settleVersion(ctx context.Context, s *settings) (*dialect, error) {
	if d := c.dialect.settled.Load(); d != nil {
		return d, nil
	}
	d, err := askFor(ctx, c, s, c.base.at("/version"), readVersion)
	if err != nil {
		return nil, err
	}
	c.dialect.settled.CompareAndSwap(nil, d)
	return d, nil
}

// refused reports whether the server answered, and would answer again as it did.
func refused(err error) bool {
	switch err.(type) {
	case *StatusError, *GolemError, *SizeError:
		return !temporary(err)
	}
	return false
}

// readVersion returns the dialect of the version in an answer, the old one if there is none.
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
