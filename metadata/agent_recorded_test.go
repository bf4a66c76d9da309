package metadata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// drifted is a recorded call of a client of one deployment on an agent of one revision.
type drifted struct {
	newClient, newAgent bool
	pinned              *int // the deployment's revision in the request
	method              string
	values              []any
	status              int
	result              any // of a call that succeeded
}

// driftedCalls returns the recorded calls of Drifting agents. It leaves out calls without an
// answer, because an agent stops after several refused calls.
func driftedCalls(t *testing.T) []drifted {
	t.Helper()
	var list []drifted
	type data struct{ Elements []struct{ Value any } }
	for _, e := range fullRecording(t, filepath.Join("..", "testdata", "recordings", "golem-1.5.9", "drift.jsonl")) {
		if e.Category != "old client" && e.Category != "new client" || e.Status < 0 {
			continue
		}
		var request struct {
			MethodName         string
			MethodParameters   data
			DeploymentRevision *int
		}
		var response struct{ Result data }
		decodeNumbers(t, e.Request, &request)
		if e.Status == 200 {
			decodeNumbers(t, e.Response, &response)
		}
		d := drifted{
			newClient: e.Category == "new client", newAgent: strings.HasSuffix(e.Note, "new agent"),
			pinned: request.DeploymentRevision, method: request.MethodName, status: e.Status,
		}
		for _, p := range request.MethodParameters.Elements {
			d.values = append(d.values, p.Value)
		}
		for _, r := range response.Result.Elements {
			d.result = r.Value
		}
		list = append(list, d)
	}
	return list
}

type fullExchange struct {
	Category, Note, Request, Response string
	Status                            int
}

