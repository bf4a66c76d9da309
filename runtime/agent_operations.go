package runtime

import (
	"context"
	"errors"
	"net/http"
)

// CallStatus returns what the server knows about the call with the idempotency key, such as a
// call that was enqueued or whose answer was lost. It changes nothing. The key must have been
// used for one call on this agent only. Servers do not report the result of the call. Making a
// call in the state [CallDone] again with its key returns the result and does not run the call
// again.
//
// An agent that does not exist has received no call. An agent receives a scheduled call when the
// time of the call comes, but not if the agent was deleted before. If the token does not permit the
// question, the error is [ErrUnauthorized].
func (a *Agent) CallStatus(ctx context.Context, key string) (CallStatus, error) {
	var status CallStatus
	err := a.operate(ctx, "find out about a call of the agent", func(ctx context.Context, route *agentRoute) error {
		if key == "" {
			return errors.New("the idempotency key is empty")
		}
		log := &Worker{client: a.client, self: a.url(route)}
		trace := callTrace{key: key}
		err := log.traceEnd(ctx, a.settings, &trace)
		var refusal *StatusError
		if errors.As(err, &refusal) && refusal.rejected() && refusal.contains(" does not exist") {
			err = nil
		}
		status = trace.status()
		if err == nil && status.State == CallWaiting {
			err = a.failIfStuck(ctx, route, &status)
		}
		return err
	})
	if err != nil {
		return CallStatus{}, err
	}
	return status, nil
}

// failIfStuck reports a call as failed if it waits at an agent that has failed, because the
// server never begins such a call.
func (a *Agent) failIfStuck(ctx context.Context, route *agentRoute, status *CallStatus) error {
	var answer struct{ Status, LastError string }
	err := a.client.ask(ctx, a.settings, a.url(route), "", unmarshalInto(&answer))
	if err == nil && answer.Status == "Failed" {
		status.State, status.Reason = CallFailed, answer.LastError
	}
	return err
}

// Delete deletes the agent and its state. A later call creates a new agent. If another version
// of the agent's type gives another agent the same text, Delete does not delete that agent and
// returns a [*DriftError].
func (a *Agent) Delete(ctx context.Context) error {
	return a.operate(ctx, "delete the agent", func(ctx context.Context, route *agentRoute) error {
		found, err := a.askAgent(ctx, a.settings, route)
		switch {
		case isAgentAbsent(err):
			a.knownAs(route).forget()
			return nil
		case err != nil:
			return err
		}
		if err := a.verifyIdentity(ctx, route, found.version); err != nil {
			return err
		}
		err = a.client.control(ctx, a.settings, controlRequest{
			method: http.MethodDelete, at: a.url(route), retry: true, deletes: true,
			done: func(ctx context.Context) (bool, error) { return a.deleted(ctx, route, found) },
		})
		a.knownAs(route).forget() // the next call makes an agent of the current revision
		return err
	})
}

// deleted reports whether the agent that was found does not exist any more. Others may have made
// another one with its text since.
func (a *Agent) deleted(ctx context.Context, route *agentRoute, found foundWorker) (bool, error) {
	now, err := a.askAgent(ctx, a.settings, route)
	switch {
	case isAgentAbsent(err):
		return true, nil
	case err != nil:
		return false, err
	}
	return now.born != found.born, nil
}

// verifyIdentity returns an error if the agent's text means other parameters in a revision.
func (a *Agent) verifyIdentity(ctx context.Context, route *agentRoute, revision uint64) error {
	kind, err := a.typeOf(ctx, a.settings, route.kind.componentID, revision)
	if err != nil {
		return a.unchecked(err, false)
	}
	difference := kind.takes(agentCall{kind: a.kind})
	if difference == "" {
		return nil
	}
	a.knownAs(route).forget()
	drift := a.driftError(nil)
	drift.Found, drift.FoundKnown, drift.Difference = revision, true, difference
	return drift
}

// operate makes the checks of a call, locates the agent, runs f, and wraps its error like the
// error of a call.
func (a *Agent) operate(ctx context.Context, what string, f func(context.Context, *agentRoute) error) error {
	if a == nil || a.settings == nil {
		return &CallError{Operation: what, Err: errNoAgent}
	}
	if ctx == nil {
		return &CallError{Callee: a.callee(), Operation: what, Err: errNilContext}
	}
	if a.settings.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.settings.timeout)
		defer cancel()
	}
	route, err := a.locate(ctx)
	if err == nil {
		err = f(ctx, route)
	}
	if err != nil {
		return &CallError{Callee: a.callee(), Operation: what, Err: err}
	}
	return nil
}

// locate returns the route of requests about the agent.
func (a *Agent) locate(ctx context.Context) (*agentRoute, error) {
	switch {
	case a.err != nil:
		return nil, a.err
	case a.unnamed():
		return nil, errors.New("the agent has no text of its own, and is gone after each call")
	}
	p, err := a.placeOf(a.settings)
	if err != nil {
		return nil, err
	}
	return a.route(ctx, a.settings, nil, p, knownFor, new(moment))
}
