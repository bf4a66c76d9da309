package golemtest

// retrying is the state of a worker whose running call has failed for a temporary reason. The server
// will repeat the call. Until then it refuses other calls like those of a worker that has failed for
// good (public sources of 1.2.5 and 1.5.9).
type retrying struct {
	cause string
	times int // how often the call has failed
}

// Retry lets the call that the gate has held longest fail for a temporary reason, like a broken
// connection. The status of its worker is then Retrying, and the worker refuses other calls, also
// under the same key. The server repeats the call when the gate releases it. Retry reports whether
// the gate holds a call.
//
//	gate := server.Hold("Account.deposit", "")
//	err := acc.Enqueue().Deposit(ctx, 100)
//	gate.Wait()
//	gate.Retry("connection refused")
//	_, err = acc.Balance(ctx) // runtime.ErrNotReady
//	gate.Open()               // the deposit succeeds
func (g *Gate) Retry(cause string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.held) == 0 {
		return false
	}
	g.held[0].call.worker.retry(cause)
	return true
}

// retry records that the running call has failed and will be repeated.
func (w *worker) retry(cause string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.retrying == nil {
		w.retrying = new(retrying)
	}
	w.retrying.cause = cause
	w.retrying.times++
	w.log(&logEntry{kind: "Error", error: cause})
}

// repeated records that the running call is repeated.
func (w *worker) repeated() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.retrying = nil
}

// refusesOthers returns the answer to a call of an agent whose running call is to be
// repeated, nil for other agents.
func (a *agent) refusesOthers() *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.retrying == nil {
		return nil
	}
	return previouslyFailed(&AgentError{Cause: a.retrying.cause})
}