func fullRecording(t *testing.T, file string) []fullExchange {
	t.Helper()
	var list []fullExchange
	for line := range bytes.SplitSeq(readFile(t, file), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var e fullExchange
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

func decodeNumbers(t *testing.T, text string, to any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(to); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

// outcome returns what the call met, by the model, and what the agent saw, nil for a call
// that is refused.
func (d drifted) outcome(deployments []*Deployment) (Outcome, []*positional) {
	resolve, run := deployments[1], deployments[0]
	if d.pinned != nil {
		resolve = deployments[*d.pinned]
	}
	if d.newAgent {
		run = deployments[1]
	}
	read, runs := resolve.AgentType("Drifting").Method(d.method), run.AgentType("Drifting").Method(d.method)
	if read == nil || runs == nil || len(d.values) != len(read.Input.Elements) || len(d.values) != len(runs.Input.Elements) {
		return RequestRefused, nil
	}
	worst := Unaffected
	var saw []*positional
	for i, v := range d.values {
		p, err := readValue(v, read.Input.Elements[i].Type)
		if err != nil || p.fits(runs.Input.Elements[i].Type) != nil {
			return RequestRefused, nil
		}
		if !meansSame(v, p.named(runs.Input.Elements[i].Type)) {
			worst = SilentlyDifferent
		}
		saw = append(saw, p)
	}
	return worst, saw
}

// TestRecordedAgentDrift compares the model with what a running server did with clients and
// agents of two deployments, and the table with both.
func TestRecordedAgentDrift(t *testing.T) {
	deployments := []*Deployment{decodeAgents(t, "agent-types-v1.json"), decodeAgents(t, "agent-types-v2.json")}
	changes := CompareDeployments(deployments[0], deployments[1])
	calls := driftedCalls(t)
	if len(calls) < 100 {
		t.Fatalf("%d calls", len(calls))
	}
	met := map[Outcome]int{}
	for _, d := range calls {
		want, saw := d.outcome(deployments)
		place := fmt.Sprintf("%+v", d)
		if (d.status != 200) != (want == RequestRefused) {
			t.Errorf("%s: the model says %s", place, want)
			continue
		}
		met[want]++
		checkSeen(t, place, d, saw)
		if bound := effectAt(changes, d); want > bound {
			t.Errorf("%s: %s, the table says %s", place, want, bound)
		}
	}
	for _, o := range []Outcome{Unaffected, RequestRefused, SilentlyDifferent} {
		if met[o] < 10 {
			t.Errorf("%d calls were %s", met[o], o)
		}
	}
}

// checkSeen compares what the agent reports to have seen with the model.
func checkSeen(t *testing.T, place string, d drifted, saw []*positional) {
	t.Helper()
	text, ok := d.result.(string)
	if !ok || !strings.HasPrefix(text, "guest saw ") {
		return
	}
	var seen [][]any // for each parameter, the nodes of its value
	decodeNumbers(t, strings.TrimPrefix(text, "guest saw "), &seen)
	for i, p := range saw {
		if got, want := leaves(seen[i]), p.leaves(); !slices.Equal(got, want) {
			t.Errorf("%s: the agent saw %v, the model says %v", place, got, want)
		}
	}
}

// leaves returns the scalars of a value that an agent shows as nodes. An object with their
// numbers comes before those of a record.
func leaves(nodes []any) []string {
	var list []string
	for _, n := range nodes {
		if _, ok := n.(map[string]any); !ok {
			list = append(list, fmt.Sprint(n))
		}
	}
	return list
}

func (p *positional) leaves() []string {
	switch {
	case p.kind == KindEnum:
		return []string{fmt.Sprint(p.index)}
	case len(p.items) == 0:
		return []string{fmt.Sprint(p.plain())}
	}
	var list []string
	for _, item := range p.items {
		list = append(list, item.leaves()...)
	}
	return list
}

// effectAt returns the worst effect that the table has for a call.
func effectAt(changes []AgentChange, d drifted) Outcome {
	worst := Unaffected
	for _, c := range changes {
		if c.Use == UseResult || c.Place() != "Drifting."+d.method && !strings.HasPrefix(c.Place(), "Drifting."+d.method+".") {
			continue
		}
		e := c.Effects
		current := d.pinned == nil || *d.pinned == 1
		switch {
		case !d.newClient && !d.newAgent && current:
			worst = max(worst, e.Existing)
		case !d.newClient && d.newAgent && current:
			worst = max(worst, e.New)
		case !d.newClient && d.newAgent:
			worst = max(worst, e.Pinned)
		case d.newClient && !d.newAgent && current:
			worst = max(worst, e.Upgraded)
		case d.newClient && !current:
			worst = AnotherAgent // the table has no effect for a client of a later deployment
		}
	}
	return worst
}

// TestRecordedIdentity compares the rules about agent types and constructors with the recording.
func TestRecordedIdentity(t *testing.T) {
	changes := CompareDeployments(decodeAgents(t, "agent-types-v1.json"), decodeAgents(t, "agent-types-v2.json"))
	effects := map[string]AgentEffects{}
	for _, c := range changes {
		if !strings.HasPrefix(c.Place(), "Drifting.") {
			effects[c.Rule.ID+" "+c.Place()] = c.Effects
		}
	}
	answers := map[string]fullExchange{}
	for _, e := range fullRecording(t, filepath.Join("..", "testdata", "recordings", "golem-1.5.9", "drift.jsonl")) {
		answers[e.Category+": "+e.Note] = e
	}
	for _, test := range []struct {
		change  string
		effects AgentEffects
		note    string
		status  int
		says    string
	}{
		{
			"type-changed CtorDrifting.constructor.id",
			AgentEffects{SourceBroken, RequestRefused, RequestRefused, RequestRefused, AnotherAgent},
			"ctor: no pin, old constructor, existing agent", 400, "expected string, found number",
		},
		{
			"agent-became-ephemeral ModeDrifting",
			AgentEffects{SourceBroken, AnotherAgent, SilentlyDifferent, SilentlyDifferent, AnotherAgent},
			"mode: no pin, durable agent of a type now ephemeral", 200, `)[`,
		},
		{
			"agent-type-removed RemovedAgent",
			AgentEffects{SourceBroken, RequestRefused, RequestRefused, RequestRefused, Unaffected},
			"type: no pin, removed type, existing agent", 404, "RemovedAgent not found",
		},
		{
			"agent-type-added AddedAgent",
			AgentEffects{},
			"type: pinned to the old deployment, added type", 404, "AddedAgent not found",
		},
	} {
		e, ok := answers[test.note]
		if !ok || e.Status != test.status || !strings.Contains(e.Response, test.says) {
			t.Errorf("%s: recorded %t: %d %s", test.note, ok, e.Status, e.Response)
		}
		if got, ok := effects[test.change]; !ok || got != test.effects {
			t.Errorf("%s: %+v, want %+v", test.change, got, test.effects)
		}
		delete(effects, test.change)
	}
	for change := range effects {
		if !strings.HasPrefix(change, "type-changed ") && !strings.HasPrefix(change, "method-") {
			t.Errorf("%s has no exchange", change)
		}
	}
}
