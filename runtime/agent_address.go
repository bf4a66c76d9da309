package runtime

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// The methods of [address] for agents. Servers from 1.5 on have one URL for calls of all
// agents, and the request names the agent.

func (a *Agent) begin(c *call) {
	c.client, c.settings = a.client, a.settings
	c.fail(a.err)
	c.fail(checkTime(c.at))
	m := prepareMethod(c.function)
	c.Buffer = append(c.Buffer, m.open...)
	c.Element, c.Elements, c.Close = wire.ComponentModelOpen, m.elements, m.close
}

// checkTime returns an error for a time of a scheduled call that RFC 3339 cannot write.
func checkTime(at time.Time) error {
	if at.IsZero() { // at once
		return nil
	}
	if year := at.UTC().Year(); year < 0 || year > 9999 {
		return fmt.Errorf("the call cannot be scheduled for the year %d: give a time in the years 0 to 9999", year)
	}
	return nil
}

func (a *Agent) constructed(*call) address { return a }

func (a *Agent) handleOwner() *Worker { return nil }

// protection returns protectsAlways for durable agents, because they recognize a key also while
// the call runs. Ephemeral agents keep no keys, not even those with a phantom UUID.
func (a *Agent) protection() protection {
	if a.kind.Ephemeral {
		return protectsNot
	}
	return protectsAlways
}

func (a *Agent) scope() workerKey { return workerKey{component: a.kind.ComponentID, name: a.id} }

func (a *Agent) callee() Callee {
	return Callee{Kind: "agent", Service: a.kind.Name, Instance: a.id, Ephemeral: a.kind.Ephemeral, Component: a.component()}
}

// component returns the component revision that the client was generated for.
func (a *Agent) component() *Component {
	if kind, err := prepareAgentType(a.kind); err == nil {
		return &kind.component
	}
	return &Component{}
}

func (a *Agent) functionName(fn *core.Function) string { return fn.Name }

// prepare checks the parameters where servers do not, and checks that the agent takes the call.
func (a *Agent) prepare(ctx context.Context, c *call) error {
	if err := c.checkParts(true); err != nil {
		return err
	}
	if err := c.place(); err != nil || c.settings.check == VersionCheckOff {
		return err
	}
	if err := a.verifyNotDeleted(ctx, c); err != nil { // an interceptor makes the call again
		return err
	}
	return a.verify(ctx, c, c.where)
}

// agentAddress is an address of an agent.
type agentAddress interface {
	address
	agent() *Agent
}

func (a *Agent) agent() *Agent { return a }

func (a *Agent) request(c *call) (at *location, query string, body []byte) {
	b := c.scratch[:0]
	if len(c.Starts) > 0 {
		b = append(b, c.Close...)
	}
	b = append(b, wire.DataClose...)
	switch {
	case !c.enqueue:
		b = append(b, `,"mode":"await",`...)
	case c.at.IsZero():
		b = append(b, `,"mode":"schedule",`...)
	default:
		b = append(b, `,"mode":"schedule","scheduleAt":"`...)
		b = c.at.UTC().AppendFormat(b, time.RFC3339Nano)
		b = append(b, `",`...)
	}
	if c.settings == a.settings {
		b = append(b, a.placed...)
	} else {
		b = a.appendPlaced(b, c.where)
	}
	owner := c.where.account
	if route, ok := c.prepared.(*agentRoute); ok {
		b = strconv.AppendUint(append(b, `,"deploymentRevision":`...), route.deployment, 10)
		owner = cmp.Or(route.current.owner, owner)
	}
	b = append(appendOwner(b, owner), '}')
	c.scratch = b
	return &a.client.invoke, "", ended(c, b)
}

// appendPlaced appends the members of a request that locate and identify the agent.
func (a *Agent) appendPlaced(b []byte, p place) []byte { return append(p.append(b), a.identity...) }

func (a *Agent) answered(ctx context.Context, c *call) error {
	var answer wire.AgentAnswer
	var err error
	if c.enqueue {
		if answer, err = wire.ReadAgentAnswer(string(c.response)); err != nil {
			return err
		}
		return a.recognize(ctx, c, &answer)
	}
	result, known := prepareMethod(c.function).result, a.envelope.Load()
	c.envelope = result
	answer, err = result.Open(c.response, &c.decoder, known)
	if _, mismatch := err.(*wire.TypeMismatchError); err == nil || mismatch {
		if drift := a.recognize(ctx, c, &answer); drift != nil {
			return drift
		}
	}
	if err != nil {
		return err
	}
	a.keepEnvelope(known, &answer)
	return nil
}

