package golemtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// agentComponentRoute returns the function that answers requests to a path below
// /v1/components/{id}.
func (s *Server) agentComponentRoute(r *http.Request, body []byte, text string, parts []string) func() *answer {
	with := func(method string, f func(*agentComponent) *answer) func() *answer {
		return func() *answer {
			return onlyMethod(r, method, func() *answer { return s.withAgentComponent(r, text, parts, f) })
		}
	}
	switch {
	case len(parts) == 0:
		return with(http.MethodGet, func(c *agentComponent) *answer { return jsonAnswer(200, c.revisions[len(c.revisions)-1].document) })
	case len(parts) == 2 && parts[0] == "revisions":
		return with(http.MethodGet, func(c *agentComponent) *answer { return c.revisionAnswer(parts[1]) })
	case parts[0] != "workers":
		return nil
	case len(parts) == 1:
		return with(http.MethodGet, func(c *agentComponent) *answer { return s.listAgents(c, r.URL.Query().Get("count")) })
	}
	id := compactID(parts[1])
	switch {
	case len(parts) == 2 && r.Method == http.MethodDelete:
		return with(http.MethodDelete, func(c *agentComponent) *answer { return s.deleteWorker(c.id, id) })
	case len(parts) == 2:
		return with(http.MethodGet, func(c *agentComponent) *answer {
			return s.withAgent(c, id, func(a *agent) *answer { return jsonAnswer(200, a.agentStatus()) })
		})
	case len(parts) == 3 && parts[2] == "oplog":
		return with(http.MethodGet, func(c *agentComponent) *answer { return s.agentOplog(r, c, id) })
	case len(parts) == 3 && parts[2] == "update":
		return with(http.MethodPost, func(c *agentComponent) *answer {
			return s.withAgent(c, id, func(a *agent) *answer { return a.updateEndpoint(r, body) })
		})
	case len(parts) == 4 && parts[2] == "invocations":
		return with(http.MethodDelete, func(c *agentComponent) *answer {
			return s.withAgent(c, id, func(a *agent) *answer { return a.cancelEndpoint(parts[3]) })
		})
	}
	return nil
}

func (s *Server) withAgentComponent(r *http.Request, text string, parts []string, f func(*agentComponent) *answer) *answer {
	id, ok := canonicalID(text)
	if !ok {
		return badPath(0, "string(ComponentId)", idFault(text))
	}
	account := s.account(r)
	s.mu.Lock()
	c := s.agents.components[id]
	isVisible := c != nil && c.environment.isVisibleTo(account)
	s.mu.Unlock()
	switch aboutWorkers := len(parts) > 0 && parts[0] == "workers"; {
	case isVisible:
		return f(c)
	case c != nil && aboutWorkers:
		return notAllowed(agentAction(r, parts))
	}
	return noComponent(id)
}

func noComponent(id string) *answer {
	return codeAnswer(404, "COMPONENT_NOT_FOUND", "Component for id %s not found", id)
}

func (c *agentComponent) revisionAnswer(text string) *answer {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return badPath(1, "integer(uint64)", "invalid digit found in string")
	}
	if r := c.revision(number); r != nil {
		return jsonAnswer(200, r.document)
	}
	return noComponent(c.id)
}

func (s *Server) withAgent(c *agentComponent, id string, f func(*agent) *answer) *answer {
	if w := s.worker(c.id, id); w != nil && w.agent != nil {
		return f(w.agent)
	}
	return codeAnswer(404, "AGENT_NOT_FOUND", "Worker not found: %s/%s", c.id, id)
}

// listAgents answers with up to count agents of a component, in the order of their ids.
func (s *Server) listAgents(c *agentComponent, count string) *answer {
	s.mu.Lock()
	var found []*agent
	for key, w := range s.workers {
		if key.component == c.id && w.agent != nil {
			found = append(found, w.agent)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(found, func(a, b *agent) int { return strings.Compare(a.id, b.id) })
	cursor := "null"
	if n, err := strconv.Atoi(count); err == nil && n >= 0 && n < len(found) {
		found = found[:n]
		cursor = `{"cursor":` + strconv.Itoa(n) + `,"layer":0}`
	}
	b := append(append([]byte(`{"cursor":`), cursor...), `,"workers":[`...)
	for i, a := range found {
		b = append(appendSeparator(b, i), a.agentStatus()...)
	}
	return jsonAnswer(200, append(b, "]}"...))
}

// updateEndpoint answers POST …/workers/{id}/update. The update is made before the agent's
// next call.
func (a *agent) updateEndpoint(r *http.Request, body []byte) *answer {
	n, refused := readAgentBody(r, body, true)
	if refused != nil {
		return refused
	}
	const typ = "UpdateWorkerRequest"
	var in bodyReader
	mode := n.member("mode").text
	in.read(func() {
		if mode != "automatic" && mode != "manual" {
			in.expected("AgentUpdateMode", n.member("mode"))
		}
	}, typ)
	var number int64
	in.read(func() { number = in.integer(n.member("targetRevision"), "integer(uint64)", 0, 1<<62) }, typ)
	if in.fault != "" {
		return badBody("%s", in.fault)
	}
	now, _ := a.now()
	target := now.component.revision(uint64(number))
	if target == nil {
		return noComponent(now.component.id)
	}
	_ = a.update(target, mode == "manual") // the agent's metadata report a failure
	return jsonAnswer(200, []byte("{}"))
}

// DeleteAgent deletes an agent if it exists. The next call to its id makes a new one.
func (d *Deployment) DeleteAgent(id string) {
	for _, r := range d.components() {
		d.server.deleteWorker(r.component.id, compactID(id))
	}
}

// cancelEndpoint answers DELETE …/workers/{id}/invocations/{key}.
func (a *agent) cancelEndpoint(key string) *answer {
	canceled, refused := a.cancel(key)
	if refused != nil {
		return internalError("Invalid request: Invocation not found")
	}
	return jsonAnswer(200, []byte(`{"canceled":`+strconv.FormatBool(canceled)+"}"))
}
