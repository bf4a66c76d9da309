package runtime

import (
	"fmt"
	"strings"
)

// HandleError reports a handle that cannot be used for a call. Nothing was sent, and the worker
// is unaffected.
type HandleError struct {
	Handle   string // as text, "" if there is none
	Resource string // "ledger"
	Worker   string // of the call
	Path     string // of the parameter, "" if it does not matter
	Reason   HandleReason
	Key      string // of the call whose fate is unknown, for HandleUnresolved
	Err      error  // the encode error, nil if the handle is not a parameter
}

// HandleReason is the reason for a [HandleError]. Reasons are targets for [errors.Is].
type HandleReason uint8

// The reasons for a [HandleError].
const (
	_                   HandleReason = iota
	HandleNil                        // it is nil, or was not returned by a worker
	HandleDropped                    // the resource was dropped
	HandleConsumed                   // the handle was given to a function that took it
	HandleInUse                      // it cannot be given away while another call uses it
	HandleOtherWorker                // it belongs to another worker, component or connection
	HandleOtherResource              // it is a handle of another resource
	HandleEphemeral                  // workers without a name keep no resources
	HandleUnreadable                 // the text is not a handle
	HandleFormerWorker               // the worker was deleted or replaced
	HandleUnresolved                 // a call with it may still arrive at the worker, see Worker.SettleCall
	HandleForgotten                  // the client cannot tell whether it was dropped
)

var handleReasons = [...]string{
	HandleNil:           "it is nil, or was not returned by a worker",
	HandleDropped:       "it was dropped",
	HandleConsumed:      "it was given to a function that took it",
	HandleInUse:         "another call, or another parameter, is using it, so that it cannot be given away; wait for that call",
	HandleOtherWorker:   "it belongs to another worker or another client, not to",
	HandleOtherResource: "it is one of another resource",
	HandleEphemeral:     "an ephemeral worker is gone after each call, and its resources with it; use a worker with a name, or an implicit resource",
	HandleFormerWorker:  "it belongs to a worker of that name that was deleted",
	HandleUnresolved:    "a call with it may still arrive at the worker, or wait there",
	HandleForgotten:     "so many resources of the worker were dropped that the client cannot tell whether this one was; keep the handle instead of its text",
	HandleUnreadable:    "the text is not of the form urn:worker:<component>/<worker>/<number>",
}

// Error makes reasons targets for [errors.Is].
func (r HandleReason) Error() string {
	if r == 0 || int(r) >= len(handleReasons) {
		return "it cannot be used"
	}
	return strings.TrimSuffix(handleReasons[r], ", not to")
}

func (r HandleReason) text(worker string) string {
	if r == HandleOtherWorker {
		return handleReasons[r] + " " + shortQuote(worker)
	}
	return r.Error()
}

func (e *HandleError) Error() string {
	what := "the handle"
	if e.Handle != "" {
		what += " " + shortQuote(e.Handle)
	}
	if e.Resource != "" {
		what += " of " + e.Resource
	}
	if e.Path != "" && e.Path != "self" {
		what += " in the parameter " + e.Path
	}
	if e.Reason == HandleEphemeral && e.Handle == "" {
		return e.Reason.Error()
	}
	text := fmt.Sprintf("%s cannot be used: %s", what, e.Reason.text(e.Worker))
	if e.Reason == HandleUnresolved {
		text += fmt.Sprintf("; make that call again with its idempotency key %s, or see Worker.SettleCall", shortQuote(e.Key))
	}
	return text
}

func (e *HandleError) Unwrap() error { return e.Err }

// Is supports reasons as targets, as in errors.Is(err, runtime.HandleDropped).
func (e *HandleError) Is(target error) bool {
	reason, ok := target.(HandleReason)
	return ok && reason == e.Reason
}

func (c *call) handleError(h *handle, reason HandleReason) *HandleError {
	e := &HandleError{Handle: h.text, Worker: c.to.callee().Instance, Reason: reason}
	if h.resource != nil {
		e.Resource = h.resource.Name
	}
	return e
}

// handleError returns the error for a use of h while the call may still use it.
func (o *openCall) handleError(worker string, h *handle) *HandleError {
	e := &HandleError{Handle: h.text, Worker: worker, Reason: HandleUnresolved, Key: o.key}
	if h.resource != nil {
		e.Resource = h.resource.Name
	}
	return e
}
