package difftext

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// agentCase is a change of an agent type between two deployments.
type agentCase struct {
	id       string
	use      metadata.Use
	old, new *metadata.Deployment
}

// agentCases are the changes that the rules about agents tell apart, at each use.
func agentCases() (list []agentCase) {
	for _, rule := range metadata.AgentRules() {
		if pair, ok := agentPairs[rule.ID]; ok {
			list = append(list, agentCase{rule.ID, metadata.UseExport, bank(pair[0]), bank(pair[1])})
			continue
		}
		for _, use := range []metadata.Use{metadata.UseParameter, metadata.UseIdentity, metadata.UseResult} {
			pair, ok := schemaPairs[rule.ID]
			if types, inTypes := typePairs[rule.ID]; inTypes {
				pair, ok = [2]metadata.DataSchema{values("p", types[0]), values("p", types[1])}, true
			}
			if rule.Has(use) && ok {
				list = append(list, agentCase{rule.ID, use, usedBy(use, pair[0]), usedBy(use, pair[1])})
			}
		}
	}
	for _, c := range list {
		for i, d := range []*metadata.Deployment{c.old, c.new} {
			d.Revision, d.AgentTypes = uint64(i), withoutDouble(d)
			for _, a := range d.AgentTypes {
				if a.ComponentID == "" {
					a.ComponentID = componentID
				}
				a.ComponentRevision = uint64(i)
			}
		}
	}
	return list
}

// TestAgentClients calls agents over each change with clients of default options: those of the
// old deployment, which began before or after the new one, and those of the new one. Whatever
// a rule says of requests, no agent gets something else than its caller means, none other is
// reached, and one that was made before goes on for the clients of its time.
func TestAgentClients(t *testing.T) {
	for _, c := range agentCases() {
		t.Run(fmt.Sprintf("%s in %s", c.id, c.use), func(t *testing.T) {
			sent := callsOf(c.old)
			for i := range sent {
				meant := c.meet(t, c.old, &sent[i], "old")
				if meant.err != nil || meant.arrived == nil {
					t.Fatalf("%s: the old deployment does not take it: %v", sent[i], meant.err)
				}
				for _, way := range []string{"old, existing", "old, existing, fresh", "old, new", "old, new, warm"} {
					got := c.meet(t, c.old, &sent[i], way)
					got.compare(t, way, &sent[i], meant)
				}
			}
			sent = callsOf(c.new)
			for i := range sent {
				meant := c.meet(t, c.new, &sent[i], "new")
				if meant.err != nil || meant.arrived == nil {
					t.Fatalf("%s: the new deployment does not take it: %v", sent[i], meant.err)
				}
				for _, way := range []string{"new, existing", "new, new"} {
					got := c.meet(t, c.new, &sent[i], way)
					got.compare(t, way, &sent[i], meant)
				}
			}
		})
	}
}

// agentCall is a call of run on an Account, or on an Other where there is none.
type agentCall struct {
	kind         *metadata.AgentType
	identity, in []string // elements as JSON
}

func (c agentCall) String() string { return fmt.Sprint(c.kind.Name, c.identity, ".run", c.in) }

// callsOf returns a call for each of some values of the schema that a deployment is about.
func callsOf(d *metadata.Deployment) (calls []agentCall) {
	a := d.AgentTypes[0]
	run := a.Method("run")
	for n := range thorough.Pick(1, 3) {
		calls = append(calls, agentCall{a, elementsJSON(&a.Constructor.Input, n), elementsJSON(&run.Input, n)})
	}
	return calls
}

func elementsJSON(s *metadata.DataSchema, n int) (list []string) {
	for _, e := range s.Elements {
		switch e.Kind {
		case metadata.ComponentModel:
			list = append(list, valueJSON(e.Type, n))
		default:
			list = append(list, `{"data":"guten Tag","textType":{"languageCode":"de"},"type":"Inline"}`)
		}
		n++
	}
	return list
}

// valueJSON returns the n-th of some values of a type.
func valueJSON(t *metadata.Type, n int) string {
	switch t.Kind {
	case metadata.KindRecord:
		var fields []string
		for i, f := range t.Fields {
			fields = append(fields, quoted(f.Name)+":"+valueJSON(f.Type, n+i))
		}
		return "{" + strings.Join(fields, ",") + "}"
	case metadata.KindTuple:
		var items []string
		for i, item := range t.Items {
			items = append(items, valueJSON(item, n+i))
		}
		return "[" + strings.Join(items, ",") + "]"
	case metadata.KindVariant:
		c := t.Cases[n%len(t.Cases)]
		if c.Type == nil {
			return quoted(map[string]any{c.Name: nil})
		}
		return quoted(map[string]json.RawMessage{c.Name: json.RawMessage(valueJSON(c.Type, n))})
	case metadata.KindEnum:
		return quoted(t.Names[n%len(t.Names)])
	case metadata.KindFlags:
		return quoted(t.Names[n%len(t.Names) : n%len(t.Names)+1])
	case metadata.KindOption:
		if n%2 == 1 {
			return "null"
		}
		return valueJSON(t.Inner, n)
	case metadata.KindStr:
		return quoted(fmt.Sprint("text ", n))
	case metadata.KindF32, metadata.KindF64:
		return fmt.Sprintf("%d.5", n)
	}
	return fmt.Sprint(n + 1)
}

