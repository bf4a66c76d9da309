package agentreplay

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// Recording is a recording, the clients that make its calls, and what happens to the server.
type Recording struct {
	Exchanges []golemtest.Exchange
	Misled    bool // make the calls also by clients that take the agent's revision for their own

	// Same has the methods that mean the same in all revisions, "Counter.get".
	Same map[string]bool

	// Clients returns the clients of an exchange: the first one that has the request makes it.
	Clients func(x *golemtest.Exchange) []*Client

	// Before plays what happens to the server before an exchange.
	Before func(s *golemtest.Server, x *golemtest.Exchange)

	// Probes are requests for agents, before which the clients ask what the recording answers.
	Probes []string

	// Read adds to what is said of an answer that is not about an agent.
	Read func(x *golemtest.Exchange) string
}

// replay is the state while the exchanges of a recording are made.
type replay struct {
	Recording
	server *golemtest.Server
	agents map[string]*probe // by id
	table  table
	errs   []error
}

// probe is a request that names an agent, and the client that sends it.
type probe struct {
	client *Client
	q      *request
}

// Run makes the exchanges of a recording. It returns the table, and an error for each result
// that is not the recorded value.
func Run(r Recording) (table string, err error) {
	server, err := golemtest.Start(golemtest.Version("1.5.9"), golemtest.Quiet())
	if err != nil {
		return "", err
	}
	defer server.Close()
	p := &replay{Recording: r, server: server, agents: map[string]*probe{}}
	for i := range r.Exchanges {
		x := &r.Exchanges[i]
		r.Before(server, x)
		if strings.HasPrefix(x.Path, "/v1/agents/") && x.Method == http.MethodPost {
			p.tell(x)
		} else {
			p.tellOther(x)
		}
	}
	return p.table.String(), errors.Join(p.errs...)
}

// tell makes a call of an agent.
func (p *replay) tell(x *golemtest.Exchange) {
	q, err := readRequest(x)
	if err != nil {
		p.table.add(x, "", []line{{kind: cannotBeSent, text: err.Error()}})
		return
	}
	defer p.keep(x)
	client, reason := p.clientOf(x, q)
	if client == nil {
		p.table.add(x, q.String(), []line{{kind: cannotBeSent, text: reason}})
		return
	}
	checked := p.attempt(client, x, q, "", -1)
	lines := []line{checked}
	if checked.kind != sent {
		lines = append(lines, p.attempt(client, x, q, "unchecked", -1, runtime.WithVersionCheck(runtime.VersionCheckOff)))
	}
	if p.Misled {
		lines = append(lines, p.attempt(client, x, q, "misled", int64(client.Revision)))
	}
	p.table.add(x, q.String(), lines)
}

// clientOf returns the first client that has Go values for a request.
func (p *replay) clientOf(x *golemtest.Exchange, q *request) (*Client, string) {
	var reasons []string
	for _, c := range p.Clients(x) {
		if c.Agents[q.AgentTypeName] == nil {
			continue
		}
		made, err := p.dial(c, q, http.DefaultTransport)
		if err == nil {
			if agent, ok := made.agent.Interface().(interface{ ID() string }); ok {
				p.agents[agent.ID()] = &probe{c, q}
			}
			return c, ""
		}
		reasons = append(reasons, err.Error())
	}
	if len(reasons) == 0 {
		return nil, fmt.Sprintf("there is no agent type %q", q.AgentTypeName)
	}
	return nil, strings.Join(slices.Compact(reasons), "; ")
}

// attempt makes the call of an exchange in one way.
func (p *replay) attempt(c *Client, x *golemtest.Exchange, q *request, way string, revision int64, opts ...runtime.CallOption) line {
	t := &transport{exchange: x, server: p.server, current: p.current(q), revision: revision}
	made, err := p.dial(c, q, t)
	if err != nil {
		return line{way: way, kind: cannotBeSent, text: err.Error()}
	}
	results, err := made.make(opts...)
	switch {
	case !t.sent && err != nil:
		return line{way: way, kind: refused, text: describe(err)}
	case !t.sent:
		p.errs = append(p.errs, fmt.Errorf("exchange %d: nothing was sent, and there is no error", x.Seq))
	case t.differs != "":
		return line{way: way, kind: cannotBeSent, text: "the client sends " + shorten(t.differs, 200) + p.twin(x, q, t.differs)}
	case !t.texts && x.Status != http.StatusOK:
		return line{way: way, kind: cannotBeSent, text: "the client writes the numbers otherwise"}
	}
	if err := c.check(x, results, err); err != nil {
		p.errs = append(p.errs, fmt.Errorf("exchange %d, %s: %w", x.Seq, way, err))
	}
	if err == nil && way != "unchecked" && c.drifted(x) && !p.Same[q.AgentTypeName+"."+q.MethodName] {
		p.errs = append(p.errs, fmt.Errorf("exchange %d, %s: an agent of another revision ran the call, and there is no error", x.Seq, way))
	}
	return line{way: way, kind: sent, text: outcome(results, err)}
}

// twin names the exchange that has the same call with the deployment that a client names.
func (p *replay) twin(x *golemtest.Exchange, q *request, difference string) string {
	deployment, ok := strings.CutPrefix(difference, "deploymentRevision ")
	if !ok {
		return ""
	}
	_, agent, _ := strings.Cut(x.Note, ", ")
	for i := range p.Exchanges {
		y := &p.Exchanges[i]
		_, other, _ := strings.Cut(y.Note, ", ")
		if y.Category != x.Category || other != agent || y.Request == nil {
			continue
		}
		r, err := readRequest(y)
		if err != nil || r.DeploymentRevision == nil || r.DeploymentRevision.String() != deployment || r.MethodName != q.MethodName {
			continue
		}
		if r.AgentTypeName == q.AgentTypeName && r.MethodParameters.values() == q.MethodParameters.values() {
			return fmt.Sprintf(", as in %d", y.Seq)
		}
	}
	return ""
}

// dial prepares the call of a new client, which knows nothing.
func (p *replay) dial(c *Client, q *request, t http.RoundTripper) (*call, error) {
	client, err := runtime.NewClient("http://server", append(q.clientOptions(), runtime.WithTransport(t))...)
	if err != nil {
		return nil, err
	}
	return c.prepare(client, q)
}

// current returns the current deployment of a request's environment.
func (p *replay) current(q *request) uint64 {
	query := url.Values{"app_name": {q.AppName}, "env_name": {q.EnvName}}
	var page struct {
		Values []struct {
			Environment struct {
				CurrentDeployment struct{ DeploymentRevision uint64 }
			}
		}
	}
	answer := p.ask(http.MethodGet, "/v1/me/visible-environments?"+query.Encode(), "")
	if json.Unmarshal(answer, &page) != nil || len(page.Values) == 0 {
		return 0
	}
	return page.Values[0].Environment.CurrentDeployment.DeploymentRevision
}

// keep makes the agent of an exchange exist for those that follow.
func (p *replay) keep(x *golemtest.Exchange) {
	if x.Status == http.StatusOK || x.Status == http.StatusInternalServerError {
		p.ask(http.MethodPost, "/v1/agents/create-agent", *x.Request)
	}
}

// ask sends a request to golemtest.
func (p *replay) ask(method, path, body string) []byte {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+golemtest.LocalToken)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	p.server.ServeHTTP(w, r)
	return w.Body.Bytes()
}
