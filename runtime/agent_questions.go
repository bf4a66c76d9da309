package runtime

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The questions that a client asks about agents: the current deployment, the types in a
// deployment or in a component revision, and the revision that an agent runs.

// agentEntries holds the client's entries for an agent and its environment. The next call of
// the agent need not look them up.
type agentEntries struct {
	place       place
	environment entry[knownEnvironment]
	component   string
	agent       entry[knownWorker]
}

func (a *Agent) environment(p place) *knownEnvironment {
	if e := a.entries.Load(); e != nil && e.place == p && a.client.environments.has(e.environment) {
		return e.environment.v
	}
	return a.client.environments.find(p, maxEnvironments)
}

// current returns the current deployment. It asks the server if the last answer is older than
// age.
func (a *Agent) current(ctx context.Context, own *settings, p place, age time.Duration, m *moment) (*deployed, error) {
	e := a.environment(p)
	if d := e.currentWithin(age, m.now()); d != nil {
		return d, nil
	}
	defer m.pass()
	return trySettings(a.settings, own, func(s *settings) (*deployed, error) {
		return e.asking.ask(ctx, s, func(ctx context.Context) (*deployed, error) {
			d, err := a.askCurrent(ctx, s, p)
			if err != nil {
				return nil, err
			}
			return e.setCurrent(d), nil
		})
	})
}

// visibleJSON is an element of the answer to GET /v1/me/visible-environments.
type visibleJSON struct {
	Account     struct{ ID, Email string }
	Application struct{ Name string }
	Environment struct {
		ID, Name              string
		RolesFromActiveShares []string // of the token's account, in an environment of another one
		CurrentDeployment     *struct{ DeploymentRevision, Revision uint64 }
	}
}

func (a *Agent) askCurrent(ctx context.Context, s *settings, p place) (*deployed, error) {
	found, err := a.visible(ctx, s, p)
	if err == nil && p.account == "" {
		found, err = a.ofAccount(ctx, s, p, found)
	}
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, p.unusable("the token gives access to no environment of that name")
	case len(found) > 1:
		return nil, p.unusable("the server lists several of this name")
	case found[0].Environment.CurrentDeployment == nil:
		return nil, p.unusable("nothing is deployed to it")
	}
	e := found[0].Environment
	return &deployed{
		environment: e.ID, deployment: e.CurrentDeployment.DeploymentRevision, change: e.CurrentDeployment.Revision, owner: found[0].Account.Email,
	}, nil
}

// visible returns the environments with the names in p that the token may see.
func (a *Agent) visible(ctx context.Context, s *settings, p place) (found []visibleJSON, err error) {
	query := "app_name=" + url.QueryEscape(p.application) + "&env_name=" + url.QueryEscape(p.environment)
	if p.account != "" {
		query = "account_email=" + url.QueryEscape(p.account) + "&" + query
	}
	var page struct{ Values []visibleJSON }
	if err := a.client.ask(ctx, s, a.client.base.at("/v1/me/visible-environments"), query, unmarshalInto(&page)); err != nil {
		var status *StatusError
		if errors.As(err, &status) {
			status.agent = true
		}
		return nil, err
	}
	for _, v := range page.Values {
		if v.Application.Name == p.application && v.Environment.Name == p.environment && (p.account == "" || strings.EqualFold(v.Account.Email, p.account)) {
			found = append(found, v)
		}
	}
	return found, nil
}

// ofAccount returns the environments in found that belong to the token's account. A call that
// names no account must not go to an environment that another account shares. A single
// environment without roles is not shared, which saves the question for the token's account.
func (a *Agent) ofAccount(ctx context.Context, s *settings, p place, found []visibleJSON) ([]visibleJSON, error) {
	if len(found) == 0 {
		return nil, nil
	}
	if roles := found[0].Environment.RolesFromActiveShares; len(found) == 1 && roles != nil && len(roles) == 0 {
		return found, nil
	}
	var token struct {
		AccountID string `json:"accountId"`
	}
	if err := a.client.ask(ctx, s, a.client.base.at("/v1/me/token"), "", unmarshalInto(&token)); err != nil {
		return nil, err
	}
	var own []visibleJSON
	var others []string
	for _, v := range found {
		if sameID(v.Account.ID, token.AccountID) {
			own = append(own, v)
		} else {
			others = append(others, shortQuote(v.Account.Email))
		}
	}
	if len(own) == 0 {
		verb := "shares"
		if len(others) > 1 {
			verb = "share"
		}
		return nil, p.unusable(fmt.Sprintf("the account of the token has none of that name, and %s %s one: use WithAccount", strings.Join(others, ", "), verb))
	}
	return own, nil
}

