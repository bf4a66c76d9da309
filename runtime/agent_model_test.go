package runtime_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestAgentModel runs random programs of clients that were generated from different
// deployments. Between the steps and during them, others deploy, roll back, update and
// delete.
//
// A call arrives with the values that its caller gave by name, at the agent that they mean
// by the client's own types, or its error says that it did not. A call that can be made is
// made. No client deletes an agent that it does not mean, and no agent is lost.
func TestAgentModel(t *testing.T) {
	t.Run("all", func(t *testing.T) { checkAgentModel(t, thorough.Pick(1, 30), allEdits) })
	t.Run("modes", func(t *testing.T) {
		checkAgentModel(t, thorough.Pick(1, 10), []string{"mode", "mode", "component", "type", "remove"})
	})
}

// checkAgentModel runs random programs whose deployments have these kinds of edits.
func checkAgentModel(t *testing.T, rounds int, edits []string) {
	for range rounds {
		rapid.Check(t, func(r *rapid.T) {
			m := newAgentModel(t)
			m.edits = edits
			defer m.server.Close()
			r.Repeat(map[string]func(*rapid.T){
				"deploy": m.deploys, "roll back": m.rollsBack, "generate": m.generates, "wait": m.waits, "pass time": m.passTime,
				"call": m.calls, "call again": m.calls, "once more": m.calls, "create": m.creates, "delete": m.deletes, "others": m.others,
			})
			m.server.Advance(time.Hour)
			m.settle(r)
		})
	}
}

// agentModel predicts the state of clients and their agents.
type agentModel struct {
	server  *modelServer
	places  []*modelPlace
	clients []*thingClient
	open    []*thingCall // enqueued or scheduled
	touched map[string]bool
	keys    int
	edits   []string // kinds of edits that others make
}

// thingClient is a client that was generated from a deployment.
type thingClient struct {
	connection *connection
	home       *modelPlace
	pin        *metadata.AgentType
	deployment uint64
	kind       *stub.AgentType
	functions  map[string]*stub.Function
}

// connection is a runtime.Client. What it knows is stale if others have changed something
// since the client may have asked for it.
type connection struct {
	*runtime.Client
	stale bool
}

