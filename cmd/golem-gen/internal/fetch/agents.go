package fetch

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Agents identifies the agent types of an environment's deployment.
type Agents struct {
	Application string
	Environment string
	Account     string   // e-mail address of the application's owner; "" for any that the token can see
	Types       []string // names of agent types; none for all
	Deployment  *uint64  // revision; nil for the current one
}

// String returns the application and the environment: "bank/prod".
func (a Agents) String() string { return a.Application + "/" + a.Environment }

// LocalToken is the token that Golem's server for one machine accepts unless it is
// configured otherwise. Golem's command line sends it to local servers, too.
const LocalToken = "5c832d93-ff85-4a8f-9803-513950fdfdb1"

// withLocalToken returns the server with LocalToken where it runs on this machine and no
// token is configured.
func (s *Server) withLocalToken() *Server {
	if u, err := url.Parse(s.URL); s.Token != "" || err != nil || !isLoopback(u.Hostname()) {
		return s
	}
	local := *s
	local.Token, local.builtIn = LocalToken, true
	return &local
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func agentRemedies(notFound string) remedies {
	return remedies{
		http.StatusBadRequest: "check application, environment and deployment",
		http.StatusForbidden:  "the token does not allow reading this environment: ask the owner of the application to share it",
		http.StatusNotFound:   notFound,
	}
}

func (a Agents) get(ctx context.Context, s *Server) (*Answer, error) {
	s = s.withLocalToken()
	env, err := s.environment(ctx, a)
	if err != nil {
		return nil, err
	}
	revision := env.current
	if a.Deployment != nil {
		revision = a.Deployment
	}
	if revision == nil {
		return nil, fmt.Errorf("%s: %s has no deployment yet: deploy the application there, then fetch again", s.URL, a)
	}
	at := "/v1/envs/" + url.PathEscape(env.id) + "/deployments/" + strconv.FormatUint(*revision, 10)
	answer, err := s.agentTypes(ctx, at+"/agent-types", a, env)
	if err != nil {
		return nil, err
	}
	d := answer.Deployment
	d.Application, d.Environment, d.Account, d.EnvironmentID = a.Application, a.Environment, env.account, env.id
	d.Revision, d.HasRevision = *revision, true
	if err := s.nameComponents(ctx, at+"/summary", d); err != nil {
		return nil, err
	}
	return answer, choose(d, a.Types, answer.URL)
}

// agentTypes requests the agent types of a deployment.
func (s *Server) agentTypes(ctx context.Context, where string, a Agents, env *environment) (*Answer, error) {
	notFound := "check deployment, or leave it out to get the current one"
	if env.current != nil {
		notFound += fmt.Sprintf(", which is %d", *env.current)
	}
	data, err := s.get(ctx, where, agentRemedies(notFound))
	if err != nil {
		return nil, err
	}
	var page struct {
		Values []json.RawMessage `json:"values"`
	}
	if json.Unmarshal(data, &page) == nil && page.Values != nil && len(page.Values) == 0 {
		return nil, fmt.Errorf("%s%s: the deployment of %s has no agent types: deploy components that have agents", s.URL, where, a)
	}
	d, err := metadata.DecodeDeployment(data)
	if err != nil {
		return nil, inDocument(s.URL+where, err)
	}
	return &Answer{URL: s.URL + where, Data: data, Deployment: d}, nil
}

// nameComponents sets the names of the components that implement the agent types.
func (s *Server) nameComponents(ctx context.Context, where string, d *metadata.Deployment) error {
	var summary struct {
		Components []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"components"`
	}
	if err := s.getJSON(ctx, where, "a deployment's summary", agentRemedies(notGolem), &summary); err != nil {
		return err
	}
	for _, c := range summary.Components {
		for _, t := range d.AgentTypes {
			if strings.EqualFold(c.ID, t.ComponentID) {
				t.ComponentName = c.Name
			}
		}
	}
	return nil
}

// choose leaves only the named agent types, and all if none are named. It returns an error if
// the deployment does not have all of the names.
func choose(d *metadata.Deployment, names []string, at string) error {
	var known []string
	for _, t := range d.AgentTypes {
		known = append(known, t.Name)
	}
	for _, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		for _, o := range d.Omitted {
			if o.Agent == name {
				return fmt.Errorf("%s: %s: remove it from types", at, o)
			}
		}
		return fmt.Errorf("%s: no agent type %s in the deployment: correct types; the deployment has %s", at, strconv.QuoteToASCII(name), strings.Join(known, ", "))
	}
	d.Choose(names)
	return nil
}
