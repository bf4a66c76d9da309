package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// A server runs a call again if its key arrives while the call runs. After an attempt that may
// have run, the client therefore sends nothing under its key until it knows that the server is
// not running it. This file finds that out. See "Idempotency" in servers.md.

// protection says when a server recognizes the key of a call.
type protection uint8

const (
	protectsNot    protection = iota
	protectsAtRest            // only while the call does not run
	protectsAlways
)

// questionTimeout is the time limit of a question, unless [WithAttemptTimeout] gives more.
const questionTimeout = 10 * time.Second

// forQuestion returns the settings of a question that is asked once. An oplog takes longer than a
// call.
func (s *settings) forQuestion() *settings {
	question := *s
	question.retry.Attempts = 1
	question.attemptTimeout = max(s.attemptTimeout, questionTimeout)
	return &question
}

// beginAttempt returns when c can be sent: no other attempt under its key is under way, and the
// fate of earlier attempts is known. tries counts attempts, and questions without an answer.
// accepted reports that c need not be sent, because it is an enqueued call that has arrived.
func (c *call) beginAttempt(ctx context.Context, tries *int) (accepted bool, failure error) {
	switch {
	case c.repeated:
		c.repeated = false
		return c.resolve(ctx, tries)
	case c.attempted == nil:
		return false, nil
	}
	resolved := -1
	for {
		ended, clear := c.attempted.begin(ctx, resolved)
		switch {
		case clear:
			return false, nil
		case ctx.Err() != nil:
			return false, interrupted(ctx, c.unclear)
		}
		accepted, failure = c.resolve(ctx, tries)
		if accepted || failure != nil {
			return accepted, failure
		}
		resolved = ended
	}
}

// endAttempt records how an attempt ended.
func (c *call) endAttempt(err error) {
	switch connection, ok := err.(*ConnectionError); {
	case c.resultNotSendable(err):
		c.refused++
	case !ok || connection.Sent: // other errors keep the count: a server that has crashed is away for some time
		c.refused = 0
	}
	if err != nil {
		c.last = err
	}
	if c.fate != CallDone { // CallDone is final
		c.fate = CallUnknown
	}
	if c.attempted == nil {
		return
	}
	// An enqueued call that was accepted runs later. By then, somebody who has its key may make
	// the call again.
	c.attempted.end(err == nil && c.enqueue || unanswered(err))
}

// resultNotSendable reports whether err may mean that the server cannot send the result, such as
// a NaN. A server from 1.5 on crashes when it tries, each time that it receives the key.
func (c *call) resultNotSendable(err error) bool {
	switch e := err.(type) {
	case *StatusError:
		return e.Code == http.StatusBadGateway
	case *ConnectionError:
		return e.Sent && !e.ended && c.to.protection() == protectsAlways
	}
	return false
}

// unanswered reports whether the server may still run the call although the attempt failed.
func unanswered(err error) bool {
	switch e := err.(type) {
	case *StatusError:
		return e.Cause == "" && mayHaveRun(e)
	case *GolemError:
		return mayHaveRun(e) && !e.Is(ErrWorkerLost)
	case *ConnectionError:
		return e.Sent
	}
	return false
}

// resolve waits until no call waits or runs under the key of c. It pauses before each question.
func (c *call) resolve(ctx context.Context, tries *int) (accepted bool, failure error) {
	began := time.Now()
	for pauses := *tries; ; pauses++ {
		if !c.paused && !sleep(ctx, c.settings.retry.pauseBeforeQuestion(pauses)) {
			return false, c.unresolved(ctx, nil)
		}
		c.paused = false
		state, err := c.to.inquire(ctx, c)
		if state != CallUnknown {
			c.fate = state
		}
		switch {
		case err == nil && c.knowsEnough(state):
			return c.resolved(ctx, state)
		case err != nil && !temporary(err):
			return false, c.unresolved(ctx, err)
		case err != nil:
			if *tries++; *tries >= c.settings.retry.Attempts {
				return false, c.unresolved(ctx, err)
			}
		case time.Since(began) >= c.settings.retry.maxWait():
			return false, c.unresolved(ctx, nil)
		}
	}
}

