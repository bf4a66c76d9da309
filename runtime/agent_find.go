package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// find returns the revision that the agent runs. It asks the server if the client does not know
// it.
func (a *Agent) find(ctx context.Context, c *call, p place, route *agentRoute) (foundWorker, error) {
	// The question may outlive c, whose memory other calls reuse.
	known, fn := a.knownAs(route), c.function
	// Ephemeral agents are short-lived, so nothing that is known about them lasts.
	if c.settings.check == VersionCheckEveryCall || a.kind.Ephemeral {
		return a.lookUp(ctx, fn, c.settings, p, route)
	}
	if v := known.version.Load(); v.valid(c.moment.now()) {
		return foundWorker{version: v.version, born: v.born}, nil
	}
	defer c.moment.pass()
	return trySettings(a.settings, c.settings, func(s *settings) (foundWorker, error) {
		return known.asking.ask(ctx, s, func(ctx context.Context) (foundWorker, error) { return a.lookUp(ctx, fn, s, p, route) })
	})
}

// lookUp asks the server which revision the agent runs. If the agent does not exist and the
// current deployment takes a call of fn, lookUp makes the agent: from then on, a new deployment
// does not change its revision.
func (a *Agent) lookUp(ctx context.Context, fn *core.Function, s *settings, p place, route *agentRoute) (foundWorker, error) {
	found, err := a.askAgent(ctx, s, route)
	switch {
	case err == nil:
		return found, nil
	case !isAgentAbsent(err):
		return foundWorker{}, a.unchecked(err, false)
	case !route.makes() || !a.mayMake(p):
		return foundWorker{absent: true}, nil
	}
	if difference := route.kind.refusesNew(a); difference != "" {
		return foundWorker{}, a.driftOf(fn, foundWorker{version: route.kind.revision, absent: true}, difference)
	}
	if err := a.make(ctx, fn, s, p, route); err != nil {
		return foundWorker{}, err
	}
	if found, err = a.askAgent(ctx, s, route); err != nil {
		return foundWorker{}, a.unchecked(err, false)
	}
	found.created = true
	return found, nil
}

// make makes the agent. The server reads the parameters of the constructor by the types of the
// current deployment. The id in the answer shows whether it understood them as the client meant
// them. The component in the answer is another one if the type has moved since.
func (a *Agent) make(ctx context.Context, fn *core.Function, s *settings, p place, route *agentRoute) error {
	body := append(a.appendPlaced([]byte{'{'}, p), '}')
	var made wire.AgentAnswer
	err := a.client.control(ctx, s, controlRequest{
		method: http.MethodPost, at: a.client.base.at("/v1/agents/create-agent"), body: body, retry: true,
		read: func(answer []byte) (err error) {
			made, err = wire.ReadAgentAnswer(string(answer))
			return err
		},
	})
	var unreadable *wire.DecodeError
	switch {
	case errors.As(err, &unreadable):
		return a.unchecked(fmt.Errorf("the agent was made, and the answer cannot be read: %w", err), false)
	case err != nil:
		return a.creationError(ctx, fn, s, p, err)
	}
	difference := otherComponent(&made, route)
	if id := made.AgentID(); id != a.id {
		difference = fmt.Sprintf("the server made the agent %s, which is empty", shortQuote(id))
	}
	if difference == "" {
		return nil
	}
	a.environment(p).forget()
	drift := a.driftError(fn)
	drift.NewWorker, drift.Created, drift.Difference = true, true, difference
	return drift
}

// otherComponent returns a difference if the server has made an agent in another component
// than the route's, "" otherwise.
func otherComponent(made *wire.AgentAnswer, route *agentRoute) (difference string) {
	if sameID(made.ComponentID, route.kind.componentID) {
		return ""
	}
	return fmt.Sprintf("the server made the agent in another component, %s", shortQuote(made.ComponentID))
}

// creationError returns the error for an agent that could not be made. If the server refuses the
// parameters, the current deployment may be another one than the client knows. creationError then
// asks again.
func (a *Agent) creationError(ctx context.Context, fn *core.Function, s *settings, p place, err error) error {
	var status *StatusError
	if errors.As(err, &status) {
		status.agent = true
	}
	if refused(err) {
		a.environment(p).forget()
		route, drift := a.route(ctx, s, fn, p, knownFor, new(moment))
		switch {
		case errors.Is(drift, ErrDrift):
			return drift
		case drift == nil && !route.makes():
			return a.driftOfNew(ctx, s, fn, route)
		}
	}
	return fmt.Errorf("the agent does not exist and cannot be created: %w", err)
}
