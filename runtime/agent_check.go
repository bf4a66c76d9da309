package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// Three revisions meet in a call of an agent. By the types of a deployment the server reads
// the parameters; by those of the component revision that the agent runs it hands them over,
// by position; for a third one the client was generated. So a call is sent only if both the
// deployment and the agent's revision have the types that the client was generated for, and
// names the deployment. What a deployment and a revision are never changes. What an agent
// runs does: each answer says it, too.

// agentRoute is what settle finds out about a call of an agent.
type agentRoute struct {
	deployment uint64         // by whose types the server reads the parameters
	kind       *describedType // the agent's type in it
	current    *deployed      // the deployment that new agents are made by
}

// verify makes sure that the agent takes the call as the client means it, and sets how the
// call is sent.
func (a *Agent) verify(ctx context.Context, c *call, p place) error {
	age := knownFor
	if a.kind.Ephemeral {
		age = ephemeralKnownFor
		if c.settings.check == VersionCheckEveryCall {
			age = -1
		}
	}
	route, err := a.route(ctx, c, p, age)
	if err != nil {
		return err
	}
	c.settled = route
	c.revision = route.kind.revision
	if a.kind.Ephemeral {
		c.recheck = c.enqueue // the answer of a call that is awaited says what it ran on
		return nil
	}
	return a.verifyAgent(ctx, c, p, route)
}

// route returns a deployment whose types are those that the client was generated for: the
// current one, or else the one that it was generated from, for agents that were made while
// that was the current one.
func (a *Agent) route(ctx context.Context, c *call, p place, age time.Duration) (*agentRoute, error) {
	current, err := a.current(ctx, c.settings, p, age)
	if err != nil {
		return nil, a.unchecked(err, false)
	}
	kind, err := a.typeAt(ctx, c.settings, p, current.environment, current.deployment)
	if err != nil {
		return nil, a.unchecked(err, false)
	}
	difference := kind.takes(a.callOf(c))
	if difference == "" {
		return a.client.agentTypes.environment(p).routeTo(current, current.deployment, kind), nil
	}
	if pinned := a.kind.Deployment; pinned < current.deployment && !a.kind.Ephemeral {
		before, err := a.typeAt(ctx, c.settings, p, current.environment, pinned)
		if err != nil {
			return nil, a.unchecked(err, false)
		}
		if before.takes(a.callOf(c)) == "" {
			return a.client.agentTypes.environment(p).routeTo(current, pinned, before), nil
		}
	}
	drift := a.driftError(c)
	drift.Difference = fmt.Sprintf("deployment %d: %s", current.deployment, difference)
	drift.NewWorker = true
	drift.Found, drift.FoundKnown = kind.revision, !kind.missing
	return nil, drift
}

// callOf returns what c means, to compare it with types.
func (a *Agent) callOf(c *call) agentCall { return agentCall{a.kind, c.function} }

func (a *Agent) driftError(c *call) *DriftError {
	return &DriftError{Component: a.component(), Function: c.name(), Agent: a.id}
}

// verifyAgent makes sure that the revision that the agent runs takes the call. An agent that
// does not exist is made.
func (a *Agent) verifyAgent(ctx context.Context, c *call, p place, route *agentRoute) error {
	const rounds = 3 // others may delete it meanwhile, and a shared question may have been asked by who cannot make it
	for range rounds {
		found, err := a.find(ctx, c, p, route)
		switch {
		case err != nil:
			return err
		case !found.absent:
			return a.verifyRevision(ctx, c, route, found)
		case route.deployment != route.current.deployment:
			return a.driftOfNew(ctx, c, p, route)
		case p.account != "":
			return a.verifyAbsent(ctx, c, p)
		}
	}
	return a.unchecked(errUnsteady, false)
}

