package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestListAgents lists the agents of a component, with and without a limit.
func TestListAgents(t *testing.T) {
	s, _, call := counters(t)
	path := strings.TrimSuffix(counterPath, "/Counter(%22a%22)")
	for _, name := range []string{"b", "a"} {
		agentCaller{t, s, fmt.Sprintf("Counter(%q)", name)}.do("get", "")
	}
	const next = `{"cursor":{"cursor":1,"layer":0},`
	for query, wanted := range map[string]string{"": `{"cursor":null, a b`, "?count=1": next + " a", "?count=2": `{"cursor":null, a b`, "?count=-1": `{"cursor":null, a b`} {
		text := strings.TrimPrefix(call.get(http.MethodGet, path+query), "200 ")
		got, _, _ := strings.Cut(text, `"workers"`)
		for _, name := range []string{"a", "b"} {
			if strings.Contains(text, `"agentId":"Counter(\"`+name+`\")"`) {
				got += " " + name
			}
		}
		want(t, query, got, wanted)
	}
	if first, second := strings.Index(call.get(http.MethodGet, path), `\"a\"`), strings.Index(call.get(http.MethodGet, path), `\"b\"`); first > second {
		t.Error("the agents are not in order")
	}
}

// TestListComponents lists the components of an environment by name.
func TestListComponents(t *testing.T) {
	s := NewServer(t, Quiet())
	names := []string{"g:d", "g:a", "g:f", "g:c", "g:e", "g:b"}
	for i, name := range names {
		var m map[string]any
		if err := json.Unmarshal(s.document(t), &m); err != nil {
			t.Fatal(err)
		}
		m["id"], m["componentName"] = stableID("component", name), name
		d := s.Deploy(quoted(m), In("app", "dev"))
		if d.Revision() != uint64(i) {
			t.Errorf("deployment %d", d.Revision())
		}
	}
	get := agentCaller{t: t, s: s}.get
	text := get(http.MethodGet, "/v1/envs/"+s.agents.environments[0].id+"/components")
	at := 0
	for _, name := range []string{"g:a", "g:b", "g:c", "g:d", "g:e", "g:f"} {
		i := strings.Index(text, `"componentName":"`+name+`"`)
		if i < at {
			t.Errorf("%s is not in order", name)
		}
		at = i
	}
}

// TestManyDeployments makes the first of twelve deployments the current one again.
func TestManyDeployments(t *testing.T) {
	s := NewServer(t, Quiet())
	for range 12 {
		s.Deploy(s.document(t), In("app", "dev"))
	}
	call := agentCaller{t: t, s: s}
	path := "/v1/envs/" + s.agents.environments[0].id
	wantParts(t, "the list", call.get(http.MethodGet, path+"/deployments"), `"revision":9,"version":"10"`, `"revision":11,"version":"12"`)
	put := func(body string) string {
		x := Exchange{Method: http.MethodPut, Path: path + "/current-deployment", Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}}
		status, _, text := sendAgent(t, s, x)
		return fmt.Sprint(status, " ", text)
	}
	for body, wanted := range map[string]string{
		`{"currentRevision":11,"deploymentRevision":12}`: `404 {"code":"DEPLOYMENT_NOT_FOUND"`,
		`{"currentRevision":10,"deploymentRevision":0}`:  `409 {"code":"DEPLOYMENT_CONCURRENT_UPDATE"`,
		`{"currentRevision":11}`:                         "400 parse request payload error: ",
		`{"currentRevision"`:                             "400 parse request payload error: ",
	} {
		if got := put(body); !strings.HasPrefix(got, wanted) {
			t.Errorf("%s: %s, want %s", body, got, wanted)
		}
	}
	wantParts(t, "the rollback", put(`{"currentRevision":11,"deploymentRevision":0}`), "200 ", `"currentRevision":12`, `"revision":0,"version":"1"`)
	wantParts(t, "the environment", call.get(http.MethodGet, path), `"deploymentRevision":0`)
	if text := call.get(http.MethodGet, "/v1/envs/x/deployments"); !strings.HasPrefix(text, "400 failed to parse path `param0`: ") {
		t.Error(text)
	}
	if text := call.get(http.MethodGet, path+"/deployments/x/agent-types"); !strings.HasPrefix(text, "400 failed to parse path `param1`: ") {
		t.Error(text)
	}
}

