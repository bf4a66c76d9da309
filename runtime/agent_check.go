package runtime

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// A call of an agent involves three sets of types. The server reads the parameters by the types
// of a deployment. It passes them by position to the component revision that the agent runs.
// The client was generated for a third set. The client therefore sends a call only if both the
// deployment and the agent's revision have the types that the client was generated for, and the
// request names the deployment. Deployments and revisions never change. The revision that an
// agent runs can change, and each answer names it.

// verify returns an error unless the agent takes the call as the client means it. It sets
// c.prepared to the route and c.revision to the expected revision.
func (a *Agent) verify(ctx context.Context, c *call, p place) error {
	age := knownFor
	if a.kind.Ephemeral {
		age = ephemeralKnownFor
		if c.settings.check == VersionCheckEveryCall {
			age = -1
		}
	}
	route, err := a.route(ctx, c.settings, c.function, p, age, &c.moment)
	if err != nil {
		return err
	}
	if before, ok := c.prepared.(*agentRoute); ok && c.unclear && before.kind.componentID != route.kind.componentID {
		return c.unresolved(ctx, errAgentMoved) // the agent of the other component may have run the call
	}
	c.prepared = route
	c.revision = route.kind.revision
	if a.unnamed() {
		c.recheck = c.enqueue // the answer of an awaited call names the revision that ran it
		return a.verifyValues(c, route.kind, foundWorker{version: route.kind.revision, absent: true})
	}
	return a.verifyAgent(ctx, c, p, route)
}

// route returns a deployment in which a call of fn means the same as to the client. If fn is
// nil, only the identity of the agent must be the same. route prefers the current deployment.
// The other candidate is the one that the client was generated from, for agents that were made
// while it was current. What the client knows about the current deployment must not be older
// than age.
func (a *Agent) route(ctx context.Context, own *settings, fn *core.Function, p place, age time.Duration, m *moment) (*agentRoute, error) {
	current, err := a.current(ctx, own, p, age, m)
	if err != nil {
		return nil, a.unchecked(err, false)
	}
	if route := a.routeAgain(fn, current); route != nil {
		return route, nil
	}
	m.pass()
	kind, difference, err := a.currentType(ctx, own, fn, current)
	switch {
	case err != nil:
		return nil, a.unchecked(err, false)
	case difference == "":
		route := a.environment(p).routeTo(current, current.deployment, kind)
		a.recent.Store(route)
		return route, nil
	}
	if pinned := a.kind.Deployment; pinned != current.deployment && !a.kind.Ephemeral {
		before, err := a.typeAt(ctx, own, current, pinned)
		if err != nil {
			return nil, a.unchecked(err, false)
		}
		if before.takes(agentCall{a.kind, fn}) == "" {
			return a.environment(p).routeTo(current, pinned, before), nil
		}
	}
	drift := a.driftError(fn)
	drift.Difference = fmt.Sprintf("deployment %d: %s", current.deployment, difference)
	drift.NewWorker = true
	drift.Found, drift.FoundKnown = kind.revision, !kind.missing
	return nil, drift
}

// routeAgain returns the route of the last call if it is valid for fn as well. It returns nil
// if another deployment has become current. In one deployment, the component that implements a
// type and the meaning of its functions never change.
func (a *Agent) routeAgain(fn *core.Function, current *deployed) *agentRoute {
	route := a.recent.Load()
	if route == nil || route.current != current || route.kind.takes(agentCall{a.kind, fn}) != "" {
		return nil
	}
	return route
}

// currentType returns the type in the current deployment. difference says why fn does not mean
// the same there as to the client.
func (a *Agent) currentType(ctx context.Context, own *settings, fn *core.Function, current *deployed) (kind *describedType, difference string, err error) {
	kind, err = a.typeAt(ctx, own, current, current.deployment)
	if err != nil {
		return nil, "", err
	}
	if difference = kind.takes(agentCall{a.kind, fn}); difference == "" {
		difference, err = a.moved(ctx, own, current, kind)
	}
	return kind, difference, err
}

// moved returns why a type with the same meaning has other agents than the client means:
// another component has implemented it since the client was generated, and an agent belongs to
// its component. In another environment components have other ids, so that ids cannot be
// compared.
func (a *Agent) moved(ctx context.Context, own *settings, current *deployed, kind *describedType) (difference string, err error) {
	pinned := a.kind.ComponentID
	if a.kind.Ephemeral || pinned == "" || sameID(kind.componentID, pinned) || current.deployment == a.kind.Deployment {
		return "", nil
	}
	before, err := a.typeAt(ctx, own, current, a.kind.Deployment)
	if err != nil || before.missing || !sameID(before.componentID, pinned) {
		return "", err
	}
	return fmt.Sprintf("the component %s implements it, and agents that were made before are in %s", kind.componentID, before.componentID), nil
}

