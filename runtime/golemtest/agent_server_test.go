package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestAgentOplog compares the entries of calls with those of the recorded agent, which also
// logged what it asked of its host.
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

// oplogCalls returns the entries about calls without times, numbers and traces.
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

// TestEnvironments deploys one document to two environments and two accounts.
func TestEnvironments(t *testing.T) {
	s := NewServer(t, Quiet(), Token("another-token-of-the-user"), MaxRequest(2000))
	document := s.document(t)
	staging := s.Deploy(document, In("bank", "staging"))
	prod := s.Deploy(document, In("bank", "prod"), OwnedBy("Ann@example.org"))
	if a, b := staging.AgentType("Counter"), prod.AgentType("Counter"); a.ComponentID == b.ComponentID {
		t.Errorf("both environments have the component %s", a.ComponentID)
	}
	staging.Answer("Counter.get", "1")
	prod.Answer("Counter.get", "2")
	ask := func(members string) string {
		body := `{"appName":"bank","agentTypeName":"Counter","parameters":` + tuple(`"a"`) + `,"methodName":"get","methodParameters":` + tuple("") + `,"mode":"await",` + members + "}"
		x := Exchange{Method: http.MethodPost, Path: invokeAgentPath, Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}}
		x.RequestHeaders["Authorization"] = "Bearer another-token-of-the-user"
		status, _, text := sendAgent(t, s, x)
		return fmt.Sprint(status, " ", readableResponse(text))
	}
	want(t, "staging", ask(`"envName":"staging"`), `200 Counter("a") (1) revision 0`)
	want(t, "prod of the token's account", ask(`"envName":"prod"`), `404 {"code":"RESOURCE_NOT_FOUND","error":"NotFound: Agent type Counter not found"}`)
	want(t, "prod of the account", ask(`"envName":"prod","ownerAccountEmail":" ann@example.org"`), `200 Counter("a") (2) revision 0`)
	want(t, "prod of the account, in capitals", ask(`"envName":"prod","ownerAccountEmail":"Ann@example.org"`),
		`404 {"code":"RESOURCE_NOT_FOUND","error":"NotFound: Agent type Counter not found"}`)
	want(t, "staging of another account", ask(`"envName":"staging","ownerAccountEmail":"ann@example.org"`),
		`404 {"code":"RESOURCE_NOT_FOUND","error":"NotFound: Agent type Counter not found"}`)
	if text := ask(`"envName":"prod","more":"` + strings.Repeat("x", 2000) + `"`); !strings.HasPrefix(text, `413 {"code":"REQUEST_PAYLOAD_TOO_LARGE","error":`) {
		t.Errorf("a large call: %s", text)
	}
	_, _, text := sendAgent(t, s, Exchange{Method: http.MethodGet, Path: "/v1/me/visible-environments?app_name=bank&account_email=Ann%40example.org"})
	if !strings.Contains(text, `"rolesFromActiveShares":["admin"]`) || !strings.Contains(text, `"name":"prod"`) || strings.Contains(text, `"name":"staging"`) {
		t.Errorf("visible: %s", text)
	}
	_, _, text = sendAgent(t, s, Exchange{Method: http.MethodGet, Path: "/version"})
	want(t, "version", text, `{"version":"1.5.9"}`)
}

