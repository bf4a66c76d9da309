package golden_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/golden/agents/agentstest"
	"github.com/golem-gen/golem-gen/golden/bank"
	"github.com/golem-gen/golem-gen/golden/bank/banktest"
	"github.com/golem-gen/golem-gen/golden/rareagents"
	"github.com/golem-gen/golem-gen/golden/rareagents/rareagentstest"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// agentSubject is a golden package of agents with its test package.
type agentSubject struct {
	subject               // without exports
	agents  reflect.Value // Agents
	serve   func(*golemtest.Server) *golemtest.Deployment
	types   []agentType
	client  []runtime.ClientOption // options that the document does not imply
}

// agentType has the parts of an agent type in both packages.
type agentType struct {
	name   string        // in the document
	goName string        // name of its fields in Agents
	client reflect.Value // its constructor, as NewAccount
	fake   reflect.Value // a new fake
}

func newAgentSubject[A any](name string, serve func(*golemtest.Server, A, ...golemtest.DeployOption) *golemtest.Deployment,
	types []agentType, options ...func(*subject),
) agentSubject {
	agents := new(A)
	s := agentSubject{
		subject: subject{name: name, variants: map[reflect.Type][]reflect.Type{}, errors: map[string]reflect.Type{}},
		agents:  reflect.ValueOf(agents).Elem(), types: types,
		serve: func(server *golemtest.Server) *golemtest.Deployment { return serve(server, *agents) },
	}
	for _, option := range options {
		option(&s.subject)
	}
	return s
}

// playedAs pairs a constructor of the client with a fake. The name is that of the agent type if it
// differs from the fake's.
func playedAs(client, fake any, name ...string) agentType {
	a := agentType{goName: reflect.TypeOf(fake).Elem().Name(), client: reflect.ValueOf(client), fake: reflect.ValueOf(fake)}
	a.name = append(name, a.goName)[0]
	return a
}

// rareAgents returns the agents of a document without the name of their environment.
func rareAgents() agentSubject {
	const environment = "dev"
	serve := func(server *golemtest.Server, agents rareagentstest.Agents, opts ...golemtest.DeployOption) *golemtest.Deployment {
		return rareagentstest.Serve(server, agents, append(opts, golemtest.In("rare", environment))...)
	}
	s := newAgentSubject("rareagents", serve,
		[]agentType{playedAs(rareagents.NewPostOffice, new(rareagentstest.PostOffice), "post_office")},
		variant[rareagents.PostOfficePart](rareagents.PostOfficePartAddress{}, rareagents.PostOfficePartPicture{}),
		variant[rareagents.SendLetterPart](rareagents.SendLetterPartText{}, rareagents.SendLetterPartScan{}),
		variant[rareagents.SendNothingPart]())
	s.client = []runtime.ClientOption{runtime.WithEnvironment(environment)}
	return s
}

func agentSubjects() []agentSubject {
	return []agentSubject{
		newAgentSubject("bank", banktest.Serve,
			[]agentType{playedAs(bank.NewAccount, new(banktest.Account)), playedAs(bank.NewHelper, new(banktest.Helper))},
			variant[bank.WithdrawError](bank.WithdrawErrorInsufficientFunds{}, bank.WithdrawErrorFrozen{}),
			failure[bank.WithdrawError]("withdraw")),
		recordedAgents(),
		rareAgents(),
	}
}

func recordedAgents() agentSubject {
	return newAgentSubject("agents", agentstest.Serve,
		[]agentType{
			playedAs(agents.NewConfigured, new(agentstest.Configured)),
			playedAs(agents.NewCounter, new(agentstest.Counter)),
			playedAs(agents.NewCtorComposite, new(agentstest.CtorComposite)),
			playedAs(agents.NewCtorDrifting, new(agentstest.CtorDrifting)),
			playedAs(agents.NewCtorOptional, new(agentstest.CtorOptional)),
			playedAs(agents.NewCtorScalars, new(agentstest.CtorScalars)),
			playedAs(agents.NewDrifting, new(agentstest.Drifting)),
			playedAs(agents.NewEphemeralCounter, new(agentstest.EphemeralCounter)),
			playedAs(agents.NewFaulty, new(agentstest.Faulty)),
			playedAs(agents.NewFaultyCtor, new(agentstest.FaultyCtor)),
			playedAs(agents.NewKebabAgent, new(agentstest.KebabAgent), "kebab-agent"),
			playedAs(agents.NewMedia, new(agentstest.Media)),
			playedAs(agents.NewMediaCtor, new(agentstest.MediaCtor)),
			playedAs(agents.NewModeDrifting, new(agentstest.ModeDrifting)),
			playedAs(agents.NewMultimodalCtor, new(agentstest.MultimodalCtor)),
			playedAs(agents.NewRemovedAgent, new(agentstest.RemovedAgent)),
			playedAs(agents.NewRoundTrip, new(agentstest.RoundTrip)),
			playedAs(agents.NewSingleton, new(agentstest.Singleton)),
		},
		variant[agents.Shape](agents.ShapeCircle{}, agents.ShapeRect{}, agents.ShapeNamed{}, agents.ShapeUnit{}),
		variant[agents.EchoAnonVariantValue](agents.EchoAnonVariantValueA{}, agents.EchoAnonVariantValueB{}),
		variant[agents.MaybeV](agents.MaybeVSomeOpt{}, agents.MaybeVNoneAtAll{}),
		variant[agents.DescribePart](agents.DescribePartText{}, agents.DescribePartImage{}, agents.DescribePartData{}),
		variant[agents.MixedPart](agents.MixedPartText{}, agents.MixedPartBinary{}, agents.MixedPartPoint{}),
		variant[agents.TransformPart](agents.TransformPartText{}, agents.TransformPartImage{}),
		variant[agents.MultimodalCtorPart](agents.MultimodalCtorPartText{}, agents.MultimodalCtorPartPoint{}),
		variant[agents.OrderError](agents.OrderErrorNotFound{}, agents.OrderErrorInvalid{}, agents.OrderErrorLimit{}),
		failure[agents.OrderError]("echoResult", "failResult"))
}

