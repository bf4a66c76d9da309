package golemtest

import (
	"net/http"
	"strings"
)

// MaxRequest limits the size of calls of agents, in bytes: larger ones are answered with
// 413. Real servers have a limit of their own for messages; the default here is none.
func MaxRequest(bytes int) Option { return func(c *config) { c.maxRequest = bytes } }

// playsAgents reports whether the server behaves like servers from 1.5 on: because its
// version is one of them, or because it has no version and agents were deployed.
func (s *Server) playsAgents() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version.isAgents() || len(s.agents.environments) > 0
}

// agentsAnswer answers requests like servers from 1.5 on. It returns nil for requests about
// a component of this server.
func (s *Server) agentsAnswer(r *http.Request, body []byte) *answer {
	if !s.playsAgents() {
		return nil
	}
	s.runDue()
	parts, ok := splitPath("/v1/", r.URL.EscapedPath())
	if !ok {
		return nil
	}
	switch parts[0] {
	case "components":
		if !s.isAgentComponent(parts) {
			return nil
		}
	case "agents", "me", "accounts", "apps", "envs":
	default:
		return nil
	}
	answer := s.agentRoute(r, body, parts)
	if answer == nil {
		return notFound()
	}
	if refused := s.checkToken(r); refused != nil {
		return refused
	}
	return answer()
}

func (s *Server) hasNoComponents() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.components) == 0
}

// isAgentComponent reports whether a path refers to a component with agents, or to one that
// does not exist.
func (s *Server) isAgentComponent(parts []string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(parts) < 2 {
		return len(s.components) == 0
	}
	id, _ := canonicalID(parts[1])
	return s.agents.components[id] != nil || len(s.components) == 0
}

// agentRoute returns the function that answers requests to a path, nil for none.
func (s *Server) agentRoute(r *http.Request, body []byte, parts []string) func() *answer {
	method := func(want string, f func() *answer) func() *answer {
		return func() *answer { return onlyMethod(r, want, f) }
	}
	get := func(f func() *answer) func() *answer { return method(http.MethodGet, f) }
	switch path := strings.Join(parts, "/"); {
	case path == "agents/invoke-agent":
		return method(http.MethodPost, func() *answer { return s.invokeAgent(r, body) })
	case path == "agents/create-agent":
		return method(http.MethodPost, func() *answer { return s.createAgent(r, body) })
	case path == "me/token":
		return get(func() *answer { return s.currentToken(r) })
	case path == "me/visible-environments":
		return get(func() *answer { return s.visibleEnvironments(r) })
	}
	switch {
	case len(parts) < 2:
		return nil
	case parts[0] == "accounts" && len(parts) > 2 && parts[2] == "apps":
		return get(func() *answer { return s.applications(r, parts[1], parts[3:]) })
	case parts[0] == "apps" && len(parts) == 4 && parts[2] == "envs":
		return get(func() *answer { return s.environmentByName(r, parts[1], parts[3]) })
	case parts[0] == "envs":
		return s.environmentRoute(r, body, parts[1], parts[2:])
	case parts[0] == "components":
		return s.agentComponentRoute(r, body, parts[1], parts[2:])
	}
	return nil
}

// checkToken returns the answer to a request without a token that the server takes.
func (s *Server) checkToken(r *http.Request) *answer {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	const least = 16
	if !ok || len(token) < least || strings.ContainsFunc(token, func(c rune) bool { return !isTokenCharacter(c) }) {
		return textAnswer(http.StatusUnauthorized, "authorization error")
	}
	if _, accepted := s.token(r); accepted {
		return nil
	}
	return codeAnswer(http.StatusUnauthorized, "AUTH_UNAUTHORIZED", "Could not authenticate user using token")
}

func isTokenCharacter(c rune) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
