package golemtest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// worker is one worker and its state. Invocations run one at a time, in the
// order in which they were accepted.
type worker struct {
	server  *Server
	name    string
	created time.Time
	args    []string
	env     map[string]string

	// Only the running invocation touches these.
	isStarted  bool
	handler    Handler
	handles    map[uint64]*handle
	implicit   map[string]*handle // by resource and canonical arguments
	nextHandle uint64

	agent *agent // nil for a worker of a component

	mu        sync.Mutex
	component *Component // version that it runs
	change    *sync.Cond // signals changes of running and queue
	queue     []*invocation
	running   *invocation
	isLoaded  bool // it has received a call since it was made
	begins    bool // the running call has no entry in the oplog yet
	lost      *loss
	retrying  *retrying          // nil if the server does not repeat a call
	ended     map[string]*answer // results by idempotency key
	oplog     []*logEntry
}

// loss is the reason why a worker answers no more calls.
type loss struct {
	details string
	kind    string // of the answers to later calls
	stuck   bool   // the call waits for ever, and the worker never has the status Failed
}

func newWorker(s *Server, c *Component, name string) *worker {
	w := &worker{
		server: s, component: c, name: name, created: s.creationTime(), ended: map[string]*answer{},
		handles: map[uint64]*handle{}, implicit: map[string]*handle{},
	}
	w.change = sync.NewCond(&w.mu)
	w.log(&logEntry{kind: "Create"})
	return w
}

// creationTime returns the present time in milliseconds, but never the same time twice,
// because real servers take longer to delete a worker and make another one.
func (s *Server) creationTime() time.Time {
	for {
		last := s.lastCreated.Load()
		ms := max(time.Now().UnixMilli(), last+1)
		if s.lastCreated.CompareAndSwap(last, ms) {
			return time.UnixMilli(ms)
		}
	}
}

// start makes the worker's handler before its first invocation.
func (w *worker) start() {
	if !w.isStarted {
		w.isStarted = true
		w.handler = w.component.newHandler(w.name)
	}
}

// current returns the version that the worker runs.
func (w *worker) current() *Component {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.component
}

func (w *worker) urn() string {
	name := w.name
	if w.server.version.before(2, 0) { // as the public sources say
		name = url.QueryEscape(name)
	}
	return "urn:worker:" + strings.ToLower(w.component.metadata.ID) + "/" + name
}

// refusal returns the answer to calls of a worker that is lost or that repeats a call, nil for other
// workers.
func (w *worker) refusal() *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.lost != nil:
		return golemError(w.lost.kind, w.lost.details)
	case w.retrying != nil:
		return golemError(previousInvocationFailed, w.retrying.cause)
	}
	return nil
}

// lose marks the worker as lost and returns the answer to the call that caused it.
func (w *worker) lose(details string) *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost = &loss{details: details, kind: previousInvocationFailed}
	for range lostRetries {
		w.log(&logEntry{kind: "Error", error: details})
	}
	return golemError(runtimeError, details)
}

// lostRetries is the number of oplog entries of a trap. A server retries the call three
// times.
const lostRetries = 4

// loseToRequest marks the worker as lost with an error that it repeats unchanged. Servers
// that keep the call report it as waiting, even after a restart.
func (w *worker) loseToRequest(call *invocation, details string) *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost = &loss{details: details, kind: invalidRequest, stuck: w.server.version.keepsBadCalls()}
	isLogged := slices.ContainsFunc(w.oplog, func(e *logEntry) bool { return e.call == call })
	if w.lost.stuck && !isLogged {
		w.log(&logEntry{kind: "PendingWorkerInvocation", call: call})
	}
	return golemError(invalidRequest, details)
}

// status returns the worker's metadata as servers print it.
func (w *worker) status() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.awaitEntry()
	status, pending, retries := "Idle", len(w.queue), 0
	var lastError any
	switch {
	case w.lost != nil && w.lost.stuck:
		status = "Running"
		pending++
	case w.lost != nil:
		status, retries, lastError = "Failed", lostRetries, w.lost.details
	case w.retrying != nil:
		status, retries, lastError = "Retrying", w.retrying.times, w.retrying.cause
	case w.running != nil:
		status = "Running"
	}
	return fmt.Appendf(nil, `{"activePlugins":[],"args":%s,"componentSize":%d,%s%d,"createdAt":%q,"env":%s,"lastError":%s,`+
		`"ownedResources":{},"pendingInvocationCount":%d,"retryCount":%d,"status":%q,"totalLinearMemorySize":%d,"updates":[],"workerId":%s}`,
		quoted(w.arguments()), w.component.size, w.server.version.versionKey(), w.component.metadata.Version, w.created.UTC().Format(timeForm), quoted(w.environment()), quoted(lastError),
		pending, retries, status, w.component.memory, w.id())
}

// timeForm is the layout of times of workers, milliseconds in UTC.
const timeForm = "2006-01-02T15:04:05.000Z"

func (w *worker) arguments() []string {
	if w.args == nil {
		return []string{}
	}
	return w.args
}

func (w *worker) environment() map[string]string {
	if w.env == nil {
		return map[string]string{}
	}
	return w.env
}

// id is the worker's id as JSON.
func (w *worker) id() []byte { return workerID(w.component.metadata.ID, w.name) }

func workerID(component, name string) []byte {
	b := appendJSONString([]byte(`{"componentId":`), component)
	b = appendJSONString(append(b, `,"workerName":`...), name)
	return append(b, '}')
}