// TestKeyOfOtherMethod sends the key of a call with another method. The stored result is read by the
// type of that method, in the revision that ran the call.
func TestKeyOfOtherMethod(t *testing.T) {
	s, d, counter := counters(t)
	d.Answer("Counter.reset", "")
	counter.do("reset", "", `"idempotencyKey":"k"`)
	want(t, "a method with a result", counter.do("get", "", `"idempotencyKey":"k"`),
		`400 {"code":"TYPE_CHECKER_ERROR","errors":["Type checker error: DataValue conversion error: Tuple length mismatch"]}`)
	call := agentCaller{t, s, `Drifting("a")`}
	call.do("stable", "1", `"idempotencyKey":"k"`)
	deployRecorded(s, "dev", 2)
	want(t, "a method of the current deployment", call.do("added", "", `"idempotencyKey":"k"`),
		`500 {"code":"INTERNAL_UNKNOWN","error":"Internal error: Agent method added not found in agent type Drifting","workerError":null}`)
}

// TestTimesInThePast schedules calls without moving the server's clock.
func TestTimesInThePast(t *testing.T) {
	s, _, call := counters(t)
	at := func(time string) string { return `"scheduleAt":"` + time + `"` }
	call.do("increment", "1", `"mode":"schedule"`, at(time.Now().Add(-time.Hour).Format(time.RFC3339)))
	call.do("increment", "10", `"mode":"schedule"`, at(time.Now().Add(time.Hour).Format(time.RFC3339)))
	s.Settle()
	want(t, "the count", call.do("get", ""), `200 Counter("a") (1) revision 0`)
	s.Advance(2 * time.Hour)
	want(t, "later", call.do("get", ""), `200 Counter("a") (11) revision 0`)
}

// TestAgentEntries checks the entries in the oplog of an agent: the constructor, calls with their types,
// and null for parameters that the agent's revision does not take.
func TestAgentEntries(t *testing.T) {
	s, _, _ := counters(t)
	call := agentCaller{t, s, `Drifting("a")`}
	call.do("stable", "1")
	deployRecorded(s, "dev", 2)
	call.do("widened", "5000000000")
	call.do("added", "")
	gate := s.Hold("Drifting.stable", call.agent)
	call.do("stable", "2", `"mode":"schedule"`)
	gate.Wait()
	call.do("stable", "3", `"mode":"schedule"`, `"idempotencyKey":"waits"`)
	path := strings.Replace(counterPath, "Counter", "Drifting", 1)
	want(t, "cancel", call.get(http.MethodDelete, path+"/invocations/waits"), `200 {"canceled":true}`)
	gate.Open()
	s.Settle()
	var page struct {
		Entries []struct {
			Entry struct {
				Type           string
				IdempotencyKey string
				Invocation     struct {
					Type, MethodName                     string
					FunctionInput, ConstructorParameters json.RawMessage
				}
				Result struct {
					Type   string
					Output json.RawMessage
				}
			}
		}
	}
	text := strings.TrimPrefix(call.get(http.MethodGet, path+"/oplog?count=100"), "200 ")
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range page.Entries {
		in := e.Entry.Invocation
		lines = append(lines, strings.Join(strings.Fields(strings.Join([]string{
			e.Entry.Type, in.Type, in.MethodName, values(in.FunctionInput), values(in.ConstructorParameters), e.Entry.Result.Type, values(e.Entry.Result.Output),
		}, " ")), " "))
	}
	want(t, "the oplog", strings.Join(lines, "\n"), strings.Join([]string{
		"Create",
		`PendingAgentInvocation AgentInitialization ({"typ":{"type":"Str"},"value":"a"})`,
		`PendingAgentInvocation AgentMethodInvocation stable ({"typ":{"type":"U32"},"value":1})`,
		`AgentInvocationStarted AgentInitialization ({"typ":{"type":"Str"},"value":"a"})`,
		"AgentInvocationFinished AgentInitialization ()",
		`AgentInvocationStarted AgentMethodInvocation stable ({"typ":{"type":"U32"},"value":1})`,
		`AgentInvocationFinished AgentMethod ({"typ":{"type":"U32"},"value":1})`,
		"PendingAgentInvocation AgentMethodInvocation widened null",
		"PendingAgentInvocation AgentMethodInvocation added null",
		`PendingAgentInvocation AgentMethodInvocation stable ({"typ":{"type":"U32"},"value":2})`,
		`AgentInvocationStarted AgentMethodInvocation stable ({"typ":{"type":"U32"},"value":2})`,
		`PendingAgentInvocation AgentMethodInvocation stable ({"typ":{"type":"U32"},"value":3})`,
		"CancelPendingInvocation",
		`AgentInvocationFinished AgentMethod ({"typ":{"type":"U32"},"value":2})`,
	}, "\n"))
	wantParts(t, "the canceled call", text, `"idempotencyKey":"waits"`)
}