// typeAt returns the agent's type in a deployment of the environment of current.
func (a *Agent) typeAt(ctx context.Context, own *settings, current *deployed, deployment uint64) (*describedType, error) {
	known := a.client.agentTypes.find(current.typeKey(deployment, a.kind.Name), maxAgentTypes)
	if t := known.answer.Load(); t != nil {
		return t, nil
	}
	return known.ask(ctx, a.settings, own, func(ctx context.Context, s *settings) (*describedType, error) {
		return a.askType(ctx, s, current.environment, deployment)
	})
}

func (a *Agent) askType(ctx context.Context, s *settings, environment string, deployment uint64) (*describedType, error) {
	at := a.client.base.at("/v1/envs/", environment, "/deployments/", strconv.FormatUint(deployment, 10), "/agent-types/", a.kind.Name)
	t, err := askFor(ctx, a.client, s, at, readDeployedType)
	var status *StatusError
	if errors.As(err, &status) && (status.Type == "AGENT_TYPE_NOT_FOUND" || status.Type == "DEPLOYMENT_NOT_FOUND") {
		return &describedType{missing: true}, nil
	}
	return t, err
}

// typeOf returns the agent's type in a revision of a component.
func (a *Agent) typeOf(ctx context.Context, own *settings, component string, revision uint64) (*describedType, error) {
	known := a.client.agentRevisions.find(revisionKey{component, revision}, maxRevisions)
	types := known.answer.Load()
	if types == nil {
		var err error
		types, err = known.ask(ctx, a.settings, own, func(ctx context.Context, s *settings) (*revisionTypes, error) {
			return a.askRevision(ctx, s, component, revision)
		})
		if err != nil {
			return nil, err
		}
	}
	if t := (*types)[a.kind.Name]; t != nil {
		return t, nil
	}
	return &describedType{missing: true, componentID: component, revision: revision}, nil
}

func (a *Agent) askRevision(ctx context.Context, s *settings, component string, revision uint64) (*revisionTypes, error) {
	at := a.client.base.at("/v1/components/", component, "/revisions/", strconv.FormatUint(revision, 10))
	types, err := askFor(ctx, a.client, s, at, readComponentTypes)
	if err != nil {
		return nil, err
	}
	return &types, nil
}

// askAgent asks for the agent's revision and creation time, and remembers both.
func (a *Agent) askAgent(ctx context.Context, s *settings, route *agentRoute) (foundWorker, error) {
	var answer struct {
		ComponentRevision *uint64
		CreatedAt         string
	}
	at := a.url(route)
	if err := a.client.ask(ctx, s, at, "", unmarshalInto(&answer)); err != nil {
		return foundWorker{}, err
	}
	if answer.ComponentRevision == nil {
		return foundWorker{}, fmt.Errorf("the answer to GET %s has no componentRevision", at)
	}
	a.knownAs(route).remember(*answer.ComponentRevision, answer.CreatedAt)
	return foundWorker{version: *answer.ComponentRevision, born: answer.CreatedAt}, nil
}

// url returns the URL of requests about the agent.
func (a *Agent) url(route *agentRoute) location {
	return a.client.base.at("/v1/components/", route.kind.componentID, "/workers/", a.id)
}

// knownAs returns what the client knows about the agent.
func (a *Agent) knownAs(route *agentRoute) *knownWorker {
	if e := a.entries.Load(); e != nil && e.component == route.kind.componentID && a.client.workers.has(e.agent) {
		return e.agent.v
	}
	return a.client.workers.find(workerKey{route.kind.componentID, a.id}, maxWorkers)
}

// keepEntries keeps the entries that a call of the agent has looked up, for the next call.
func (a *Agent) keepEntries(p place, route *agentRoute) {
	e := a.entries.Load()
	switch component := route.kind.componentID; {
	case e == nil:
		a.entries.Store(noEntries)
	case e.place == p && e.component == component && a.client.environments.has(e.environment) && a.client.workers.has(e.agent):
	default:
		a.entries.Store(&agentEntries{
			p, a.client.environments.entry(p, maxEnvironments),
			component, a.client.workers.entry(workerKey{component, a.id}, maxWorkers),
		})
	}
}

// noEntries marks an agent that was called once. Entries are kept from the second call on,
// which saves memory if an agent is called only once.
var noEntries = new(agentEntries)
