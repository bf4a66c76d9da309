package runtime_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// agentServer is a server with one environment. Each deployment has one component revision
// with the same number. It resolves, makes and runs agents by the rules of 1.5.9, and knows
// which values a call would pass wrongly.
type agentServer struct {
	*httptest.Server
	id, component string            // of the environment and of the component in it
	before        func(what string) // called before each request is served: "environment", "type", "agent", "revision", "create", "invoke"

	mu          sync.Mutex
	deployments []map[string]*typeDocument // by name
	current     int
	changes     int
	agents      map[string]int // revisions by id
	age         int            // of all agents: seconds after which they were made
	seen        []string       // requests
	bodies      []string       // of calls
	wrong       []string       // calls whose values arrive as others
	ephemerals  int
	mayNot      map[string]bool // requests that the token does not permit
}

// typeDocument is an agent type. Parameters are "name type", where type is JSON.
type typeDocument struct {
	mode        string
	constructor []string
	methods     map[string]methodDocument
}

type methodDocument struct {
	parameters []string
	result     string
}

func (d *typeDocument) clone() *typeDocument {
	c := *d
	c.methods = map[string]methodDocument{}
	for name, m := range d.methods {
		c.methods[name] = m
	}
	return &c
}

func elementsJSON(parameters []string) string {
	elements := make([]string, len(parameters))
	for i, p := range parameters {
		name, typ, _ := strings.Cut(p, " ")
		elements[i] = fmt.Sprintf(`{"name":%q,"schema":{"elementType":%s,"type":"ComponentModel"}}`, name, typ)
	}
	return `{"elements":[` + strings.Join(elements, ",") + `],"type":"Tuple"}`
}

func (d *typeDocument) json(name string) string {
	var methods []string
	for method, m := range d.methods {
		var results []string
		if m.result != "" {
			results = []string{"return-value " + m.result}
		}
		methods = append(methods, fmt.Sprintf(`{"name":%q,"inputSchema":%s,"outputSchema":%s}`, method, elementsJSON(m.parameters), elementsJSON(results)))
	}
	slices.Sort(methods)
	return fmt.Sprintf(`{"typeName":%q,"mode":%q,"constructor":{"name":null,"inputSchema":%s},"methods":[%s],"config":[]}`,
		name, d.mode, elementsJSON(d.constructor), strings.Join(methods, ","))
}

// meaning returns a text that is equal for calls that pass the same values. Clients do not know the
// case that a type has at its end.
func (d *typeDocument) meaning(method string) string {
	parameters := strings.ReplaceAll(fmt.Sprint(d.methods[method]), `,"new"]`, "]")
	return strings.ReplaceAll(fmt.Sprint(parameters, d.constructor, d.mode), `"name":"Level"`, `"name":"Tier"`)
}

const agentComponent = "01a22053-edc5-7da3-8721-54b60f75241d"

