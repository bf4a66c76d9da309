package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// renew verifies the agent again before a call is sent again. If the answer was lost twice,
// renew looks for the call in the oplog first. It fails if the call may have run on an agent that
// was deleted since, or that belongs to a component that no longer implements the type, because the
// call must not run on another agent with the same text.
func (a *Agent) renew(ctx context.Context, c *call) (changed bool, failure error) {
	route, ok := c.prepared.(*agentRoute)
	if !ok {
		return false, nil
	}
	if c.refused >= 2 && c.fate != CallDone && !c.enqueue {
		a.trace(ctx, c, route)
	}
	err := a.verifyNotDeleted(ctx, c)
	if err == nil {
		err = a.verify(ctx, c, c.where)
	}
	return c.prepared != any(route), err
}

// verifyNotDeleted returns an error if the call may have run on an agent that was deleted since. An
// agent that others made afterwards, or that the call would make, does not know the key.
func (a *Agent) verifyNotDeleted(ctx context.Context, c *call) error {
	route, ok := c.prepared.(*agentRoute)
	if !ok || !c.unclear || a.kind.Ephemeral {
		return nil
	}
	found, err := a.askAgent(ctx, c.settings, route)
	switch {
	case isAgentAbsent(err) && !c.inquiry.met: // the call was to make the agent, and has not arrived
		return nil
	case isAgentAbsent(err), err == nil && c.inquiry.born != "" && found.born != c.inquiry.born:
		a.knownAs(route).forget()
		return c.unresolved(ctx, errAgentDeleted)
	case err != nil:
		return c.unresolved(ctx, err)
	}
	return nil
}

var (
	errAgentDeleted = errors.New("the agent was deleted meanwhile")
	errAgentMoved   = errors.New("the agent belongs to another component by now")
)

// trace looks for the call once in the agent's oplog and sets c.fate.
func (a *Agent) trace(ctx context.Context, c *call, route *agentRoute) {
	c.inquiry.trace.key = c.key
	log := &Worker{client: a.client, self: a.url(route)}
	if log.trace(ctx, c.settings.forQuestion(), &c.inquiry.trace) != nil {
		return
	}
	if c.fate = c.inquiry.trace.state(); c.fate == CallDone {
		c.refused = 0 // the next attempt gets the result, unless the server cannot send it
	}
}

// reverify compares the revision in an answer with the expected one.
func (a *Agent) reverify(ctx context.Context, c *call, answer *wire.AgentAnswer) error {
	route, ok := c.prepared.(*agentRoute)
	if !ok {
		return nil
	}
	if !sameID(answer.ComponentID, route.kind.componentID) {
		a.environment(c.where).forget()
		return a.sentDrift(c, fmt.Sprintf("another component has run the call, %s", shortQuote(answer.ComponentID)))
	}
	revision, lives := answer.Revision, !a.kind.Ephemeral
	if !answer.HasRevision {
		if !c.recheck {
			return nil
		}
		var err error
		if revision, lives, err = a.revisionAfter(ctx, c, route); err != nil {
			return a.unchecked(err, true)
		}
	}
	known := a.knownAs(route)
	if revision != c.revision {
		difference, err := a.takes(ctx, c, route, revision)
		switch {
		case err != nil:
			return a.unchecked(err, true)
		case difference != "":
			known.forget()
			a.environment(c.where).forget()
			drift := a.sentDrift(c, difference)
			drift.Found, drift.FoundKnown = revision, true
			return drift
		}
	}
	if lives {
		c.learn(known, revision)
		a.keepEntries(c.where, route)
	}
	return nil
}

// learn remembers the revision that an answer names. The answer to a key that was sent before may
// be a stored one. It names the revision that ran the call at that time, and others may have
// updated the agent since.
func (c *call) learn(known *knownWorker, revision uint64) {
	switch stored := c.given || c.unclear; {
	case !stored:
		known.confirm(revision, c.moment.now())
	case revision != c.revision:
		known.forget()
	}
}

func (a *Agent) sentDrift(c *call, difference string) *DriftError {
	drift := a.driftError(c.function)
	drift.Sent, drift.Answer, drift.Difference = true, string(c.response), difference
	return drift
}

// revisionAfter returns the revision of an agent that an enqueued call has made, and reports
// whether the agent still exists. If a scheduled call has not made its agent yet, revisionAfter
// returns the revision of the current deployment.
func (a *Agent) revisionAfter(ctx context.Context, c *call, route *agentRoute) (revision uint64, lives bool, err error) {
	if !a.unnamed() {
		found, err := a.askAgent(ctx, c.settings, route)
		if !isAgentAbsent(err) || c.at.IsZero() && !a.kind.Ephemeral {
			return found.version, true, err
		}
	}
	now, err := a.current(ctx, c.settings, c.where, -1, new(moment))
	if err != nil {
		return 0, false, err
	}
	switch now.change - route.current.change {
	case 0:
		return c.revision, false, nil
	case 1: // either deployment may have made it
		kind, err := a.typeAt(ctx, c.settings, now, now.deployment)
		if err != nil {
			return 0, false, err
		}
		return kind.revision, false, nil
	}
	return 0, false, errors.New("several deployments were made meanwhile")
}
