package runtime

import (
	"context"
	"errors"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// agentConstructor is the address of the call of a constructor, which is never sent: its
// parameters are part of each call of the agent.
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

func (a *agentConstructor) settle(context.Context, *call) error {
	return errors.New("the constructor of an agent is not called on its own: generate the client again")
}

// agentCreation is the address of the request that makes an agent, with what it is to be
// configured with. Servers answer alike for one that exists.
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
	c.Buffer, c.Elements, c.Close = append(c.Buffer, `{"config":[`...), a.opened, "}"
}

func (a *agentCreation) settle(_ context.Context, c *call) error {
	if a.unnamed() {
		return errors.New("each call makes an agent of its own, so that none can be made before")
	}
	p, err := c.place()
	if err == nil && p.account != "" {
		err = errors.New("servers create an agent only for the account of the token: leave WithAccount out, or let the first call make the agent")
	}
	return err
}

func (a *agentCreation) request(c *call) (at *location, query string, body []byte) {
	p, _ := c.place()
	if len(c.Starts) == 0 {
		c.scratch = append(a.appendPlace(append(c.scratch[:0], '{'), p), '}')
		return &a.at, "", c.scratch
	}
	b := append(append(c.scratch[:0], c.Close...), `],`...)
	c.scratch = append(a.appendPlace(b, p), '}')
	return &a.at, "", ended(c, c.scratch)
}

// created is the result of a creation.
var created = wire.NewAgentResult()

func (a *agentCreation) answered(ctx context.Context, c *call, text string) error {
	c.envelope = created
	answer, err := created.Open(text, &c.decoder)
	if err != nil {
		return a.explain(ctx, c, err)
	}
	return a.identify(c, &answer)
}
