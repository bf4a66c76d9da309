package runtime

import "fmt"

// FateError reports that the client did not send a call again after an attempt that may have
// run, because that could have run the call twice, or would not have helped. The same call with
// the same idempotency key continues: the client asks the server about the earlier attempt
// before it sends.
type FateError struct {
	State  CallState // the last state that the server reported, or CallUnknown
	Err    error     // why the last attempt failed
	Asking error     // why the server cannot be asked, nil if it can

	undeliverable bool // the server repeatedly failed to send the result
}

func (e *FateError) Error() string {
	return e.Err.Error() + "; " + e.explanation()
}

func (e *FateError) explanation() string {
	switch unknown := e.Asking != nil && !temporary(e.Asking); {
	case e.State == CallDone:
		return e.doneText()
	case e.State == CallFailed:
		return "the call failed: call again with the same idempotency key to get its error"
	case e.State == CallCanceled:
		return "the call was canceled before it began"
	case unknown: // whatever the server has reported before
		return fmt.Sprintf("the call may have been run, and is not sent again because its fate cannot be found out: %v", e.Asking)
	case e.State == CallRunning:
		return "the call is still running: call again with the same idempotency key to get its result"
	case e.State == CallWaiting:
		return "the call still waits behind others of the worker: call again with the same idempotency key to get its result"
	case e.Asking != nil:
		return forCall.fate()
	}
	return "the call may have been run, and the worker was too busy to find out: see Worker.CallStatus"
}

// doneText returns the explanation for a call that was run.
func (e *FateError) doneText() string {
	switch {
	case e.undeliverable:
		return "the call was run, and the server fails to answer its result: a NaN or an infinity has no JSON, for example"
	case e.temporary():
		return "the call was run: call again with the same idempotency key to get its result"
	}
	return fmt.Sprintf("the call was run, and its result cannot be found out: %v", e.Asking)
}

func (e *FateError) Unwrap() []error {
	if e.Asking == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.Asking}
}

// temporary reports whether the same call may succeed later.
func (e *FateError) temporary() bool {
	switch e.State {
	case CallFailed, CallCanceled:
		return false
	}
	return !e.undeliverable && (e.Asking == nil || temporary(e.Asking))
}

// mayHaveRun reports whether the call may have been run.
func (e *FateError) mayHaveRun() bool { return e.State != CallCanceled }