func newAgentModel(t testing.TB) *agentModel {
	m := &agentModel{server: serveModel(t), touched: map[string]bool{}}
	m.server.SetTime(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	for _, p := range []modelPlace{{name: "prod"}, {name: "staging"}, {name: "prod", account: "owner@bank"}} {
		p.server = m.server
		p.deploy(thing())
		m.places = append(m.places, &p)
	}
	m.connect(m.places[0], 0, nil)
	return m
}

// connect adds a client that is generated from a deployment. A nil connection means a new
// one.
func (m *agentModel) connect(p *modelPlace, deployment uint64, c *connection) {
	pin := p.typeAt(deployment)
	if pin == nil {
		return
	}
	if c == nil {
		client, err := runtime.NewClient("http://golem.test", runtime.WithTransport(m.server), runtime.WithoutRetry(), runtime.WithBearerToken(golemtest.LocalToken))
		if err != nil {
			panic(err)
		}
		c = &connection{Client: client}
	}
	client := &thingClient{connection: c, home: p, pin: pin, deployment: deployment, functions: map[string]*stub.Function{}}
	client.kind = &stub.AgentType{
		Name: "Thing", Application: "bank", Environment: p.name, Deployment: deployment, ComponentID: pin.ComponentID, Revision: pin.ComponentRevision,
		Ephemeral: pin.Mode == metadata.Ephemeral, Constructor: &stub.Function{Parameters: parametersOf(pin.Constructor.Input)},
	}
	for _, method := range pin.Methods {
		client.functions[method.Name] = &stub.Function{Name: method.Name, Parameters: parametersOf(method.Input), Results: parametersOf(method.Output)}
	}
	m.clients = append(m.clients, client)
}

func parametersOf(s metadata.DataSchema) (list []stub.Parameter) {
	for _, e := range s.Elements {
		list = append(list, parameter(e.Name, string(e.Type.AppendJSON(nil))))
	}
	return list
}

func (m *agentModel) place(r *rapid.T) *modelPlace {
	return rapid.SampledFrom(m.places).Draw(r, "place")
}

func (m *agentModel) deploys(r *rapid.T) {
	p := m.place(r)
	p.deploy(edited(r, p.current.AgentType("Thing"), m.edits))
	m.changed()
}

func (m *agentModel) rollsBack(r *rapid.T) {
	p := m.place(r)
	p.rollback(rapid.SampledFrom(p.all).Draw(r, "deployment"))
	m.changed()
}

// changed marks the knowledge of all connections as stale.
func (m *agentModel) changed() {
	for _, c := range m.clients {
		c.connection.stale = true
	}
}

func (m *agentModel) generates(r *rapid.T) {
	p := m.place(r)
	var shared *connection
	if rapid.Bool().Draw(r, "shared connection") {
		shared = rapid.SampledFrom(m.clients).Draw(r, "with").connection
	}
	m.connect(p, rapid.Uint64Range(0, uint64(len(p.all)-1)).Draw(r, "deployment"), shared)
}

// waits makes the knowledge of all clients expire.
func (m *agentModel) waits(*rapid.T) {
	for _, c := range m.clients {
		runtime.ExpireKnown(c.connection.Client)
		c.connection.stale = false
	}
	if len(m.open) == 0 {
		clear(m.touched)
	}
}

func (m *agentModel) passTime(r *rapid.T) {
	m.server.Advance(time.Minute)
	m.settle(r)
}

// disturb lets others act before a request of the call. disturbed reports whether they did.
func (m *agentModel) disturb(r *rapid.T, t *thingTarget) (disturbed func() bool) {
	done := 0
	var steps []func()
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(r, "disturbances") {
		at := rapid.IntRange(0, 5).Draw(r, "before request")
		act := m.act(r, t)
		steps = append(steps, func() {
			if at--; at == -1 {
				act()
				m.changed()
				done++
			}
		})
	}
	m.server.meanwhile = func(*http.Request) {
		for _, step := range steps {
			step()
		}
	}
	return func() bool { return done > 0 }
}

// act returns a random action of others at the place of the agent.
func (m *agentModel) act(r *rapid.T, t *thingTarget) func() {
	p := t.place
	switch rapid.SampledFrom([]string{"deploy", "roll back", "delete", "update"}).Draw(r, "others") {
	case "deploy":
		next := edited(r, p.current.AgentType("Thing"), m.edits)
		return func() { p.deploy(next) }
	case "roll back":
		d := rapid.SampledFrom(p.all).Draw(r, "deployment")
		return func() { p.rollback(d) }
	case "delete":
		return func() { m.touch(p, t.id, (*golemtest.Deployment).DeleteAgent) }
	}
	d := rapid.SampledFrom(p.all).Draw(r, "to")
	return func() {
		if a := d.AgentType("Thing"); a != nil && m.server.ask(a.ComponentID, t.id) != nil {
			m.touch(p, t.id, func(other *golemtest.Deployment, id string) {
				if other == d {
					_ = d.UpdateAgentManually(id) // calls of another shape could not be run again
				}
			})
		}
	}
}

// touch changes an agent behind the backs of its clients.
func (m *agentModel) touch(p *modelPlace, id string, f func(*golemtest.Deployment, string)) {
	m.touched[id] = true
	for _, d := range p.all {
		f(d, id)
	}
}

func (m *agentModel) others(r *rapid.T) {
	m.act(r, m.draw(r))()
	m.changed()
}

func (m *agentModel) creates(r *rapid.T) {
	t := m.draw(r)
	quiet := !t.client.connection.stale
	disturbed := m.disturb(r, t)
	err := stub.Create(t.agent, nil).Await(context.Background())
	m.server.meanwhile = nil
	now := t.place.current.AgentType("Thing")
	if quiet && !disturbed() && err == nil && (now == nil || !sameIdentity(t.client.pin, now)) {
		r.Fatalf("%s was created by another type", t.id)
	}
}

// deletes deletes an agent by a client and checks that it is the one that the client means.
func (m *agentModel) deletes(r *rapid.T) {
	t := m.draw(r)
	quiet := !t.client.connection.stale
	type place struct{ component, id string }
	before := map[place]*metadata.AgentType{}
	for _, d := range t.place.all {
		if a := d.AgentType("Thing"); a != nil {
			if revision := m.server.ask(a.ComponentID, t.id); revision != nil {
				before[place{a.ComponentID, t.id}] = t.place.typeOf(a.ComponentID, *revision)
			}
		}
	}
	err := t.agent.Delete(context.Background())
	for p, a := range before {
		if m.server.ask(p.component, p.id) != nil {
			continue
		}
		m.touched[t.id] = true
		if !sameIdentity(t.client.pin, a) {
			r.Fatalf("%s was deleted, which another agent has made: %v", t.id, err)
		}
	}
	if quiet && errors.Is(err, runtime.ErrNotFound) {
		return
	}
	for _, c := range m.clients {
		if c.connection != t.client.connection {
			c.connection.stale = true
		}
	}
}
