package runtime

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// ephemeralKnownFor is how long the latest version is used for calls that create their worker.
// It is short, and these calls are checked afterwards as well.
const ephemeralKnownFor = time.Second

// expectation describes the version of a component that a call needs.
type expectation struct {
	function    *core.Function
	constructor *core.Function // of an implicit resource, nil for other calls
	byName      bool           // the server reads fields and cases by name
	kind        string         // of the component, "" if it does not matter
}

func (w *Worker) expectation(c *call, d *dialect) expectation {
	e := expectation{function: c.function, constructor: c.constructor, byName: !d.typed}
	switch {
	case w.nameless: // the call has the same effect in both kinds of component
	case w.component.Ephemeral:
		e.kind = "Ephemeral"
	default:
		e.kind = "Durable"
	}
	return e
}

// checkVersion returns an error unless the worker takes the call as the client means it.
func (w *Worker) checkVersion(ctx context.Context, c *call, d *dialect) error {
	switch {
	case c.settings.check == VersionCheckOff:
		return nil
	case w.nameless:
		return w.checkLatest(ctx, c, d)
	case w.ephemeral:
		return w.checkEphemeral(ctx, c, d)
	}
	const rounds = 3 // a shared question creates no worker that the caller who asked first cannot use
	for range rounds {
		found, err := w.find(ctx, c, w.expectation(c, d))
		if err != nil {
			return &uncheckedError{err: err}
		}
		if err := w.checkFound(ctx, c, d, found); err != nil {
			return err
		}
		if !found.absent {
			c.inquiry.met, c.inquiry.born = true, found.born
			c.pinned = w.pinned(found.version) && len(found.pending) == 0
			return nil
		}
	}
	return &uncheckedError{err: errRecreated}
}

// checkFound returns an error unless the worker that was found takes the call.
func (w *Worker) checkFound(ctx context.Context, c *call, d *dialect, found foundWorker) error {
	takes, difference, err := w.takes(ctx, c, d, found.version)
	switch {
	case err != nil:
		return &uncheckedError{err: err}
	case takes:
		return w.checkPending(ctx, c, d, found.pending)
	}
	w.known().forget()
	drift := &DriftError{
		Component: w.component, Function: c.name(), Found: found.version, FoundKnown: true, Difference: difference,
		NewWorker: found.absent || found.created, Created: found.created,
	}
	if slices.ContainsFunc(found.pending, w.pinned) {
		drift.update = updateToPinned
	}
	return drift
}

// checkPending makes sure that the worker takes the call if it is updated before it.
func (w *Worker) checkPending(ctx context.Context, c *call, d *dialect, versions []uint64) error {
	for _, version := range versions {
		takes, difference, err := w.takes(ctx, c, d, version)
		switch {
		case err != nil:
			return &uncheckedError{err: err}
		case !takes:
			return &DriftError{
				Component: w.component, Function: c.name(), Found: version, FoundKnown: true, Difference: difference,
				update: updateToFound,
			}
		}
	}
	return nil
}

// checkEphemeral checks a worker with a name of an ephemeral component. A worker that exists
// runs its own version, and keeps its state if a durable version created it.
func (w *Worker) checkEphemeral(ctx context.Context, c *call, d *dialect) error {
	found, err := w.running(ctx, c.settings)
	switch {
	case errors.Is(err, ErrNotFound):
		return w.checkLatest(ctx, c, d)
	case err != nil:
		return &uncheckedError{err: err}
	}
	return w.checkFound(ctx, c, d, found)
}

var errRecreated = errors.New("it is created and deleted by others all the time")

// takes reports whether the worker, which runs the version, takes the call as the client means
// it. If not, difference says why.
func (w *Worker) takes(ctx context.Context, c *call, d *dialect, version uint64) (takes bool, difference string, err error) {
	c.found = nil
	if w.pinned(version) {
		return true, "", nil
	}
	v, err := w.askVersion(ctx, c.settings, version)
	switch {
	case err != nil && mayBeAnswered(err):
		return false, "", err
	case err != nil:
		return false, "whether it takes the call is not known: " + err.Error(), nil
	}
	c.found = v
	if difference = v.takes(w.expectation(c, d)); difference == "" {
		difference = v.compareHandles(c)
	}
	return difference == "", difference, nil
}

// pinned reports whether version is the version that the client was generated for. Versions of
// a component with another id are unrelated to it.
func (w *Worker) pinned(version uint64) bool { return version == w.component.Version && !w.elsewhere }

// checkLatest checks the latest version before a call that creates its worker.
func (w *Worker) checkLatest(ctx context.Context, c *call, d *dialect) error {
	c.recheck = true
	age := ephemeralKnownFor
	if c.settings.check == VersionCheckEveryCall {
		age = -1
	}
	latest, err := w.latestWithin(ctx, c.settings, age)
	if err != nil {
		return &uncheckedError{err: err}
	}
	c.before = latest.number
	return w.compareLatest(c, latest, w.expectation(c, d), false)
}

// checkAfter checks the versions that became the latest one since checkLatest, after a call that
// created its worker.
func (w *Worker) checkAfter(ctx context.Context, c *call) error {
	latest, err := w.askLatest(ctx, c.settings)
	if err != nil {
		return &uncheckedError{err: err, sent: true}
	}
	e := w.expectation(c, c.prepared.(*dialect))
	if err := w.checkBetween(ctx, c, latest.number, e); err != nil {
		return err
	}
	return w.compareLatest(c, latest, e, true)
}

// checkBetween checks the versions between that before the call and the latest one. If there are
// several, one after the other was the latest. Revisions need not have been deployed.
func (w *Worker) checkBetween(ctx context.Context, c *call, latest uint64, e expectation) error {
	if w.countsRevisions() {
		return nil
	}
	for n := c.before + 1; n < latest && n-c.before <= maxKnownVersions; n++ {
		v, err := w.askVersion(ctx, c.settings, n)
		if err == nil {
			err = w.compareLatest(c, v, e, true)
		} else {
			err = &uncheckedError{err: err, sent: true}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *Worker) compareLatest(c *call, latest *componentVersion, e expectation, sent bool) error {
	if w.pinned(latest.number) {
		return nil
	}
	difference := latest.takes(e)
	if difference == "" {
		return nil
	}
	drift := &DriftError{
		Component: w.component, Function: c.name(), Found: latest.number, FoundKnown: true, NewWorker: true, Difference: difference, Sent: sent,
	}
	if sent {
		drift.Answer = string(c.response)
		drift.Difference = "that version was uploaded while the call was made: " + difference
	}
	return drift
}

// uncheckedError reports that the version could not be checked.
type uncheckedError struct {
	err   error
	sent  bool // the call was sent
	agent bool // the error is about an agent
}

func (e *uncheckedError) Error() string {
	switch {
	case e.agent && e.sent:
		return "the call was run, but the type of the agent that ran it cannot be checked: " + e.err.Error()
	case e.agent:
		return "the type of the agent cannot be checked: " + e.err.Error()
	}
	if e.sent {
		return "the call was run, but the version of the component that ran it cannot be checked: " + e.err.Error()
	}
	return "the version of the component that the worker runs cannot be checked: " + e.err.Error()
}

func (e *uncheckedError) Unwrap() error { return e.err }
