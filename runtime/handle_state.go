package runtime

import (
	"slices"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// handleState holds what the client knows about a resource. All handles of the resource share it,
// no matter which answer, text or Go value they come from. The mutex of its life guards it.
type handleState struct {
	life   *life
	number uint64

	gone  HandleReason   // why it cannot be used, 0 if it can
	as    *core.Resource // resource that answers named, nil if only texts did
	mixed bool           // answers named different resources
	taken bool           // a call under way takes the resource
	users int            // number of calls under way that borrow it
	open  []*openCall    // calls of unknown fate that use it
}

// use is a handle in a request.
type use struct {
	handle *handle
	owned  bool
}

// blocked returns why c cannot use the resource, 0 if it can. If a call of unknown fate is the
// reason, by is that call.
func (s *handleState) blocked(u use, c *call) (reason HandleReason, by *openCall) {
	switch {
	case s.gone != 0:
		return s.gone, nil
	case s.life.over, s.life.deleting:
		return HandleFormerWorker, nil
	case s.isOther(u.handle.resource):
		return HandleOtherResource, nil
	case s.taken, u.owned && s.users > 0:
		return HandleInUse, nil
	}
	for _, o := range s.open {
		if (u.owned || o.takes(s)) && !o.isRepeatedBy(c) {
			return HandleUnresolved, o
		}
	}
	return 0, nil
}

// goneReason returns why no call can use the resource, 0 if one can.
func (s *handleState) goneReason() HandleReason {
	s.life.mu.Lock()
	defer s.life.mu.Unlock()
	if s.gone == 0 && s.life.over {
		return HandleFormerWorker
	}
	return s.gone
}

// isOther reports whether the resource is known to be another one than r. An interface that
// uses a resource of another interface knows only its handles and not its name. Such a resource
// may be any one.
func (s *handleState) isOther(r *core.Resource) bool {
	return s.as != nil && !s.mixed && s.as.Name != "" && r.Name != "" && !sameResource(s.as, r)
}

// is records that an answer calls the resource r.
func (s *handleState) is(r *core.Resource) {
	switch {
	case s.as == nil:
		s.as = r
	case !sameResource(s.as, r):
		s.mixed = true
	}
}

func (s *handleState) acquire(owned bool) {
	if owned {
		s.taken = true
	} else {
		s.users++
	}
}

func (s *handleState) release(owned bool) {
	if owned {
		s.taken = false
	} else {
		s.users--
	}
}

// end records that the resource is gone.
func (s *handleState) end(how HandleReason) {
	if s.gone == 0 {
		s.gone = how
		s.life.note(s.number, how)
	}
}

// openCall is a call of unknown fate: it may run, or may still arrive at the worker. Until its
// fate is known, its handles count as in use, because no other call that takes them may run
// before it. The mutex of its life guards it.
type openCall struct {
	life     *life
	key      string
	function *core.Function
	uses     []use // nil once it is settled
}

// isRepeatedBy reports whether c is the same call again. The server recognizes its key then.
func (o *openCall) isRepeatedBy(c *call) bool {
	return o.key == c.key && sameFunction(o.function, c.function)
}

func sameFunction(f, o *core.Function) bool {
	return f == o || f.Name == o.Name && f.Interface == o.Interface
}

// takes reports whether the call takes the resource.
func (o *openCall) takes(s *handleState) bool {
	return slices.ContainsFunc(o.uses, func(u use) bool { return u.owned && u.handle.state == s })
}

// takenReason returns why a resource is gone after a call of f took it.
func takenReason(f *core.Function) HandleReason {
	if prepare(f).drops {
		return HandleDropped
	}
	return HandleConsumed
}

// settle releases the handles of the call once its fate is known. ran reports whether it ran.
func (o *openCall) settle(ran bool) {
	for _, u := range o.uses {
		s := u.handle.state
		if ran && u.owned {
			s.end(takenReason(o.function))
		}
		s.open = without(s.open, o)
	}
	o.uses = nil
	o.life.open = without(o.life.open, o)
}

// abandon gives up the call for lack of memory. Its handles become unusable.
func (o *openCall) abandon() {
	o.life.mu.Lock()
	defer o.life.mu.Unlock()
	for _, u := range o.uses {
		u.handle.state.end(HandleForgotten)
	}
	o.settle(false)
}

func without(list []*openCall, o *openCall) []*openCall {
	return slices.DeleteFunc(list, func(e *openCall) bool { return e == o })
}
