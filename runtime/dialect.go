package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
)

// dialect is what depends on the version of the server.
type dialect struct {
	// typed servers, before 1.1.17, want the type of each parameter and read
	// values by it. All others read them by the types of the worker.
	typed bool
	names nameRule
}

// oldDialect works with every server: it is what a server of unknown version is
// spoken to in. Together with the version check it is safe as well.
var oldDialect = &dialect{typed: true, names: nameRuleAny}

func dialectOf(v serverVersion) *dialect {
	d := &dialect{typed: v.before(1, 1, 17), names: nameRule12}
	if v.before(1, 2, 0) {
		d.names = nameRule11
	}
	if v == (serverVersion{}) { // builds that are no release call themselves 0.0.0
		return oldDialect
	}
	return d
}

// dialectState is the dialect as far as it is known. The server is asked once,
// also when many calls begin at the same time.
type dialectState struct {
	settled atomic.Pointer[dialect]

	mu     sync.Mutex
	asking *question
}

// question is a request for the version that is under way.
type question struct {
	done chan struct{}
	err  error
}

func (s *dialectState) told(d *dialect) {
	if d != nil {
		s.settled.Store(d)
	}
}

// dialectFor is the dialect of the server, which is asked for its version if
// that is not known.
func (c *Client) dialectFor(ctx context.Context, s *settings) (*dialect, error) {
	for {
		if d := c.dialect.settled.Load(); d != nil {
			return d, nil
		}
		q, mine := c.dialect.question()
		if mine {
			c.ask(ctx, s, q)
			if q.err != nil {
				return nil, q.err
			}
			continue
		}
		select {
		case <-q.done:
		case <-ctx.Done():
			return nil, interrupted(ctx, false)
		}
		// If the one who asked gave up, somebody else has to.
		if q.err != nil && !errors.Is(q.err, context.Canceled) && !errors.Is(q.err, context.DeadlineExceeded) {
			return nil, q.err
		}
	}
}

// question is the request that is under way, or a new one for the caller to do.
func (s *dialectState) question() (q *question, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asking != nil {
		return s.asking, false
	}
	if s.settled.Load() != nil { // since the caller looked
		q = &question{done: make(chan struct{})}
		close(q.done)
		return q, false
	}
	s.asking = &question{done: make(chan struct{})}
	return s.asking, true
}

// ask asks the server. Only what says that the server cannot be reached now is
// an error: a server that refuses or does not understand is taken to be an old
// one, for which requests are such that any version understands them.
func (c *Client) ask(ctx context.Context, s *settings, q *question) {
	defer func() {
		c.dialect.mu.Lock()
		c.dialect.asking = nil
		c.dialect.mu.Unlock()
		close(q.done)
	}()
	body, err := c.control(ctx, s, controlRequest{method: http.MethodGet, at: c.base.at("/version"), retry: true})
	switch {
	case err == nil:
		c.dialect.settled.CompareAndSwap(nil, readVersion(body))
	case definite(err):
		c.dialect.settled.CompareAndSwap(nil, oldDialect)
	default:
		q.err = err
	}
}

// definite tells whether the server has answered, and will again as it did.
func definite(err error) bool {
	switch err.(type) {
	case *StatusError, *GolemError, *SizeError:
		return !temporary(err)
	}
	return false
}

func readVersion(body string) *dialect {
	var answer struct{ Version string }
	if json.Unmarshal([]byte(body), &answer) == nil {
		if v, ok := parseServerVersion(answer.Version); ok {
			return dialectOf(v)
		}
	}
	return oldDialect
}
