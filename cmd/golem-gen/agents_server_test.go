package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/fetch"
)

// agentWorld is a server of Golem 1.5, or of a version that answers some of the same
// requests. The application bank of owner@example.com has these environments:
//
//	local   one deployment, or two; the agent types are those of testdata/agents
//	empty   no deployment
//	bare    a deployment without agent types
//	odd     an environment whose id is no id
//
// The application shared belongs to two accounts.
type agentWorld struct {
	token       string
	deployments int  // of local
	private     bool // reading deployments is not allowed
	unlisted    bool // there is no list of visible environments
}

var agentModes = map[string]agentWorld{
	"1.5.9":        {token: fetch.LocalToken, deployments: 2},
	"1.5.9-before": {token: fetch.LocalToken, deployments: 1},
	"cloud":        {token: "secret", deployments: 2},
	"private":      {token: fetch.LocalToken, deployments: 2, private: true},
	"unlisted":     {token: fetch.LocalToken, deployments: 2, unlisted: true},
}

const (
	ownerID       = "51de7d7d-f286-49aa-b79a-96022f7e2df9"
	applicationID = "01a22040-3d58-7b90-a426-0c859b972947"
	componentID   = "01a22040-4146-7230-891d-cecb5eeeaec9"
)

// agentEnvironments are the environments of bank, with their ids.
var agentEnvironments = map[string]string{
	"local": "01a22053-ea6c-7e40-9f2f-05bce982eedb",
	"empty": "01a22053-ea6c-7e40-9f2f-000000000001",
	"bare":  "01a22053-ea6c-7e40-9f2f-000000000002",
	"odd":   "local",
}

// readAgents reads what servers answered for two deployments. The second one is made one
// of the same component as the first.
func readAgents(t *testing.T) (pages [2][]byte) {
	t.Helper()
	for i := range pages {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "agents", fmt.Sprintf("agent-types-v%d.json", i+1)))
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = bytes.ReplaceAll(text, []byte("01a22053-edc5-7da3-8721-54b60f75241d"), []byte(componentID))
	}
	return pages
}

// answer answers as a recorded server did.
func (a agentWorld) answer(w http.ResponseWriter, r *http.Request, pages [2][]byte, path string) {
	parts := strings.Split(strings.TrimPrefix(path, "/v1/"), "/")
	known := slices.Contains([]string{"me", "accounts", "apps", "envs"}, parts[0])
	switch {
	case !known || a.unlisted && path == "/v1/me/visible-environments":
		failText(w, http.StatusNotFound, "not found")
	case r.Header.Get("Authorization") == "":
		failText(w, http.StatusUnauthorized, "authorization error")
	case r.Header.Get("Authorization") != "Bearer "+a.token:
		fail(w, http.StatusUnauthorized, `{"code":"AUTH_UNAUTHORIZED","error":"Could not authenticate user using token"}`)
	case path == "/v1/me/visible-environments":
		a.visible(w, r)
	case path == "/v1/me/token":
		_, _ = fmt.Fprintf(w, `{"accountId":%q,"createdAt":"2026-11-28T03:43:09Z","expiresAt":"+262142-12-31T23:59:59+00:00","id":"01a2203f-e9bb-7773-96f5-f0738ecf844f"}`, ownerID)
	case path == "/v1/accounts/"+ownerID+"/apps/bank":
		_, _ = fmt.Fprintf(w, `{"accountId":%q,"id":%q,"name":"bank","revision":0}`, ownerID, applicationID)
	case parts[0] == "accounts":
		fail(w, http.StatusNotFound, fmt.Sprintf(`{"code":"APPLICATION_NOT_FOUND","error":"Application not found for name %s"}`, parts[len(parts)-1]))
	case parts[0] == "apps" && agentEnvironments[parts[len(parts)-1]] != "":
		_, _ = w.Write(a.environment(parts[len(parts)-1]))
	case parts[0] == "apps":
		fail(w, http.StatusNotFound, `{"code":"ENVIRONMENT_NOT_FOUND","error":"Environment not found"}`)
	case a.private:
		fail(w, http.StatusForbidden, `{"code":"AUTH_FORBIDDEN","error":"The auth ctx is not authorized to view the deployment"}`)
	case len(parts) == 5 && parts[0] == "envs" && parts[2] == "deployments":
		a.deployment(w, pages, parts[1], parts[3], parts[4])
	default:
		failText(w, http.StatusNotFound, "not found")
	}
}

func failText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fail(w, status, text)
}

func (a agentWorld) environment(name string) json.RawMessage {
	current := "null"
	switch name {
	case "local":
		current = fmt.Sprintf(`{"deploymentHash":"d70f","deploymentRevision":%d,"deploymentVersion":"1","revision":0}`, a.deployments-1)
	case "bare":
		current = `{"deploymentHash":"d70f","deploymentRevision":0,"deploymentVersion":"1","revision":0}`
	}
	return json.RawMessage(fmt.Sprintf(`{"applicationId":%q,"currentDeployment":%s,"id":%q,"name":%q,"ownerAccountId":%q,"revision":0}`,
		applicationID, current, agentEnvironments[name], name, ownerID))
}

// visible lists the environments that the query asks for.
func (a agentWorld) visible(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	wanted := func(key, value string) bool { return query.Get(key) == "" || query.Get(key) == value }
	list := []json.RawMessage{}
	add := func(application, environment, email string) {
		if wanted("app_name", application) && wanted("env_name", environment) && wanted("account_email", email) {
			list = append(list, json.RawMessage(fmt.Sprintf(`{"account":{"email":%q,"id":%q,"name":"Owner"},"application":{"id":%q,"name":%q},"environment":%s}`,
				email, ownerID, applicationID, application, a.environment(environment))))
		}
	}
	for _, name := range []string{"bare", "empty", "local", "odd"} {
		add("bank", name, "owner@example.com")
	}
	add("shared", "local", "owner@example.com")
	add("shared", "local", "friend@example.com")
	_ = json.NewEncoder(w).Encode(map[string]any{"values": list})
}

func (a agentWorld) deployment(w http.ResponseWriter, pages [2][]byte, environment, revision, part string) {
	n, err := strconv.Atoi(revision)
	bare := environment == agentEnvironments["bare"]
	switch {
	case err != nil || n >= a.deployments || bare && n > 0:
		fail(w, http.StatusNotFound, fmt.Sprintf(`{"code":"DEPLOYMENT_NOT_FOUND","error":"Deployment %s not found in the environment"}`, revision))
	case part == "summary":
		_, _ = fmt.Fprintf(w, `{"components":[{"hash":"9da1","id":%q,"name":"bank:agents","revision":%d}],"deploymentHash":"d70f","deploymentRevision":%d,"httpApiDeployments":[],"mcpDeployments":[]}`, componentID, n, n)
	case bare:
		_, _ = w.Write([]byte(`{"values":[]}`))
	default:
		_, _ = w.Write(pages[n])
	}
}