// TestPlugAgents calls every method of every agent through the generated client, on a server with
// implementations from the generated test package.
func TestPlugAgents(t *testing.T) {
	for _, s := range agentSubjects() {
		t.Run(s.name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.ExactFloats(), golemtest.Quiet())
			at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
			server.SetTime(at)
			made := make([]func(reflect.Value, []reflect.Value) []reflect.Value, len(s.types))
			for i, a := range s.types {
				field := s.agents.FieldByName(a.goName)
				field.Set(reflect.MakeFunc(field.Type(), func(in []reflect.Value) []reflect.Value { return made[i](field, in) }))
			}
			deployment := s.serve(server)
			conn, err := runtime.NewClient(server.URL, append(s.client, runtime.WithBearerToken(golemtest.LocalToken))...)
			if err != nil {
				t.Fatal(err)
			}
			instances, called := 0, map[string]int{}
			rapid.Check(t, func(rt *rapid.T) {
				for i, a := range s.types {
					instances++
					p := &agentPlug{plug: &plug{T: rt, subject: s.subject, labels: map[any]int{}}, server: server, now: &at}
					p.agentType, p.source = a, deployment.AgentType(a.name)
					p.phantom = fmt.Sprintf("00000000-0000-4000-9000-%012d", instances)
					made[i] = p.made
					for draws := 1; !p.exerciseAgent(t.Context(), conn, called); draws++ {
						if draws == 100 {
							rt.Fatalf("servers take no id of %s for %d drawn values of the constructor", a.name, draws)
						}
					}
				}
			})
			for _, a := range s.types {
				for _, m := range deployment.AgentType(a.name).Methods {
					if called[a.name+"."+m.Name] == 0 {
						t.Errorf("%s.%s was not called", a.name, m.Name)
					}
				}
			}
		})
	}
}

// agentPlug connects an agent as its client sees it with the implementation.
type agentPlug struct {
	*plug
	agentType
	source  *metadata.AgentType
	server  *golemtest.Server
	now     *time.Time
	phantom string // of a durable agent

	want, seen string // parameters of the constructor: passed, and seen by the implementation
}

// made implements the constructor.
func (p *agentPlug) made(field reflect.Value, in []reflect.Value) []reflect.Value {
	call := golemtest.InvocationFrom(in[0].Interface().(context.Context))
	if p.source.Mode == metadata.Durable && call.Phantom() != p.phantom {
		p.Errorf("%s has the phantom id %q, the caller's is %q", call.Worker, call.Phantom(), p.phantom)
	}
	p.seen = p.renderAll(p.constructor().Parameters, in[1:])
	fake := reflect.New(field.Type().Out(0)).Elem()
	fake.Set(p.fake)
	return []reflect.Value{fake, reflect.Zero(errorType)}
}

// constructor is the constructor as a function that also has the configuration as parameters.
func (p *agentPlug) constructor() *metadata.Function {
	f := functionOf(p.source.Name, p.source.Constructor.Input, metadata.DataSchema{})
	if len(p.source.Config) > 0 {
		config := &metadata.Type{Kind: metadata.KindRecord}
		for _, c := range p.source.Config {
			config.Fields = append(config.Fields, metadata.Field{Name: fmt.Sprint(c.Path), Type: &metadata.Type{Kind: metadata.KindOption, Inner: c.Type}})
		}
		f.Parameters = append(f.Parameters, metadata.Parameter{Name: "config", Type: config})
	}
	return f
}

// functionOf returns a constructor or a method as a function. Unstructured and multimodal data have
// types of separate kinds.
func functionOf(name string, input, output metadata.DataSchema) *metadata.Function {
	f := &metadata.Function{Name: name, LocalName: name}
	for _, t := range typesOf(input) {
		f.Parameters = append(f.Parameters, metadata.Parameter{Type: t})
	}
	list := typesOf(output)
	for _, t := range list {
		r := metadata.Result{Type: t}
		if len(list) > 1 {
			r.Name = "of several"
		}
		f.Results = append(f.Results, r)
	}
	return f
}