func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// reached is what became of a call.
type reached struct {
	err     error
	arrived map[string]any // by name, nil if nothing did
	state   int            // how many calls the agent has received before
	sent    string         // the result that the agent answered
	result  string         // as the client read it
}

// compare checks that the call arrived as it does where nothing has changed, or was refused.
func (got *reached) compare(t *testing.T, way string, c *agentCall, meant *reached) {
	t.Helper()
	durable := c.kind.Mode == metadata.Durable
	var call *runtime.CallError
	switch {
	case !durable && got.err != nil && (way == "old, existing" || way == "old, new, warm"):
		// A deployment less than a second before is found out afterwards.
		if !errors.Is(got.err, runtime.ErrDrift) {
			t.Errorf("%s: %s: %v", way, c, got.err)
		}
	case got.err == nil && got.arrived == nil:
		t.Errorf("%s: %s has not arrived", way, c)
	case got.err == nil && quoted(got.arrived) != quoted(meant.arrived):
		t.Errorf("%s: %s arrived as %s, not as %s", way, c, quoted(got.arrived), quoted(meant.arrived))
	case got.err == nil && got.sent != "" && !equalJSON(t, got.sent, got.result):
		t.Errorf("%s: %s answered %s, and the client read %s", way, c, got.sent, got.result)
	case got.err != nil && (got.arrived != nil || !errors.As(got.err, &call) || call.MayHaveRun()):
		t.Errorf("%s: %s was not refused before it was run: %v", way, c, got.err)
	case durable && (way == "old, existing" || way == "old, existing, fresh") && (got.err != nil || got.state != 1):
		t.Errorf("%s: %s has not reached the agent that was made before: %v, %d calls before", way, c, got.err, got.state)
	}
}

// meet makes a call in a way: by a client of the old or of the new deployment, on an agent that
// was made before the new one or on a new one, if the new one is deployed at all.
func (c agentCase) meet(t *testing.T, of *metadata.Deployment, call *agentCall, way string) *reached {
	server := golemtest.NewServer(t, golemtest.Version("1.5.9"), golemtest.Quiet())
	defer server.Close()
	got := new(reached)
	deploy := func(d *metadata.Deployment) {
		deployed := server.Deploy(d.Document(), golemtest.In("bank", "prod"))
		for _, a := range d.AgentTypes {
			deployed.HandleAgent(a.Name, got.handler())
		}
	}
	client := func() *runtime.Client {
		client, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithoutRetry())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(client.CloseIdleConnections)
		return client
	}
	caller := client()
	if way != "new" {
		deploy(c.old)
	}
	switch way {
	case "old, existing", "old, existing, fresh":
		_ = call.make(caller, of)
	case "new, existing":
		before := callsOf(c.old)
		for i := range before {
			_ = before[i].make(client(), c.old)
		}
	case "old, new, warm":
		other := *call
		other.identity = elementsJSON(&call.kind.Constructor.Input, 7)
		_ = other.make(caller, of)
	}
	if way == "old, existing, fresh" || way == "old, new" {
		caller = client()
	}
	if way != "old" {
		deploy(c.new)
	}
	*got = reached{}
	got.err = call.makeTo(caller, of, &got.result)
	server.Settle()
	return got
}

// handler notes what an agent receives and answers.
func (got *reached) handler() func(*golemtest.Invocation) (golemtest.Handler, error) {
	return func(constructor *golemtest.Invocation) (golemtest.Handler, error) {
		calls := 0
		identity := byName(constructor.Parameters, &constructor.Agent.Constructor.Input)
		return golemtest.HandlerFunc(func(_ context.Context, in *golemtest.Invocation) (json.RawMessage, error) {
			got.arrived = map[string]any{"in": byName(in.Parameters, &in.Method.Input), "identity": identity, "mode": in.Agent.Mode, "type": in.Agent.Name}
			got.state = calls
			calls++
			got.sent = ""
			if len(in.Method.Output.Elements) > 0 {
				got.sent = string(resultOf(&in.Method.Output))
			}
			return json.RawMessage(got.sent), nil
		}), nil
	}
}