// driftError returns an error for a call of fn, or for the agent as a whole if fn is nil.
func (a *Agent) driftError(fn *core.Function) *DriftError {
	drift := &DriftError{Component: a.component(), Agent: a.id}
	if fn != nil {
		drift.Function = fn.Name
	}
	return drift
}

// verifyAgent checks that the agent's revision takes the call. It makes the agent if none
// exists.
func (a *Agent) verifyAgent(ctx context.Context, c *call, p place, route *agentRoute) error {
	const rounds = 3 // others may delete the agent meanwhile, and a shared question may come from a caller that cannot make it
	for range rounds {
		found, err := a.find(ctx, c, p, route)
		switch {
		case err != nil:
			return err
		case !found.absent:
			c.inquiry.met, c.inquiry.born = true, found.born
			return a.verifyRevision(ctx, c, route, found)
		case !route.makes():
			return a.driftOfNew(ctx, c.settings, c.function, route)
		case !a.mayMake(p):
			return a.verifyAbsent(ctx, c, p)
		}
	}
	return a.unchecked(errRecreated, false)
}

func (a *Agent) verifyRevision(ctx context.Context, c *call, route *agentRoute, found foundWorker) error {
	c.revision = found.version
	difference, err := a.takes(ctx, c, route, found.version)
	switch {
	case err != nil:
		return a.unchecked(err, false)
	case difference == "":
		kind, err := a.running(ctx, c.settings, route, found.version)
		if err != nil {
			return a.unchecked(err, false)
		}
		return a.verifyValues(c, kind, found)
	}
	a.knownAs(route).forget()
	return a.driftOf(c.function, found, difference)
}

// verifyValues returns an error unless an agent of the type takes the values of the call.
func (a *Agent) verifyValues(c *call, kind *describedType, found foundWorker) error {
	difference := kind.refuses(c)
	if found.absent {
		difference = cmp.Or(kind.refusesNew(a), difference)
	}
	if difference != "" {
		return a.driftOf(c.function, found, difference)
	}
	return nil
}

// driftOf returns the error for a call of an agent that was found or would be made.
func (a *Agent) driftOf(fn *core.Function, found foundWorker, difference string) error {
	drift := a.driftError(fn)
	drift.Found, drift.FoundKnown, drift.Difference = found.version, true, difference
	drift.Created, drift.NewWorker = found.created, found.created || found.absent
	return drift
}

// unchecked returns the error of a check that failed because of err.
func (a *Agent) unchecked(err error, sent bool) error {
	var place *PlaceError
	if !sent && errors.As(err, &place) {
		return err
	}
	return &uncheckedError{err: err, sent: sent, agent: true}
}

// mayMake reports whether the client may make the agent with a request before the call. For an
// ephemeral type such a request has no use, because the server makes an agent for each call.
func (a *Agent) mayMake(p place) bool { return p.account == "" && !a.kind.Ephemeral }

// verifyAbsent checks the current deployment for an agent that the call itself will make.
func (a *Agent) verifyAbsent(ctx context.Context, c *call, p place) error {
	fresh, err := a.route(ctx, c.settings, c.function, p, ephemeralKnownFor, &c.moment)
	switch {
	case err != nil:
		return err
	case !fresh.makes():
		return a.driftOfNew(ctx, c.settings, c.function, fresh)
	}
	c.prepared, c.revision, c.recheck = fresh, fresh.kind.revision, c.enqueue
	return a.verifyValues(c, fresh.kind, foundWorker{version: fresh.kind.revision, absent: true})
}

// driftOfNew returns the error for an agent that does not exist, if the current deployment
// would make it with other types.
func (a *Agent) driftOfNew(ctx context.Context, own *settings, fn *core.Function, route *agentRoute) error {
	kind, difference, err := a.currentType(ctx, own, fn, route.current)
	if err != nil {
		return a.unchecked(err, false)
	}
	drift := a.driftError(fn)
	drift.NewWorker, drift.Found, drift.FoundKnown = true, kind.revision, !kind.missing
	drift.Difference = difference
	drift.maker = fmt.Sprintf("deployment %d", route.current.deployment)
	return drift
}

// takes returns why a revision of the agent's component does not take the call, or "" if it
// does.
func (a *Agent) takes(ctx context.Context, c *call, route *agentRoute, revision uint64) (difference string, err error) {
	if revision == route.kind.revision {
		return "", nil // compared by route
	}
	kind, err := a.running(ctx, c.settings, route, revision)
	switch {
	case err != nil && mayBeAnswered(err):
		return "", err
	case err != nil:
		return "whether it takes the call is not known: " + err.Error(), nil
	}
	return kind.takes(agentCall{a.kind, c.function}), nil
}

// running returns the type of an agent that runs the revision.
func (a *Agent) running(ctx context.Context, own *settings, route *agentRoute, revision uint64) (*describedType, error) {
	if revision == route.kind.revision {
		return route.kind, nil
	}
	return a.typeOf(ctx, own, route.kind.componentID, revision)
}
