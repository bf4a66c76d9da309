package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// arrival is a call as an agent received it, with values by name.
type arrival struct {
	method   string
	values   map[string]any
	agent    string // its text
	identity map[string]any
	mode     metadata.ComponentKind
	place    *modelPlace
}

// modelServer is a server with several environments that keeps the calls that arrive at its
// agents. Before each request, it can run a part of the random program.
type modelServer struct {
	*golemtest.Server
	meanwhile func(r *http.Request)

	mu       sync.Mutex
	arrivals map[string][]*arrival // by key
}

// modelPlace is an environment with its deployments.
type modelPlace struct {
	server  *modelServer
	name    string
	account string // "" for that of the token
	all     []*golemtest.Deployment
	current *golemtest.Deployment
	changes int
}

func serveModel(t testing.TB) *modelServer {
	return &modelServer{Server: golemtest.NewServer(t, golemtest.Version("1.5.9"), golemtest.Quiet()), arrivals: map[string][]*arrival{}}
}

// RoundTrip answers a request in this process.
func (s *modelServer) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.meanwhile != nil {
		s.meanwhile(r)
	}
	in := r.Clone(r.Context())
	in.Header = http.Header{}
	for name, values := range r.Header {
		for _, value := range values {
			in.Header.Add(name, value)
		}
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, in)
	return answer.Result(), nil
}

// ask returns the revision of an agent, nil if the agent does not exist.
func (s *modelServer) ask(component, id string) (revision *uint64) {
	r := httptest.NewRequest(http.MethodGet, "/v1/components/"+component+"/workers/"+url.PathEscape(id), nil)
	r.Header.Set("Authorization", "Bearer "+golemtest.LocalToken)
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, r)
	var found struct{ ComponentRevision *uint64 }
	_ = json.Unmarshal(answer.Body.Bytes(), &found)
	return found.ComponentRevision
}

// deploy makes the agent type the current deployment of the environment. A nil type means
// that it has none.
func (p *modelPlace) deploy(a *metadata.AgentType) {
	if a != nil {
		a.ComponentRevision = uint64(len(p.all))
	}
	opts := []golemtest.DeployOption{golemtest.In("bank", p.name)}
	if p.account != "" {
		opts = append(opts, golemtest.OwnedBy(p.account))
	}
	d := p.server.Deploy(documentOf(a), opts...)
	if a != nil {
		d.HandleAgent("Thing", func(in *golemtest.Invocation) (golemtest.Handler, error) {
			return &modelAgent{place: p, identity: valuesByName(in.Parameters, &in.Agent.Constructor.Input)}, nil
		})
	}
	p.all = append(p.all, d)
	p.current = d
	p.changes++
}

func (p *modelPlace) rollback(d *golemtest.Deployment) {
	d.Activate()
	p.current = d
	p.changes++
}

// typeAt returns the agent type in a deployment of the environment, nil if it has none.
func (p *modelPlace) typeAt(deployment uint64) *metadata.AgentType {
	if deployment >= uint64(len(p.all)) {
		return nil
	}
	return p.all[deployment].AgentType("Thing")
}

// typeOf returns the agent type in a revision of a component.
func (p *modelPlace) typeOf(component string, revision uint64) *metadata.AgentType {
	for _, d := range p.all {
		if a := d.AgentType("Thing"); a != nil && a.ComponentID == component && a.ComponentRevision == revision {
			return a
		}
	}
	return nil
}

// modelAgent is an agent of a model server.
type modelAgent struct {
	place    *modelPlace
	identity map[string]any
}

func (a *modelAgent) Invoke(_ context.Context, in *golemtest.Invocation) (json.RawMessage, error) {
	s := a.place.server
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrivals[in.IdempotencyKey] = append(s.arrivals[in.IdempotencyKey], &arrival{
		method: in.Method.Name, values: valuesByName(in.Parameters, &in.Method.Input), agent: in.Worker,
		identity: a.identity, mode: in.Agent.Mode, place: a.place,
	})
	if len(in.Method.Output.Elements) == 0 {
		return nil, nil
	}
	return json.RawMessage(anyJSON(in.Method.Output.Elements[0].Type)), nil
}

// SaveSnapshot returns an empty state, because agents have none.
func (*modelAgent) SaveSnapshot(context.Context) ([]byte, error) { return nil, nil }

// LoadSnapshot takes the empty state.
func (*modelAgent) LoadSnapshot(context.Context, []byte) error { return nil }

func (s *modelServer) arrived(key string) []*arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.arrivals[key]
}

// valuesByName returns values by the names of a schema.
func valuesByName[T ~[]byte](values []T, s *metadata.DataSchema) map[string]any {
	named := map[string]any{}
	for i, v := range values {
		var value any
		if err := json.Unmarshal(v, &value); err != nil {
			panic(err)
		}
		named[s.Elements[i].Name] = value
	}
	return named
}

// differs returns how the call that arrived differs from the one that was made, "" if it
// does not.
func (a *arrival) differs(c *thingCall) string {
	switch {
	case a.method != c.method || !reflect.DeepEqual(a.values, c.values):
		return fmt.Sprintf("%s%v arrived as %s%v", c.method, c.values, a.method, a.values)
	case !reflect.DeepEqual(a.identity, c.identity) || a.place != c.place || !strings.Contains(a.agent, c.phantom):
		return fmt.Sprintf("a call of %v in %s arrived at %s, which is %v in %s", c.identity, c.place.name, a.agent, a.identity, a.place.name)
	case a.mode != c.mode:
		return fmt.Sprintf("a call of a %v agent arrived at a %v one", c.mode, a.mode)
	}
	return ""
}