// resultOf returns a result of a method.
func resultOf(s *metadata.DataSchema) json.RawMessage {
	list := elementsJSON(s, 0)
	switch {
	case s.Kind == metadata.SchemaMultimodal:
		for i, e := range s.Elements {
			list[i] = fmt.Sprintf(`{"name":%q,"value":{"type":%q,"value":%s}}`, e.Name, e.Kind, list[i])
		}
	case len(list) == 1:
		return json.RawMessage(list[0])
	}
	return json.RawMessage("[" + strings.Join(list, ",") + "]")
}

// byName returns the values of elements by their names, those of multimodal data as one.
func byName(list []json.RawMessage, s *metadata.DataSchema) map[string]json.RawMessage {
	named := map[string]json.RawMessage{}
	for i, v := range list {
		name := "parts"
		if s.Kind != metadata.SchemaMultimodal {
			name = s.Elements[i].Name
		}
		named[name] = v
	}
	return named
}

func (c *agentCall) make(client *runtime.Client, of *metadata.Deployment) error {
	return c.makeTo(client, of, new(string))
}

// makeTo makes the call as a generated client of the deployment does.
func (c *agentCall) makeTo(client *runtime.Client, of *metadata.Deployment, result *string) error {
	constructor, run := functionOf(&c.kind.Constructor.Input, nil), functionOf(&c.kind.Method("run").Input, &c.kind.Method("run").Output)
	run.Name = "run"
	kind := &stub.AgentType{
		Name: c.kind.Name, Ephemeral: c.kind.Mode == metadata.Ephemeral, Constructor: constructor, Application: "bank", Environment: "prod",
		Deployment: of.Revision, ComponentID: c.kind.ComponentID, Revision: c.kind.ComponentRevision,
	}
	for _, declared := range c.kind.Config {
		if declared.Source == metadata.ConfigLocal {
			kind.Config = append(kind.Config, stub.ConfigValue{Path: declared.Path, Type: string(declared.Type.AppendJSON(nil))})
		}
	}
	agent := stub.NewAgent(client, kind, nil)
	put(agent, &c.kind.Constructor.Input, c.identity)
	target := agent.Address()
	if len(kind.Config) > 0 {
		c.create(target)
	}
	call := target.Begin(run, nil)
	put(call, &c.kind.Method("run").Input, c.in)
	if len(run.Results) == 0 && !run.MultimodalResult {
		return call.Await(context.Background())
	}
	return call.AwaitValue(context.Background(), result, func(d *wire.Decoder, v any) {
		text := d.Raw()
		for i := 1; i < len(run.Results) && !run.MultimodalResult; i++ {
			d.NextElement(run.Results[i].Element)
			text += "," + d.Raw()
		}
		if len(run.Results) > 1 && !run.MultimodalResult {
			text = "[" + text + "]"
		}
		*v.(*string) = text
	})
}

// create makes the agent with its configuration. Whether that succeeds shows at the call.
func (c *agentCall) create(target stub.Target) {
	call := stub.Create(stub.AgentOf(target), nil)
	for i, declared := range c.kind.Config {
		call.Buffer = append(call.Part(i), valueJSON(declared.Type, 0)...)
	}
	_ = call.Await(context.Background())
}

func functionOf(in, out *metadata.DataSchema) *stub.Function {
	fn := &stub.Function{Multimodal: in.Kind == metadata.SchemaMultimodal}
	fn.Parameters = parametersOf(in)
	if out != nil {
		fn.Results, fn.MultimodalResult = parametersOf(out), out.Kind == metadata.SchemaMultimodal
	}
	return fn
}

func parametersOf(s *metadata.DataSchema) (list []stub.Parameter) {
	for _, e := range s.Elements {
		p := stub.Parameter{Name: e.Name}
		switch e.Kind {
		case metadata.ComponentModel:
			p.Type = string(e.Type.AppendJSON(nil))
		case metadata.UnstructuredText:
			p.Element = wire.UnstructuredText
		}
		list = append(list, p)
	}
	return list
}

// put writes the parameters.
func put(call *stub.Call, s *metadata.DataSchema, list []string) {
	said := runtime.InlineText("guten Tag", "de")
	for i, e := range s.Elements {
		switch {
		case s.Kind == metadata.SchemaMultimodal && e.Kind == metadata.UnstructuredText:
			call.Buffer = wire.AppendText(call.Part(i), &call.Encoder, &said)
		case s.Kind == metadata.SchemaMultimodal:
			call.Buffer = append(call.Part(i), list[i]...)
		case e.Kind == metadata.UnstructuredText:
			call.PutText(said)
		default:
			call.Buffer = append(call.Param(), list[i]...)
		}
	}
}
