package runtime

import (
	"context"
	"errors"
	"net/http"
)

// CallStatus returns what the server knows of the call with the idempotency key: of one whose
// answer was lost, or that was enqueued. It changes nothing. The key must be one that is used
// for one call on this agent only. Servers do not say what a call returned: one that is
// [CallDone] and is made again under its key returns its result, without being run again.
//
// An agent that does not exist has received no call. If the token does not permit the
// question, the error is [ErrUnauthorized].
func (a *Agent) CallStatus(ctx context.Context, key string) (CallStatus, error) {
	var status CallStatus
	err := a.operate(ctx, "find out about a call of the agent", func(ctx context.Context, self *agentPlace) error {
		if key == "" {
			return errors.New("the idempotency key is empty")
		}
		log := &Worker{client: a.client, self: self.at}
		trace := callTrace{key: key}
		err := log.trace(ctx, a.settings, &trace)
		var refusal *StatusError
		if errors.As(err, &refusal) && refusal.rejected() && refusal.says(" does not exist") {
			err = nil
		}
		status = trace.status()
		return err
	})
	if err != nil {
		return CallStatus{}, err
	}
	return status, nil
}

// Delete deletes the agent and all that it holds. A later call makes a new one.
func (a *Agent) Delete(ctx context.Context) error {
	return a.operate(ctx, "delete the agent", func(ctx context.Context, self *agentPlace) error {
		_, err := a.client.control(ctx, a.settings, controlRequest{method: http.MethodDelete, at: self.at, retry: true, deletes: true})
		self.known.forget() // the next call makes an agent of the current revision
		return err
	})
}

// operate checks what a call checks, finds out where the agent is, and wraps the error as
// that of a call.
func (a *Agent) operate(ctx context.Context, what string, f func(context.Context, *agentPlace) error) error {
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
	self, err := a.locate(ctx)
	if err == nil {
		err = f(ctx, self)
	}
	if err != nil {
		return &CallError{Callee: a.callee(), Operation: what, Err: err}
	}
	return nil
}

// agentPlace is an agent as requests about it name it.
type agentPlace struct {
	at    location
	known *knownWorker
}

// locate returns where requests about the agent go: to its text within the component that
// implements its type in the current deployment, or else in the one that the client was
// generated from.
func (a *Agent) locate(ctx context.Context) (*agentPlace, error) {
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
	current, err := a.current(ctx, a.settings, p, knownFor)
	if err != nil {
		return nil, err
	}
	for _, deployment := range []uint64{current.deployment, a.kind.Deployment} {
		kind, err := a.typeAt(ctx, a.settings, p, current.environment, deployment)
		switch {
		case err != nil:
			return nil, err
		case kind.differsInIdentity(a.kind) == "":
			return &agentPlace{
				at:    a.client.base.at("/v1/components/", kind.componentID, "/workers/", a.id),
				known: a.client.workers.of(workerKey{kind.componentID, a.id}),
			}, nil
		}
	}
	return nil, &DriftError{
		Component: a.component(), Agent: a.id, NewWorker: true,
		Difference: "no deployment that is known has the agent's type with the same constructor",
	}
}