// values returns the values of typed data.
func values(data json.RawMessage) string {
	n, err := parseJSON(string(data))
	if err != nil || n.kind == jsonNull {
		return string(data)
	}
	return readableData(&n)
}

// TestHandlersOfAgentsFail lets handlers of agents fail in ways that fail the test.
func TestHandlersOfAgentsFail(t *testing.T) {
	for _, test := range []struct{ agent, method, result, told, cause string }{
		{`Counter("a")`, "get", `"x"`, `golemtest: the handler of Counter.get returned "x": expected u64, found string`, "golemtest: the handler of Counter.get returned a bad result: expected u64, found string"},
		{`Counter("a")`, "get", `{`, "golemtest: the handler of Counter.get returned {: EOF while parsing an object", "golemtest: the handler of Counter.get returned a bad result: EOF"},
		{`Media("a")`, "unstructuredPair", `[1]`, "expected an array of 2 values, found [1]", "expected an array of 2 values"},
		{`Media("a")`, "unstructuredPair", `["x",1]`, "golemtest: the handler of Media.unstructuredPair returned [\"x\",1]: ", "returned a bad result"},
	} {
		s, d, _ := counters(t)
		told := &failing{TB: t}
		s.t = told
		d.Answer(strings.TrimSuffix(test.agent, `("a")`)+"."+test.method, test.result)
		got := agentCaller{t, s, test.agent}.do(test.method, "")
		wantParts(t, test.result, got, "500 ", "INTERNAL_AGENT_EXECUTION_FAILED", test.cause)
		wantParts(t, test.result, strings.Join(told.errors, "\n"), test.told)
		s.t = t
	}
	s := NewServer(t, Quiet())
	d := s.Deploy(s.document(t), In("g15-app", "dev"))
	told := &failing{TB: t}
	s.t = told
	call := agentCaller{t, s, `Counter("a")`}
	wantParts(t, "no handler", call.do("get", ""), `"cause":"golemtest: nothing plays Counter.get"`)
	wantParts(t, "no handler", strings.Join(told.errors, "\n"), "golemtest: nothing plays Counter.get: give Serve an implementation, or HandleAgent or HandleFunc a handler, or Answer an answer")
	s.t = t
	d.HandleFunc("Counter.get", func(context.Context, *Invocation) (json.RawMessage, error) {
		goruntime.Goexit()
		return nil, nil
	})
	call.agent = `Counter("b")`
	wantParts(t, "Goexit", call.do("get", ""), "INTERNAL_AGENT_EXECUTION_FAILED", "the handler ended its goroutine")
	wantParts(t, "after it", call.do("get", ""), "INTERNAL_PREVIOUS_INVOCATION_FAILED", "the handler ended its goroutine")
}

