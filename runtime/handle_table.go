package runtime

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// lifeTable has the lives of the workers whose handles a client has seen. It keeps at least the
// newest maxLives lives, and all lives of which the program has handles. When the newer half is
// full, it forgets the other lives of the older half. After that, a dropped handle of such a
// worker could be restored from its text.
type lifeTable struct {
	mu         sync.Mutex
	newer, old map[workerKey]*life
	kept       int         // number of lives in newer that turn has kept
	open       []*openCall // newest calls of unknown fate, oldest first; some are settled
}

const (
	maxLives     = 1 << 14
	maxOpenCalls = 1 << 13
)

// of returns the life of a worker. created returns when the worker was made, zero if unknown.
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

// turn begins a new half and forgets the old one, except lives in use.
func (t *lifeTable) turn() {
	newer := make(map[workerKey]*life)
	for key, l := range t.old {
		if _, found := t.newer[key]; !found && l.inUse() {
			newer[key] = l
		}
	}
	t.old, t.newer, t.kept = t.newer, newer, len(newer)
}

// replace ends the life l of a worker, unless that has happened already. certain reports
// whether the worker is known to be another one.
func (t *lifeTable) replace(key workerKey, l *life, created time.Time, certain bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.find(key) == l {
		t.put(key, l.next(created, certain))
	}
}

// keep keeps a call of unknown fate. It abandons the oldest one if there are too many.
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

// life returns what the client knows about the resources of the present worker.
func (w *Worker) life() *life {
	return w.client.lives.of(w.key(), func() time.Time { return w.known().createdAt() })
}

// settleLife finds out which life of the worker handles in the answer to c belong to. If the
// version is checked before each call, settleLife also asks when the worker was made, because
// the answer to its creation does not say so.
func (w *Worker) settleLife(ctx context.Context, c *call) error {
	c.life = w.life()
	if c.settings.check != VersionCheckEveryCall || c.life.hasTime() {
		return nil
	}
	_, err := w.running(ctx, c.settings)
	return err
}

func (l *life) hasTime() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.created.IsZero()
}

// recordCreation records the time at which the server says that the worker was made. A time
// before the known one comes from an old answer and changes nothing.
func (w *Worker) recordCreation(created time.Time) {
	if created.IsZero() {
		return
	}
	w.known().setCreatedAt(created)
	if l := w.client.lives.known(w.key()); l != nil && l.isBefore(created) {
		w.client.lives.replace(w.key(), l, created, true)
	}
}

// isBefore reports whether a worker that was made at created has a later life.
func (l *life) isBefore(created time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.created.IsZero() {
		l.created = created
	}
	return created.After(l.created)
}

// recordAbsence records that the worker does not exist. A worker that is made later is another one.
func (w *Worker) recordAbsence() {
	w.known().created.Store(0)
	if l := w.client.lives.known(w.key()); l != nil {
		w.client.lives.replace(w.key(), l, time.Time{}, true)
	}
}

// deleteFreeLife is like deleteLife. If calls of unknown fate use handles of the worker, it
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

// deleteLife calls remove to delete the worker, and ends its life. gone reports whether the
// worker may be deleted. deleteLife does not delete a worker while handles are in use, because
// the call that uses one could arrive at a new worker of the same name.
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