func (a *Agent) verifyRevision(ctx context.Context, c *call, route *agentRoute, found foundWorker) error {
	c.revision = found.version
	difference, err := a.takes(ctx, c, route, found.version)
	switch {
	case err != nil:
		return a.unchecked(err, false)
	case difference == "":
		return nil
	}
	a.knownAs(route).forget()
	drift := a.driftError(c)
	drift.Found, drift.FoundKnown, drift.Difference = found.version, true, difference
	drift.Created, drift.NewWorker = found.created, found.created
	return drift
}

// unchecked returns the error for a comparison that failed.
func (a *Agent) unchecked(err error, sent bool) error {
	var place *PlaceError
	var drift *DriftError
	if !sent && (errors.As(err, &place) || errors.As(err, &drift)) {
		return err
	}
	return &uncheckedError{err: err, sent: sent, agent: true}
}

// verifyAbsent checks an agent that the call will make, since no other request may.
func (a *Agent) verifyAbsent(ctx context.Context, c *call, p place) error {
	fresh, err := a.route(ctx, c, p, ephemeralKnownFor)
	switch {
	case err != nil:
		return err
	case fresh.deployment != fresh.current.deployment:
		return a.driftOfNew(ctx, c, p, fresh)
	}
	c.settled, c.revision, c.recheck = fresh, fresh.kind.revision, c.enqueue
	return nil
}

// driftOfNew returns the error for an agent that would be made by the current deployment,
// whose types are others.
func (a *Agent) driftOfNew(ctx context.Context, c *call, p place, route *agentRoute) error {
	kind, err := a.typeAt(ctx, c.settings, p, route.current.environment, route.current.deployment)
	if err != nil {
		return a.unchecked(err, false)
	}
	drift := a.driftError(c)
	drift.NewWorker, drift.Found, drift.FoundKnown = true, kind.revision, !kind.missing
	drift.Difference = fmt.Sprintf("the agent does not exist, and deployment %d would make it: %s", route.current.deployment, kind.takes(a.callOf(c)))
	return drift
}

// takes returns why the revision of the agent's component does not take the call, "" if it
// does.
func (a *Agent) takes(ctx context.Context, c *call, route *agentRoute, revision uint64) (difference string, err error) {
	if revision == route.kind.revision {
		return "", nil // compared by route
	}
	kind, err := a.typeOf(ctx, c.settings, route.kind.componentID, revision)
	if err != nil {
		if temporary(err) {
			return "", err
		}
		return "whether it takes the call is not known: " + err.Error(), nil
	}
	return kind.takes(a.callOf(c)), nil
}

// knownAs returns what the client knows about the agent.
func (a *Agent) knownAs(route *agentRoute) *knownWorker {
	return a.client.workers.of(workerKey{route.kind.componentID, a.id})
}

// find returns the revision that the agent runs, asking if need be.
func (a *Agent) find(ctx context.Context, c *call, p place, route *agentRoute) (foundWorker, error) {
	known := a.knownAs(route)
	if c.settings.check == VersionCheckEveryCall {
		return a.look(ctx, c, c.settings, p, route)
	}
	if v := known.version.Load(); v.valid() {
		return foundWorker{version: v.version}, nil
	}
	asked := &call{plan: plan{function: c.function, to: a}} // the question may outlive c, which is used again
	return withMeans(a.settings, c.settings, func(s *settings) (foundWorker, error) {
		return known.asking.ask(ctx, s, func(ctx context.Context) (foundWorker, error) { return a.look(ctx, asked, s, p, route) })
	})
}

// look asks which revision the agent runs. An agent that does not exist is made, if the
// current deployment takes the call: whatever is deployed afterwards, it stays as it is.
func (a *Agent) look(ctx context.Context, c *call, s *settings, p place, route *agentRoute) (foundWorker, error) {
	revision, err := a.askAgent(ctx, s, route)
	switch {
	case err == nil:
		return foundWorker{version: revision}, nil
	case !errors.Is(err, ErrNotFound):
		return foundWorker{}, a.unchecked(err, false)
	case route.deployment != route.current.deployment || p.account != "":
		return foundWorker{absent: true}, nil
	}
	if err := a.make(ctx, c, s, p); err != nil {
		return foundWorker{}, err
	}
	if revision, err = a.askAgent(ctx, s, route); err != nil {
		return foundWorker{}, a.unchecked(err, false)
	}
	return foundWorker{version: revision, created: true}, nil
}

