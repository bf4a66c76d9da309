package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// agentTable has what a client knows about environments and about the types of agents.
type agentTable struct {
	mu           sync.Mutex
	environments map[place]*knownEnvironment
	revisions    map[revisionKey]*knownRevision
}

// maxEnvironments and maxRevisions bound what is kept. Programs use few of either.
const (
	maxEnvironments = 256
	maxRevisions    = 256
)

func (t *agentTable) environment(p place) *knownEnvironment {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.environments[p]
	if !ok {
		if t.environments == nil || len(t.environments) >= maxEnvironments {
			t.environments = make(map[place]*knownEnvironment)
		}
		e = new(knownEnvironment)
		t.environments[p] = e
	}
	return e
}

type revisionKey struct {
	component string // in lower case
	revision  uint64
}

func (t *agentTable) revision(key revisionKey) *knownRevision {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, ok := t.revisions[key]
	if !ok {
		if t.revisions == nil || len(t.revisions) >= maxRevisions {
			t.revisions = make(map[revisionKey]*knownRevision)
		}
		r = new(knownRevision)
		t.revisions[key] = r
	}
	return r
}

// knownRevision is what a client knows about a revision of a component.
type knownRevision struct {
	asking shared[map[string]*describedType]
	mu     sync.Mutex
	types  map[string]*describedType // by name, nil: not known
}

// knownEnvironment is what a client knows about an environment of an application.
type knownEnvironment struct {
	asking shared[*deployed]
	mu     sync.Mutex
	now    *deployed
	asked  time.Time // when now was the current deployment
	types  map[typeKey]*deployedType
	routes map[agentRoute]*agentRoute
}

// routeTo returns the route by a deployment, the same one each time as long as the current
// deployment stays the same.
func (e *knownEnvironment) routeTo(current *deployed, deployment uint64, kind *describedType) *agentRoute {
	route := agentRoute{deployment: deployment, kind: kind, current: current}
	e.mu.Lock()
	defer e.mu.Unlock()
	if r, ok := e.routes[route]; ok {
		return r
	}
	if e.routes == nil || len(e.routes) >= maxDeployedTypes {
		e.routes = make(map[agentRoute]*agentRoute)
	}
	r := new(agentRoute) // route itself must not be allocated by those who find one
	*r = route
	e.routes[route] = r
	return r
}

// deployed says which deployment of an environment is the current one.
type deployed struct {
	environment string // its id
	deployment  uint64
	change      uint64 // counts the times that another deployment became the current one
}

// typeKey is an agent type in a deployment.
type typeKey struct {
	environment string // id
	deployment  uint64
	name        string
}

type deployedType struct {
	asking shared[*describedType]
	mu     sync.Mutex
	known  *describedType
}

// currentWithin returns the current deployment if the server named it not longer ago than
// age.
func (e *knownEnvironment) currentWithin(age time.Duration) *deployed {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.now == nil || time.Since(e.asked) > age {
		return nil
	}
	return e.now
}

func (e *knownEnvironment) setCurrent(now *deployed) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.now != nil && *e.now == *now {
		now = e.now
	}
	e.now, e.asked = now, time.Now()
}

// forget makes the next call ask which deployment is the current one.
func (e *knownEnvironment) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.now = nil
}

// maxDeployedTypes bounds the agent types that are kept of an environment.
const maxDeployedTypes = 1024

func (e *knownEnvironment) at(key typeKey) *deployedType {
	e.mu.Lock()
	defer e.mu.Unlock()
	t, ok := e.types[key]
	if !ok {
		if e.types == nil || len(e.types) >= maxDeployedTypes {
			e.types = make(map[typeKey]*deployedType)
		}
		t = new(deployedType)
		e.types[key] = t
	}
	return t
}

// current returns the current deployment, as it was not longer ago than age.
func (a *Agent) current(ctx context.Context, own *settings, p place, age time.Duration) (*deployed, error) {
	e := a.client.agentTypes.environment(p)
	if d := e.currentWithin(age); d != nil {
		return d, nil
	}
	return withMeans(a.settings, own, func(s *settings) (*deployed, error) {
		return e.asking.ask(ctx, s, func(ctx context.Context) (*deployed, error) {
			d, err := a.askCurrent(ctx, s, p)
			if err == nil {
				e.setCurrent(d)
			}
			return d, err
		})
	})
}

// What is read of GET /v1/me/visible-environments.
type visibleJSON struct {
	Account     struct{ ID, Email string }
	Application struct{ Name string }
	Environment struct {
		ID, Name          string
		CurrentDeployment *struct{ DeploymentRevision, Revision uint64 }
	}
}

