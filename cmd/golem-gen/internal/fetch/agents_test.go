package fetch

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	recordedAgents = "../../../../testdata/agents/"
	environmentID  = "01a22053-ea6c-7e40-9f2f-05bce982eedb"
)

func recordedText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(recordedAgents + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// bank answers as a server that has the application g15-app with the environment drift2, and a
// deployment of the agent types in a page.
func bank(t *testing.T, page string, asked *[]string) http.HandlerFunc {
	t.Helper()
	environment := recordedText(t, "environment-v2.json")
	return func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.String()+" "+r.Header.Get("Authorization"))
		switch r.URL.Path {
		case visiblePath:
			_, _ = fmt.Fprintf(w, `{"values":[{"account":{"email":"initial@user","id":"x","name":"Initial User"},"application":{"id":"y","name":"g15-app"},"environment":%s}]}`, environment)
		case "/v1/envs/" + environmentID + "/deployments/1/agent-types":
			_, _ = io.WriteString(w, page)
		case "/v1/envs/" + environmentID + "/deployments/1/summary":
			_, _ = io.WriteString(w, `{"components":[{"hash":"9da1","id":"01A22053-edc5-7da3-8721-54b60f75241d","name":"g15:agents","revision":1}],"deploymentHash":"cb4c","deploymentRevision":1}`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}
}

// TestAgentRequests checks the requests, and what is pinned of the answers.
func TestAgentRequests(t *testing.T) {
	var asked []string
	s := serve(t, bank(t, recordedText(t, "agent-types-v2.json"), &asked))
	answer, err := s.Get(t.Context(), Agents{Application: "g15-app", Environment: "drift2", Account: "initial@user", Types: []string{"Counter"}})
	if err != nil {
		t.Fatal(err)
	}
	at := "/v1/envs/" + environmentID + "/deployments/1"
	want := []string{
		visiblePath + "?account_email=initial%40user&app_name=g15-app&env_name=drift2 Bearer " + LocalToken,
		at + "/agent-types Bearer " + LocalToken,
		at + "/summary Bearer " + LocalToken,
	}
	if d := cmp.Diff(want, asked); d != "" {
		t.Error(d)
	}
	d := answer.Deployment
	if d.Application != "g15-app" || d.Environment != "drift2" || d.Account != "initial@user" || d.EnvironmentID != environmentID || d.Revision != 1 || !d.HasRevision {
		t.Errorf("%+v", d)
	}
	if len(d.AgentTypes) != 1 || d.AgentTypes[0].ComponentName != "g15:agents" || d.AgentTypes[0].ComponentRevision != 1 {
		t.Errorf("%+v", d.AgentTypes)
	}
	if answer.URL != s.URL+at+"/agent-types" || len(answer.Data) == 0 {
		t.Errorf("%s, %d bytes", answer.URL, len(answer.Data))
	}
}

// TestLocalTokenStaysHere checks that only servers on this machine get the built-in token, and
// only if no other token is configured.
func TestLocalTokenStaysHere(t *testing.T) {
	for _, test := range []struct{ url, token, want string }{
		{"http://localhost:9881", "", LocalToken},
		{"http://127.0.0.1:9881", "", LocalToken},
		{"http://[::1]:9881/golem", "", LocalToken},
		{"http://localhost:9881", "own", "own"},
		{"https://golem.example", "", ""},
		{"http://localhost.example", "", ""},
		{"http://10.0.0.1", "", ""},
	} {
		s := Server{URL: test.url, Token: test.token, Key: "servers.cloud"}
		var sent string
		s.transport = transport(func(r *http.Request) (*http.Response, error) {
			sent = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			return &http.Response{Status: "401 Unauthorized", StatusCode: http.StatusUnauthorized, Body: io.NopCloser(strings.NewReader("authorization error")), Header: http.Header{}}, nil
		})
		_, err := s.Get(t.Context(), Agents{Application: "bank", Environment: "prod"})
		if sent != test.want {
			t.Errorf("%s got the token %q, want %q", test.url, sent, test.want)
		}
		if test.want == "" && !strings.HasSuffix(fmt.Sprint(err), `server answered 401 Unauthorized, "authorization error": it requires a token: set servers.cloud.token-env to the name of an environment variable, or servers.cloud.token-file to a file`) {
			t.Error(err)
		}
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAgentTypesThatAreLeftOut checks that a type without a client cannot be chosen, and that it
// is pinned if all types are.
func TestAgentTypesThatAreLeftOut(t *testing.T) {
	one := recordedText(t, "agent-type-Counter-v2.json")
	page := `{"values":[` + one + "," + strings.Replace(strings.Replace(one, `"Counter"`, `"Watcher"`, 1), `{"type":"Str"}`, `{"type":"Stream"}`, 1) + `]}`
	var asked []string
	s := serve(t, bank(t, page, &asked))
	r := Agents{Application: "g15-app", Environment: "drift2"}
	answer, err := s.Get(t.Context(), r)
	if err != nil || len(answer.Deployment.AgentTypes) != 1 || len(answer.Deployment.Omitted) != 1 {
		t.Fatalf("%+v %v", answer, err)
	}
	r.Types = []string{"Watcher"}
	_, err = s.Get(t.Context(), r)
	if want := "/deployments/1/agent-types: Watcher is left out: its constructor cannot be called: "; err == nil || !strings.Contains(err.Error(), want) || !strings.HasSuffix(err.Error(), ": remove it from types") {
		t.Errorf("%v, want %s…: remove it from types", err, want)
	}
	r.Types = []string{"Counter", "Nope"}
	_, err = s.Get(t.Context(), r)
	if want := `no agent type "Nope" in the deployment: correct types; the deployment has Counter`; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
	answer.Deployment.Choose([]string{"Counter"})
	if len(answer.Deployment.AgentTypes) != 1 || len(answer.Deployment.Omitted) != 0 {
		t.Errorf("%+v", answer.Deployment)
	}
}

// TestOtherServices checks that answers of other services lead to an error that says so.
func TestOtherServices(t *testing.T) {
	const found = `{"values":[{"account":{"email":"a@b"},"application":{"name":"bank"},"environment":{"id":"` + environmentID + `","name":"prod","currentDeployment":{"deploymentRevision":0}}}]}`
	for _, test := range []struct{ visible, types, summary, want string }{
		{`[]`, "", "", visiblePath + "?app_name=bank&env_name=prod: expected a list of environments: check the server's URL"},
		{`{"values":[{"application":{"name":"other"}}]}`, "", "", `no application "bank" that the token can see: check application and the server's URL, or ask its owner to share it`},
		{found, `{"status":"ok"}`, "", "/agent-types: the document is not a deployment's agent types: there is no \"agentTypes\", the first key is \"status\": check the server's URL and port"},
		{found, `{"values":[{"agentType":{}}]}`, "", `/agent-types:1:25: values[0].agentType: "typeName" is missing: fetch the document again`},
		{found, recordedText(t, "agent-types-v1.json"), "pong", "/summary: the document is not JSON; it starts with \"pong\": check the server's URL and port"},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == visiblePath:
				_, _ = io.WriteString(w, test.visible)
			case strings.HasSuffix(r.URL.Path, "/agent-types"):
				_, _ = io.WriteString(w, test.types)
			default:
				_, _ = io.WriteString(w, test.summary)
			}
		})
		if _, err := s.Get(t.Context(), Agents{Application: "bank", Environment: "prod"}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v\nwant %s", err, test.want)
		}
	}
}
