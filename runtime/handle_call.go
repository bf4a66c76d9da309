package runtime

import (
	"context"
	"errors"
	"slices"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// exchangeHandles is exchange for a request with handles. It releases them even if a transport
// or a token source panics.
func (c *call) exchangeHandles(ctx context.Context) (err error) {
	if err := c.takeFreeHandles(ctx); err != nil {
		return err
	}
	returned := false
	defer func() {
		if !returned {
			err = &ConnectionError{Sent: c.attempts > 0 && !(c.out != nil && c.out.isUnread())}
		}
		c.returnHandles(err)
	}()
	err = c.exchange(ctx)
	returned = true
	return err
}

// takeFreeHandles is like takeHandles. If a call of unknown fate uses the handles, it asks the
// server whether that call has ended.
func (c *call) takeFreeHandles(ctx context.Context) error {
	for asked := ""; ; {
		err := c.takeHandles()
		unresolved, ok := err.(*HandleError)
		if !ok || unresolved.Reason != HandleUnresolved || unresolved.Key == asked {
			return err
		}
		asked = unresolved.Key
		if !c.to.handleOwner().settleByServer(ctx, c.settings, asked) {
			return err
		}
	}
}

// settleByServer asks the server about the call with the key, and reports whether the answer
// settles the call's use of handles.
func (w *Worker) settleByServer(ctx context.Context, own *settings, key string) bool {
	trace := callTrace{key: key}
	return w.traceEnd(ctx, own.forQuestion(), &trace) == nil && w.settleByState(key, trace.state())
}

// settleByState settles the use of handles by the call with the key, if the call has ended.
func (w *Worker) settleByState(key string, state CallState) bool {
	switch state {
	case CallDone, CallFailed:
		return w.SettleCall(key, true)
	case CallCanceled:
		return w.SettleCall(key, false)
	}
	return false
}

// takeHandles takes all handles of the call, or none. It is called right before the request is
// sent.
func (c *call) takeHandles() error {
	l := c.uses[0].handle.state.life
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, u := range c.uses {
		s := u.handle.state
		reason, by := HandleFormerWorker, (*openCall)(nil)
		if s.life == l { // otherwise one of the lives is over
			reason, by = s.blocked(u, c)
		}
		if reason != 0 {
			for _, taken := range c.uses[:i] {
				taken.handle.state.release(taken.owned)
			}
			if by != nil {
				return by.handleError(c.to.callee().Instance, u.handle)
			}
			return c.handleError(u.handle, reason)
		}
		s.acquire(u.owned)
	}
	l.busy++
	return nil
}

// enterLife is called before each attempt. It records which life of the worker handles in the
// answer belong to, and returns an error for handles of an earlier life.
func (c *call) enterLife() error {
	for _, u := range c.uses {
		l := u.handle.state.life
		l.mu.Lock()
		over := l.over
		l.mu.Unlock()
		if over {
			return c.handleError(u.handle, HandleFormerWorker)
		}
	}
	if c.life != nil {
		c.life = c.to.handleOwner().life()
	}
	return nil
}

// givesAway reports whether the call gives the resource away.
func (c *call) givesAway(s *handleState) bool {
	return slices.ContainsFunc(c.uses, func(u use) bool { return u.owned && u.handle.state == s })
}

// returnHandles is called when the call has ended with err.
func (c *call) returnHandles(err error) {
	if opened := c.endUses(c.fateOfHandles(err)); opened != nil {
		c.client.lives.keep(opened)
	}
}

func (c *call) endUses(fate handleFate) (opened *openCall) {
	l := c.uses[0].handle.state.life
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy--
	for _, u := range c.uses {
		u.handle.state.release(u.owned)
		if fate == handlesUsed && u.owned {
			u.handle.state.end(takenReason(c.function))
		}
	}
	earlier := slices.IndexFunc(l.open, func(o *openCall) bool { return o.isRepeatedBy(c) })
	switch {
	case fate == handlesUsed && earlier >= 0:
		l.open[earlier].settle(true)
	case fate == handlesUnsettled && earlier < 0 && !l.over:
		return l.opened(c)
	}
	return nil
}

// opened records the uses of c, a call of unknown fate.
func (l *life) opened(c *call) *openCall {
	o := &openCall{life: l, key: c.key, function: c.function, uses: slices.Clone(c.uses)}
	for _, u := range o.uses {
		if s := u.handle.state; !slices.Contains(s.open, o) {
			s.open = append(s.open, o)
		}
	}
	l.open = append(l.open, o)
	return o
}

// handleFate is the effect of the end of a call on its handles.
type handleFate uint8

const (
	handlesUnused    handleFate = iota // the call was not sent or was refused
	handlesUsed                        // the call ran
	handlesUnsettled                   // the call may run, or may arrive later
)

func (c *call) fateOfHandles(err error) handleFate {
	switch {
	case err == nil, hasAnswer(err):
		return handlesUsed
	case c.fate == CallDone && errors.As(err, new(*FateError)):
		return handlesUsed
	case c.unclear, mayHaveRun(err):
		return handlesUnsettled
	}
	return handlesUnused
}

// hasAnswer reports whether err is about an answer of the worker. The call has then ended.
func hasAnswer(err error) bool {
	var mismatch *wire.TypeMismatchError
	var decode *wire.DecodeError
	var size *SizeError
	var golem *GolemError
	var status *StatusError
	return isComponentFailure(err) || errors.As(err, &mismatch) || errors.As(err, &decode) || errors.As(err, &size) ||
		errors.As(err, &golem) && golem.losesWorker() && !golem.didNotRun() ||
		errors.As(err, &status) && status.losesWorker() && !status.didNotRun()
}

// openKey returns the key of an earlier call that drops the same resource and whose fate is
// unknown. Dropping the resource again repeats that call. For other calls it returns "".
func (c *call) openKey() string {
	if len(c.uses) != 1 || !c.uses[0].owned || !c.self || !prepare(c.function).drops {
		return ""
	}
	s := c.uses[0].handle.state
	s.life.mu.Lock()
	defer s.life.mu.Unlock()
	for _, o := range s.open {
		if sameFunction(o.function, c.function) {
			return o.key
		}
	}
	return ""
}

// SettleCall tells the client whether the worker has run a call that used handles and whose
// answer was lost. Until that is known, the handles of the call count as in use, because the
// call may still arrive at the worker. The error [HandleUnresolved] has the idempotency key of
// the call. SettleCall reports whether there was such a call.
//
// It is safer to make the call again with its key, or to ask the server. Other calls that need
// the handles ask by themselves, and so does [Worker.CallStatus]. SettleCall is for programs
// that know the answer from another source. If the call arrives after all and a handle was
// dropped, the worker is lost.
func (w *Worker) SettleCall(key string, ran bool) bool {
	if w == nil || w.client == nil || w.client.settings == nil {
		return false
	}
	l := w.client.lives.known(w.key())
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	settled := false
	for _, o := range slices.Clone(l.open) {
		if o.key == key {
			o.settle(ran)
			settled = true
		}
	}
	return settled
}
