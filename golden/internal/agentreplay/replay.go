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

// Recording has the exchanges of a recording, the clients that make its calls, and the changes to the
// server.
type Recording struct {
	Exchanges []golemtest.Exchange
	Misled    bool // make the calls also by clients that take the agent's revision for their own

	// Same has the methods that have the same meaning in all revisions, as "Counter.get".
	Same map[string]bool

	// Clients returns the clients of an exchange. The first one that can make the request makes it.
	Clients func(x *golemtest.Exchange) []*Client

	// Before changes the server as it was changed before an exchange.
	Before func(s *golemtest.Server, x *golemtest.Exchange)

	// Probes has requests for agents. Questions in the recording are expected before their calls.
	Probes []string

	// Read returns a text for the table about an answer that is not about an agent.
	Read func(x *golemtest.Exchange) string
}

// replay is the state of Run.
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

// Run makes the calls of a recording. It returns the table, and an error for each result that differs
// from the recorded value.
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
			p.addCall(x)
		} else {
			p.addOther(x)
		}
	}
	return p.table.String(), errors.Join(p.errs...)
}

// addCall makes a call of an agent and adds it to the table.
func (p *replay) addCall(x *golemtest.Exchange) {
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

// clientOf returns the first client with Go values for a request.
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

// twin returns the exchange with the same call that names the deployment as clients do.
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

// dial prepares the call of a new client.
func (p *replay) dial(c *Client, q *request, t http.RoundTripper) (*call, error) {
	client, err := runtime.NewClient("http://server", append(q.clientOptions(), runtime.WithTransport(t))...)
	if err != nil {
		return nil, err
	}
	return c.prepare(client, q)
}

// current returns the current deployment of the environment of a request.
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

// keep creates the agent of an exchange on the server for later exchanges.
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
