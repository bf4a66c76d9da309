package runtime

import (
	"context"
	"errors"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// agentConstructor is the address of a call of a constructor. Such a call is never sent: its
// parameters become part of each call of the agent.
type agentConstructor struct{ *Agent }

func (a *agentConstructor) begin(c *call) {
	c.client, c.settings = a.client, a.settings
	c.fail(a.err)
	m := prepareMethod(c.function)
	c.Element, c.Elements, c.Close = wire.ComponentModelOpen, m.elements, m.close
}

func (a *agentConstructor) constructed(c *call) address {
	a.complete(c)
	return a.Agent
}

func (a *agentConstructor) prepare(context.Context, *call) error {
	return errors.New("the constructor of an agent is not called on its own: generate the client again")
}

// agentCreation is the address of the request that makes an agent with a configuration. If the
// agent exists, servers give the same answer.
type agentCreation struct {
	*Agent
	at     location
	opened []string
}

// create begins the request.
func (a *Agent) create(opts []CallOption) *core.Call {
	creation := &agentCreation{Agent: a, at: a.client.base.at("/v1/agents/create-agent")}
	fn := &core.Function{Name: "create"}
	kind, err := prepareAgentType(a.kind)
	if err == nil {
		fn, creation.opened = &kind.config, kind.settings
	}
	return (&target{address: creation}).Begin(fn, opts)
}

func (a *agentCreation) begin(c *call) {
	c.client, c.settings = a.client, a.settings
	c.fail(a.err)
	c.Buffer, c.Elements, c.Close, c.partial = append(c.Buffer, `{"config":[`...), a.opened, "}", true
}

func (a *agentCreation) prepare(ctx context.Context, c *call) error {
	if a.unnamed() {
		return errors.New("each call makes an agent of its own, so that none can be made before")
	}
	err := c.place()
	p := c.where
	if err == nil && p.account != "" {
		err = errors.New("servers create an agent only for the account of the token: leave WithAccount out, or let the first call make the agent")
	}
	if err != nil || c.settings.check == VersionCheckOff {
		return err
	}
	// The server reads the request by the types of the current deployment.
	route, err := a.route(ctx, c.settings, c.function, p, ephemeralKnownFor, &c.moment)
	switch {
	case err != nil:
		return err
	case !route.makes():
		return a.driftOfNew(ctx, c.settings, c.function, route)
	}
	c.prepared, c.revision = route, route.kind.revision
	return nil
}

func (a *agentCreation) request(c *call) (at *location, query string, body []byte) {
	p := c.where
	if len(c.Starts) == 0 {
		c.scratch = append(a.appendPlaced(append(c.scratch[:0], '{'), p), '}')
		return &a.at, "", c.scratch
	}
	b := append(append(c.scratch[:0], c.Close...), `],`...)
	c.scratch = append(a.appendPlaced(b, p), '}')
	return &a.at, "", ended(c, c.scratch)
}

// renew does nothing, because a repeated creation has no effect.
func (a *agentCreation) renew(context.Context, *call) (changed bool, failure error) {
	return false, nil
}

// created reads the answer to a creation.
var created = wire.NewAgentResult()

func (a *agentCreation) answered(ctx context.Context, c *call) error {
	c.envelope = created
	answer, err := created.Open(c.response, &c.decoder, nil)
	if err != nil {
		return err
	}
	if err := a.identify(c, &answer); err != nil {
		return err
	}
	return a.compareCreated(ctx, c, &answer)
}

// compareCreated checks the component and its current revision, which the answer names, because
// another deployment may have become current before the creation. An agent that existed before
// may run another revision.
func (a *agentCreation) compareCreated(ctx context.Context, c *call, answer *wire.AgentAnswer) error {
	route, ok := c.prepared.(*agentRoute)
	if !ok {
		return nil
	}
	difference := otherComponent(answer, route)
	if difference == "" && answer.HasRevision && answer.Revision != c.revision {
		var err error
		if difference, err = a.takes(ctx, c, route, answer.Revision); err != nil {
			return a.unchecked(err, true)
		}
	}
	if difference == "" {
		return nil
	}
	a.environment(c.where).forget()
	drift := a.sentDrift(c, difference)
	drift.Found, drift.FoundKnown, drift.NewWorker, drift.Created = answer.Revision, answer.HasRevision, true, true
	return drift
}