// resolved completes resolve once the state of the call is known. accepted reports that the call
// need not be sent.
func (c *call) resolved(ctx context.Context, state CallState) (accepted bool, failure error) {
	if c.enqueue && state.received() {
		return true, nil
	}
	switch state {
	case CallCanceled:
		return false, c.canceled()
	case CallDone, CallFailed: // the server recognizes the key, whatever the worker runs now
		c.inquiry.seen = nil
		// Servers write the entry shortly before they store the result under the key.
		if !sleep(ctx, c.settings.retry.pauseBeforeQuestion(1)) {
			return false, c.unresolved(ctx, nil)
		}
		return false, nil
	}
	return false, c.renew(ctx)
}

// knowsEnough reports whether the client knows enough if the call is in the state. If the server
// repeatedly fails to answer a call whose worker is at rest, only the oplog shows whether the
// call ran.
func (c *call) knowsEnough(state CallState) bool {
	switch state {
	case callAtRest:
		return c.refused < 2 || !c.inquiry.askOplog()
	case CallWaiting, CallRunning:
		return c.enqueue
	}
	return state != CallUnknown
}

// undeliverable reports whether c ran and the server seems unable to send its result, such as a
// NaN.
func (c *call) undeliverable() bool { return c.fate == CallDone && c.refused >= 3 }

// received reports whether the call has arrived at the worker.
func (s CallState) received() bool {
	switch s {
	case CallWaiting, CallRunning, CallDone, CallFailed:
		return true
	}
	return false
}

// canceled returns the error of a call that was canceled. It is not sent again.
func (c *call) canceled() error {
	c.unclear = false
	return &FateError{State: CallCanceled, Err: c.failure()}
}

// unresolved returns the error of a call whose fate stays unknown, because a question failed
// with the error asking, or because there was no time to ask.
func (c *call) unresolved(ctx context.Context, asking error) error {
	if ctx.Err() != nil {
		return c.interrupted(ctx)
	}
	return &FateError{State: c.fate.public(), Err: c.failure(), Asking: asking}
}

var errEarlier = errors.New("a call was made before under the same idempotency key")

func (c *call) failure() error {
	if c.last == nil {
		return errEarlier
	}
	return c.last
}

// public replaces a state that is not exported.
func (s CallState) public() CallState {
	if s == callAtRest {
		return CallUnknown
	}
	return s
}

// watchKey keeps the attempts of c apart from others under its key, until unwatchKey is called.
func (c *call) watchKey() {
	switch {
	case c.to.protection() != protectsAtRest || c.settings.retry.Blind:
		c.attempted = nil
	case c.given:
		c.attempted = c.client.keys.hold(c.scopedKey())
		if c.earlier && !c.marked {
			c.attempted.markUnclear()
			c.marked = true
		}
	case c.info != nil:
		c.attempted = &c.info.attempted
	default:
		c.attempted = &c.alone
	}
}

// unwatchKey undoes watchKey for a call that ended with err. If the fate of the key is unclear,
// the client remembers the key, because the caller can get it from the error.
func (c *call) unwatchKey(err error) {
	switch {
	case c.attempted == nil:
	case c.given:
		c.client.keys.release(c.scopedKey(), c.attempted)
	case err != nil && c.attempted.isUnclear():
		c.client.keys.markUnclear(c.scopedKey())
	}
}

func (c *call) scopedKey() callKey { return callKey{c.to.scope(), c.key} }

// interrupted returns the error for a context that ended before c was sent again.
func (c *call) interrupted(ctx context.Context) error {
	gaveUp := interrupted(ctx, c.unclear)
	if c.last != nil {
		gaveUp.Err = fmt.Errorf("%w before another attempt; the last one failed: %w", gaveUp.Err, c.last)
	}
	return gaveUp
}
