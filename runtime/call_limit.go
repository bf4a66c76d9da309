package runtime

import (
	"context"
	"sync"
	"time"
)

// callLimits ends the running calls of a client that have the default time limit of agents.
// Their limits are equal, so the first call to begin is the first one to end, and one timer is
// enough. A timer and a context for each call would take as long as everything else that the
// client does for a call.
type callLimits struct {
	mu          sync.Mutex
	first, last *limitedContext
	timed       bool // the timer is running
}

// begin makes c a context that ends the default time limit after now. The caller must call
// c.finish after the call. If parent ends earlier, begin returns parent.
//
// Calls that begin at the same time may enter the list in another order than that of their
// deadlines. The deadlines then differ by no more than the time between reading the clock and
// calling begin.
func (l *callLimits) begin(c *limitedContext, parent context.Context, now time.Time) context.Context {
	deadline := now.Add(DefaultAgentTimeout)
	if earlier, ok := parent.Deadline(); ok && earlier.Before(deadline) {
		return parent
	}
	c.Context, c.limits, c.deadline = parent, l, deadline
	l.mu.Lock()
	defer l.mu.Unlock()
	c.before = l.last
	if l.last == nil {
		l.first = c
	} else {
		l.last.behind = c
	}
	l.last = c
	if !l.timed {
		l.timed = true
		time.AfterFunc(DefaultAgentTimeout, l.expire)
	}
	return c
}

// expire ends the calls whose deadline has passed, and starts the timer for the next one.
func (l *callLimits) expire() {
	l.mu.Lock()
	now := time.Now()
	var over []*limitedContext
	for c := l.first; c != nil && !c.deadline.After(now); c = l.first {
		l.remove(c)
		over = append(over, c)
	}
	if l.timed = l.first != nil; l.timed {
		time.AfterFunc(l.first.deadline.Sub(now), l.expire)
	}
	l.mu.Unlock()
	for _, c := range over {
		c.end(context.DeadlineExceeded)
	}
}

// remove removes c from the list. It may be called twice.
func (l *callLimits) remove(c *limitedContext) {
	if c.before == nil && l.first != c {
		return
	}
	if c.before == nil {
		l.first = c.behind
	} else {
		c.before.behind = c.behind
	}
	if c.behind == nil {
		l.last = c.before
	} else {
		c.behind.before = c.before
	}
	c.before, c.behind = nil, nil
}

// limitedContext is the context of a call in callLimits. It behaves like one of context.WithTimeout,
// except that contexts derived from it end with context.Canceled, whose cause is
// context.DeadlineExceeded.
type limitedContext struct {
	context.Context // of the caller
	limits          *callLimits
	deadline        time.Time
	before, behind  *limitedContext // in limits

	mu     sync.Mutex
	over   error           // why the context ended, nil if it has not
	inner  context.Context // parent of derived contexts, nil if there are none
	cancel context.CancelCauseFunc
}

// finish ends the context after the call. It does nothing if begin returned the parent.
func (c *limitedContext) finish() {
	if c.limits == nil {
		return
	}
	c.limits.mu.Lock()
	c.limits.remove(c)
	c.limits.mu.Unlock()
	c.end(context.Canceled)
}

func (c *limitedContext) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over != nil {
		return
	}
	if c.over = c.Context.Err(); c.over == nil {
		c.over = err
	}
	if c.inner != nil {
		c.cancel(c.over)
	}
}

// Deadline implements context.Context.
func (c *limitedContext) Deadline() (time.Time, bool) { return c.deadline, true }

// Done implements context.Context.
func (c *limitedContext) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inner == nil {
		c.inner, c.cancel = context.WithCancelCause(c.Context)
		if c.over != nil {
			c.cancel(c.over)
		}
	}
	return c.inner.Done()
}

// Err implements context.Context.
func (c *limitedContext) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.over != nil:
		return c.over
	case c.inner != nil:
		return c.inner.Err()
	}
	return c.Context.Err()
}

// Value implements context.Context. Derived contexts find inner by it.
func (c *limitedContext) Value(key any) any {
	c.mu.Lock()
	inner := c.inner
	c.mu.Unlock()
	if inner == nil {
		return c.Context.Value(key)
	}
	return inner.Value(key)
}
