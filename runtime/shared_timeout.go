package runtime

import (
	"context"
	"time"
)

// patience ends a question on behalf of several calls if the server has not answered for too
// long. It is for callers that have no time limit of their own. Pauses between attempts do not
// count, because the retry policy limits them.
type patience struct {
	timer *time.Timer
	left  time.Duration // at since
	since time.Time     // time left at since
}

type patienceKey struct{}

// patience returns how long a question on behalf of several calls may wait for answers.
func (s *settings) patience() time.Duration {
	const least = 30 * time.Second
	if s.timed {
		return max(s.timeout, least)
	}
	return least
}

// withPatience returns a context that ends after the limit. Pauses do not count.
func withPatience(limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	p := &patience{left: limit, since: time.Now(), timer: time.AfterFunc(limit, cancel)}
	return context.WithValue(ctx, patienceKey{}, p), func() {
		p.timer.Stop()
		cancel()
	}
}

// pausePatience stops the clock of a context that withPatience returned, until resume is called.
func pausePatience(ctx context.Context) (resume func()) {
	p, ok := ctx.Value(patienceKey{}).(*patience)
	if !ok || !p.timer.Stop() {
		return func() {}
	}
	p.left -= time.Since(p.since)
	return func() {
		if p.since = time.Now(); ctx.Err() == nil {
			p.timer.Reset(p.left)
		}
	}
}
