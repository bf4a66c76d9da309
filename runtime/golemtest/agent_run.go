package golemtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// agentResult is the result of a call of an agent.
type agentResult struct {
	elements []element
	revision *agentRevision // revision that ran the method
}

// run runs one invocation of the agent.
func (a *agent) run(call *invocation) *answer {
	a.applyUpdates()
	if call.initializes {
		return a.construct(call)
	}
	if refused := a.refusal(); refused != nil {
		return refused
	}
	revision, t := a.now()
	m := t.Method(call.name)
	if m == nil {
		return a.reject(call, "Agent method '%s' not found in agent type '%s'", call.name, t.Name)
	}
	if fault := checkCall(m, call.elements); fault != "" {
		return a.reject(call, "%s", fault)
	}
	in := a.newInvocation(call, t, m, call.elements)
	a.logRun(&logEntry{kind: agentInvocationStarted, call: call, agentRevision: revision})
	a.server.hold(in)
	result, err := a.runMethod(in)
	if err != nil {
		return a.fail(err, true)
	}
	list, err := readAgentResult(result, &m.Output)
	if err != nil {
		a.server.problem("golemtest: the handler of %s returned %s: %v", in.Name, result, err)
		return a.fail(fmt.Errorf("golemtest: the handler of %s returned a bad result: %w", in.Name, err), true)
	}
	ended := &logEntry{kind: agentInvocationFinished, elements: list, schema: &m.Output, agentRevision: revision}
	return a.complete(call, ended, &answer{status: 200, agent: &agentResult{list, revision}})
}

// construct runs the constructor.
func (a *agent) construct(call *invocation) *answer {
	revision, _ := a.now()
	a.logRun(&logEntry{kind: agentInvocationStarted, call: call, agentRevision: revision})
	if err := a.start(call); err != nil {
		return a.fail(err, false)
	}
	ended := &logEntry{kind: agentInvocationFinished, initializes: true, schema: &metadata.DataSchema{}, agentRevision: revision}
	return a.complete(call, ended, &answer{status: 200})
}

// start makes the agent's handler.
func (a *agent) start(call *invocation) error {
	a.isStarted = true
	revision, t := a.now()
	newHandler := revision.deployment.factory(t.Name)
	if newHandler == nil {
		a.handler = nil
		return nil
	}
	in := a.newInvocation(call, t, nil, a.parametersFor(t))
	var err error
	a.handler, err = guardedAgent(newHandler, in)
	return err
}

// parametersFor returns the parameters of the constructor, read by the types of a revision.
func (a *agent) parametersFor(t *metadata.AgentType) []element {
	if _, list, fault := parseAgentID(a.id, map[string]*metadata.AgentType{t.Name: t}); fault == "" {
		return list
	}
	return a.parameters
}

// guardedAgent makes a handler. It returns a panic as an error, because a panic is a trap.
func guardedAgent(newHandler func(*Invocation) (Handler, error), in *Invocation) (h Handler, err error) {
	defer recoverTrap(&err)
	return newHandler(in)
}

// recoverTrap turns a panic into an error.
func recoverTrap(err *error) {
	switch p := recover().(type) {
	case nil:
	case error:
		*err = p
	default:
		*err = fmt.Errorf("%v", p)
	}
}

// newInvocation returns the invocation of a method, or of the constructor.
func (a *agent) newInvocation(call *invocation, t *metadata.AgentType, m *metadata.AgentMethod, list []element) *Invocation {
	in := &Invocation{Worker: a.id, Agent: t, Method: m, Name: t.Name, IdempotencyKey: call.key, worker: a.worker, config: a.config}
	schema := &t.Constructor.Input
	if m != nil {
		schema = &m.Input
		in.Name += "." + m.Name
	}
	for _, p := range parametersOf(list, schema) {
		in.Parameters = append(in.Parameters, p)
	}
	return in
}

// runMethod runs the test's code.
func (a *agent) runMethod(in *Invocation) (result json.RawMessage, err error) {
	revision, t := a.now()
	var handler Handler = revision.deployment.scripted(t.Name, in.Name)
	if handler.(HandlerFunc) == nil {
		handler = a.handler
	}
	if handler == nil {
		a.server.problem("golemtest: nothing plays %s: give Serve an implementation, or HandleAgent or HandleFunc a handler, or Answer an answer", in.Name)
		return nil, fmt.Errorf("golemtest: nothing plays %s", in.Name)
	}
	return guardedCall(handler, in)
}

// readAgentResult reads the result of a handler by the output of the method.
func readAgentResult(result json.RawMessage, s *metadata.DataSchema) ([]element, error) {
	if s.Kind != metadata.SchemaMultimodal && len(s.Elements) == 0 {
		return nil, nil
	}
	n, err := parseJSON(string(result))
	if err != nil {
		return nil, err
	}
	if s.Kind == metadata.SchemaMultimodal {
		return readParts(&n, s)
	}
	if len(s.Elements) == 1 {
		n = node{kind: jsonArray, items: []node{n}}
	}
	if n.kind != jsonArray || len(n.items) != len(s.Elements) {
		return nil, fmt.Errorf("expected an array of %d values, found %s", len(s.Elements), &n)
	}
	list := make([]element, len(s.Elements))
	for i := range list {
		if list[i], err = readResultElement(&n.items[i], &s.Elements[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// readParts reads [{"name":…,"value":{"type":…,"value":…}},…].
func readParts(n *node, s *metadata.DataSchema) (list []element, err error) {
	for i := range n.items {
		part := &n.items[i]
		at := -1
		for j := range s.Elements {
			if s.Elements[j].Name == part.member("name").text {
				at = j
			}
		}
		value := part.get("value").orNull()
		if at < 0 || value.member("type").text != s.Elements[at].Kind.String() {
			return nil, fmt.Errorf(`expected a part like {"name":…,"value":{"type":…,"value":…}} of the method's schema, found %s`, part)
		}
		v, err := readResultElement(value.member("value"), &s.Elements[at])
		if err != nil {
			return nil, err
		}
		v.alternative = at
		list = append(list, v)
	}
	if n.kind != jsonArray {
		return nil, fmt.Errorf("expected an array of parts, found %s", n)
	}
	return list, nil
}

func (n *node) orNull() *node {
	if n == nil {
		return &node{}
	}
	return n
}

// readResultElement reads the value of an element strictly.
func readResultElement(n *node, e *metadata.Element) (element, error) {
	v := element{kind: e.Kind}
	if e.Kind == metadata.ComponentModel {
		r := reader{exact: true, strict: func(string, uint64) bool { return false }}
		v.value = r.read(n, e.Type)
		if faults := append(r.faults, r.late...); len(faults) > 0 {
			return v, errors.New(strings.Join(faults, ", "))
		}
		return v, nil
	}
	var r bodyReader
	if e.Kind == metadata.UnstructuredText {
		v.media = r.text(n)
	} else {
		v.media = r.binary(n)
	}
	if r.fault != "" {
		return v, errors.New(r.fault)
	}
	return v, nil
}
