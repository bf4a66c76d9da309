package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// agentMode is a mode of a server of Golem 1.5. golemtest plays it, with a few additions. The
// application bank has these environments:
//
//	local   one deployment, or two; the agent types are those of testdata/agents
//	empty   no deployment
//	bare    a deployment without agent types
//	odd     an environment whose id is not a UUID
//
// The application shared belongs to two accounts.
type agentMode struct {
	token       string // the only token that it accepts, "" for that of local servers
	deployments int    // of local
	private     bool   // reading deployments is not allowed
	unlisted    bool   // there is no list of visible environments
}

var agentModes = map[string]agentMode{
	"1.5.9":        {deployments: 2},
	"1.5.9-before": {deployments: 1},
	"cloud":        {deployments: 2, token: "secret-of-the-cloud"},
	"private":      {deployments: 2, private: true},
	"unlisted":     {deployments: 2, unlisted: true},
}

// made has the environments of bank that golemtest does not play, as a list of environments
// contains them.
var made = map[string]string{
	"bare":  `{"currentDeployment":{"deploymentHash":"d70f","deploymentRevision":0,"deploymentVersion":"1","revision":0},"id":"` + bareID + `","name":"bare"}`,
	"empty": `{"currentDeployment":null,"id":"01a22053-ea6c-7e40-9f2f-000000000001","name":"empty"}`,
	"odd":   `{"currentDeployment":null,"id":"local","name":"odd"}`,
}

const bareID = "01a22053-ea6c-7e40-9f2f-000000000002"

// agentServers starts servers on demand.
type agentServers struct {
	t       *testing.T
	mu      sync.Mutex
	started map[string]*golemtest.Server
}

// server returns the server that plays a mode.
func (s *agentServers) server(mode string) *golemtest.Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	if server, ok := s.started[mode]; ok {
		return server
	}
	m := agentModes[mode]
	server := golemtest.NewServer(s.t, golemtest.Version("1.5.9"), golemtest.Token(m.token), golemtest.Quiet())
	for n := range m.deployments {
		server.Deploy(deployedAgents(s.t, n), golemtest.In("bank", "local"))
		for _, owner := range []string{golemtest.LocalAccount, "friend@example.com"} {
			server.Deploy(deployedAgents(s.t, n), golemtest.In("shared", "local"), golemtest.OwnedBy(owner))
		}
	}
	if s.started == nil {
		s.started = map[string]*golemtest.Server{}
	}
	s.started[mode] = server
	return server
}

// deployedAgents returns a server's answer for a deployment of the component bank:agents.
func deployedAgents(t *testing.T, n int) []byte {
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "agents", fmt.Sprintf("agent-types-v%d.json", n+1)))
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range d.AgentTypes {
		a.ComponentID, a.ComponentName = "01a22040-4146-7230-891d-cecb5eeeaec9", "bank:agents"
	}
	d.EnvironmentID = "01a22053-ea6c-7e40-9f2f-05bce982eedb"
	return d.Document()
}

// serve answers as the server of a mode.
func (s *agentServers) serve(w http.ResponseWriter, r *http.Request, mode, path string) {
	m := agentModes[mode]
	server := s.server(mode)
	r.URL.Path = path
	if m.token != "" && r.Header.Get("Authorization") == "Bearer "+golemtest.LocalToken {
		r.Header.Set("Authorization", "Bearer another-token-than-that")
	}
	const visible = "/v1/me/visible-environments"
	switch {
	case path == visible && m.unlisted:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fail(w, http.StatusNotFound, "not found")
	case path == visible:
		addMade(w, r, server)
	case strings.HasPrefix(path, "/v1/envs/") && m.private:
		fail(w, http.StatusForbidden, `{"code":"AUTH_FORBIDDEN","error":"The auth ctx is not authorized to view the deployment"}`)
	case path == "/v1/envs/"+bareID+"/deployments/0/agent-types":
		_, _ = w.Write([]byte(`{"values":[]}`))
	default:
		server.ServeHTTP(w, r)
	}
}

// addMade adds the environments in made to a list, if the query asks for them.
func addMade(w http.ResponseWriter, r *http.Request, server *golemtest.Server) {
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, r)
	var page struct {
		Values []json.RawMessage `json:"values"`
	}
	if answer.Code != http.StatusOK || json.Unmarshal(answer.Body.Bytes(), &page) != nil {
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		fail(w, answer.Code, answer.Body.String())
		return
	}
	query := r.URL.Query()
	asked := func(key, value string) bool { return !query.Has(key) || query.Get(key) == value }
	for name, environment := range made {
		if asked("app_name", "bank") && asked("env_name", name) && asked("account_email", golemtest.LocalAccount) {
			page.Values = append(page.Values, json.RawMessage(`{"account":{"email":"`+golemtest.LocalAccount+`"},"application":{"name":"bank"},"environment":`+environment+`}`))
		}
	}
	var b bytes.Buffer
	_ = json.NewEncoder(&b).Encode(page)
	_, _ = w.Write(b.Bytes())
}
