package runtime

import (
	"strings"
	"sync/atomic"
	"time"
)

// knownWorker caches facts about a worker for a client. All values of type Worker for one worker
// share it.
type knownWorker struct {
	asking  shared[foundWorker]
	version atomic.Pointer[knownVersion] // nil if unknown
	created atomic.Int64                 // creation time in Unix nanoseconds, 0 if unknown
}

// knownVersion is the version of a worker's component that the server named.
type knownVersion struct {
	version uint64
	born    string // when the worker was created, as the server writes it; "" if not known
	until   time.Time
}

func (k *knownVersion) valid(now time.Time) bool { return k != nil && now.Before(k.until) }

func (w *knownWorker) remember(version uint64, born string) {
	w.version.Store(&knownVersion{version, born, time.Now().Add(knownFor)})
}

// confirm remembers a version that an answer named. It writes only if the known version would
// expire within half of knownFor after the call began, which saves most calls the write. If nothing
// is known, it remembers nothing, because an answer does not say when the worker was created.
func (w *knownWorker) confirm(version uint64, began time.Time) {
	switch v := w.version.Load(); {
	case v == nil:
	case v.version != version, v.until.Sub(began) < knownFor/2:
		w.remember(version, v.born)
	}
}

// found remembers a worker that was looked up, unless it may run another version by the next call.
func (w *knownWorker) found(f foundWorker) {
	if len(f.pending) > 0 {
		w.forget()
		return
	}
	w.remember(f.version, f.born)
}

func (w *knownWorker) setCreatedAt(t time.Time) { w.created.Store(t.UnixNano()) }

func (w *knownWorker) createdAt() time.Time {
	if ns := w.created.Load(); ns != 0 {
		return time.Unix(0, ns)
	}
	return time.Time{}
}

func (w *knownWorker) forget() { w.version.Store(nil) }

// workerKey identifies a worker or an agent on the client's server.
type workerKey struct {
	component string // in lower case
	name      string // or the text of an agent
}

// known returns what the client knows about the worker.
func (w *Worker) known() *knownWorker { return w.client.workers.find(w.key(), maxWorkers) }

func (w *Worker) key() workerKey { return workerKey{w.lowerID, w.name} }

func lowerID(id string) string { return strings.ToLower(id) }