// TestPartsOfHandlers reads multimodal results of handlers.
func TestPartsOfHandlers(t *testing.T) {
	schema := &metadata.DataSchema{Kind: metadata.SchemaMultimodal, Elements: []metadata.Element{{Name: "n", Type: &metadata.Type{Kind: metadata.KindU8}}, {Name: "t", Kind: metadata.UnstructuredText}}}
	for _, test := range [][2]string{
		{`[{"name":"n","value":{"type":"ComponentModel","value":7}},{"name":"t","value":{"type":"UnstructuredText","value":{"type":"Url","value":"u"}}}]`, ""},
		{`[{"name":"x","value":{"type":"ComponentModel","value":7}}]`, "expected a part like"},
		{`[{"name":"n","value":{"type":"UnstructuredText","value":7}}]`, "expected a part like"},
		{`[{"name":"n"}]`, "expected a part like"},
		{`[{"name":"n","value":{"type":"ComponentModel","value":256}}]`, "value 256 is not within the range"},
		{`[{"name":"t","value":{"type":"UnstructuredText","value":{"type":"Link"}}}]`, "Link"},
		{`7`, "expected an array of parts, found 7"},
	} {
		list, err := readAgentResult(json.RawMessage(test[0]), schema)
		if test[1] == "" {
			if err != nil || len(list) != 2 || list[0].value.bits != 7 || list[1].alternative != 1 || !list[1].media.remote {
				t.Errorf("%s: %v %v", test[0], list, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test[1]) {
			t.Errorf("%s: %v, want %s", test[0], err, test[1])
		}
	}
}

// TestCreateFaults creates agents by requests that servers refuse.
func TestCreateFaults(t *testing.T) {
	s, _, _ := counters(t)
	member := func(agentType, parameters string) string {
		return `{"appName":"g15-app","envName":"dev","agentTypeName":"` + agentType + `","parameters":` + parameters + "}"
	}
	for body, wanted := range map[string]string{
		`[]`:                                   "400 parse request payload error: ",
		`{"appName":7}`:                        "400 parse request payload error: ",
		member("Nope", tuple("")):              `404 {"code":"RESOURCE_NOT_FOUND","error":"NotFound: Agent type Nope not found"}`,
		member("Counter", tuple("1")):          `400 {"code":"TYPE_CHECKER_ERROR","errors":["Type checker error: Agent constructor parameters type error: `,
		member("Counter", `{"type":"Tuple"}`):  "400 parse request payload error: ",
		member("Counter", tuple(`"a"`)) + " x": "400 parse request payload error: ",
	} {
		x := Exchange{Method: http.MethodPost, Path: createAgentPath, Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}}
		status, _, text := sendAgent(t, s, x)
		if got := fmt.Sprint(status, " ", text); !strings.HasPrefix(got, wanted) {
			t.Errorf("%s: %s, want %s", body, got, wanted)
		}
	}
}

// TestComponentNotDeployed calls a new agent of a component that is only in a former deployment.
func TestComponentNotDeployed(t *testing.T) {
	s, first, call := counters(t)
	var m map[string]any
	if err := json.Unmarshal(s.document(t), &m); err != nil {
		t.Fatal(err)
	}
	m["id"] = stableID("another")
	s.Deploy(quoted(m), In("g15-app", "dev"))
	want(t, "by the former deployment", call.do("get", "", `"deploymentRevision":0`),
		`500 {"code":"INTERNAL_UNKNOWN","error":"Invalid request: Invalid agent id: Agent type not found: Counter","workerError":null}`)
	first.Activate()
	want(t, "when that is current again", call.do("get", "", `"deploymentRevision":0`), `200 Counter("a") (0) revision 0`)
}
