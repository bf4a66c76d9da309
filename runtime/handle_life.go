package runtime

import (
	goruntime "runtime"
	"slices"
	"sync"
	"time"
	"weak"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// life holds what a client knows about the resources of a worker from the time when the worker is
// made until it is deleted. During one life, a worker uses each number for one resource only.
//
// The state of a resource exists as long as the program has handles of it. Because the text of
// a handle can come back at any time, facts that must be kept for longer are sets of numbers.
type life struct {
	mu       sync.Mutex
	over     bool      // the worker was deleted
	deleting bool      // a request that deletes the worker is under way
	created  time.Time // when the worker was made, zero if unknown

	states map[uint64]weak.Pointer[handleState]
	busy   int         // calls under way that use handles
	open   []*openCall // calls of unknown fate

	dropped, consumed, forgotten numberSet
	// below is not 0 if the sets above were too large. For a smaller number without a state,
	// the client does not know whether the resource can be used.
	below uint64

	seen     []seenResource // numbers that answers contained
	restored numberSet      // numbers that texts contained
	former   numberSet      // numbers of earlier lives, as far as they are known
}

// seenResource is the set of numbers that answers gave for a resource.
type seenResource struct {
	resource *core.Resource
	numbers  numberSet
}

// answered returns the state of a resource that an answer calls r. good reports whether it can
// be used. If not, the answer is a repeated one, or comes from another worker of the same name.
func (l *life) answered(n uint64, r *core.Resource) (s *handleState, good bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s = l.state(n)
	if s == nil {
		s = l.add(n)
	}
	s.is(r)
	l.see(n, r)
	return s, s.gone == 0
}

// restore returns the state of a resource that a text calls r, or the reason why it cannot be
// used.
func (l *life) restore(n uint64, r *core.Resource) (*handleState, HandleReason) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.state(n)
	if s == nil {
		if l.former.has(n) && !l.hasSeen(n) {
			return nil, HandleFormerWorker
		}
		s = l.add(n)
	}
	if s.isOther(r) {
		return nil, HandleOtherResource
	}
	l.restored.add(n)
	l.restored.trim(maxRanges)
	return s, 0
}

func (l *life) state(n uint64) *handleState { return l.states[n].Value() }

// add makes the state of a resource from what is known about its number.
func (l *life) add(n uint64) *handleState {
	s := &handleState{life: l, number: n, gone: l.gone(n)}
	for _, seen := range l.seen {
		if seen.numbers.has(n) {
			s.is(seen.resource)
		}
	}
	p := weak.Make(s)
	if l.states == nil {
		l.states = make(map[uint64]weak.Pointer[handleState])
	}
	l.states[n] = p
	goruntime.AddCleanup(s, func(n uint64) { l.forget(n, p) }, n)
	return s
}

func (l *life) forget(n uint64, p weak.Pointer[handleState]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.states[n] == p {
		delete(l.states, n)
	}
}

// gone returns why a resource without a state cannot be used.
func (l *life) gone(n uint64) HandleReason {
	switch {
	case l.dropped.has(n):
		return HandleDropped
	case l.consumed.has(n):
		return HandleConsumed
	case l.forgotten.has(n), n < l.below:
		return HandleForgotten
	}
	return 0
}

// note records that a resource is gone.
func (l *life) note(n uint64, how HandleReason) {
	set := &l.forgotten
	switch how {
	case HandleDropped:
		set = &l.dropped
	case HandleConsumed:
		set = &l.consumed
	}
	set.add(n)
	l.below = max(l.below, set.trim(maxRanges))
}

func (l *life) see(n uint64, r *core.Resource) {
	for i := range l.seen {
		if sameResource(l.seen[i].resource, r) {
			l.seen[i].numbers.add(n)
			l.seen[i].numbers.trim(maxRanges)
			return
		}
	}
	l.seen = append(l.seen, seenResource{r, numberSet{{n, n}}})
}

func (l *life) hasSeen(n uint64) bool {
	for _, seen := range l.seen {
		if seen.numbers.has(n) {
			return true
		}
	}
	return false
}

// next ends the life and returns the next one. If it is not certain that the worker was
// deleted, resources that are gone stay gone.
func (l *life) next(created time.Time, certain bool) *life {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over, l.deleting = true, false
	next := &life{created: created, former: l.former}
	for _, known := range []numberSet{l.dropped, l.consumed, l.forgotten, l.restored} {
		next.former.addAll(known)
	}
	for _, seen := range l.seen {
		next.former.addAll(seen.numbers)
	}
	if l.below > 0 {
		next.former.addRange(numberRange{0, l.below - 1})
	}
	next.former.trim(maxRanges)
	if !certain {
		next.created, next.below = l.created, l.below
		next.dropped, next.consumed, next.forgotten = slices.Clone(l.dropped), slices.Clone(l.consumed), slices.Clone(l.forgotten)
	}
	return next
}

// inUse reports whether the program has handles of the life.
func (l *life) inUse() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.states) > 0 || l.busy > 0
}
