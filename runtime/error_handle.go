package runtime

import (
	"fmt"
	"strings"
)

// HandleError says that a handle cannot be used as it was going to be. Nothing
// was sent, and the worker is as before.
type HandleError struct {
	Handle   string // as text, "" where there is none
	Resource string // "ledger"
	Worker   string // that the call was for
	Path     string // of the parameter, "" where it does not matter
	Reason   HandleReason
	Key      string // of the call whose fate is not known, for HandleUnresolved
	Err      error  // the encode error, nil where the handle is not a parameter
}

// HandleReason is why a handle cannot be used. Reasons are targets for
// [errors.Is].
type HandleReason uint8

// The reasons for a [HandleError].
const (
	_                   HandleReason = iota
	HandleNil                        // there is no handle
	HandleDropped                    // the resource was dropped
	HandleConsumed                   // the handle was given to a function that took it
	HandleInUse                      // it cannot be given away while another call uses it
	HandleOtherWorker                // it belongs to another worker, component or connection
	HandleOtherResource              // it is one of another resource
	HandleEphemeral                  // workers without a name keep no resources
	HandleUnreadable                 // the text is none of a handle
	HandleFormerWorker               // the worker was deleted, or made anew
	HandleUnresolved                 // a call with it may still arrive at the worker, see Worker.SettleCall
	HandleForgotten                  // the client cannot tell whether it was dropped
)

var handleReasons = [...]string{
	HandleNil:           "there is no handle",
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

// Error makes the reason a target for [errors.Is].
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

// Is makes errors.Is(err, runtime.HandleDropped) work.
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

// handleError says that the call keeps h from being used.
func (o *openCall) handleError(worker string, h *handle) *HandleError {
	e := &HandleError{Handle: h.text, Worker: worker, Reason: HandleUnresolved, Key: o.key}
	if h.resource != nil {
		e.Resource = h.resource.Name
	}
	return e
}
