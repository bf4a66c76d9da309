package runtime

import (
	"context"
	"errors"
)

// CallState is the state of a call that is identified by its idempotency key.
type CallState uint8

// The states of a call. A call is waiting, then running, then done or failed. A call to an idle
// worker does not wait.
const (
	// CallUnknown means that the server was not asked, or does not report the state.
	CallUnknown CallState = iota
	// CallNotReceived means that the worker has no trace of the call. A request that is still on
	// its way can arrive later.
	CallNotReceived
	// CallWaiting means that the call waits in the worker's queue.
	CallWaiting
	// CallRunning means that the worker has begun the call.
	CallRunning
	// CallDone means that the call has ended with a result, which may be an err value.
	CallDone
	// CallFailed means that the call trapped, that its worker exited, or that its agent had
	// failed before.
	CallFailed
	// CallCanceled means that the call was canceled before it began, see
	// [Worker.CancelInvocation].
	CallCanceled

	// callAtRest means that no call with the key waits or runs. It may or may not have run
	// before.
	callAtRest
)

func (s CallState) String() string {
	names := [...]string{"unknown", "not received", "waiting", "running", "done", "failed", "canceled", "at rest"}
	if int(s) < len(names) {
		return names[s]
	}
	return "invalid"
}

// CallStatus is the status of a call in a worker's log.
type CallStatus struct {
	State    CallState
	Function string // "acme:shop/cart@1.4.0.{add-item}", "" if the call was not received
	Runs     int    // how often the worker has begun the call; more than once if copies of it arrived at the same time
	Result   string // of CallDone: the server's JSON {"typ":…,"value":…}, "" if the function has no result
	Reason   string // of CallFailed: what the server says
}

// CallStatus returns what the server knows about the call with the idempotency key, such as a
// call that was enqueued or whose answer was lost. It changes nothing. The key must have been
// used for one call on this worker only.
//
// Making a call in the state CallDone again with its key returns the result and does not run the
// call again. The state CallNotReceived can change: a request that a network or a proxy holds
// back can arrive later.
//
// Reverting a worker undoes its latest calls and makes it forget their keys. CallStatus then
// reports the state of the call before them.
//
// CallStatus reads the worker's oplog, which takes a server tens of milliseconds, and longer for
// a worker with a long history. If the token does not permit it, the error is [ErrUnauthorized].
func (w *Worker) CallStatus(ctx context.Context, key string) (CallStatus, error) {
	var status CallStatus
	err := w.operate(ctx, "find out about a call of the worker", func(ctx context.Context) error {
		if key == "" {
			return errors.New("the idempotency key is empty")
		}
		trace := callTrace{key: key}
		err := w.traceEnd(ctx, w.settings, &trace)
		status = trace.status()
		if err == nil {
			w.settleByState(key, status.State)
		}
		return err
	})
	if err != nil {
		return CallStatus{}, err
	}
	return status, nil
}

// traceEnd is trace, and also finds out whether the server is going to repeat a call that failed.
func (w *Worker) traceEnd(ctx context.Context, s *settings, t *callTrace) error {
	err := w.trace(ctx, s, t)
	if err != nil || t.state() != CallFailed {
		return err
	}
	var answer struct{ Status string }
	err = w.client.ask(ctx, s, w.self, "", unmarshalInto(&answer))
	t.retrying = repeats(answer.Status)
	return err
}

// inquiry is the state of a call's questions about its fate.
type inquiry struct {
	met     bool         // the worker existed when the call was about to be sent
	born    string       // when it was created, see knownVersion
	seen    *foundWorker // answer to the last question about the worker, nil once it was compared
	trace   callTrace
	oplog   bool // the next question is about the oplog
	missed  bool // the oplog had no trace of the call, though the worker was not at rest
	noOplog bool // the server does not answer questions about the oplog
}

// askOplog makes the next question one about the oplog. It reports whether the server answers
// such questions.
func (q *inquiry) askOplog() bool {
	q.oplog = !q.noOplog
	return q.oplog
}

// inquire asks whether the worker is at rest. If it is not, or if that is not enough, the next
// question is about the oplog. The oplog comes second, because the server has to read all of
// it. See "Idempotency" in servers.md.
func (w *Worker) inquire(ctx context.Context, c *call) (CallState, error) {
	q := &c.inquiry
	s := c.settings.forQuestion()
	if q.oplog {
		q.oplog = false
		q.trace.key = c.key
		err := w.trace(ctx, s, &q.trace)
		switch {
		case err == nil:
			return q.stateByOplog(), nil
		case !unanswerable(err):
			return CallUnknown, err
		}
		q.noOplog = true
	}
	m, err := w.metadata(ctx, s)
	if err == nil {
		q.seen = &foundWorker{version: m.ComponentVersion, born: m.created, pending: m.pending}
		q.trace.retrying = repeats(m.Status)
	}
	switch {
	case err == nil && q.born != "" && q.born != m.created:
		return CallUnknown, w.deleted()
	case err == nil && !m.atRest():
		q.askOplog()
		return CallUnknown, nil
	case err == nil:
		return callAtRest, nil
	case isNotFound(err) && q.met:
		return CallUnknown, w.deleted()
	case isNotFound(err):
		return CallNotReceived, nil
	}
	return CallUnknown, err
}

// stateByOplog returns the state of the call by the oplog. That it has no trace of the call
// counts when it was found twice: the worker may have begun the call when the server had yet to
// write the entry.
func (q *inquiry) stateByOplog() CallState {
	state := q.trace.state()
	q.missed = state == CallNotReceived && !q.missed
	if q.missed {
		return CallUnknown
	}
	return state
}

// deleted returns the error for a call whose worker was deleted or replaced after the call was
// sent. The old worker may have run the call.
func (w *Worker) deleted() error {
	w.known().forget()
	return errWorkerDeleted
}

var errWorkerDeleted = errors.New("the worker was deleted meanwhile")

// unanswerable reports whether the server answered a question with an error that it would
// repeat.
func unanswerable(err error) bool { return refused(err) || errors.Is(err, ErrUnauthorized) }

// isNotFound reports whether a Golem server says that something does not exist. A proxy that
// does not forward a path answers 404 as well.
func isNotFound(err error) bool {
	status, ok := err.(*StatusError)
	if ok && status.HTML {
		return false
	}
	return errors.Is(err, ErrNotFound)
}

// atRest reports whether no call of the worker waits or runs.
func (m *WorkerMetadata) atRest() bool {
	switch m.Status {
	case "Idle":
		return m.PendingInvocations == 0
	case "Failed", "Exited":
		return true // calls that wait there never run
	}
	return false
}
