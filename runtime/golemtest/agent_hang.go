package golemtest

// hanging is the state of an agent after a call that its revision does not take, see
// [Wedge].
type hanging struct {
	call  *invocation // call after which the agent hangs
	error *answer     // answer to that call, for the next caller; nil once sent
}

// wedgeKey is the context key of a request that Wedge has struck.
type wedgeKey struct{}

// reject answers a call that the agent's revision does not take. A call that wedges the agent
// gets no answer.
func (a *agent) reject(call *invocation, format string, args ...any) *answer {
	refused := internalError("Invalid request: "+format, args...)
	if call.wedges {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.hangs = &hanging{call: call, error: refused}
	}
	return refused
}

// misdeliver gives the error of the call that wedged the agent to the first call that waits
// behind it; a.mu is held. All calls stay in the queue.
func (a *agent) misdeliver() {
	for _, waiting := range a.queue {
		if waiting != a.hangs.call && a.hangs.error != nil {
			waiting.settle(a.hangs.error)
			a.hangs.error = nil
		}
	}
}
