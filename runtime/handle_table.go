package runtime

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// lifeTable has the lives of the workers whose handles a client has seen. It keeps those of
// the newest maxLives workers at least, and of all workers of which the program has handles:
// when the newer part is full, the others of the older one are forgotten. A dropped handle
// of a worker that was forgotten so could be restored from its text.
type lifeTable struct {
	mu         sync.Mutex
	newer, old map[workerKey]*life
	kept       int         // lives in newer that were in use when it was begun
	open       []*openCall // the newest, oldest first; some are settled
}

const (
	maxLives     = 1 << 14
	maxOpenCalls = 1 << 13
)

// of returns the life of a worker; created is when the worker was made, if that is known.
func (t *lifeTable) of(key workerKey, created func() time.Time) *life {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.find(key)
	if l == nil {
		l = &life{created: created()}
		t.put(key, l)
	}
	return l
}

// known returns the life of a worker, nil if the client has seen none of its handles.
func (t *lifeTable) known(key workerKey) *life {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.find(key)
}

func (t *lifeTable) find(key workerKey) *life {
	if l, ok := t.newer[key]; ok {
		return l
	}
	l := t.old[key]
	if l != nil {
		t.put(key, l)
	}
	return l
}

func (t *lifeTable) put(key workerKey, l *life) {
	if len(t.newer) >= t.kept+maxLives {
		t.turn()
	}
	if t.newer == nil {
		t.newer = make(map[workerKey]*life)
	}
	t.newer[key] = l
}

// turn begins a new part, and forgets the old one but for the lives in use.
func (t *lifeTable) turn() {
	newer := make(map[workerKey]*life)
	for key, l := range t.old {
		if _, found := t.newer[key]; !found && l.inUse() {
			newer[key] = l
		}
	}
	t.old, t.newer, t.kept = t.newer, newer, len(newer)
}

// replace ends the life l of a worker, unless that has happened. certain reports whether the
// worker is known to be another one.
func (t *lifeTable) replace(key workerKey, l *life, created time.Time, certain bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.find(key) == l {
		t.put(key, l.next(created, certain))
	}
}

// keep keeps a call whose fate is not known, and abandons the oldest if there are too many.
func (t *lifeTable) keep(o *openCall) {
	if oldest := t.push(o); oldest != nil {
		oldest.abandon()
	}
}

func (t *lifeTable) push(o *openCall) (oldest *openCall) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = append(t.open, o)
	if len(t.open) > maxOpenCalls {
		oldest, t.open = t.open[0], t.open[1:]
	}
	return oldest
}

// life returns what the client knows about the resources of the worker that is there.
func (w *Worker) life() *life {
	return w.client.lives.of(w.key(), func() time.Time { return w.known().createdAt() })
}

// settleLife finds out which life of the worker the handles in the answer to c belong to. If
// versions are looked at before each call, so is when the worker was made: an answer to its
// creation does not say it.
func (w *Worker) settleLife(ctx context.Context, c *call) error {
	c.life = w.life()
	if c.settings.check != VersionCheckEveryCall || c.life.hasTime() {
		return nil
	}
	_, _, err := w.runningVersion(ctx, c.settings)
	return err
}

func (l *life) hasTime() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.created.IsZero()
}

// noticed takes into account when the server says that the worker was made. An answer that
// is older than another one is not news.
func (w *Worker) noticed(created time.Time) {
	if created.IsZero() {
		return
	}
	w.known().setCreatedAt(created)
	if l := w.client.lives.known(w.key()); l != nil && l.isBefore(created) {
		w.client.lives.replace(w.key(), l, created, true)
	}
}

// isBefore reports whether a worker that was made then is one of a later life.
func (l *life) isBefore(created time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.created.IsZero() {
		l.created = created
	}
	return created.After(l.created)
}

// vanished takes into account that there is no worker: one that is made later is another
// one.
func (w *Worker) vanished() {
	w.known().created.Store(0)
	if l := w.client.lives.known(w.key()); l != nil {
		w.client.lives.replace(w.key(), l, time.Time{}, true)
	}
}

// deleteFreeLife is deleteLife. If calls whose fate is not known use handles of the worker, it
// asks the server whether they have ended.
func (w *Worker) deleteFreeLife(ctx context.Context, remove func() (gone bool, err error)) error {
	for asked := ""; ; {
		err := w.deleteLife(remove)
		var unresolved *HandleError
		if !errors.As(err, &unresolved) || unresolved.Reason != HandleUnresolved || unresolved.Key == asked {
			return err
		}
		asked = unresolved.Key
		if !w.settleByServer(ctx, w.settings, asked) {
			return err
		}
	}
}

// deleteLife ends the life of the worker by remove, which deletes it and reports whether that
// may have happened. Nothing is deleted while handles are in use: the call that uses one
// could arrive later, at another worker of the name.
func (w *Worker) deleteLife(remove func() (gone bool, err error)) error {
	l := w.client.lives.known(w.key())
	if l == nil {
		_, err := remove()
		return err
	}
	if err := l.beginDelete(w.name); err != nil {
		return err
	}
	gone, certain := true, false // if the transport panics
	defer func() {
		if gone {
			w.client.lives.replace(w.key(), l, time.Time{}, certain)
		} else {
			l.endDelete()
		}
	}()
	gone, err := remove()
	certain = err == nil
	return err
}

func (l *life) beginDelete(worker string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.busy > 0, l.deleting:
		return fmt.Errorf("calls are using its resources: %w", &HandleError{Worker: worker, Reason: HandleInUse})
	case len(l.open) > 0:
		o := l.open[0]
		return fmt.Errorf("calls may be using its resources: %w", o.handleError(worker, o.uses[0].handle))
	}
	l.deleting = true
	return nil
}

func (l *life) endDelete() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deleting = false
}
