package golemtest

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/golem-gen/golem-gen/metadata"
)

// resolved is an agent that the worker service has found by names.
type resolved struct {
	component  *agentComponent
	typ        *metadata.AgentType // of the deployment in which the names were resolved
	parameters []element
	id         string
}

// invokeAgent answers POST /v1/agents/invoke-agent.
func (s *Server) invokeAgent(r *http.Request, body []byte) *answer {
	if s.most > 0 && len(body) > s.most {
		return codeAnswer(http.StatusRequestEntityTooLarge, "REQUEST_PAYLOAD_TOO_LARGE", "the request has %d bytes, the limit is %d", len(body), s.most)
	}
	n, refused := readAgentBody(r, body, s.version.exactFloats)
	if refused != nil {
		return refused
	}
	q, refused := readInvocation(&n)
	if refused != nil {
		return refused
	}
	to, refused := s.resolve(r, &q)
	if refused != nil {
		return refused
	}
	m := to.typ.Method(q.method)
	if m == nil {
		return internalError("Internal error: Agent method %s not found in agent type %s", q.method, to.typ.Name)
	}
	call := &invocation{name: q.method, done: make(chan struct{})}
	if list, fault := q.methodParameters.typed(&m.Input, s.version.exactFloats); fault != "" {
		return typeError("Agent method parameters type error: " + fault)
	} else {
		call.elements = list
	}
	call.setKey(q.key, r.Header)
	call.wedges = r.Context().Value(wedgeKey{}) != nil
	w, refused := s.agentFor(to, nil)
	if refused == nil {
		refused = w.agent.refusesOthers()
	}
	switch {
	case refused != nil:
		return refused
	case q.awaited:
		return s.awaitAgent(to, q.method, w.submit(call))
	}
	if refused := w.agent.refusesQueued(); refused != nil {
		return refused
	}
	if q.at.After(s.now()) {
		s.schedule(q.at, w, call)
	} else {
		w.submit(call)
	}
	return agentAnswer(to, nil, nil)
}

// setKey sets the key of a call to the one in the body or, if there is none, in the header.
// An empty key counts as a key in both.
func (call *invocation) setKey(key *string, h http.Header) {
	if list, ok := h["Idempotency-Key"]; ok && len(list) > 0 && isReadKey(list[0]) {
		call.key, call.isKeyed = list[0], true
	}
	if key != nil {
		call.key, call.isKeyed = *key, true
	}
}

func typeError(fault string) *answer {
	return faultsAnswer("TYPE_CHECKER_ERROR", "Type checker error: %s", fault)
}

// resolve finds the agent that a request names, in the current deployment or in the one
// that the request names.
func (s *Server) resolve(r *http.Request, q *agentRequest) (*resolved, *answer) {
	switch {
	case q.deployment != nil && *q.deployment < 0:
		return nil, internalError("Internal error: Invalid deployment revision (must be non-negative): %d", *q.deployment)
	case q.owner != nil && *q.owner == "":
		return nil, faultsAnswer("VALIDATION_ERROR", "owner_account_email cannot be empty")
	}
	t := s.deployedType(r, q)
	if t == nil {
		return nil, codeAnswer(404, "RESOURCE_NOT_FOUND", "NotFound: Agent type %s not found", q.agentType)
	}
	list, fault := q.parameters.typed(&t.Constructor.Input, s.version.exactFloats)
	if fault != "" {
		return nil, typeError("Agent constructor parameters type error: " + fault)
	}
	if t.Mode == metadata.Ephemeral && q.phantom == "" {
		q.phantom = s.newPhantom()
	}
	id, fault := agentID(t.AgentType, list, q.phantom)
	if fault != "" {
		return nil, typeError("Agent ID formatting error: " + fault)
	}
	return &resolved{component: t.revision.component, typ: t.AgentType, parameters: list, id: id}, nil
}

