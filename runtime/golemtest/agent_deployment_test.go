package golemtest

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

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

// document returns the document of the recorded agents.
func (s *Server) document(t *testing.T) []byte {
	text, err := os.ReadFile(filepath.Join(testdata, "agents", "component-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestDeployAgain deploys a document whose interface has changed although its revision has
// not.
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
	s.t = nil // a fault of the test panics
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

// TestDeploySome deploys only some agent types, like the documents of two clients. The
// types of the other client stay deployed, at the same revision of their component.
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
	more := *all
	added := *all.AgentTypes[0]
	added.Name = "Added"
	more.AgentTypes = append(slices.Clone(all.AgentTypes), &added)
	if d := s.Deploy(more.Document()); d.AgentType("Media").ComponentRevision != 1 {
		t.Errorf("with one more, they are revision %d", d.AgentType("Media").ComponentRevision)
	}
	want(t, "a type less", fmt.Sprint(deployWithout(s, all, "Counter").typeNames()), fmt.Sprint(s.agents.environments[0].current.typeNames()))
	if s.agents.environments[0].current.AgentType("Counter") != nil {
		t.Error("a document of all agent types keeps another one")
	}
}

// deployWithout deploys all agent types except one.
func deployWithout(s *Server, all *metadata.Deployment, name string) *Deployment {
	d := *all
	d.AgentTypes = slices.DeleteFunc(slices.Clone(all.AgentTypes), func(a *metadata.AgentType) bool { return a.Name == name })
	return s.Deploy(d.Document())
}
