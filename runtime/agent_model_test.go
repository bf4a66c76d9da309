package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentModel makes random programs of clients that were generated from different
// deployments, while others deploy, roll back, update and delete, between the steps and in
// the middle of them.
//
// A call arrives with the values that its caller gave by name, at the agent that these mean by
// the client's own types, or its error says that it does not. A call that can be made is made.
// No client deletes an agent that it does not mean, and none is lost.
func TestAgentModel(t *testing.T) {
	for range thorough.Pick(1, 30) {
		rapid.Check(t, func(r *rapid.T) {
			m := newAgentModel(t)
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

// agentModel is what should be true of clients and their agents.
type agentModel struct {
	server  *modelServer
	places  []*modelPlace
	clients []*thingClient
	open    []*thingCall // were enqueued or scheduled
	touched map[string]bool
	keys    int
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
// since it may have asked.
type connection struct {
	*runtime.Client
	stale bool
}

// thingCall is a call of an agent: what its caller means by it.
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

// connect adds a client that is generated from a deployment, over a connection or its own.
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
	p.deploy(edited(r, p.current.AgentType("Thing")))
	m.changed()
}

func (m *agentModel) rollsBack(r *rapid.T) {
	p := m.place(r)
	p.rollback(rapid.SampledFrom(p.all).Draw(r, "deployment"))
	m.changed()
}

// changed makes what all connections know stale.
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

// waits lets all that clients know get old.
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

// target is an agent of a client.
type thingTarget struct {
	*thingCall
	client *thingClient
	agent  *runtime.Agent
	target stub.Target
}

// draw draws an agent and where it is.
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

// putAll draws the parameters of a call, and returns them by name.
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

// judge compares what arrived of a call with what its caller knows.
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

// settle judges calls that were enqueued, and those that were scheduled and whose time has
// come. What others do to an agent meanwhile, and deployments for scheduled calls that make
// their agent, nobody can report.
func (m *agentModel) settle(r *rapid.T) {
	m.server.Settle()
	open := m.open[:0]
	for _, c := range m.open {
		arrived := m.server.arrived(c.key)
		makes := (c.mode == metadata.Ephemeral || c.place.account != "") && c.way == "schedule" && c.place.changes > c.begun
		switch {
		case m.touched[c.id] || makes:
		case len(arrived) == 0 && c.way == "schedule":
			open = append(open, c)
		default:
			c.judge(r, arrived)
		}
	}
	m.open = open
}

// moved reports whether another component than the one that the client knows implements the
// type in the client's own environment.
func (t *thingTarget) moved() bool {
	now := t.place.current.AgentType("Thing")
	return t.place == t.client.home && now != nil && now.ComponentID != t.client.pin.ComponentID
}

// feasible reports whether the call means on the server what it means for the client: by the
// current deployment, or by that with the number of the client's.
func (m *agentModel) feasible(t *thingTarget) bool {
	now := t.place.current.AgentType("Thing")
	if now != nil && sameCall(t.client.pin, now, t.method) && !t.moved() {
		return m.agentTakes(t, now, true)
	}
	before := t.place.typeAt(t.client.deployment)
	return before != nil && sameCall(t.client.pin, before, t.method) && m.agentTakes(t, before, false)
}

func (m *agentModel) agentTakes(t *thingTarget, by *metadata.AgentType, makes bool) bool {
	if by.Mode == metadata.Ephemeral {
		return makes
	}
	revision := m.server.ask(by.ComponentID, t.id)
	if revision == nil {
		return makes
	}
	runs := t.place.typeOf(by.ComponentID, *revision)
	return runs != nil && sameCall(t.client.pin, runs, t.method)
}

// disturb lets others do something before a request of the call. The result reports whether
// they did.
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

// act draws something that others do where the agent is.
func (m *agentModel) act(r *rapid.T, t *thingTarget) func() {
	p := t.place
	switch rapid.SampledFrom([]string{"deploy", "roll back", "delete", "update"}).Draw(r, "others") {
	case "deploy":
		next := edited(r, p.current.AgentType("Thing"))
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
					d.UpdateAgent(id)
				}
			})
		}
	}
}

// touch does something with an agent that its clients do not know of.
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

// deletes checks that the client deletes what it means.
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