// askAgent returns the revision that the agent runs, and keeps it.
func (a *Agent) askAgent(ctx context.Context, s *settings, route *agentRoute) (uint64, error) {
	at := a.client.base.at("/v1/components/", route.kind.componentID, "/workers/", a.id)
	var answer struct{ ComponentRevision *uint64 }
	if err := a.ask(ctx, s, at, "", &answer); err != nil {
		return 0, err
	}
	if answer.ComponentRevision == nil {
		return 0, fmt.Errorf("the answer to GET %s has no componentRevision", at)
	}
	a.knownAs(route).remember(*answer.ComponentRevision, "")
	return *answer.ComponentRevision, nil
}

// make makes the agent. Its id tells whether the server understood the parameters of the
// constructor as they were meant: it reads them by the types of the current deployment.
func (a *Agent) make(ctx context.Context, c *call, s *settings, p place) error {
	body := append(a.appendPlace([]byte{'{'}, p), '}')
	answer, err := a.client.control(ctx, s, controlRequest{
		method: http.MethodPost, at: a.client.base.at("/v1/agents/create-agent"), body: body, retry: true,
	})
	if err != nil {
		return a.unchecked(fmt.Errorf("there is no such agent yet, and it could not be made, which makes its revision certain: %w", err), false)
	}
	made, err := wire.ReadAgentAnswer(answer)
	if err != nil {
		return a.unchecked(fmt.Errorf("the agent was made, and the answer cannot be read: %w", err), false)
	}
	if id := made.AgentID(); id != a.id {
		drift := a.driftError(c)
		drift.NewWorker, drift.Created = true, true
		drift.Difference = fmt.Sprintf("the server made the agent %s, which is empty", shortQuote(id))
		return drift
	}
	return nil
}

// reverify compares the revision that an answer names with the one that was expected.
func (a *Agent) reverify(ctx context.Context, c *call, answer *wire.AgentAnswer) error {
	route, ok := c.settled.(*agentRoute)
	if !ok {
		return nil
	}
	if !sameID(answer.ComponentID, route.kind.componentID) {
		a.client.agentTypes.environment(a.placed(c)).forget()
		return a.sentDrift(c, fmt.Sprintf("another component has run the call, %s", shortQuote(answer.ComponentID)))
	}
	revision := answer.Revision
	if !answer.HasRevision {
		if !c.recheck {
			return nil
		}
		var err error
		if revision, err = a.revisionAfter(ctx, c, route); err != nil {
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
			a.client.agentTypes.environment(a.placed(c)).forget()
			drift := a.sentDrift(c, difference)
			drift.Found, drift.FoundKnown = revision, true
			return drift
		}
	}
	if !a.kind.Ephemeral {
		known.confirm(revision)
	}
	return nil
}

func (a *Agent) placed(c *call) place {
	p, _ := a.placeOf(c.settings)
	return p
}

func (a *Agent) sentDrift(c *call, difference string) *DriftError {
	drift := a.driftError(c)
	drift.Sent, drift.Answer, drift.Difference = true, string(c.response), difference
	return drift
}

// revisionAfter returns the revision of an agent that an enqueued call has made.
func (a *Agent) revisionAfter(ctx context.Context, c *call, route *agentRoute) (uint64, error) {
	if !a.kind.Ephemeral {
		return a.askAgent(ctx, c.settings, route)
	}
	p := a.placed(c)
	now, err := a.current(ctx, c.settings, p, -1)
	if err != nil {
		return 0, err
	}
	if now.change == route.current.change {
		return c.revision, nil
	}
	kind, err := a.typeAt(ctx, c.settings, p, now.environment, now.deployment)
	if err != nil {
		return 0, err
	}
	return kind.revision, nil
}
