package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// thingCall is a call of an agent, with the values that its caller means.
type thingCall struct {
	key, way, method string
	values, identity map[string]any
	phantom          string
	mode             metadata.ComponentKind
	place            *modelPlace
	id               string // of the agent
	begun            int    // changes of the current deployment before
	err              error
}

// thingTarget is an agent of a client, and a call of it.
type thingTarget struct {
	*thingCall
	client *thingClient
	agent  *runtime.Agent
	target stub.Target
}

// draw returns a random agent and place.
func (m *agentModel) draw(r *rapid.T) *thingTarget {
	client := rapid.SampledFrom(m.clients).Draw(r, "client")
	t := &thingTarget{client: client, thingCall: &thingCall{place: client.home, mode: client.pin.Mode}}
	if rapid.IntRange(0, 4).Draw(r, "elsewhere") == 0 {
		t.place = m.place(r)
	}
	opts := []runtime.AgentOption{runtime.WithEnvironment(t.place.name), runtime.WithAccount(t.place.account)}
	if rapid.IntRange(0, 4).Draw(r, "phantom") == 0 {
		t.phantom = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
		opts = append(opts, runtime.WithPhantom(t.phantom))
	}
	call := stub.NewAgent(client.connection.Client, client.kind, opts)
	t.identity = putAll(r, call, &client.pin.Constructor.Input)
	t.target = call.Address()
	t.agent = stub.AgentOf(t.target)
	t.id = t.agent.ID()
	return t
}

// putAll puts random parameters into a call, and returns them by name.
func putAll(r *rapid.T, call *stub.Call, s *metadata.DataSchema) map[string]any {
	var values [][]byte
	for _, e := range s.Elements {
		values = append(values, []byte(drawJSON(r, e.Type)))
		call.Buffer = append(call.Param(), values[len(values)-1]...)
	}
	return valuesByName(values, s)
}

func (m *agentModel) calls(r *rapid.T) {
	t := m.draw(r)
	if len(t.client.pin.Methods) == 0 {
		return
	}
	method := rapid.SampledFrom(t.client.pin.Methods).Draw(r, "method")
	t.way = rapid.SampledFrom([]string{"await", "await", "enqueue", "schedule"}).Draw(r, "way")
	m.keys++
	t.key, t.method, t.begun = fmt.Sprint("key-", m.keys), method.Name, t.place.changes
	switch t.way {
	case "enqueue":
		t.target = t.target.Enqueuing()
	case "schedule":
		t.target = t.target.Scheduled(time.Date(2030, 1, 1, 0, m.keys%5, 0, 0, time.UTC))
	}
	quiet := !t.client.connection.stale
	feasible := m.feasible(t)
	call := t.target.Begin(t.client.functions[t.method], []runtime.CallOption{runtime.WithIdempotencyKey(t.key)})
	t.values = putAll(r, call, &method.Input)
	disturbed := m.disturb(r, t)
	if len(method.Output.Elements) == 0 {
		t.err = call.Await(context.Background())
	} else {
		var result string
		t.err = call.AwaitValue(context.Background(), &result, func(d *wire.Decoder, v any) { *v.(*string) = d.Raw() })
	}
	m.server.meanwhile = nil
	switch {
	case quiet && !disturbed() && feasible && t.err != nil:
		r.Fatalf("%s could be made: %v", t, t.err)
	case quiet && !disturbed() && !feasible && t.err == nil:
		r.Fatalf("%s was made, and it does not mean there what it means here", t)
	case errors.Is(t.err, runtime.ErrWorkerLost):
		r.Fatalf("%s has lost the agent: %v", t, t.err)
	}
	if t.way != "await" && t.err == nil {
		m.open = append(m.open, t.thingCall)
		if t.way == "enqueue" {
			m.settle(r)
		}
		return
	}
	m.server.Settle()
	t.judge(r, m.server.arrived(t.key))
}

func (c *thingCall) String() string {
	return fmt.Sprintf("%s of %s%v on %s in %s", c.way, c.method, c.values, c.id, c.place.name)
}

// judge compares the arrived copies of a call with what its caller knows.
func (c *thingCall) judge(r *rapid.T, arrived []*arrival) {
	var call *runtime.CallError
	switch {
	case len(arrived) > 1:
		r.Fatalf("%s arrived %d times", c, len(arrived))
	case len(arrived) == 0 && c.err == nil:
		r.Fatalf("%s has not arrived", c)
	case len(arrived) == 0:
		return
	}
	difference := arrived[0].differs(c)
	switch {
	case c.err == nil && difference != "":
		r.Fatalf("%s: %s", c, difference)
	case c.err != nil && (!errors.As(c.err, &call) || !call.MayHaveRun()):
		r.Fatalf("%s was run, and its error is %v", c, c.err)
	case difference != "" && c.way == "await" && !errors.Is(c.err, runtime.ErrDrift):
		r.Fatalf("%s: %s, and the error is %v", c, difference, c.err)
	}
}

// settle judges calls that were enqueued, and scheduled calls whose time has come. Nobody
// can report what others did to the agent before they ran.
func (m *agentModel) settle(r *rapid.T) {
	m.server.Settle()
	open := m.open[:0]
	for _, c := range m.open {
		arrived := m.server.arrived(c.key)
		switch {
		case m.touched[c.id]:
		case len(arrived) == 0 && c.way == "schedule":
			open = append(open, c)
		default:
			c.judge(r, arrived)
		}
	}
	m.open = open
}

// moved reports whether the type is now implemented by another component than the client
// knows, in the client's own environment. It returns false for ephemeral types, because
// each call makes an agent of its own.
func (t *thingTarget) moved() bool {
	now := t.place.current.AgentType("Thing")
	return t.place == t.client.home && t.mode == metadata.Durable && now != nil && now.ComponentID != t.client.pin.ComponentID
}

// feasible reports whether the call means the same on the server as for the client, by the
// current deployment or by the deployment with the number of the client's.
func (m *agentModel) feasible(t *thingTarget) bool {
	now := t.place.current.AgentType("Thing")
	if now != nil && sameCall(t.client.pin, now, t.method) && !t.moved() {
		return m.agentTakes(t, now, true)
	}
	before := t.place.typeAt(t.client.deployment)
	return before != nil && sameCall(t.client.pin, before, t.method) && m.agentTakes(t, before, false)
}

func (m *agentModel) agentTakes(t *thingTarget, by *metadata.AgentType, makes bool) bool {
	if by.Mode == metadata.Ephemeral && (t.phantom == "" || !makes) {
		return makes
	}
	revision := m.server.ask(by.ComponentID, t.id)
	if revision == nil {
		return makes
	}
	runs := t.place.typeOf(by.ComponentID, *revision)
	return runs != nil && sameCall(t.client.pin, runs, t.method)
}