func serveAgents(t testing.TB, deployments ...map[string]*typeDocument) *agentServer {
	s := &agentServer{id: "e1", component: agentComponent, deployments: deployments, agents: map[string]int{}, mayNot: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/me/visible-environments", s.serve("environment", s.environment))
	mux.HandleFunc("GET /v1/envs/{env}/deployments/{deployment}/agent-types/{name}", s.serve("type", s.agentType))
	mux.HandleFunc("GET /v1/components/{component}/workers/{agent}", s.serve("agent", s.agent))
	mux.HandleFunc("DELETE /v1/components/{component}/workers/{agent}", s.serve("delete", s.deleted))
	mux.HandleFunc("GET /v1/components/{component}/revisions/{revision}", s.serve("revision", s.revision))
	mux.HandleFunc("POST /v1/agents/create-agent", s.serve("create", s.create))
	mux.HandleFunc("POST /v1/agents/invoke-agent", s.serve("invoke", s.invoke))
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *agentServer) serve(what string, f func(r *http.Request, body []byte) (int, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if s.before != nil {
			s.before(what)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seen = append(s.seen, what)
		status, text := http.StatusForbidden, `{"code":"AUTH_FORBIDDEN","error":"not permitted"}`
		if !s.mayNot[what] {
			status, text = f(r, body)
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

// deploy makes types the current deployment.
func (s *agentServer) deploy(types map[string]*typeDocument) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deployments = append(s.deployments, types)
	s.current = len(s.deployments) - 1
	s.changes++
}

func (s *agentServer) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = nil
	return seen
}

func (s *agentServer) environment(r *http.Request, _ []byte) (int, string) {
	q := r.URL.Query()
	if q.Get("app_name") != "bank" || q.Get("env_name") != "prod" {
		return 200, `{"values":[]}`
	}
	return 200, fmt.Sprintf(`{"values":[{"account":{"email":"owner@bank","id":"a"},"application":{"name":"bank"},"environment":{"id":%q,"name":"prod","rolesFromActiveShares":[],"currentDeployment":{"deploymentRevision":%d,"revision":%d}}}]}`,
		s.id, s.current, s.changes)
}

func (s *agentServer) agentType(r *http.Request, _ []byte) (int, string) {
	n, _ := strconv.Atoi(r.PathValue("deployment"))
	if n >= len(s.deployments) {
		return 404, `{"code":"DEPLOYMENT_NOT_FOUND","error":"Deployment not found in the environment"}`
	}
	name := r.PathValue("name")
	d := s.deployments[n][name]
	if d == nil {
		return 404, `{"code":"AGENT_TYPE_NOT_FOUND","error":"Agent type not found"}`
	}
	return 200, fmt.Sprintf(`{"agentType":%s,"implementedBy":{"componentId":%q,"componentRevision":%d}}`, d.json(name), s.component, n)
}

func (s *agentServer) agent(r *http.Request, _ []byte) (int, string) {
	revision, ok := s.agents[r.PathValue("agent")]
	if !ok {
		return 404, `{"code":"AGENT_NOT_FOUND","error":"Worker not found"}`
	}
	return 200, fmt.Sprintf(`{"componentRevision":%d,"createdAt":"2026-01-01T00:00:%02dZ"}`, revision, s.age)
}

func (s *agentServer) deleted(r *http.Request, _ []byte) (int, string) {
	delete(s.agents, r.PathValue("agent"))
	return 200, "{}"
}

func (s *agentServer) revision(r *http.Request, _ []byte) (int, string) {
	n, _ := strconv.Atoi(r.PathValue("revision"))
	if n >= len(s.deployments) {
		return 404, `{"code":"COMPONENT_NOT_FOUND","error":"Component not found"}`
	}
	var types []string
	for name, d := range s.deployments[n] {
		types = append(types, d.json(name))
	}
	return 200, fmt.Sprintf(`{"id":%q,"revision":%d,"metadata":{"agentTypes":[%s]}}`, s.component, n, strings.Join(types, ","))
}

type agentRequest struct {
	AgentTypeName      string
	MethodName         string
	Mode               string
	Parameters         struct{ Elements []struct{ Value any } }
	DeploymentRevision *int
}

// resolve returns the type by which the server reads a request, and the agent's id.
func (s *agentServer) resolve(q *agentRequest) (d *typeDocument, id string) {
	n := s.current
	if q.DeploymentRevision != nil {
		n = *q.DeploymentRevision
	}
	d = s.deployments[n][q.AgentTypeName]
	if d == nil {
		return nil, ""
	}
	var parts []string
	for i, e := range q.Parameters.Elements {
		_, typ, _ := strings.Cut(d.constructor[i], " ")
		parts = append(parts, idOf(typ, e.Value))
	}
	id = q.AgentTypeName + "(" + strings.Join(parts, ",") + ")"
	if d.mode == "Ephemeral" {
		s.ephemerals++
		id += fmt.Sprintf("[00000000-0000-4000-8000-%012d]", s.ephemerals)
	}
	return d, id
}

// idOf returns a value as it is written in ids, for strings and cases of enums.
func idOf(typ string, v any) string {
	var t struct{ Cases []string }
	_ = json.Unmarshal([]byte(typ), &t)
	if i := slices.Index(t.Cases, fmt.Sprint(v)); i >= 0 {
		return "v" + strconv.Itoa(i)
	}
	text, _ := json.Marshal(v)
	return string(text)
}

const noSuchType = `{"code":"RESOURCE_NOT_FOUND","error":"NotFound: Agent type not found"}`

func (s *agentServer) create(_ *http.Request, body []byte) (int, string) {
	var q agentRequest
	_ = json.Unmarshal(body, &q)
	d, id := s.resolve(&q)
	if d == nil {
		return 404, noSuchType
	}
	if _, ok := s.agents[id]; !ok {
		s.agents[id] = s.current
	}
	return 200, fmt.Sprintf(`{"agentId":{"agentId":%s,"componentId":%q},"componentRevision":%d}`, quoteJSON(id), s.component, s.current)
}

func quoteJSON(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func (s *agentServer) invoke(_ *http.Request, body []byte) (int, string) {
	var q agentRequest
	if err := json.Unmarshal(body, &q); err != nil {
		return 400, `{"code":"VALIDATION_ERROR","errors":["` + url.QueryEscape(err.Error()) + `"]}`
	}
	s.bodies = append(s.bodies, string(body))
	d, id := s.resolve(&q)
	if d == nil {
		return 404, noSuchType
	}
	if _, ok := s.agents[id]; !ok {
		s.agents[id] = s.current
	}
	revision := s.agents[id]
	runs := s.deployments[revision][q.AgentTypeName]
	if runs == nil {
		return 500, `{"code":"INTERNAL_UNKNOWN","error":"Invalid agent id: Agent type not found","workerError":null}`
	}
	if d.meaning(q.MethodName) != runs.meaning(q.MethodName) {
		s.wrong = append(s.wrong, q.MethodName)
	}
	if q.Mode == "schedule" {
		return 200, fmt.Sprintf(`{"agentId":{"agentId":%s,"componentId":%q},"componentRevision":null,"result":null}`, quoteJSON(id), s.component)
	}
	result := ""
	if runs.methods[q.MethodName].result != "" {
		result = `{"type":"ComponentModel","value":1}`
	}
	return 200, fmt.Sprintf(`{"agentId":{"agentId":%s,"componentId":%q},"componentRevision":%d,"result":{"elements":[%s],"type":"Tuple"}}`,
		quoteJSON(id), s.component, revision, result)
}