// exerciseAgent makes an agent and calls its methods. It reports whether servers accept the agent's
// id, which is too long for some values.
func (p *agentPlug) exerciseAgent(ctx context.Context, conn *runtime.Client, called map[string]int) bool {
	constructor := p.constructor()
	config := len(p.source.Config) > 0
	parameters := constructor.Parameters
	if config {
		parameters = parameters[:len(parameters)-1]
	}
	p.shortening = true // ids have at most 512 bytes
	passed := append([]reflect.Value{reflect.ValueOf(conn)}, p.drawAll(parameters, p.client.Type().In)...)
	p.shortening = false
	values := passed[1:]
	if p.source.Mode == metadata.Durable {
		passed = append(passed, reflect.ValueOf(runtime.WithPhantom(p.phantom)))
	}
	client := p.client.Call(passed)[0]
	var drawn []reflect.Value
	if config {
		drawn = append(drawn, p.drawConfig(client.MethodByName("Create").Type().In(1)))
	}
	p.want, p.seen = p.renderAll(constructor.Parameters, append(values, drawn...)), "nothing: it was not called"
	if p.source.Mode == metadata.Durable && !p.create(ctx, client, drawn) {
		return false
	}
	for _, b := range p.methods(client) {
		p.exercise(ctx, b)
		called[p.source.Name+"."+b.source.Name]++
		if p.seen != p.want {
			p.Fatalf("the constructor of %s sees %s, the caller passed %s", p.source.Name, p.seen, p.want)
		}
		p.exerciseLater(ctx, b, client.MethodByName("Enqueue").Call(nil)[0], 0)
		at := reflect.ValueOf(p.now.Add(time.Hour))
		p.exerciseLater(ctx, b, client.MethodByName("Schedule").Call([]reflect.Value{at})[0], time.Hour)
	}
	return true
}

// create makes the agent. It reports whether servers accept its id.
func (p *agentPlug) create(ctx context.Context, client reflect.Value, config []reflect.Value) bool {
	arguments := append([]reflect.Value{reflect.ValueOf(ctx)}, config...)
	err, _ := client.MethodByName("Create").Call(arguments)[0].Interface().(error)
	if err != nil && strings.Contains(err.Error(), " cannot be used: ") && strings.Contains(err.Error(), "(nothing was sent)") {
		return false
	}
	if err != nil {
		p.Fatalf("%s cannot be made: %v", p.source.Name, err)
	}
	return true
}

// drawConfig draws every value of the configuration, which agents need.
func (p *agentPlug) drawConfig(as reflect.Type) reflect.Value {
	v := reflect.New(as).Elem()
	for i, c := range p.source.Config {
		v.Field(i).FieldByName("Some").SetBool(true)
		value := v.Field(i).FieldByName("Value")
		value.Set(p.draw(c.Type, value.Type()))
	}
	return v
}

// methods pairs the functions of the fake with the methods of the document. The fake may have the
// function of Create before them.
func (p *agentPlug) methods(client reflect.Value) []binding {
	var sources []*metadata.Function
	if p.source.Mode == metadata.Durable {
		sources = append(sources, new(metadata.Function))
	}
	create := len(sources)
	for _, m := range p.source.Methods {
		sources = append(sources, functionOf(m.Name, m.Input, m.Output))
	}
	list := bind(p.fake.Elem(), sources)[create:]
	for i := range list {
		list[i].client = client
	}
	return list
}

// exerciseLater enqueues a call with random parameters. If after is not zero, the call is for a
// later time.
func (p *agentPlug) exerciseLater(ctx context.Context, b binding, enqueue reflect.Value, after time.Duration) {
	method := enqueue.MethodByName(b.goName)
	passed := append([]reflect.Value{reflect.ValueOf(ctx)}, p.drawAll(b.source.Parameters, method.Type().In)...)
	want := p.renderAll(b.source.Parameters, passed[1:])
	answer := p.answer(b.source, b.field.Type())
	var seen []string
	b.field.Set(reflect.MakeFunc(b.field.Type(), func(in []reflect.Value) []reflect.Value {
		seen = append(seen, p.renderAll(b.source.Parameters, in[1:]))
		return answer
	}))
	if err, _ := method.Call(passed)[0].Interface().(error); err != nil {
		p.Fatalf("%s is not enqueued: %v", b.source.Name, err)
	}
	p.server.Settle()
	if after > 0 {
		if len(seen) > 0 {
			p.Fatalf("%s has run before its time", b.source.Name)
		}
		*p.now = p.now.Add(after)
		p.server.SetTime(*p.now)
		p.server.Settle()
	}
	if !slices.Equal(seen, []string{want}) {
		p.Fatalf("%s, enqueued, sees %s, the caller passed %s", b.source.Name, seen, want)
	}
}