// document returns a document of the recorded agents.
func (s *Server) document(t *testing.T) []byte {
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "component-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestDeployAgain deploys a document whose interface has changed under its revision.
func TestDeployAgain(t *testing.T) {
	s := NewServer(t, Quiet())
	document := s.document(t)
	first := s.Deploy(document, In("bank", "prod"))
	same := s.Deploy(document, In("bank", "prod"))
	changed := s.Deploy([]byte(strings.Replace(string(document), `"name":"increment"`, `"name":"add"`, 1)), In("bank", "prod"))
	got := fmt.Sprint(first.AgentType("Counter").ComponentRevision, same.AgentType("Counter").ComponentRevision, changed.AgentType("Counter").ComponentRevision, changed.Revision())
	want(t, "revisions", got, "0 0 1 2")
	if changed.AgentType("None") != nil {
		t.Error("an agent type of no deployment")
	}
}

func TestBadDeployments(t *testing.T) {
	s := NewServer(t, Quiet())
	document := s.document(t)
	for _, test := range []struct {
		version  string
		document []byte
		opts     []DeployOption
		want     string
	}{
		{"", document, nil, "the document does not tell its application and environment: give them with In"},
		{"1.2.5", document, []DeployOption{In("a", "b")}, "a server of version 1.2.5 has no agents: leave the option Version out, or give 1.5"},
		{"1.5.9", []byte("{"), nil, "golemtest: document of agents: "},
	} {
		var opts []Option
		if test.version != "" {
			opts = append(opts, Version(test.version))
		}
		if _, err := NewServer(t, append(opts, Quiet())...).UploadAgents(test.document, test.opts...); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
	if _, err := NewServer(t, Version("1.5.9"), Quiet()).Upload(shopDocument(t)); err == nil || !strings.Contains(err.Error(), "has agents, no components that export functions") {
		t.Errorf("a component on 1.5: %v", err)
	}
	s.t = nil // what ends a test panics
	d := s.Deploy(document, In("a", "b"))
	for wanted, f := range map[string]func(){
		`deployment 0 has no agent type "None": give one of Configured,`:                func() { d.HandleAgent("None", nil) },
		`deployment 0 has no method "Counter.none": give a name like Counter.increment`: func() { d.Answer("Counter.none", "1") },
		`deployment 0 has no method "None.get": give a name like Counter.increment`:     func() { d.Trap("None.get", "1") },
		`golemtest: update agent Counter("none"): it does not exist`:                    func() { d.UpdateAgent(`Counter("none")`) },
		"the document does not tell its application and environment: give them with In": func() { s.Deploy(document) },
	} {
		if got := fmt.Sprint(panicOf(f)); !strings.Contains(got, wanted) {
			t.Errorf("%s, want %s", got, wanted)
		}
	}
}

func panicOf(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
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

// TestRecordAgents records calls of agents and plays them.
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
		"deployment 0, configuration of None: it has no agent type of this name":                         func() { d.Configure("None", "1", "x") },
		"configuration of Configured: Agent type does not declare local config x":                        func() { d.Configure("Configured", "1", "x") },
		"config value for path greeting does not match expected schema: [expected string, found number]": func() { d.Configure("Configured", "1", "greeting") },
		"configuration of Configured: EOF while parsing a value":                                         func() { d.Configure("Configured", "", "greeting") },
	} {
		if got := fmt.Sprint(panicOf(f)); !strings.Contains(got, wanted) {
			t.Errorf("%s, want %s", got, wanted)
		}
	}
}

// TestSecretFaults sets secrets that nobody declares, or of another type.
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
		"golemtest: deployment 0, secret limit: no agent type declares it":                         func() { d.SetSecret("1", "limit") },
		"golemtest: deployment 0, secret api.key: agent type Vault: expected string, found number": func() { d.SetSecret("1", "api", "key") },
		"golemtest: deployment 0, secret api.key: EOF while parsing a value":                       func() { d.SetSecret("", "api", "key") },
	} {
		if got := fmt.Sprint(panicOf(f)); !strings.Contains(got, wanted) {
			t.Errorf("%s, want %s", got, wanted)
		}
	}
}

// TestDeploySome deploys agent types that were chosen, as two clients have them: those of the
// other one stay, at the same revision of their component.
func TestDeploySome(t *testing.T) {
	s := NewServer(t, Quiet())
	all, err := metadata.DecodeDeployment(s.document(t))
	if err != nil {
		t.Fatal(err)
	}
	all.Application, all.Environment = "g15-app", "dev"
	some := func(names ...string) *Deployment {
		d := *all
		d.AgentTypes = slices.Clone(all.AgentTypes)
		d.Choose(names)
		return s.Deploy(d.Document())
	}
	first, second := some("Counter"), some("EphemeralCounter", "Singleton")
	first.Answer("Counter.get", "1")
	second.Answer("EphemeralCounter.get", "2")
	second.Answer("Singleton.get", "3")
	want(t, "the first client's", agentCaller{t, s, `Counter("a")`}.do("get", ""), `200 Counter("a") (1) revision 0`)
	want(t, "the second client's", agentCaller{t, s, `Singleton()`}.do("get", ""), `200 Singleton() (3) revision 0`)
	if got := fmt.Sprint(second.typeNames()); got != "[Counter EphemeralCounter Singleton]" {
		t.Errorf("the second deployment has %s", got)
	}
	document := agentCaller{t: t, s: s}.get(http.MethodGet, "/v1/components/"+all.AgentTypes[0].ComponentID)
	for _, name := range []string{"Counter", "EphemeralCounter", "Singleton"} {
		if !strings.Contains(document, `"typeName":"`+name+`"`) {
			t.Errorf("the component has no %s: %s", name, document)
		}
	}
	if whole := s.Deploy(all.Document()); whole.AgentType("Media").ComponentRevision != 0 || len(whole.typeNames()) != len(all.AgentTypes) {
		t.Errorf("all of them are revision %d", whole.AgentType("Media").ComponentRevision)
	}
	want(t, "a type less", fmt.Sprint(deployWithout(s, all, "Counter").typeNames()), fmt.Sprint(s.agents.environments[0].current.typeNames()))
	if s.agents.environments[0].current.AgentType("Counter") != nil {
		t.Error("a document of all agent types keeps another one")
	}
}

// deployWithout deploys all agent types but one.
func deployWithout(s *Server, all *metadata.Deployment, name string) *Deployment {
	d := *all
	d.AgentTypes = slices.DeleteFunc(slices.Clone(all.AgentTypes), func(a *metadata.AgentType) bool { return a.Name == name })
	return s.Deploy(d.Document())
}
