package runtime

import "context"

// A server that repeats a call of an agent after a temporary failure refuses all calls of the agent
// until that one has ended, also the same call: it looks for failures before it looks for the key
// (public sources of 1.5.0, 1.5.4 and 1.5.9). A call that the server is repeating therefore waits, and is sent
// again afterwards to get the result.

// prepareAgain reports whether the server has refused c because it repeats an earlier attempt of c, or
// did so until now.
func (a *Agent) prepareAgain(ctx context.Context, c *call, err error) (again bool, failure error) {
	e, ok := err.(*StatusError)
	if !ok || !e.afterFailure() || !a.mayHaveReceived(c) {
		return false, nil
	}
	had := c.fate
	switch state, asking := a.inquire(ctx, c); {
	case asking != nil, state == CallNotReceived, state == CallCanceled, state == CallFailed:
		return false, nil
	case state == CallDone && had == CallDone && c.attempts >= c.settings.retry.Attempts:
		return false, nil // the server repeats nothing, and refuses c all the same
	}
	a.describe(c, e)
	e.recovery = recovers
	c.unclear, c.repeated, c.paused = true, true, false
	return true, nil
}

// mayHaveReceived reports whether the server may have received an earlier attempt of c. It returns
// false for an enqueued call after which the agent is to be checked, because that needs the answer to
// the attempt, and for calls whose agent the client cannot ask about.
func (a *Agent) mayHaveReceived(c *call) bool {
	_, routed := c.prepared.(*agentRoute)
	return routed && !a.kind.Ephemeral && (c.given || c.unclear) && !(c.enqueue && c.recheck)
}

// inquire returns the state of c. If c has ended and the server repeats a later call of the agent, it
// refuses c as well, and inquire returns CallUnknown.
func (a *Agent) inquire(ctx context.Context, c *call) (CallState, error) {
	at, s, q := a.url(c.prepared.(*agentRoute)), c.settings.forQuestion(), &c.inquiry
	var answer struct{ Status, CreatedAt string }
	err := a.client.ask(ctx, s, at, "", unmarshalInto(&answer))
	switch {
	case isAgentAbsent(err), err == nil && q.born != "" && q.born != answer.CreatedAt:
		return CallUnknown, errAgentDeleted
	case err != nil:
		return CallUnknown, err
	case answer.Status == "Failed", answer.Status == "Exited": // the server will refuse c for ever
		return CallFailed, nil
	}
	q.trace.key, q.trace.retrying = c.key, repeats(answer.Status)
	log := &Worker{client: a.client, self: at}
	if err := log.trace(ctx, s, &q.trace); err != nil {
		return CallUnknown, err
	}
	state := q.trace.state()
	if state == CallDone && q.trace.retrying && !c.enqueue {
		return CallUnknown, nil
	}
	return state, nil
}
