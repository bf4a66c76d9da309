package runtime

import (
	"context"
	"fmt"
	"time"
)

// pausableTimeout ends a question on behalf of several calls if the server has not answered for too
// long. It is for callers that have no time limit of their own. Pauses between attempts do not
// count, because the retry policy limits them.
type pausableTimeout struct {
	timer *time.Timer
	left  time.Duration // at since
	since time.Time     // time left at since
}

type pausableTimeoutKey struct{}

// questionLimit returns how long a question on behalf of several calls may wait for answers.
func (s *settings) questionLimit() time.Duration {
	const least = 30 * time.Second
	if s.timed {
		return max(s.timeout, least)
	}
	return least
}

// withPausableTimeout returns a context that ends after the limit. Pauses do not count.
func withPausableTimeout(limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.Background())
	p := &pausableTimeout{left: limit, since: time.Now(), timer: time.AfterFunc(limit, func() { cancel(questionTimedOut(limit)) })}
	return context.WithValue(ctx, pausableTimeoutKey{}, p), func() {
		p.timer.Stop()
		cancel(nil)
	}
}

// questionTimedOut is the cause of the end of a question that took longer than its value.
type questionTimedOut time.Duration

func (t questionTimedOut) Error() string {
	return fmt.Sprintf("no answer within %s to a question that several calls share", time.Duration(t))
}

// pauseTimeout stops the clock of a context that withPausableTimeout returned, until resume is
// called.
func pauseTimeout(ctx context.Context) (resume func()) {
	p, ok := ctx.Value(pausableTimeoutKey{}).(*pausableTimeout)
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
