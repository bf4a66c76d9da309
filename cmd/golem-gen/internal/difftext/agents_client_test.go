package difftext

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// agentCase is a change of an agent type between two deployments.
type agentCase struct {
	id       string
	rule     *metadata.AgentRule
	use      metadata.Use
	old, new *metadata.Deployment
}

// aboutOtherCalls are rules about calls that are not made here: of a method that is gone, and of
// Create with a configuration.
var aboutOtherCalls = map[string]bool{"method-removed": true, "config-removed": true, "config-type-changed": true}

// agentCases returns the changes that the rules about agents distinguish, at each use.
func agentCases() (list []agentCase) {
	for _, rule := range metadata.AgentRules() {
		if pair, ok := agentPairs[rule.ID]; ok {
			list = append(list, agentCase{rule.ID, rule, metadata.UseExport, bank(pair[0]), bank(pair[1])})
			continue
		}
		for _, use := range []metadata.Use{metadata.UseParameter, metadata.UseIdentity, metadata.UseResult} {
			pair, ok := schemaPairs[rule.ID]
			if types, inTypes := typePairs[rule.ID]; inTypes {
				pair, ok = [2]metadata.DataSchema{values("p", types[0]), values("p", types[1])}, true
			}
			if rule.Has(use) && ok {
				list = append(list, agentCase{rule.ID, rule, use, usedBy(use, pair[0]), usedBy(use, pair[1])})
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

// TestAgentClients calls agents over each change, with clients with default options: those of the
// old deployment, which began before or after the new one, and those of the new one. It checks
// that every agent gets what its caller means, that no other agent is reached, and that an agent
// that was made before still works for the clients of its time.
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
					if way == "old, new" && !aboutOtherCalls[c.id] && errors.Is(got.err, runtime.ErrDrift) != c.rule.Declined(c.use) {
						t.Errorf("%s: %s: the rule says otherwise than the client: %v", way, sent[i], got.err)
					}
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

// agentCall is a call of run on an Account, or on an Other if there is no Account.
type agentCall struct {
	kind         *metadata.AgentType
	identity, in []string // elements as JSON
}

func (c agentCall) String() string { return fmt.Sprint(c.kind.Name, c.identity, ".run", c.in) }

// callsOf returns calls with some values of the schema that a deployment is about.
func callsOf(d *metadata.Deployment) (calls []agentCall) {
	a := d.AgentTypes[0]
	run := a.Method("run")
	for n := range thorough.Pick(1, 3) {
		calls = append(calls, agentCall{a, elementsJSON(&a.Constructor.Input, n), elementsJSON(&run.Input, n)})
	}
	return calls
}

// reached is the outcome of a call.
type reached struct {
	err     error
	arrived map[string]any // by name, nil if nothing arrived
	state   int            // how many calls the agent has received before
	sent    string         // the result that the agent answered
	result  string         // as the client read it
}

// compare checks that the call arrived as it does without a change, or was refused.
func (got *reached) compare(t *testing.T, way string, c *agentCall, meant *reached) {
	t.Helper()
	durable := c.kind.Mode == metadata.Durable
	var call *runtime.CallError
	switch {
	case !durable && got.err != nil && (way == "old, existing" || way == "old, new, warm"):
		// The client detects a deployment less than a second before only afterwards.
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

// meet makes a call in a way: by a client of the old or of the new deployment, on an agent from
// before the new deployment or on a new agent, with the new deployment or without it.
func (c agentCase) meet(t *testing.T, of *metadata.Deployment, call *agentCall, way string) *reached {
	server := golemtest.NewServer(t, golemtest.Version("1.5.9"), golemtest.Quiet())
	defer server.Close()
	got := new(reached)
	deploy := func(d *metadata.Deployment) {
		deployed := server.Deploy(d.Document(), golemtest.In("bank", "prod"))
		for _, a := range d.AgentTypes {
			deployed.HandleAgent(a.Name, got.handler())
			for _, c := range a.Config {
				if c.Source == metadata.ConfigSecret { // set by the deployment
					deployed.SetSecret(valueJSON(c.Type, 0), c.Path...)
				}
			}
		}
	}
	client := func() *runtime.Client {
		client, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithoutRetry(),
			runtime.WithTransport(within{server}))
		if err != nil {
			t.Fatal(err)
		}
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

// handler records what an agent receives and answers.
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

// within is a transport to a server in the process without a connection. Connections to a
// thousand servers would take more time than everything else.
type within struct{ server http.Handler }

func (w within) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, in)
	response := answer.Result()
	response.Request = r
	return response, nil
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

// byName returns the values of elements by their names, and the values of multimodal data as one
// value.
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
