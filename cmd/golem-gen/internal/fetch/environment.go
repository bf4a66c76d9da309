package fetch

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/metadata"
)

// environment is an environment on a server.
type environment struct {
	id      string
	account string  // e-mail address of the application's owner, "" if it is not known
	current *uint64 // revision of the current deployment, nil if there is none
}

// environmentJSON is an environment as servers describe it.
type environmentJSON struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Current *struct {
		Revision uint64 `json:"deploymentRevision"`
	} `json:"currentDeployment"`
}

// visible is an environment that the token can see, with its application and owner.
type visible struct {
	Account struct {
		Email string `json:"email"`
	} `json:"account"`
	Application struct {
		Name string `json:"name"`
	} `json:"application"`
	Environment environmentJSON `json:"environment"`
}

const visiblePath = "/v1/me/visible-environments"

// environment finds an environment by names.
func (s *Server) environment(ctx context.Context, a Agents) (*environment, error) {
	query := url.Values{"app_name": {a.Application}, "env_name": {a.Environment}}
	if a.Account != "" {
		query.Set("account_email", a.Account)
	}
	where := visiblePath + "?" + query.Encode()
	list, err := s.visible(ctx, where)
	if hasStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) {
		return s.environmentOfToken(ctx, a)
	}
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(v visible) bool {
		return v.Application.Name != a.Application || v.Environment.Name != a.Environment
	})
	switch len(list) {
	case 0:
		return nil, s.notVisible(ctx, where, a)
	case 1:
		return s.known(where, list[0].Environment, list[0].Account.Email)
	}
	owners := map[string]bool{}
	for _, v := range list {
		owners[v.Account.Email] = true
	}
	return nil, fmt.Errorf("%s%s: several accounts have %s: set account to one of %s", s.URL, where, a, sorted(owners))
}

func (s *Server) known(where string, e environmentJSON, account string) (*environment, error) {
	if !metadata.IsID(e.ID) {
		return nil, fmt.Errorf("%s%s: expected the id of an environment, found %.60q: check the server's URL", s.URL, where, e.ID)
	}
	env := &environment{id: e.ID, account: account}
	if e.Current != nil {
		env.current = &e.Current.Revision
	}
	return env, nil
}

// visible requests a list of environments that the token can see.
func (s *Server) visible(ctx context.Context, where string) ([]visible, error) {
	var page struct {
		Values *[]visible `json:"values"`
	}
	if err := s.getJSON(ctx, where, "a list of environments", agentRemedies(notGolem), &page); err != nil {
		return nil, err
	}
	if page.Values == nil {
		return nil, fmt.Errorf("%s%s: expected a list of environments: check the server's URL", s.URL, where)
	}
	return *page.Values, nil
}

// notVisible returns the error that says which of the names is wrong.
func (s *Server) notVisible(ctx context.Context, where string, a Agents) error {
	list, err := s.visible(ctx, visiblePath+"?"+url.Values{"app_name": {a.Application}}.Encode())
	if err != nil {
		return err
	}
	owners := map[string]bool{}
	environments := map[string]bool{}
	for _, v := range list {
		if v.Application.Name != a.Application {
			continue
		}
		owners[v.Account.Email] = true
		if a.Account == "" || v.Account.Email == a.Account {
			environments[v.Environment.Name] = true
		}
	}
	at := s.URL + where
	switch {
	case len(owners) == 0:
		return fmt.Errorf("%s: no application %q that the token can see: check application and the server's URL, or ask its owner to share it", at, a.Application)
	case len(environments) == 0:
		return fmt.Errorf("%s: no application %q of %s: correct account; the owner is %s", at, a.Application, strconv.QuoteToASCII(a.Account), sorted(owners))
	}
	return fmt.Errorf("%s: application %q has no environment %q that the token can see: correct environment; the application has %s", at, a.Application, a.Environment, sorted(environments))
}

func sorted(set map[string]bool) string {
	return paint.Clean(strings.Join(slices.Sorted(maps.Keys(set)), ", "))
}

// environmentOfToken finds an environment step by step, on servers that do not list the
// environments that a token can see: among the applications of the token's account.
func (s *Server) environmentOfToken(ctx context.Context, a Agents) (*environment, error) {
	var token struct {
		Account string `json:"accountId"`
	}
	err := s.getJSON(ctx, "/v1/me/token", "a token's account", agentRemedies(notGolem), &token)
	if hasStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) && (s.isBeforeAgents(ctx) || s.hasComponents(ctx, a.Application)) {
		return nil, fmt.Errorf(`%s: this server has components instead of agents: use "components:" with name or id`, s.URL)
	}
	if err != nil {
		return nil, err
	}
	if a.Account != "" {
		return nil, fmt.Errorf("%s: this server finds only applications of the token's own account: remove account", s.URL)
	}
	where := "/v1/accounts/" + url.PathEscape(token.Account) + "/apps/" + url.PathEscape(a.Application)
	var application struct {
		ID string `json:"id"`
	}
	if err := s.getJSON(ctx, where, "an application", agentRemedies("check application and the server's URL"), &application); err != nil {
		return nil, err
	}
	where = "/v1/apps/" + url.PathEscape(application.ID) + "/envs/" + url.PathEscape(a.Environment)
	var env environmentJSON
	if err := s.getJSON(ctx, where, "an environment", agentRemedies("check environment"), &env); err != nil {
		return nil, err
	}
	return s.known(where, env, "")
}

// getJSON requests a path and decodes the answer. Messages call the answer what.
func (s *Server) getJSON(ctx context.Context, where, what string, fixes remedies, into any) error {
	data, err := s.get(ctx, where, fixes)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return s.unexpected(where, what, data, err)
	}
	return nil
}

// hasAgents reports whether the server answers requests that only servers with agents know.
func (s *Server) hasAgents(ctx context.Context) bool {
	data, err := s.attempt(ctx, visiblePath+"?app_name=golem-gen", patience)
	var page struct {
		Values *[]visible `json:"values"`
	}
	return hasStatus(err, http.StatusUnauthorized) || err == nil && json.Unmarshal(data, &page) == nil && page.Values != nil
}

// hasComponents reports whether the server lists components, as servers before agents do.
func (s *Server) hasComponents(ctx context.Context, name string) bool {
	data, err := s.attempt(ctx, "/v1/components?"+url.Values{"component-name": {name}}.Encode(), patience)
	var list []json.RawMessage
	return err == nil && json.Unmarshal(data, &list) == nil
}
