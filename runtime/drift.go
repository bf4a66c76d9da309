package runtime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// DriftError reports that the worker or agent runs another version of its component than the
// client was generated for, and that the call has another meaning in that version. The client
// detects it before it sends the call, or by the answer.
type DriftError struct {
	Component  *Component // the pinned version
	Function   string
	Found      uint64 // version of the component that the worker runs, or its revision for an agent
	FoundKnown bool   // whether Found is known
	NewWorker  bool   // the worker did not exist; it was, or would be, created with version Found
	Created    bool   // the lookup created the worker, just after Found was uploaded; it has no state
	Difference string // what does not fit
	Agent      string // the agent's text; "" for a worker
	Sent       bool   // the call was sent; Err and Answer describe its result
	Answer     string // what the server answered, "" when nothing was sent
	// Err is the cause if the answer showed the drift: a [*wire.TypeMismatchError],
	// [*wire.DecodeError], [*GolemError] or [*StatusError]. It is nil if the client compared
	// versions before the call.
	Err error

	update pendingUpdate
	maker  string // of an agent that does not exist, like "deployment 5"; "" for others
}

// pendingUpdate is an update of a worker that its server has yet to make.
type pendingUpdate uint8

const (
	noUpdate       pendingUpdate = iota
	updateToFound                // to the version Found
	updateToPinned               // to the pinned version
)

func (e *DriftError) Error() string {
	if e.Agent != "" {
		return e.agentText()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "the client is for version %d of the component", e.Component.Version)
	switch {
	case e.Created:
		fmt.Fprintf(&b, ", and the worker, which was created for this call, runs version %d, uploaded a moment before; it is empty", e.Found)
	case e.update == updateToFound:
		fmt.Fprintf(&b, ", and an update of the worker to version %d is pending", e.Found)
	case e.NewWorker && e.Found != e.Component.Version:
		fmt.Fprintf(&b, ", and a new worker would run version %d", e.Found)
	case e.FoundKnown && e.Found != e.Component.Version:
		fmt.Fprintf(&b, ", and the worker runs version %d", e.Found)
	case e.FoundKnown:
		b.WriteString(", which is what the worker runs, and still they do not fit")
	default:
		b.WriteString(", and the worker seems to run another one")
	}
	if e.Difference != "" {
		b.WriteString(": " + shorten(e.Difference, maxShown))
	}
	if e.hasRun() {
		b.WriteString("; the call was run")
	}
	b.WriteString("; " + e.hint())
	return b.String()
}

// agentText returns the text of an error about an agent.
func (e *DriftError) agentText() string {
	text := "the agent is not of the type that the client was generated for"
	switch {
	case e.maker != "" && e.FoundKnown:
		text = fmt.Sprintf("the agent does not exist, and %s would make it by revision %d of its component, which does not have the type that the client was generated for", e.maker, e.Found)
	case e.maker != "":
		text = fmt.Sprintf("the agent does not exist, and %s cannot make it", e.maker)
	case e.Created:
		text = fmt.Sprintf("the agent, which was made just now and is empty, is of revision %d of its component, whose type is not the one that the client was generated for", e.Found)
	case e.FoundKnown:
		text = fmt.Sprintf("revision %d of the agent's component does not have the type that the client was generated for", e.Found)
	}
	if e.Difference != "" {
		text += ": " + shorten(e.Difference, maxShown)
	}
	if e.hasRun() {
		text += "; the call was run"
	}
	if e.NewWorker {
		return text + "; fetch the metadata and generate the client again"
	}
	return text + "; fetch the metadata and generate the client again, or update the agent to a revision of that type"
}

// hasRun reports whether another version has run the call.
func (e *DriftError) hasRun() bool {
	switch err := e.Err.(type) {
	case *GolemError:
		return false
	case *StatusError:
		return mayHaveRun(err)
	}
	return e.Sent
}

