package runtime

import (
	"context"
	"sync"
)

// attempted records the attempts with a key: the attempts of one call or, if a
// program gave the key, of all calls of a client with it. The zero value is ready to use.
type attempted struct {
	mu      sync.Mutex
	open    bool // an attempt is under way
	unclear bool // the server may be running an earlier one
	ended   int  // attempts
	changed chan struct{}

	users  int // calls; guarded by the table's mutex, as is listed
	listed bool
}

// begin waits until no other attempt is running, and begins an attempt. It does not begin one if
// the fate of earlier attempts is unclear, unless that was resolved after the given number of
// them had ended, or if ctx ends.
func (a *attempted) begin(ctx context.Context, resolved int) (ended int, clear bool) {
	for {
		a.mu.Lock()
		if !a.open {
			clear = !a.unclear || a.ended == resolved
			a.open, ended = clear, a.ended
			a.mu.Unlock()
			return ended, clear
		}
		if a.changed == nil {
			a.changed = make(chan struct{})
		}
		changed := a.changed
		a.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, false
		}
	}
}

// end ends an attempt. The parameter unclear reports whether the server may still be running it.
func (a *attempted) end(unclear bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open, a.unclear = false, unclear
	a.ended++
	if a.changed != nil {
		close(a.changed)
		a.changed = nil
	}
}

// markUnclear marks the fate of the attempts as unclear.
func (a *attempted) markUnclear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unclear = true
}

func (a *attempted) isUnclear() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.unclear
}

// keyTable has the keys that programs gave to calls of a client, while the calls are made, and
// the keys of the newest maxUnclear calls whose fate is unclear.
type keyTable struct {
	mu      sync.Mutex
	keys    map[callKey]*attempted
	unclear []unclearKey // oldest first
}

type unclearKey struct {
	key       callKey
	attempted *attempted
}

const maxUnclear = 8192

// callKey is an idempotency key and the scope in which it is unique.
type callKey struct {
	worker workerKey
	key    string
}

// hold returns what is known about the key and keeps it until release is called.
func (t *keyTable) hold(k callKey) *attempted {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.keys[k]
	if a == nil {
		a = new(attempted)
		if t.keys == nil {
			t.keys = make(map[callKey]*attempted)
		}
		t.keys[k] = a
	}
	a.users++
	return a
}

// release ends what hold began.
func (t *keyTable) release(k callKey, a *attempted) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a.users--
	t.forgetUnused(k)
}

// markUnclear marks the fate of a call with the key as unclear.
func (t *keyTable) markUnclear(k callKey) {
	a := t.hold(k)
	a.markUnclear()
	t.release(k, a)
}

// forgetUnused forgets a key that nobody uses, unless the fate of its calls is unclear.
func (t *keyTable) forgetUnused(k callKey) {
	a := t.keys[k]
	switch {
	case a == nil || a.users > 0:
		return
	case !a.isUnclear():
		delete(t.keys, k)
		return
	}
	if !a.listed {
		a.listed = true
		t.unclear = append(t.unclear, unclearKey{k, a})
	}
	if len(t.unclear) > maxUnclear {
		oldest := t.unclear[0]
		t.unclear = t.unclear[1:]
		oldest.attempted.listed = false
		if oldest.attempted.users == 0 && t.keys[oldest.key] == oldest.attempted {
			delete(t.keys, oldest.key)
		}
	}
}
