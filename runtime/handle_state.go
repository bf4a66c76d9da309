package runtime

import (
	"context"
	goruntime "runtime"
	"sync"
	"weak"
)

// handleState is what has become of a resource, shared by all handles of it.
type handleState struct {
	mu    sync.Mutex
	gone  HandleReason // HandleDropped, HandleConsumed, or 0
	users int          // calls under way that borrow it
}

// usable returns why the handle cannot be used, 0 for nothing.
func (s *handleState) usable() HandleReason {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gone
}

// borrow is for the time of a call.
func (s *handleState) borrow() HandleReason {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone == 0 {
		s.users++
	}
	return s.gone
}

// take is for good. It is refused while other calls use the handle: they might
// reach the worker later.
func (s *handleState) take(how HandleReason) HandleReason {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.gone != 0:
		return s.gone
	case s.users > 0:
		return HandleInUse
	}
	s.gone = how
	return 0
}

func (s *handleState) giveBack(owned bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if owned {
		s.gone = 0
	} else {
		s.users--
	}
}

// use is a handle in a request.
type use struct {
	handle *handle
	owned  bool
}

// exchangeHandles is exchange for a request that holds handles.
// They are given back also when a transport or a token source panics.
func (c *call) exchangeHandles(ctx context.Context) (err error) {
	if err := c.takeHandles(); err != nil {
		return err
	}
	returned := false
	defer func() {
		if !returned {
			err = &ConnectionError{Sent: c.attempts > 0}
		}
		c.returnHandles(err)
	}()
	err = c.exchange(ctx)
	returned = true
	return err
}

// takeHandles is called right before the request is sent.
func (c *call) takeHandles() error {
	for i, u := range c.uses {
		reason := u.take(prepare(c.function).drops)
		if reason == 0 {
			continue
		}
		for _, taken := range c.uses[:i] {
			taken.handle.state.giveBack(taken.owned)
		}
		return c.handleError(u.handle, reason)
	}
	return nil
}

func (u use) take(drop bool) HandleReason {
	switch {
	case !u.owned:
		return u.handle.state.borrow()
	case drop:
		return u.handle.state.take(HandleDropped)
	}
	return u.handle.state.take(HandleConsumed)
}

// returnHandles is called when the call has ended with err. What the function
// has taken stays taken, unless it was certainly not run.
func (c *call) returnHandles(err error) {
	notRun := err != nil && !c.unclear && !mayHaveRun(err)
	for _, u := range c.uses {
		if !u.owned || notRun {
			u.handle.state.giveBack(u.owned)
		}
	}
}

// handleTable finds the state of a resource by its name, so that several handles
// of one resource agree about it. States that no handle uses are forgotten.
type handleTable struct {
	mu     sync.Mutex
	states map[handleKey]weak.Pointer[handleState]
}

type handleKey struct {
	component, worker string
	number            uint64
}

func (w *Worker) handleKey(u urn) handleKey {
	return handleKey{component: w.lowerID, worker: w.name, number: u.number}
}

// shared is the state of a resource that may be known.
func (t *handleTable) shared(k handleKey) *handleState {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.states[k].Value(); s != nil {
		return s
	}
	return t.add(k)
}

// fresh is the state of a resource that the worker has just made. (One of the
// same name may have been known from a worker that was deleted.)
func (t *handleTable) fresh(k handleKey) *handleState {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.add(k)
}

func (t *handleTable) add(k handleKey) *handleState {
	s := new(handleState)
	p := weak.Make(s)
	if t.states == nil {
		t.states = make(map[handleKey]weak.Pointer[handleState])
	}
	t.states[k] = p
	goruntime.AddCleanup(s, func(k handleKey) { t.forget(k, p) }, k)
	return s
}

func (t *handleTable) forget(k handleKey, p weak.Pointer[handleState]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.states[k] == p {
		delete(t.states, k)
	}
}
