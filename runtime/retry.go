package runtime

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// RetryPolicy says how often and after which pauses a call is tried again.
// Tried again are calls without an answer (connections that fail, also in the
// middle of one) and those answered 429, 502, 503 or 504, always under the same
// idempotency key. What the worker or the server itself has refused is not, and
// neither are calls without a worker name, which the key does not protect.
type RetryPolicy struct {
	Attempts   int           // at most, the first included; 1 is no retry
	FirstDelay time.Duration // before the second attempt; doubled each time
	MaxDelay   time.Duration // up to this
	// MaxRetryAfter is the longest Retry-After of an answer that is waited for;
	// the call ends where it is longer.
	MaxRetryAfter time.Duration
}

// DefaultRetry is the policy of clients that are not told another one: 5
// attempts, pauses from 100 ms doubling to 5 s, a Retry-After up to one minute.
func DefaultRetry() RetryPolicy {
	return RetryPolicy{Attempts: 5, FirstDelay: 100 * time.Millisecond, MaxDelay: 5 * time.Second, MaxRetryAfter: time.Minute}
}

// WithRetry sets the retry policy. Pauses are drawn between the half and the
// whole of what it says, and the context ends them.
func WithRetry(p RetryPolicy) SharedOption {
	return sharedOption(func(s *settings) {
		if p.Attempts < 1 || p.FirstDelay < 0 || p.MaxDelay < 0 || p.MaxRetryAfter < 0 {
			s.fail("WithRetry(%+v): there must be at least one attempt, and no pause can be negative", p)
			return
		}
		s.retry = p
	})
}

// WithoutRetry tries once. (A connection that was kept open and turns out to be
// closed is still replaced by net/http itself, under the same key.)
func WithoutRetry() SharedOption {
	return sharedOption(func(s *settings) { s.retry = RetryPolicy{Attempts: 1} })
}

// pause is the time to wait before another attempt after so many.
func (p *RetryPolicy) pause(attempts int) time.Duration {
	d := p.FirstDelay
	for i := 1; i < attempts && d < p.MaxDelay; i++ {
		d *= 2
	}
	d = min(d, p.MaxDelay)
	if d <= 0 {
		return 0
	}
	return d/2 + rand.N(d/2+1)
}

// again tells whether a request that failed with err can be tried again after
// so many attempts, and waits until then.
func (s *settings) again(ctx context.Context, attempts int, err error) bool {
	if attempts >= s.retry.Attempts || !temporary(err) {
		return false
	}
	wait := s.retry.pause(attempts)
	var status *StatusError
	if errors.As(err, &status) && status.RetryAfter > 0 {
		if status.RetryAfter > s.retry.MaxRetryAfter {
			return false
		}
		wait = max(wait, status.RetryAfter)
	}
	return sleep(ctx, wait)
}

// sleep waits, and is false when the context ends before, at once when it is
// known to.
func sleep(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return false
	}
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// temporary tells whether err is of a kind that is tried again.
func temporary(err error) bool {
	switch e := err.(type) {
	case *ConnectionError:
		return e.temporary()
	case *StatusError:
		return temporaryStatus(e.Code)
	}
	return false
}

func temporaryStatus(code int) bool {
	switch code {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter reads the header Retry-After, seconds or a date.
func retryAfter(value string, now time.Time) time.Duration {
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}
