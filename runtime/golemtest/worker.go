package golemtest

import (
	"fmt"
	"sync"
	"time"
)

// worker is one worker and its state. Invocations run one at a time, in the
// order in which they were accepted.
type worker struct {
	server    *Server
	component *Component // the version it was created with
	name      string
	created   time.Time
	args      []string
	env       map[string]string

	// Only the running invocation touches these.
	isStarted  bool
	handler    Handler
	handles    map[uint64]*handle
	implicit   map[string]*handle // by resource and canonical arguments
	nextHandle uint64

	mu      sync.Mutex
	idle    *sync.Cond // running has become false
	queue   []*invocation
	running bool
	lost    *loss
	keys    map[string]*invocation
}

// loss is why a worker does not answer any more.
type loss struct {
	details string
	kind    string // of the answers to all later calls
}

func newWorker(s *Server, c *Component, name string) *worker {
	w := &worker{
		server: s, component: c, name: name, created: time.Now(), keys: map[string]*invocation{},
		handles: map[uint64]*handle{}, implicit: map[string]*handle{},
	}
	w.idle = sync.NewCond(&w.mu)
	return w
}

// start makes the worker's handler before its first invocation.
func (w *worker) start() {
	if !w.isStarted {
		w.isStarted = true
		w.handler = w.component.newHandler(w.name)
	}
}

// settle waits until the queue is empty.
func (w *worker) settle() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.running {
		w.idle.Wait()
	}
}

func (w *worker) urn() string { return "urn:worker:" + w.component.metadata.ID + "/" + w.name }

// refusal returns the answer to every call of a lost worker, nil for a living one.
func (w *worker) refusal() *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost == nil {
		return nil
	}
	return golemError(w.lost.kind, w.lost.details)
}

// lose ends the worker and returns the answer to the call that did it.
func (w *worker) lose(details string) *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost = &loss{details, previousInvocationFailed}
	return golemError(runtimeError, details)
}

// loseToRequest ends the worker with an error that it repeats as it is.
func (w *worker) loseToRequest(details string) *answer {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost = &loss{details, invalidRequest}
	return golemError(invalidRequest, details)
}

// submit puts an invocation into the worker's queue, or returns the one that
// came with the same idempotency key before.
func (w *worker) submit(call *invocation) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	if call.key != "" {
		if earlier, ok := w.keys[call.key]; ok {
			return earlier
		}
		w.keys[call.key] = call
	}
	w.queue = append(w.queue, call)
	if !w.running {
		w.running = true
		go w.work()
	}
	return call
}

// work runs what is in the queue.
func (w *worker) work() {
	for {
		w.mu.Lock()
		if len(w.queue) == 0 {
			w.running = false
			w.idle.Broadcast()
			w.mu.Unlock()
			return
		}
		call := w.queue[0]
		w.queue = w.queue[1:]
		call.started = true
		w.mu.Unlock()
		w.runAndFinish(call)
	}
}

// runAndFinish answers the call even if the handler ends the goroutine, as
// t.FailNow in it does.
func (w *worker) runAndFinish(call *invocation) {
	returned := false
	defer func() {
		if !returned {
			w.finish(call, w.lose("golemtest: the handler ended its goroutine: call t.Fatal in the test's own goroutine only"))
			go w.work()
		}
	}()
	result := w.run(call)
	returned = true
	w.finish(call, result)
}

func (w *worker) finish(call *invocation, result *answer) {
	call.answer = result
	if result.status != 200 && call.key != "" {
		w.mu.Lock()
		delete(w.keys, call.key)
		w.mu.Unlock()
	}
	close(call.done)
}

// cancel takes an invocation that has not started out of the queue.
func (w *worker) cancel(key string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, call := range w.queue {
		if call.key == key && !call.started {
			w.queue = append(w.queue[:i:i], w.queue[i+1:]...)
			delete(w.keys, key)
			call.answer = golemError(invalidRequest, "the invocation was cancelled")
			close(call.done)
			return true
		}
	}
	return false
}

// status is the worker's metadata as servers print it.
func (w *worker) status() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	status, retries := "Idle", 0
	var lastError any
	switch {
	case w.lost != nil:
		status, retries, lastError = "Failed", 4, w.lost.details
	case w.running:
		status = "Running"
	}
	args, env := w.args, w.env
	if args == nil {
		args = []string{}
	}
	if env == nil {
		env = map[string]string{}
	}
	created := w.created.UTC().Format("2006-01-02T15:04:05.000Z")
	return fmt.Appendf(nil, `{"activePlugins":[],"args":%s,"componentSize":%d,"componentVersion":%d,"createdAt":%q,"env":%s,"lastError":%s,`+
		`"ownedResources":{},"pendingInvocationCount":%d,"retryCount":%d,"status":%q,"totalLinearMemorySize":%d,"updates":[],"workerId":%s}`,
		quoted(args), w.component.size, w.component.metadata.Version, created, quoted(env), quoted(lastError),
		len(w.queue), retries, status, w.component.memory, w.id())
}

// id is the worker's id as JSON.
func (w *worker) id() []byte {
	b := appendJSONString([]byte(`{"componentId":`), w.component.metadata.ID)
	b = appendJSONString(append(b, `,"workerName":`...), w.name)
	return append(b, '}')
}
