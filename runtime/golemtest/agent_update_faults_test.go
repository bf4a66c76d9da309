package golemtest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestUpdateFaults updates agents to a revision that cannot run them. They stay at their revision.
func TestUpdateFaults(t *testing.T) {
	const phantom = "7d2e1a34-0000-4000-8000-000000000001"
	for _, test := range []struct {
		agent, id      string
		method, values string
		want           string
	}{
		{"CtorDrifting(7)", "", "increment", "1", `Automatic update failed: Invalid agent id: Parse error at position 0: Expected '"', got Some('7')`},
		{`RemovedAgent("a")`, "", "which", "", "Automatic update failed: Invalid agent id: Agent type not found: RemovedAgent"},
		{`Drifting("a")`, "", "removed", "", "Automatic update failed: Agent method 'removed' not found in agent type 'Drifting'"},
		{`Drifting("b")`, "", "fieldAdded", `{"x":1,"y":2}`, "Automatic update failed: Invalid request: Method 'fieldAdded', parameter 0: record has 2 fields, expected 3"},
		{`Drifting("c")`, "", "widened", "5", "Automatic update failed: Invalid request: Method 'widened', parameter 0: expected u64, got u32"},
		{`EphemeralCounter("a")`, `EphemeralCounter("a")[` + phantom + `]`, "get", "", "Ephemeral workers cannot be updated"},
		{`ModeDrifting("a")`, "", "increment", "1", `Cannot update worker ModeDrifting("a"): its agent type has mode Ephemeral in revision 1`},
	} {
		s, _, _ := counters(t)
		call := agentCaller{t, s, test.agent}
		id, members := test.agent, []string{}
		if test.id != "" {
			id, members = test.id, []string{`"phantomId":"` + phantom + `"`}
		}
		if got := call.do(test.method, test.values, members...); !strings.HasPrefix(got, "200 ") {
			t.Errorf("%s: %s", test.agent, got)
		}
		second := deployRecorded(s, "dev", 2)
		want(t, id, fmt.Sprint(second.UpdateAgent(id)), test.want)
		if w := s.worker(second.types[0].revision.component.id, id); w.agent.revision.number != 0 {
			t.Errorf("%s is at revision %d", id, w.agent.revision.number)
		}
	}
}

// TestManualUpdateOfOthers hands over the state of an agent that has no snapshots.
func TestManualUpdateOfOthers(t *testing.T) {
	s, first, call := counters(t)
	first.HandleAgent("Counter", func(*Invocation) (Handler, error) { return &updatable{seen: new([]string)}, nil })
	call.do("increment", "2")
	want(t, "the error", fmt.Sprint(nextRevision(s, 1).UpdateAgentManually(call.agent)),
		"Manual update failed: failed to get a snapshot: the agent's implementation is not a golemtest.Snapshotter")
}

// TestUpdateWithoutConfiguration updates an agent to a deployment that lacks a value of the
// configuration.
func TestUpdateWithoutConfiguration(t *testing.T) {
	s, first, _ := counters(t)
	first.Configure("Configured", `"hello"`, "greeting")
	first.Configure("Configured", "1", "limits", "max")
	call := agentCaller{t, s, `Configured("c")`}
	call.do("getConfig", `"x"`)
	text := strings.Replace(string(recordedComponent(2)), `["greeting"]`, `["welcome"]`, 1)
	second := s.Deploy([]byte(text), In("g15-app", "dev"))
	want(t, "the error", fmt.Sprint(second.UpdateAgent(call.agent)), "Automatic update failed: Invalid request: Config welcome was not provided a value")
}

// TestUpdateRequests sends requests for updates that servers refuse.
func TestUpdateRequests(t *testing.T) {
	s, _, call := counters(t)
	call.do("get", "")
	for body, wanted := range map[string]string{
		`{"mode":"automatic","targetRevision":7}`: `404 {"code":"COMPONENT_NOT_FOUND"`,
		`{"mode":"automatic"`:                     "400 parse request payload error: ",
		`{"mode":"quick","targetRevision":0}`:     "400 parse request payload error: ",
	} {
		x := Exchange{Method: http.MethodPost, Path: counterPath + "/update", Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}}
		status, _, text := sendAgent(t, s, x)
		if got := fmt.Sprint(status, " ", text); !strings.HasPrefix(got, wanted) {
			t.Errorf("%s: %s, want %s", body, got, wanted)
		}
	}
}

// TestOtherHandlersOfDeployments checks which handlers play agents of a later deployment: its own
// ones, otherwise those of the deployment before it.
func TestOtherHandlersOfDeployments(t *testing.T) {
	s, first, _ := counters(t)
	first.Answer("Counter.get", "77")
	second := nextRevision(s, 1)
	want(t, "without handlers of its own", agentCaller{t, s, `Counter("b")`}.do("get", ""), `200 Counter("b") (77) revision 1`)
	second.HandleAgent("Counter", func(*Invocation) (Handler, error) { return &updatable{seen: new([]string)}, nil })
	want(t, "with them", agentCaller{t, s, `Counter("c")`}.do("get", ""), `200 Counter("c") (0) revision 1`)
	second.Answer("Counter.get", "78")
	want(t, "with an answer", agentCaller{t, s, `Counter("c")`}.do("get", ""), `200 Counter("c") (78) revision 1`)
}
