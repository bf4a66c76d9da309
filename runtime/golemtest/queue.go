package golemtest

import (
	"context"
	"errors"
)

// invocation is a call on its way through a worker.
type invocation struct {
	name       string // as in the URL; the method of an agent
	key        string // idempotency key, made by the server if the caller gave none
	isKeyed    bool   // the caller gave the key, which may be empty
	parameters []value

	// For agents.
	elements    []element // the parameters
	initializes bool      // the constructor is called
	wedges      bool      // leaves the agent hanging if its type does not take the call

	done   chan struct{}
	answer *answer // set when done is closed
}

func (call *invocation) settled() bool {
	select {
	case <-call.done:
		return true
	default:
		return false
	}
}

// settle answers the call, once.
func (call *invocation) settle(a *answer) {
	if !call.settled() {
		call.answer = a
		close(call.done)
	}
}

// await waits for the invocation's answer.
func (call *invocation) await(ctx context.Context) *answer {
	select {
	case <-call.done:
		return call.answer
	case <-ctx.Done():
		return &answer{ended: true}
	}
}

// submit accepts an invocation and returns the invocation that has the answer to it.
//
// Servers look for a key among the calls that have ended and those that wait, but not at
// the running call: a call whose key arrives again while it runs is run again
// (key-running.jsonl of 1.1.0 and 1.2.5). For agents, servers look at the running call as
// well.
func (w *worker) submit(call *invocation) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	if call.key == "" && !call.isKeyed {
		call.key = w.server.newKey()
	}
	if ended := w.ended[call.key]; ended != nil {
		call.settle(ended)
		return call
	}
	if waiting := w.waiting(call.key); waiting >= 0 {
		return w.queue[waiting]
	}
	switch {
	case w.agent != nil && w.running != nil && w.running.key == call.key:
		return w.running
	case w.agent != nil:
		w.log(&logEntry{kind: pendingAgentInvocation, call: call})
	case !w.isLoaded || w.running != nil:
		w.log(&logEntry{kind: "PendingWorkerInvocation", call: call}) // the call does not begin at once
	default:
		w.begins = true
	}
	w.isLoaded = true
	w.queue = append(w.queue, call)
	w.change.Broadcast()
	w.begin()
	return call
}

// begin runs the first waiting call if none is running. w.mu is held.
func (w *worker) begin() {
	if w.agent != nil && w.agent.hangs != nil {
		w.agent.misdeliver()
		return
	}
	if w.running != nil || len(w.queue) == 0 {
		return
	}
	w.running, w.queue = w.queue[0], w.queue[1:]
	go w.work(w.running)
}

// waiting returns the index in the queue of the call with a key, -1 if there is none.
func (w *worker) waiting(key string) int {
	for i, call := range w.queue {
		if call.key == key {
			return i
		}
	}
	return -1
}

// work runs call, which is w.running, and the calls that wait behind it. It goes on if a
// handler ends the goroutine, as t.FailNow does.
func (w *worker) work(call *invocation) {
	defer func() {
		if call == nil {
			return
		}
		const cause = "golemtest: the handler ended its goroutine: call t.Fatal in the test's own goroutine only"
		var lost *answer
		if w.agent != nil {
			lost = w.agent.fail(errors.New(cause), true)
		} else {
			lost = w.lose(cause)
		}
		if next := w.finish(call, lost); next != nil {
			go w.work(next)
		}
	}()
	for call != nil {
		call = w.finish(call, w.run(call))
	}
}

// finish answers a call and makes the next one the running one. All callers that wait for
// the key get the answer, including those of a second run.
func (w *worker) finish(call *invocation, result *answer) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.agent != nil && w.agent.hangs != nil {
		w.queue = append([]*invocation{call}, w.queue...)
		w.running = nil
		w.agent.misdeliver()
		w.change.Broadcast()
		return nil
	}
	w.begun() // a call that was refused has no entry
	call.settle(result)
	for _, waiting := range w.queue {
		if waiting.key == call.key {
			waiting.settle(result)
		}
	}
	w.running = nil
	if len(w.queue) == 0 {
		w.change.Broadcast()
		return nil
	}
	w.running, w.queue = w.queue[0], w.queue[1:]
	return w.running
}

// settle waits until the worker has no call left to run.
func (w *worker) settle() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.running != nil {
		w.change.Wait()
	}
}

// cancel removes a waiting call from the queue. It returns false for a call that runs or
// has ended, and an answer for a key that the worker does not know.
func (w *worker) cancel(key string) (bool, *answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := w.waiting(key)
	if i < 0 {
		if w.ended[key] == nil && (w.running == nil || w.running.key != key) {
			return false, golemError(invalidRequest, "Invocation not found")
		}
		return false, nil
	}
	call := w.queue[i]
	w.queue = append(w.queue[:i:i], w.queue[i+1:]...)
	w.log(&logEntry{kind: w.cancelEntry(), call: call})
	call.settle(golemError(invalidRequest, "the invocation was cancelled"))
	return true, nil
}

// cancelEntry returns the type of the oplog entry for a canceled call. It is one in the public
// sources of 1.1.17 to 1.3, and another one in those of 1.4 and 1.5.
func (w *worker) cancelEntry() string {
	if w.agent == nil && w.server.version.before(4, 0) {
		return "CancelInvocation"
	}
	return "CancelPendingInvocation"
}
