package runtime

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// knownFor is how long the client relies on what a server said about a worker or an agent, and
// about which deployment is the current one. Changes by others can go unnoticed for that long.
const knownFor = time.Minute

// knownTable has what a client knows about things of one kind, such as workers. All values for
// the same thing share its entry. When the newer half has as many entries as the caller of find
// permits, the table forgets the older half. A program can therefore use any number of things.
type knownTable[K comparable, V any] struct {
	mu         sync.Mutex
	newer, old map[K]*V
	turns      atomic.Uint32 // how often the older half was forgotten
}

// Maximum numbers of entries in each half of a table.
const (
	maxWorkers      = 8192 // and agents
	maxComponents   = 1024
	maxEnvironments = 256
	maxAgentTypes   = 1024 // of all deployments
	maxRevisions    = 256
)

// find returns what is known about the thing with the key. If the key is new, it returns a new
// V.
func (t *knownTable[K, V]) find(key K, most int) *V {
	t.mu.Lock()
	defer t.mu.Unlock()
	if v, ok := t.newer[key]; ok {
		return v
	}
	v, ok := t.old[key]
	if !ok {
		v = new(V)
	}
	if len(t.newer) >= most {
		t.old, t.newer = t.newer, nil
		t.turns.Add(1)
	}
	if t.newer == nil {
		t.newer = make(map[K]*V)
	}
	t.newer[key] = v
	return v
}

// entry is a result of find for callers that keep it.
type entry[V any] struct {
	v    *V
	turn uint32 // of the table, before find
}

// has reports whether find would return the entry, because it is still in the newer half of the
// table.
func (t *knownTable[K, V]) has(e entry[V]) bool { return e.v != nil && e.turn == t.turns.Load() }

// entry is like find, for callers that keep the result.
func (t *knownTable[K, V]) entry(key K, most int) entry[V] {
	turn := t.turns.Load()
	return entry[V]{t.find(key, most), turn}
}

// moment is a reading of the clock that several lookups share, because reading the clock is one
// of the most expensive parts of a call.
type moment struct{ read time.Time }

func (m *moment) now() time.Time {
	if m.read.IsZero() {
		m.read = time.Now()
	}
	return m.read
}

// pass makes now read the clock again. It is called after something that takes time.
func (m *moment) pass() { m.read = time.Time{} }

// lasting is an answer of the server that never changes.
type lasting[T any] struct {
	asking shared[*T]
	answer atomic.Pointer[T] // nil if unknown
}

// ask calls f once for all callers that ask at the same time. See trySettings for the settings.
func (l *lasting[T]) ask(ctx context.Context, common, own *settings, f func(context.Context, *settings) (*T, error)) (*T, error) {
	return trySettings(common, own, func(s *settings) (*T, error) {
		return l.asking.ask(ctx, s, func(ctx context.Context) (*T, error) {
			answer, err := f(ctx, s)
			if err == nil {
				l.answer.Store(answer)
			}
			return answer, err
		})
	})
}