func (a *Agent) askCurrent(ctx context.Context, s *settings, p place) (*deployed, error) {
	query := "app_name=" + url.QueryEscape(p.application) + "&env_name=" + url.QueryEscape(p.environment)
	if p.account != "" {
		query = "account_email=" + url.QueryEscape(p.account) + "&" + query
	}
	var page struct{ Values []visibleJSON }
	if err := a.ask(ctx, s, a.client.base.at("/v1/me/visible-environments"), query, &page); err != nil {
		return nil, err
	}
	var found []visibleJSON
	for _, v := range page.Values {
		if v.Application.Name == p.application && v.Environment.Name == p.environment && (p.account == "" || strings.EqualFold(v.Account.Email, p.account)) {
			found = append(found, v)
		}
	}
	if len(found) > 1 {
		own, err := a.askAccount(ctx, s)
		if err != nil {
			return nil, err
		}
		for _, v := range found {
			if sameID(v.Account.ID, own) {
				found = []visibleJSON{v}
				break
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, &PlaceError{Application: p.application, Environment: p.environment, Account: p.account, Reason: "there is none that the token may see"}
	case len(found) > 1:
		return nil, &PlaceError{Application: p.application, Environment: p.environment, Reason: "several accounts share one of this name: use WithAccount"}
	case found[0].Environment.CurrentDeployment == nil:
		return nil, &PlaceError{Application: p.application, Environment: p.environment, Account: p.account, Reason: "nothing is deployed to it"}
	}
	e := found[0].Environment
	return &deployed{environment: e.ID, deployment: e.CurrentDeployment.DeploymentRevision, change: e.CurrentDeployment.Revision}, nil
}

// askAccount returns the id of the token's account.
func (a *Agent) askAccount(ctx context.Context, s *settings) (string, error) {
	var token struct {
		AccountID string `json:"accountId"`
	}
	err := a.ask(ctx, s, a.client.base.at("/v1/me/token"), "", &token)
	return token.AccountID, err
}

// ask reads the answer to a question into what v points to.
func (a *Agent) ask(ctx context.Context, s *settings, at location, query string, v any) error {
	body, err := a.client.control(ctx, s, controlRequest{method: http.MethodGet, at: at, query: query, retry: true})
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(body), v); err != nil {
		return fmt.Errorf("the answer to GET %s cannot be read: %w", at, err)
	}
	return nil
}

// typeAt returns the agent's type in a deployment, which is asked for once.
func (a *Agent) typeAt(ctx context.Context, own *settings, p place, environment string, deployment uint64) (*describedType, error) {
	t := a.client.agentTypes.environment(p).at(typeKey{environment, deployment, a.kind.Name})
	t.mu.Lock()
	known := t.known
	t.mu.Unlock()
	if known != nil {
		return known, nil
	}
	return withMeans(a.settings, own, func(s *settings) (*describedType, error) {
		return t.asking.ask(ctx, s, func(ctx context.Context) (*describedType, error) {
			d, err := a.askType(ctx, s, environment, deployment)
			if err == nil {
				t.mu.Lock()
				t.known = d
				t.mu.Unlock()
			}
			return d, err
		})
	})
}

func (a *Agent) askType(ctx context.Context, s *settings, environment string, deployment uint64) (*describedType, error) {
	at := a.client.base.at("/v1/envs/", environment, "/deployments/", strconv.FormatUint(deployment, 10), "/agent-types/", a.kind.Name)
	body, err := a.client.control(ctx, s, controlRequest{method: http.MethodGet, at: at, retry: true})
	var status *StatusError
	switch {
	case errors.As(err, &status) && (status.Type == "AGENT_TYPE_NOT_FOUND" || status.Type == "DEPLOYMENT_NOT_FOUND"):
		return &describedType{missing: true}, nil
	case err != nil:
		return nil, err
	}
	t, err := readDeployedType(body)
	if err != nil {
		return nil, fmt.Errorf("the answer to GET %s %w", at, err)
	}
	return t, nil
}

// typeOf returns the agent's type in a revision of a component, which is asked for once.
func (a *Agent) typeOf(ctx context.Context, own *settings, component string, revision uint64) (*describedType, error) {
	r := a.client.agentTypes.revision(revisionKey{component, revision})
	r.mu.Lock()
	types := r.types
	r.mu.Unlock()
	if types == nil {
		var err error
		types, err = withMeans(a.settings, own, func(s *settings) (map[string]*describedType, error) {
			return r.asking.ask(ctx, s, func(ctx context.Context) (map[string]*describedType, error) {
				return a.askRevision(ctx, s, r, component, revision)
			})
		})
		if err != nil {
			return nil, err
		}
	}
	if t := types[a.kind.Name]; t != nil {
		return t, nil
	}
	return &describedType{missing: true, componentID: component, revision: revision}, nil
}

func (a *Agent) askRevision(ctx context.Context, s *settings, r *knownRevision, component string, revision uint64) (map[string]*describedType, error) {
	at := a.client.base.at("/v1/components/", component, "/revisions/", strconv.FormatUint(revision, 10))
	body, err := a.client.control(ctx, s, controlRequest{method: http.MethodGet, at: at, retry: true})
	if err != nil {
		return nil, err
	}
	types, err := readComponentTypes(body)
	if err != nil {
		return nil, fmt.Errorf("the answer to GET %s %w", at, err)
	}
	r.mu.Lock()
	r.types = types
	r.mu.Unlock()
	return types, nil
}

// PlaceError says that agents cannot be called where they should be: in an environment of an
// application. Nothing was sent to an agent. It is [ErrNotFound].
type PlaceError struct {
	Application, Environment string
	Account                  string // the owner's e-mail address, "" for the account of the token
	Reason                   string
}

func (e *PlaceError) Error() string {
	text := fmt.Sprintf("the environment %s of the application %s", shortQuote(e.Environment), shortQuote(e.Application))
	if e.Account != "" {
		text += " of " + shortQuote(e.Account)
	}
	return text + " cannot be used: " + e.Reason
}

// Is makes errors.Is(err, runtime.ErrNotFound) work.
func (e *PlaceError) Is(target error) bool { return target == ErrNotFound }
