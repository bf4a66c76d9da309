package runtime

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// RetryPolicy says how often a call is retried, and after which delays. A call is retried
// if there is no complete answer (a connection that cannot be made, or fails), or if the
// answer is 408, 429, 502, 503, 504 or one of Statuses. Every attempt has the same
// idempotency key. Other refusals of the server are final. Calls without a worker name are
// never retried, since a key does not protect them.
//
// An attempt that failed may have been run, or may be running still, and servers from 1.0 to
// 1.4 run a call again whose key they meet while it runs. So the client waits a delay, asks
// for the worker's metadata, and sends the call again if the worker is at rest. If it is
// busy, the worker's oplog tells whether the call has arrived, waits, runs or has ended. One
// question follows each delay. If the server does not answer such questions, or not in time,
// the error is a [*FateError].
//
// What cannot be excluded is a request that a network, a proxy or the server itself holds
// back for longer than FirstDelay and delivers after the question. It is run twice if it
// meets the repeated one while that runs.
type RetryPolicy struct {
	Attempts   int           // at most, including the first, and questions that fail; 1 means no retry
	FirstDelay time.Duration // before the second attempt; doubled for each further one
	MaxDelay   time.Duration // the longest delay
	// MaxRetryAfter is the longest Retry-After that is waited for. A call that is asked to
	// wait longer ends at once.
	MaxRetryAfter time.Duration
	// Statuses are further HTTP statuses to retry, such as 520 to 524 of a content
	// delivery network.
	Statuses []int
	// MaxWait is how long a call is waited for whose answer was lost and that the server
	// says is still running, or waits behind others. Zero means five minutes.
	MaxWait time.Duration
	// Blind sends a call again without asking what became of the last attempt. It is for
	// functions that may be run twice: servers run a call again whose key arrives while it
	// runs.
	Blind bool
}

// DefaultRetry returns the policy of clients without [WithRetry]: 18 attempts, delays from
// 100 ms doubling to 5 s, and a Retry-After of up to one minute. It lets calls outlast 30
// seconds without a server, as when what is in front of it restarts; a call to a server that
// does not come back fails after 30 to 62 seconds. Set a deadline or [WithTimeout] where that
// is too long.
func DefaultRetry() RetryPolicy {
	return RetryPolicy{Attempts: 18, FirstDelay: 100 * time.Millisecond, MaxDelay: 5 * time.Second, MaxRetryAfter: time.Minute}
}

// WithRetry sets the retry policy. Each delay is jittered between 50 % and 100 %. The
// context of the call ends a delay.
func WithRetry(p RetryPolicy) SharedOption {
	p.Statuses = slices.Clone(p.Statuses)
	return sharedOption(func(s *settings) {
		for _, code := range p.Statuses {
			if code < 400 || code > 599 {
				s.fail("WithRetry: status %d cannot be retried: expected 400 to 599", code)
				return
			}
		}
		if p.Attempts < 1 || p.FirstDelay < 0 || p.MaxDelay < 0 || p.MaxRetryAfter < 0 || p.MaxWait < 0 {
			s.fail("WithRetry(%+v): expected at least one attempt and no negative delay", p)
			return
		}
		s.retry = p
	})
}

// WithoutRetry makes one attempt. net/http sends no call again on its own either.
func WithoutRetry() SharedOption {
	return sharedOption(func(s *settings) { s.retry = RetryPolicy{Attempts: 1} })
}

// WithAttemptTimeout limits the time of each attempt. An attempt that takes longer is
// retried like one whose connection failed: the client asks what became of it first, and
// waits for a call that is still running, see [RetryPolicy]. Zero removes the limit. See
// [WithTimeout] for the time of the whole call.
func WithAttemptTimeout(d time.Duration) SharedOption {
	return sharedOption(func(s *settings) { s.attemptTimeout = max(d, 0) })
}

// pause returns the time to wait before another attempt after so many.
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

// quiet returns a pause after an attempt that may have been run: a request that was cut off
// has arrived by then. A policy without delays has those of [DefaultRetry], as a server is
// not asked without pause.
func (p *RetryPolicy) quiet(attempts int) time.Duration {
	if p.FirstDelay == 0 || p.MaxDelay == 0 {
		defaults := DefaultRetry()
		p = &defaults
	}
	return max(p.pause(attempts), min(p.FirstDelay, p.MaxDelay))
}

func (p *RetryPolicy) maxWait() time.Duration {
	if p.MaxWait == 0 {
		return 5 * time.Minute
	}
	return p.MaxWait
}

// again reports whether a request that failed with err can be tried again after so many
// attempts, and waits until then: long enough to ask what became of it, if careful. gaveUp is the error to return instead of err if the
// context ends while it waits.
func (s *settings) again(ctx context.Context, attempts int, err error, careful bool) (again bool, gaveUp *ConnectionError) {
	if attempts >= s.retry.Attempts || !temporary(err) {
		return false, nil
	}
	wait := s.retry.pause(attempts)
	if careful {
		wait = s.retry.quiet(attempts)
	}
	var status *StatusError
	if errors.As(err, &status) && status.RetryAfter > 0 {
		if status.RetryAfter > s.retry.MaxRetryAfter {
			return false, nil
		}
		wait = max(wait, status.RetryAfter)
	}
	if sleep(ctx, wait) {
		return true, nil
	}
	if ctx.Err() == nil { // the context would end first
		return false, nil
	}
	gaveUp = interrupted(ctx, mayHaveRun(err))
	gaveUp.Err = fmt.Errorf("%w before another attempt; the last one failed: %w", gaveUp.Err, err)
	return false, gaveUp
}

// sleep waits, and reports false if the context ends first: at once if its deadline says
// that it will.
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

// temporary reports whether err is of a kind that is tried again.
func temporary(err error) bool {
	switch e := err.(type) {
	case *ConnectionError:
		return e.temporary()
	case *StatusError:
		return e.temporary()
	}
	return false
}

// undecided reports whether a question that failed with err has no answer yet: because of a
// failure that may pass, or because the caller gave up.
func undecided(err error) bool {
	connection, ok := err.(*ConnectionError)
	return ok && connection.ended || temporary(err)
}

func temporaryStatus(code int) bool {
	switch code {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter reads the header Retry-After: seconds, or a date. Seconds beyond what a
// Duration holds are the longest Duration.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(math.MaxInt64/time.Second) {
			return math.MaxInt64
		}
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}
