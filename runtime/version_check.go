package runtime

import (
	"context"
	"errors"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// VersionCheck says when the version of the component that a worker runs is looked at before
// a call is sent to it.
//
// Servers hand parameters over by position, whatever the version of the component: with
// two of one type that changed places, a call of another version does something else than
// it says, and with one too many or too few it does less, or loses the worker. Servers
// before 1.1.17 hand over fields and cases by position, too. No answer shows it. So a call
// is sent only to a worker that runs the pinned version, or one that takes the function as
// the client means it: with the same parameters in the same order, whose types the server
// reads alike, and the same result. Anything else is a [*DriftError], and nothing is sent.
//
// To ask is a request of its own:
//
//	mode                    first call             later calls         goes unnoticed
//	VersionCheckFirstUse    1, or 2 for a worker   1 a minute          an update by others, or a worker
//	                        to be created                              that they make anew, for a minute
//	VersionCheckEveryCall   the same               1 each              such in the moment of the call
//	VersionCheckOff         0                      0                   everything
//
// A version other than the pinned one costs one more request, once for each such version, and
// so does the latest one when workers are created, once a minute.
// What is known about a worker is known to the client, however many Worker values stand for
// it; calls that begin at the same time ask together.
//
// A worker that does not exist would be created by the call, at the version that is the
// latest by then. The check creates it instead, without arguments and environment
// variables as a call does: whatever is uploaded afterwards, the worker stays as it is. If
// the latest version does not take the call, nothing is created. A version uploaded in the
// moment between leaves an empty worker of that version behind, see [DriftError.Created];
// it is not deleted, because by then it may be somebody else's. If the server does not
// permit the client to create workers, the call fails.
//
// Calls without a worker name, and those of ephemeral components, create their worker
// themselves. The latest version is asked for after each such call, and before it as well
// unless that was known a second before: versions only ever grow, so a version that
// takes the call afterwards did so for the call. A version uploaded in between is reported
// by a [*DriftError] with Sent, and the call was run by it.
//
// # Agents
//
// A server reads the parameters of an agent's call by the types of a deployment, hands them
// over by position to whatever revision of its component the agent runs, and tells agents
// apart by the parameters of their constructor, by position, too. So a call is sent only by
// a deployment and to a revision that have the constructor and the method as the client
// means them, and names the deployment: the current one, or else the one that the client was
// generated from, for agents that were made by it. Anything else is a [*DriftError].
//
//	mode                    first call of a client   of an agent     later calls
//	VersionCheckFirstUse    2                        1, or 3 for     1 a minute for all agents, and 1 for
//	                                                 a new one       an agent without calls for a minute
//	VersionCheckEveryCall   the same                 the same        1 each
//	VersionCheckOff         0                        0               0
//
// In an environment where the component has another id the first call takes one more, which
// tells that from a type that another component implements by now. Agents of the former are
// called by the client's deployment, and none are made.
//
// An agent that does not exist is made before the call, so that its revision is certain.
// Each answer names the revision that ran the call; one that does not fit is reported by a
// [*DriftError] with Sent. That finds an agent that others updated, or deleted, since it was
// last looked at, but not for an enqueued call. Agents of ephemeral types, and those
// of another account (see [WithAccount]), cannot be made before: the current deployment is
// asked for unless that was done a second before, and a deployment in between is reported
// afterwards, by one more request for enqueued calls.
type VersionCheck uint8

const (
	// VersionCheckFirstUse looks at a worker before the first call to it, and again before
	// the first one after a minute. It is the mode of clients without [WithVersionCheck].
	VersionCheckFirstUse VersionCheck = iota
	// VersionCheckOff never looks. Calls to a worker of another version may do something
	// else than they say, or lose the worker.
	VersionCheckOff
	// VersionCheckEveryCall looks before each call, for workers that others update or make
	// anew while the program runs.
	VersionCheckEveryCall
)

// ephemeralKnownFor is how long the latest version counts for the calls that create their
// worker. Those are checked afterwards as well.
const ephemeralKnownFor = time.Second

// WithVersionCheck sets when versions are compared.
func WithVersionCheck(mode VersionCheck) SharedOption {
	return sharedOption(func(s *settings) {
		if mode > VersionCheckEveryCall {
			s.fail("WithVersionCheck(%d): unknown mode", mode)
			return
		}
		s.check = mode
	})
}

// expectation is what a call expects of the version that it meets.
type expectation struct {
	function *core.Function
	byName   bool // the server reads fields and cases by name
}

func (c *call) expectation(d *dialect) expectation { return expectation{c.function, !d.typed} }

// checkVersion makes sure that the worker takes the call as the client means it.
func (w *Worker) checkVersion(ctx context.Context, c *call, d *dialect) error {
	switch {
	case c.settings.check == VersionCheckOff:
		return nil
	case w.ephemeral:
		c.recheck = true
		return w.checkLatest(ctx, c, d)
	}
	const rounds = 3 // a question that is shared creates no worker that its first caller has no use for
	for range rounds {
		found, err := w.find(ctx, c, c.expectation(d))
		if err != nil {
			return &uncheckedError{err: err}
		}
		takes, difference, err := w.takes(ctx, c, d, found.version)
		switch {
		case err != nil:
			return &uncheckedError{err: err}
		case !takes:
			w.known().forget()
			return &DriftError{
				Component: w.component, Function: c.name(), Found: found.version, FoundKnown: true, Difference: difference,
				NewWorker: found.absent || found.created, Created: found.created,
			}
		case !found.absent:
			c.inquiry.met, c.inquiry.born = true, found.born
			c.pinned = w.pinned(found.version)
			return nil
		}
	}
	return &uncheckedError{err: errUnsteady}
}

var errUnsteady = errors.New("it is created and deleted by others all the time")

// takes reports whether the worker, which runs the version, takes the call as the client
// means it, and what differs.
func (w *Worker) takes(ctx context.Context, c *call, d *dialect, version uint64) (takes bool, difference string, err error) {
	if w.pinned(version) {
		return true, "", nil
	}
	v, err := w.askVersion(ctx, c.settings, version)
	switch {
	case err != nil && undecided(err):
		return false, "", err
	case err != nil:
		return false, "whether it takes the call is not known: " + err.Error(), nil
	}
	difference = v.takes(c.expectation(d))
	return difference == "", difference, nil
}

// pinned reports whether version is the one that the client was generated for. The versions
// of a component with another id have nothing to do with it.
func (w *Worker) pinned(version uint64) bool { return version == w.component.Version && !w.elsewhere }

// checkLatest compares the latest version, for a call that creates its worker.
func (w *Worker) checkLatest(ctx context.Context, c *call, d *dialect) error {
	age := ephemeralKnownFor
	if c.settings.check == VersionCheckEveryCall {
		age = -1
	}
	latest, err := w.latestWithin(ctx, c.settings, age)
	if err != nil {
		return &uncheckedError{err: err}
	}
	return w.compareLatest(c, latest, c.expectation(d), false)
}

// checkAfter compares again after a call that created its worker.
func (w *Worker) checkAfter(ctx context.Context, c *call) error {
	latest, err := w.askLatest(ctx, c.settings)
	if err != nil {
		return &uncheckedError{err: err, sent: true}
	}
	return w.compareLatest(c, latest, c.expectation(c.settled.(*dialect)), true)
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

// uncheckedError says that versions could not be compared.
type uncheckedError struct {
	err   error
	sent  bool // the call was
	agent bool // it is about an agent
}

func (e *uncheckedError) Error() string {
	switch {
	case e.agent && e.sent:
		return "the call was run, and whether by an agent of the client's type could not be found out: " + e.err.Error()
	case e.agent:
		return "whether the agent is of the client's type could not be found out: " + e.err.Error()
	}
	if e.sent {
		return "the call was run, and whether by a version of the component that takes it could not be found out: " + e.err.Error()
	}
	return "the worker's component version could not be compared: " + e.err.Error()
}

func (e *uncheckedError) Unwrap() error { return e.err }
