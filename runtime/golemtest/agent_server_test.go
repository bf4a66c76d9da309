package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAgentOplog compares the entries of calls with those of the recorded agent. The
// recorded agent also logged requests to its host.
func TestAgentOplog(t *testing.T) {
	s, _, _ := counters(t)
	call := agentCaller{t, s, `Counter("oplog-b9e3")`}
	call.do("increment", "1", `"idempotencyKey":"key-first"`)
	gate := s.Hold("Counter.incrementSlow", "")
	call.do("incrementSlow", "10,3000", `"mode":"schedule"`, `"idempotencyKey":"key-running"`)
	gate.Wait()
	call.do("increment", "100", `"mode":"schedule"`, `"idempotencyKey":"key-waiting"`)
	list := readRecordingFile(t, "1.5.9", "oplog")
	compare := func(seq int) {
		t.Helper()
		for _, x := range list {
			if x.Seq != seq {
				continue
			}
			status, _, body := sendAgent(t, s, x)
			if status != x.Status {
				t.Errorf("%d: %d", seq, status)
			}
			if difference := cmp.Diff(oplogCalls(t, *x.Response), oplogCalls(t, body)); difference != "" {
				t.Errorf("%d, %s (-recorded +here):\n%s", seq, x.Note, difference)
			}
		}
	}
	for _, seq := range []int{2, 3, 4, 5} {
		compare(seq)
	}
	gate.Open()
	s.Settle()
	compare(8)
	compare(9)
	call.do("get", "", `"idempotencyKey":"key-sum"`)
	call.do("increment", "5", `"mode":"schedule"`, `"idempotencyKey":"key-enqueued"`)
	s.Settle()
	compare(13)
	agentCaller{t, s, `Faulty("oplog-ecea")`}.do("trap", "", `"idempotencyKey":"key-trap"`)
	for _, seq := range []int{15, 16, 17} {
		compare(seq)
	}
}

// oplogCalls returns the entries about calls, without times, numbers and traces.
func oplogCalls(t *testing.T, page string) (entries []map[string]any) {
	var p struct {
		Entries []struct{ Entry map[string]any }
	}
	if err := json.Unmarshal([]byte(page), &p); err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Entries {
		switch e.Entry["type"] {
		case "HostCall", "Log":
			continue
		}
		for _, key := range []string{"timestamp", "consumedFuel", "instanceId", "retryFrom", "initialTotalLinearMemorySize"} {
			delete(e.Entry, key)
		}
		if in, ok := e.Entry["invocation"].(map[string]any); ok {
			delete(in, "invocationContext")
			delete(in, "traceId")
		}
		entries = append(entries, e.Entry)
	}
	return entries
}

// TestComponentsAndAgents plays both on one server.
func TestComponentsAndAgents(t *testing.T) {
	s, _, call := counters(t)
	shop := s.AddComponent(shopDocument(t))
	shop.Answer("health", `"fine"`)
	want(t, "the agent", call.do("increment", "2"), `200 Counter("a") (2) revision 0`)
	status, text := caller{t, s, shop.Metadata().ID, "w"}.do("invoke-and-await", "health", `{"params":[]}`)
	want(t, "the worker", fmt.Sprint(status, " ", readableResponse(text)), `200 "fine"`)
	_, _, text = send(t, s.URL, Exchange{Method: http.MethodGet, Path: "/version"})
	want(t, "version", text, `{"version":"1.2.0"}`)
}

// TestRecordAgents records calls of agents and replays them.
func TestRecordAgents(t *testing.T) {
	s, _, call := counters(t)
	recorder, err := Record(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer recorder.Close()
	url := s.URL
	s.URL = recorder.URL
	first := call.do("increment", "2")
	s.URL = url
	if text := string(recorder.Transcript()); strings.Contains(text, LocalToken) {
		t.Errorf("the token was recorded: %s", text)
	}
	player := Replay(t, recorder.Transcript())
	again := agentCaller{t, &Server{URL: player.URL}, call.agent}.do("increment", "2")
	want(t, "played", again, first)
}

// TestAgentConfig gives agents a configuration.
func TestAgentConfig(t *testing.T) {
	s, d, _ := counters(t)
	got := ""
	d.HandleAgent("Configured", func(c *Invocation) (Handler, error) {
		got = fmt.Sprintf("%s %s %s %q", c.Config("greeting"), c.Config("limits", "max"), c.Config("maybe"), c.Config("none"))
		return HandlerFunc(func(context.Context, *Invocation) (json.RawMessage, error) { return json.RawMessage(`"x"`), nil }), nil
	})
	body := `{"appName":"g15-app","envName":"dev","agentTypeName":"Configured","parameters":` + tuple(`"a"`) + `,"config":[{"path":["greeting"],"value":"hi"},{"path":["limits","max"],"value":5}]}`
	sendAgent(t, s, Exchange{Method: http.MethodPost, Path: createAgentPath, Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}})
	s.Settle()
	want(t, "configuration", got, `"hi" 5 null ""`)
	d.Configure("Configured", `"all"`, "greeting")
	d.Configure("Configured", `7`, "limits", "max")
	d.Configure("Configured", `8`, "limits", "max")
	agentCaller{t, s, `Configured("b")`}.do("getConfig", `"x"`)
	want(t, "configuration of the deployment", got, `"all" 8 null ""`)
	s.t = nil
	for wanted, f := range map[string]func(){
		"deployment 0, configuration of None: it has no agent type of this name":                                           func() { d.Configure("None", "1", "x") },
		"configuration of Configured: Agent type does not declare local config x: it declares greeting, limits.max, maybe": func() { d.Configure("Configured", "1", "x") },
		"config value for path greeting does not match expected schema: [expected string, found number]":                   func() { d.Configure("Configured", "1", "greeting") },
		"configuration of Configured: the value `` is not JSON, where texts have quotes: EOF while parsing a value":        func() { d.Configure("Configured", "", "greeting") },
	} {
		if got := fmt.Sprint(panicOf(f)); !strings.Contains(got, wanted) {
			t.Errorf("%s, want %s", got, wanted)
		}
	}
}

// TestSecretFaults sets secrets that are not declared or have another type.
func TestSecretFaults(t *testing.T) {
	s, err := Start(Quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "rare.json"))
	if err != nil {
		t.Fatal(err)
	}
	d := s.Deploy(text, In("rare", "dev"))
	for wanted, f := range map[string]func(){
		"golemtest: deployment 0, secret limit: no agent type declares it":                                                      func() { d.SetSecret("1", "limit") },
		"golemtest: deployment 0, secret api.key: agent type Vault: expected string, found number":                              func() { d.SetSecret("1", "api", "key") },
		"golemtest: deployment 0, secret api.key: the value `` is not JSON, where texts have quotes: EOF while parsing a value": func() { d.SetSecret("", "api", "key") },
	} {
		if got := fmt.Sprint(panicOf(f)); !strings.Contains(got, wanted) {
			t.Errorf("%s, want %s", got, wanted)
		}
	}
}
