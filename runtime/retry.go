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

// RetryPolicy describes how often and after which delays a call is retried. A call is retried if
// there is no complete answer (the client could not connect, or the connection failed), or if
// the status of the answer is 408, 429, 502, 503, 504 or one of Statuses. Every attempt has the
// same idempotency key. Other refusals are final. Calls without a worker name are never retried,
// because a key does not protect them.
//
// The server may have run an attempt that failed, or may still be running it. Servers from 1.0
// to 1.4 run a call again if its key arrives while it runs. After each delay the client
// therefore asks for the worker's metadata first, and sends the call again if the worker is
// idle. If the worker is busy, the client looks for the call in the worker's oplog, which shows
// whether the call has arrived, waits, runs or has ended. If the server does not answer these
// questions in time, the error is a [*FateError].
//
// One risk remains. A network, a proxy or the server may hold back a request for longer than
// FirstDelay and deliver it after the question. If it arrives while the repeated call is
// running, the call runs twice.
type RetryPolicy struct {
	Attempts   int           // maximum number, including the first one and questions that fail; 1 means no retry
	FirstDelay time.Duration // before the second attempt; doubles for each further one
	MaxDelay   time.Duration // the longest delay; zero means FirstDelay
	// MaxRetryAfter is the longest Retry-After that the client waits for. If the server asks for
	// a longer one, the call ends at once. Zero means one minute.
	MaxRetryAfter time.Duration
	// Statuses are more HTTP statuses to retry, such as 520 to 524 of a content delivery
	// network.
	Statuses []int
	// MaxWait is how long the client waits for the result of a call whose answer was lost and
	// that the server is still running or keeps in its queue. Zero means five minutes.
	MaxWait time.Duration
	// Blind makes the client send a call again without asking about the last attempt. It is
	// meant for functions that may run twice: servers before 1.5 run a call again if its key
	// arrives while it runs.
	Blind bool
}

// DefaultRetry returns the retry policy of clients without [WithRetry]: 18 attempts, delays that
// double from 100 ms to 5 s, and at most one minute for Retry-After. With it, calls survive 30
// seconds without a server, such as a restart of a gateway. If the server does not come back, a
// call fails after 30 to 62 seconds. Use a deadline or [WithTimeout] if that is too long.
func DefaultRetry() RetryPolicy {
	return RetryPolicy{Attempts: 18, FirstDelay: 100 * time.Millisecond, MaxDelay: 5 * time.Second, MaxRetryAfter: time.Minute}
}

// WithRetry sets the retry policy. Each delay is multiplied by a random factor between 0.5 and
// 1, and ends early if the context of the call ends.
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
		s.retry = p.completed()
	})
}

// completed returns the policy with values for fields whose zero value stands for another one.
func (p RetryPolicy) completed() RetryPolicy {
	if p.MaxDelay == 0 {
		p.MaxDelay = p.FirstDelay
	}
	if p.MaxRetryAfter == 0 {
		p.MaxRetryAfter = DefaultRetry().MaxRetryAfter
	}
	return p
}

// WithoutRetry turns retries off, including those of net/http.
func WithoutRetry() SharedOption {
	return sharedOption(func(s *settings) { s.retry = RetryPolicy{Attempts: 1} })
}

// WithAttemptTimeout limits the time of each attempt. An attempt that takes longer is retried
// like one whose connection failed: the client asks about it first and waits for a call that is
// still running, see [RetryPolicy]. Zero removes the limit. [WithTimeout] limits the whole call.
func WithAttemptTimeout(d time.Duration) SharedOption {
	return sharedOption(func(s *settings) {
		s.failIfNegative("WithAttemptTimeout", d)
		s.attemptTimeout = d
	})
}

// pause returns the time to wait after the given number of attempts.
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

// pauseBeforeQuestion returns the time to wait after an attempt that may have run. A request
// that was cut off has arrived by then. If the policy has no delays, pauseBeforeQuestion uses
// those of [DefaultRetry], because the client must not ask a server without a pause.
func (p *RetryPolicy) pauseBeforeQuestion(attempts int) time.Duration {
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

// again reports whether a request that failed with err can be tried again after the given number
// of attempts. It waits before it returns true. If careful is set, it waits until the server can
// be asked about the last attempt, see pauseBeforeQuestion. If the context ends meanwhile,
// gaveUp is the error to return instead of err.
func (s *settings) again(ctx context.Context, attempts int, err error, careful bool) (again bool, gaveUp *ConnectionError) {
	if attempts >= s.retry.Attempts || !temporary(err) {
		return false, nil
	}
	wait := s.retry.pause(attempts)
	if careful {
		wait = s.retry.pauseBeforeQuestion(attempts)
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
	if ctx.Err() == nil { // the deadline comes before the end of the pause
		return false, nil
	}
	gaveUp = interrupted(ctx, mayHaveRun(err))
	gaveUp.Err = fmt.Errorf("%w before another attempt; the last one failed: %w", gaveUp.Err, err)
	return false, gaveUp
}

// sleep waits and returns true. It returns false if the context ends first, and at once if its
// deadline comes first.
func sleep(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return false
	}
	if d <= 0 {
		return ctx.Err() == nil
	}
	defer pauseTimeout(ctx)()
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

// mayBeAnswered reports whether a question that failed with err may still be answered: the failure
// may pass, or the caller gave up.
func mayBeAnswered(err error) bool {
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

// retryAfter parses the header Retry-After, which holds seconds or a date. If there are more
// seconds than a Duration can hold, it returns the longest Duration.
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
