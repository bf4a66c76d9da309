package golemtest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// currentToken answers GET /v1/me/token with the dates of a local server. The last
// one does not have the form of RFC 3339.
func (s *Server) currentToken(r *http.Request) *answer {
	token, _ := s.token(r)
	account := stableID("account", cmp.Or(token.account, LocalAccount))
	s.mu.Lock()
	for _, e := range s.agents.environments {
		if e.isOwnedBy(token.account) {
			account = e.accountID
			break
		}
	}
	s.mu.Unlock()
	return jsonAnswer(200, fmt.Appendf(nil, `{"accountId":%q,"createdAt":"1970-01-01T00:00:00+00:00","expiresAt":"+262142-12-31T23:59:59.999999999+00:00","id":%q}`,
		account, stableID("token", token.secret)))
}

// applications answers with the applications of an account, or the one with a name.
func (s *Server) applications(r *http.Request, account string, name []string) *answer {
	caller := s.account(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	var found [][]byte
	for _, e := range s.agents.environments {
		app := fmt.Appendf(nil, `{"accountId":%q,"id":%q,"name":%q,"revision":0}`, e.accountID, e.applicationID, e.application)
		known := slices.ContainsFunc(found, func(b []byte) bool { return string(b) == string(app) })
		if e.accountID != account || !e.isOwnedBy(caller) || known || len(name) > 0 && name[0] != e.application {
			continue
		}
		found = append(found, app)
	}
	switch {
	case len(name) == 0:
		return jsonAnswer(200, page(found, func(b []byte) []byte { return b }))
	case len(name) > 1:
		return notFound()
	case len(found) == 0:
		return codeAnswer(404, "APPLICATION_NOT_FOUND", "Application not found for name %s", name[0])
	}
	return jsonAnswer(200, found[0])
}

func (s *Server) environmentByName(r *http.Request, application, name string) *answer {
	account := s.account(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.agents.environments {
		if e.applicationID == application && e.name == name && e.isVisibleTo(account) {
			return jsonAnswer(200, e.json(true, account))
		}
	}
	return codeAnswer(404, "ENVIRONMENT_NOT_FOUND", "Environment not found for name %s", name)
}

// visibleEnvironments answers GET /v1/me/visible-environments.
func (s *Server) visibleEnvironments(r *http.Request) *answer {
	query, account := r.URL.Query(), s.account(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	meets := func(key, value string) bool { return !query.Has(key) || query.Get(key) == value }
	var found []*environment
	for _, e := range s.agents.environments {
		if email := strings.ToLower(query.Get("account_email")); e.isVisibleTo(account) && (email == "" || email == e.account) && meets("app_name", e.application) && meets("env_name", e.name) {
			found = append(found, e)
		}
	}
	return jsonAnswer(200, page(found, func(e *environment) []byte {
		return fmt.Appendf(nil, `{"account":{"email":%s,"id":%q,"name":"Initial User"},"application":{"id":%q,"name":%s},"environment":%s}`,
			quoted(e.account), e.accountID, e.applicationID, quoted(e.application), e.json(false, account))
	}))
}

// json returns the environment as servers print it for an account, in full or as part of a list.
func (e *environment) json(whole bool, account string) []byte {
	d := e.current
	object := map[string]any{
		"compatibilityCheck": false, "diffModelVersion": 2, "id": e.id, "name": e.name, "revision": 0,
		"rolesFromActiveShares": e.roles(account), "securityOverrides": false, "versionCheck": false,
		"currentDeployment": map[string]any{
			"deploymentHash": d.hash, "deploymentRevision": d.revision, "deploymentVersion": d.version(), "revision": e.changes,
		},
	}
	if whole {
		object["applicationId"], object["ownerAccountId"] = e.applicationID, e.accountID
	}
	return quoted(object)
}

// environmentRoute returns the function that answers requests to a path below
// /v1/envs/{id}.
func (s *Server) environmentRoute(r *http.Request, body []byte, id string, parts []string) func() *answer {
	get := func(f func(*environment) *answer) func() *answer {
		return func() *answer {
			return onlyMethod(r, http.MethodGet, func() *answer { return s.withEnvironment(r, id, f) })
		}
	}
	switch {
	case len(parts) == 0:
		return get(func(e *environment) *answer { return jsonAnswer(200, e.json(true, s.account(r))) })
	case len(parts) == 1 && parts[0] == "deployments":
		return get(func(e *environment) *answer { return jsonAnswer(200, page(e.deployments, (*Deployment).json)) })
	case len(parts) == 1 && parts[0] == "current-deployment":
		return func() *answer {
			return onlyMethod(r, http.MethodPut, func() *answer {
				return s.withEnvironment(r, id, func(e *environment) *answer { return s.rollback(r, body, e) })
			})
		}
	case parts[0] == "components" && len(parts) <= 2:
		return get(func(e *environment) *answer { return revisionsAnswer(s.agents.latest(e), parts[1:]) })
	case parts[0] == "deployments" && len(parts) >= 3:
		return get(func(e *environment) *answer { return e.deploymentEndpoint(parts[1], parts[2], parts[3:]) })
	}
	return nil
}

func (s *Server) withEnvironment(r *http.Request, text string, f func(*environment) *answer) *answer {
	id, ok := canonicalID(text)
	if !ok {
		return badPath(0, "string(EnvironmentId)", idFault(text))
	}
	account := s.account(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.agents.environmentByID(id); e != nil && e.isVisibleTo(account) {
		return f(e)
	}
	return codeAnswer(404, "ENVIRONMENT_NOT_FOUND", "Environment not found for id %s", id)
}

func badPath(i int, typ, fault string) *answer {
	return textAnswer(400, "failed to parse path `param%d`: failed to parse %q: %s", i, typ, fault)
}

// latest returns the newest revisions of the components of an environment, by name.
func (w *agentWorld) latest(e *environment) (list []*agentRevision) {
	for _, c := range w.components {
		if c.environment == e {
			list = append(list, c.revisions[len(c.revisions)-1])
		}
	}
	slices.SortFunc(list, func(a, b *agentRevision) int { return strings.Compare(a.component.name, b.component.name) })
	return list
}

// revisionsAnswer answers with component revisions, or the one with a name.
func revisionsAnswer(list []*agentRevision, name []string) *answer {
	if len(name) == 0 {
		return jsonAnswer(200, page(list, func(r *agentRevision) []byte { return r.document }))
	}
	for _, r := range list {
		if r.component.name == name[0] {
			return jsonAnswer(200, r.document)
		}
	}
	return codeAnswer(404, "COMPONENT_NOT_FOUND", "Component for name %s not found", name[0])
}

// deploymentEndpoint answers a path below /v1/envs/{id}/deployments/{revision}.
func (e *environment) deploymentEndpoint(text, what string, rest []string) *answer {
	revision, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return badPath(1, "integer(uint64)", "invalid digit found in string")
	}
	d := e.deployment(revision)
	switch {
	case d == nil:
		return codeAnswer(404, "DEPLOYMENT_NOT_FOUND", "Deployment %d not found in the environment", revision)
	case what == "summary" && len(rest) == 0:
		return jsonAnswer(200, d.summary())
	case what == "components" && len(rest) <= 1:
		return revisionsAnswer(d.components(), rest)
	case what == "agent-types" && len(rest) == 0:
		return jsonAnswer(200, page(d.types, func(t *deployedType) []byte { return t.entry }))
	case what == "agent-types" && len(rest) == 1:
		if t := d.agentType(rest[0]); t != nil {
			return jsonAnswer(200, t.entry)
		}
		return codeAnswer(404, "AGENT_TYPE_NOT_FOUND", "Agent type %s not found", rest[0])
	}
	return notFound()
}

func (d *Deployment) summary() []byte {
	components := []map[string]any{}
	for _, r := range d.components() {
		components = append(components, map[string]any{
			"hash": r.hash, "id": r.component.id, "name": r.component.name, "revision": r.number,
		})
	}
	return quoted(map[string]any{
		"components": components, "deploymentHash": d.hash, "deploymentRevision": d.revision, "httpApiDeployments": []string{}, "mcpDeployments": []string{},
	})
}

// rollback answers PUT …/current-deployment; s.mu is held.
func (s *Server) rollback(r *http.Request, body []byte, e *environment) *answer {
	n, refused := readAgentBody(r, body, true)
	if refused != nil {
		return refused
	}
	const typ = "DeploymentRollback"
	var in bodyReader
	var current, revision int64
	in.read(func() { current = in.integer(n.member("currentRevision"), "integer(uint64)", 0, 1<<62) }, typ)
	in.read(func() { revision = in.integer(n.member("deploymentRevision"), "integer(uint64)", 0, 1<<62) }, typ)
	if in.fault != "" {
		return badBody("%s", in.fault)
	}
	d := e.deployment(uint64(revision))
	switch {
	case d == nil:
		return codeAnswer(404, "DEPLOYMENT_NOT_FOUND", "Deployment %d not found in the environment", revision)
	case current != int64(e.changes):
		return codeAnswer(409, "DEPLOYMENT_CONCURRENT_UPDATE", "Concurrent update")
	}
	e.activate(d)
	return jsonAnswer(200, fmt.Appendf(nil, `{"currentRevision":%d,"deploymentHash":%q,"environmentId":%q,"revision":%d,"version":%q}`,
		e.changes, d.hash, e.id, d.revision, d.version()))
}
