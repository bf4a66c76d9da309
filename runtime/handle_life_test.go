package runtime

import (
	"math"
	goruntime "runtime"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// TestNumberSet compares the set with a map. Numbers are close together at both ends of
// their range.
func TestNumberSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Uint64Range(0, 12), rapid.Uint64Range(math.MaxUint64-12, math.MaxUint64))
		want := make(map[uint64]bool)
		var set numberSet
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			r := numberRange{first: number.Draw(t, "first")}
			r.last = r.first + min(rapid.Uint64Range(0, 3).Draw(t, "more"), ^r.first)
			set.addRange(r)
			for n := r.first; ; n++ {
				want[n] = true
				if n == r.last {
					break
				}
			}
		}
		for i := range set {
			if set[i].first > set[i].last || i > 0 && set[i].first-1 <= set[i-1].last {
				t.Fatalf("the ranges %v are not apart and in order", set)
			}
		}
		for n := range uint64(16) {
			for _, n := range []uint64{n, math.MaxUint64 - n} {
				if set.has(n) != want[n] {
					t.Fatalf("%d in %v", n, set)
				}
			}
		}
	})
}

var shelf = &core.Resource{Name: "shelf"}

// TestLivesForgetStates checks that a state lives as long as its handles, and that the
// client still knows which resources are gone, and why.
func TestLivesForgetStates(t *testing.T) {
	for _, reason := range []HandleReason{HandleDropped, HandleConsumed, HandleForgotten} {
		var l life
		a, _ := l.answered(1, shelf)
		if b, _ := l.restore(1, shelf); a != b {
			t.Error("two states of one resource")
		}
		l.mu.Lock()
		a.end(reason)
		l.mu.Unlock()
		goruntime.KeepAlive(a)
		a = nil
		for l.inUse() {
			goruntime.GC()
			goruntime.Gosched()
		}
		for _, restored := range []bool{true, false} {
			s, _ := l.answered(1, shelf)
			if restored {
				s, _ = l.restore(1, shelf)
			}
			if got := s.goneReason(); got != reason {
				t.Errorf("%v: a resource that is gone comes back: %v", reason, got)
			}
		}
		if _, got := l.restore(1, &core.Resource{Name: "drawer"}); got != HandleOtherResource {
			t.Errorf("another resource: %v", got)
		}
	}
}

// TestNextLife checks what the client knows about numbers of a worker's resources after the worker
// was deleted, or perhaps was not.
func TestNextLife(t *testing.T) {
	var l life
	held, _ := l.answered(9, shelf)
	l.note(4, HandleDropped)
	l.note(5, HandleConsumed)
	l.below = 1 // nothing is known about 0
	for _, certain := range []bool{true, false} {
		next := l.next(time.Time{}, certain)
		for n, want := range map[uint64]HandleReason{0: HandleFormerWorker, 1: 0, 2: 0, 4: HandleFormerWorker, 5: HandleFormerWorker, 6: 0, 9: HandleFormerWorker} {
			if _, got := next.restore(n, shelf); got != want {
				t.Errorf("certain %t: %d restored: got %v, want %v", certain, n, got, want)
			}
		}
		for n, want := range map[uint64]HandleReason{0: HandleForgotten, 4: HandleDropped, 5: HandleConsumed, 7: 0} {
			if certain {
				want = 0 // another worker numbers its resources anew
			}
			if s, _ := next.answered(n, shelf); s.goneReason() != want {
				t.Errorf("certain %t: %d answered: got %v, want %v", certain, n, s.goneReason(), want)
			}
		}
		if got := held.goneReason(); got != HandleFormerWorker {
			t.Errorf("certain %t: the handle of the former worker: %v", certain, got)
		}
	}
	if _, got := new(life).next(time.Time{}, true).restore(0, shelf); got != 0 {
		t.Errorf("no number was used: %v", got)
	}
}

// TestNumbersOfOneResource checks that numbers of one resource are kept together.
func TestNumbersOfOneResource(t *testing.T) {
	var l life
	for n := range uint64(1000) {
		l.see(n, shelf)
	}
	if len(l.seen) != 1 || !l.hasSeen(0) || !l.hasSeen(999) || l.hasSeen(1000) {
		t.Errorf("%d sets", len(l.seen))
	}
}

// TestLivesAreBounded drops every other resource, which is the worst case.
func TestLivesAreBounded(t *testing.T) {
	var l life
	kept, _ := l.answered(1, shelf)
	for n := range uint64(4 * maxRanges) {
		l.note(2*n, HandleDropped)
	}
	if len(l.dropped) > maxRanges {
		t.Errorf("%d ranges", len(l.dropped))
	}
	for n, want := range map[uint64]HandleReason{0: HandleForgotten, 3: HandleForgotten, 8*maxRanges - 2: HandleDropped, 8*maxRanges - 1: 0} {
		if s, _ := l.answered(n, shelf); s.goneReason() != want {
			t.Errorf("%d: %v, not %v", n, s.goneReason(), want)
		}
	}
	if again, _ := l.answered(1, shelf); again != kept || again.goneReason() != 0 {
		t.Error("a handle that the program has is forgotten")
	}
}

func TestLifeTableIsBounded(t *testing.T) {
	var table lifeTable
	key := func(i int) workerKey { return workerKey{"c", strconv.Itoa(i)} }
	of := func(i int) *life { return table.of(key(i), func() time.Time { return time.Time{} }) }
	kept := of(0)
	s, _ := kept.answered(0, shelf)
	for i := range 4 * maxLives {
		if of(i) != table.known(key(i)) {
			t.Fatal("forgotten at once")
		}
	}
	if n := len(table.newer) + len(table.old); n > 2*maxLives+2 {
		t.Errorf("%d lives", n)
	}
	if of(0) != kept {
		t.Error("a life is forgotten of which the program has handles")
	}
	goruntime.KeepAlive(s)
}

// TestOpenCallsAreBounded checks that the client forgets the oldest calls of unknown fate.
// Their resources cannot be used afterwards.
func TestOpenCallsAreBounded(t *testing.T) {
	var table lifeTable
	l := table.of(workerKey{"c", "w"}, func() time.Time { return time.Time{} })
	f := new(core.Function)
	states := make([]*handleState, maxOpenCalls+1)
	for i := range states {
		states[i], _ = l.answered(uint64(i), shelf)
		c := &call{plan: plan{key: strconv.Itoa(i), function: f, uses: []use{{handle: &handle{state: states[i]}}}}}
		table.keep(l.opened(c))
	}
	if len(table.open) != maxOpenCalls || len(l.open) != maxOpenCalls {
		t.Errorf("%d calls, %d of the worker", len(table.open), len(l.open))
	}
	for i, want := range map[int]HandleReason{0: HandleForgotten, 1: 0} {
		if got := states[i].goneReason(); got != want {
			t.Errorf("%d: %v, not %v", i, got, want)
		}
	}
}