// deployedType returns the agent type that a request names, nil if there is none.
func (s *Server) deployedType(r *http.Request, q *agentRequest) *deployedType {
	account := s.account(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.agents.environments {
		named := q.owner == nil && e.isOwnedBy(account) || q.owner != nil && *q.owner == e.account && e.isVisibleTo(account)
		if e.application != q.application || e.name != q.environment || !named {
			continue
		}
		d := e.current
		if q.deployment != nil {
			d = e.deployment(uint64(*q.deployment))
		}
		if d == nil {
			return nil
		}
		return d.agentType(q.agentType)
	}
	return nil
}

// newPhantom makes the phantom id of an ephemeral agent.
func (s *Server) newPhantom() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agents.phantoms++
	return fmt.Sprintf("%08x-0000-4000-8000-000000000000", s.agents.phantoms)
}

// agentFor returns the agent. If it does not exist, agentFor makes it at the revision of
// the current deployment. An ephemeral agent is made again for each call, at the revision of
// an existing agent with the same text, because servers keep the revision of an agent.
func (s *Server) agentFor(to *resolved, config []configValue) (*worker, *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := workerKey{to.component.id, to.id}
	r := to.component.environment.current.revisionOf(to.component)
	if w := s.workers[key]; w != nil {
		revision, t := w.agent.now()
		if t.Mode != metadata.Ephemeral {
			return w, nil
		}
		r = revision
	}
	if r == nil {
		return nil, internalError("Invalid request: Invalid agent id: Agent type not found: %s", to.typ.Name)
	}
	t, parameters, fault := parseAgentID(to.id, r.types)
	if fault != "" {
		return nil, internalError("Invalid request: Invalid agent id: %s", fault)
	}
	values, fault := checkConfig(t, r.deployment.configured(t.Name), config)
	if fault == "" {
		fault = to.component.environment.checkSecrets(t)
	}
	if fault != "" {
		return nil, internalError("Invalid request: %s", fault)
	}
	a := newAgent(s, r, to.id, parameters)
	a.given, a.config = config, values
	s.workers[key] = a.worker
	return a.worker, nil
}

// awaitAgent waits for a call and writes its result by the output of the requested method.
// If the key was used before, the result may be that of another method.
func (s *Server) awaitAgent(to *resolved, method string, call *invocation) *answer {
	a := call.await(s.context)
	if a.agent == nil {
		return a
	}
	t := a.agent.revision.types[to.typ.Name]
	if t == nil || t.Method(method) == nil {
		return internalError("Internal error: Agent method %s not found in agent type %s", method, to.typ.Name)
	}
	output := &t.Method(method).Output
	if !fitsSchema(a.agent.elements, output) {
		return typeError("DataValue conversion error: Tuple length mismatch")
	}
	return agentAnswer(to, a.agent, output)
}

// agentAnswer returns the answer to an accepted call, with its result if it was awaited.
func agentAnswer(to *resolved, result *agentResult, output *metadata.DataSchema) *answer {
	b := append([]byte(`{"agentId":`), agentIDJSON(to.component.id, to.id)...)
	if result == nil {
		return jsonAnswer(200, append(b, `,"componentRevision":null,"result":null}`...))
	}
	b = strconv.AppendUint(append(b, `,"componentRevision":`...), result.revision.number, 10)
	b = appendData(append(b, `,"result":`...), result.elements, output)
	return jsonAnswer(200, append(b, '}'))
}

// createAgent answers POST /v1/agents/create-agent. It succeeds for an agent that exists,
// and returns the current revision of the component even if the agent has another one.
func (s *Server) createAgent(r *http.Request, body []byte) *answer {
	n, refused := readAgentBody(r, body, s.version.exactFloats)
	if refused != nil {
		return refused
	}
	q, refused := readCreation(&n)
	if refused != nil {
		return refused
	}
	to, refused := s.resolve(r, &q)
	if refused != nil {
		return refused
	}
	w, refused := s.agentFor(to, q.config)
	if refused != nil {
		return refused
	}
	w.mu.Lock()
	w.begin()
	w.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	revision := to.component.environment.current.revisionOf(to.component).number
	b := append([]byte(`{"agentId":`), agentIDJSON(to.component.id, to.id)...)
	return jsonAnswer(200, append(strconv.AppendUint(append(b, `,"componentRevision":`...), revision, 10), '}'))
}