// oneAnswer marks an agent that has answered once. Envelopes are kept from the second answer
// on, which saves memory if an agent is called only once.
var oneAnswer = new(wire.AgentEnvelope)

// keepEnvelope keeps the text that precedes the result, because the next answer usually begins
// with the same text.
func (a *Agent) keepEnvelope(known *wire.AgentEnvelope, answer *wire.AgentAnswer) {
	switch {
	case a.unnamed(): // each call has an agent of its own
	case known == nil:
		a.envelope.Store(oneAnswer)
	default:
		if e := answer.Envelope(); e != nil {
			a.envelope.Store(e)
		}
	}
}

// recognize returns an error if another agent answered than the one that was called, or if the
// agent's revision does not fit the client.
func (a *Agent) recognize(ctx context.Context, c *call, answer *wire.AgentAnswer) error {
	if err := a.identify(c, answer); err != nil {
		return err
	}
	return a.reverify(ctx, c, answer)
}

// identify returns an error if another agent answered than the one that was called.
func (a *Agent) identify(c *call, answer *wire.AgentAnswer) error {
	if answer.HasID(a.quotedID) {
		return nil
	}
	found := answer.AgentID()
	if found == a.id || a.unnamed() && strings.HasPrefix(found, a.id+"[") {
		return nil
	}
	return a.sentDrift(c, fmt.Sprintf("the call was made on the agent %s", shortQuote(found)))
}

// purpose returns what requests for calls are for.
func (a *Agent) purpose() purpose {
	if a.kind.Ephemeral {
		return forEphemeralCall
	}
	return forCall
}

// describe adds to a refusal of c what it is about.
func (a *Agent) describe(c *call, e *StatusError) {
	e.purpose, e.agent, e.stale = a.purpose(), true, e.namesOtherMethod(c.function.Name)
}

// explain recognizes drift, and adds to other errors what they mean for a call.
func (a *Agent) explain(ctx context.Context, c *call, err error) error {
	switch e := err.(type) {
	case *wire.TypeMismatchError:
		return a.drift(c, err, e.Error(), string(c.response))
	case *wire.DecodeError:
		if driftsIn(e) {
			return a.drift(c, err, e.Error(), string(c.response))
		}
	case *ConnectionError:
		e.purpose = a.purpose()
	case *StatusError:
		a.describe(c, e)
		if route, ok := c.prepared.(*agentRoute); ok && e.afterFailure() && !a.kind.Ephemeral {
			e.recovery = a.client.recovering(ctx, c.settings, a.url(route))
		}
		if e.Code == http.StatusNotFound {
			a.environment(c.where).forget()
		}
		if e.drifts(c.prepared != nil) {
			return a.drift(c, e, strings.Join(e.Messages, "; "), e.Body)
		}
	}
	return err
}

func (a *Agent) drift(c *call, err error, difference, answer string) error {
	drift := a.driftError(c.function)
	drift.Difference, drift.Sent, drift.Answer, drift.Err = difference, true, answer, err
	if route, ok := c.prepared.(*agentRoute); ok {
		a.knownAs(route).forget()
	}
	return drift
}

// checkParts returns an error for a multimodal value that no server accepts. A call must have
// one part of each kind, in order. A constructor may lack the last ones.
func (c *call) checkParts(all bool) error {
	if !c.function.Multimodal {
		return nil
	}
	kinds := c.function.Parameters
	good := len(c.Parts) == len(kinds) || !all && len(c.Parts) < len(kinds)
	for i, part := range c.Parts {
		good = good && part == i
	}
	if good {
		return nil
	}
	wanted := make([]string, len(kinds))
	for i, kind := range kinds {
		wanted[i] = strconv.Quote(kind.Name)
	}
	found := make([]string, len(c.Parts))
	for i := range c.Parts {
		found[i] = strconv.Quote(c.parameter(i).Name)
	}
	what := "one part of each kind in this order"
	if !all {
		what = "these parts in this order, of which the last ones may be left out"
	}
	if len(found) == 0 {
		found = []string{"none"}
	}
	return fmt.Errorf("servers take a multimodal value only with %s: expected %s, found %s", what, strings.Join(wanted, ", "), strings.Join(found, ", "))
}