// hint returns what the user can do about the error.
func (e *DriftError) hint() string {
	var lost string
	if errors.Is(e.Err, ErrWorkerLost) {
		lost = "the worker is lost by it, so delete it or use another one; then "
	}
	switch e.update {
	case updateToFound:
		return "resume the worker, so that the server makes the update, and fetch the metadata and generate the client again"
	case updateToPinned:
		return "an update to the version of the client is pending: resume the worker, so that the server makes it"
	}
	if e.FoundKnown && e.Found == e.Component.Version {
		if e.hasRun() { // a repeated key returns the result of its first call
			lost += "check that the idempotency key was not used for another call before; "
		}
		return lost + "check that the pinned metadata was not edited, fetch it and generate the client again"
	}
	if e.NewWorker || e.Component.Ephemeral { // servers do not update workers of ephemeral components
		return lost + "fetch the metadata and generate the client again"
	}
	return lost + "fetch the metadata and generate the client again, or update the worker to the pinned version"
}

func (e *DriftError) Unwrap() error { return e.Err }

// Is supports [ErrDrift] as target of [errors.Is].
func (e *DriftError) Is(target error) bool { return target == ErrDrift }

// drift returns a DriftError for err with the version that the worker runs.
func (w *Worker) drift(ctx context.Context, c *call, err error, difference, answer string) error {
	e := &DriftError{Component: w.component, Function: c.name(), Difference: difference, Sent: true, Answer: answer, Err: err}
	var found foundWorker
	found, e.FoundKnown = w.foundVersion(ctx, c.settings)
	e.Found, e.NewWorker = found.version, found.absent
	w.known().forget()
	return e
}

// foundVersion asks once for the version that the worker runs, for the text of an error. If the
// worker existed for the call only, it ran the latest version. One with a name may be older than
// the version that made the component ephemeral.
func (w *Worker) foundVersion(ctx context.Context, own *settings) (found foundWorker, known bool) {
	const limit = 5 * time.Second
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	s := *own
	s.retry = RetryPolicy{Attempts: 1}
	if !w.nameless {
		found, err := w.running(ctx, &s)
		if !w.ephemeral || !isNotFound(err) {
			return found, err == nil
		}
	}
	latest, err := w.askLatest(ctx, &s)
	if err != nil {
		return foundWorker{absent: true}, false
	}
	return foundWorker{version: latest.number, absent: true}, true
}

// driftsIn reports whether another version may have written a result that cannot be decoded.
func driftsIn(err *wire.DecodeError) bool {
	switch err.Reason {
	case wire.ReasonUnknownCase, wire.ReasonUnknownFlagName, wire.ReasonMissingField, wire.ReasonTupleLength, wire.ReasonNoCase:
		return true
	}
	return false
}

// repeats reports whether the error is about an earlier call that made the worker fail. A call
// without parameters, for example, cannot have one of the wrong type.
func (c *call) repeats(e *GolemError) bool {
	if e.Kind == KindInvalidRequest {
		// Parameters without types fail with another text.
		return strings.HasPrefix(e.Details, undecodable) && (len(c.Starts) == 0 || !c.typed)
	}
	return e.Kind == KindRuntimeError && len(c.Starts) == 0 && !strings.HasSuffix(e.Details, ", got 0 parameters")
}

// undecodable is the start of the text with which servers from 1.2.5 on refuse a parameter that
// does not have the function's type, or a handle of another worker. The call stays in the
// worker's queue, and every later call gets the same answer.
const undecodable = "in $"

// driftTexts are parts of the texts with which servers report that a function does not exist or
// has other parameters.
var driftTexts = []string{
	" has unexpected type: ", "Can't find exported function in component", "Can't find function ",
	"could not load function ", "could not load exports for interface ", "Function not found",
}

// drift reports whether another version of the component caused the error.
func (e *GolemError) drift() bool {
	switch e.Kind {
	case KindInvalidRequest:
		return slices.ContainsFunc(driftTexts, func(text string) bool { return strings.Contains(e.Details, text) }) ||
			strings.HasPrefix(e.Details, "expected ") && strings.HasSuffix(e.Details, " parameters") ||
			strings.HasPrefix(e.Details, undecodable) && strings.Contains(e.Details, " expected ")
	case KindRuntimeError: // when types were sent; the worker is lost
		return strings.HasPrefix(e.Details, "Parameter type mismatch: ") ||
			strings.HasPrefix(e.Details, "expected ") && strings.Contains(e.Details, " fields, got ")
	}
	return e.Kind == KindParamTypeMismatch
}
