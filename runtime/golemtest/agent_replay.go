package golemtest

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/metadata"
)

// replay makes the handler of an agent's next revision and gives it the agent's state.
type replay struct {
	agent    *agent
	revision *agentRevision // the next revision
	typ      *metadata.AgentType
	config   map[string]configValue
	from     *snapshot // state before the calls that are run again, nil for a new agent
	handler  Handler
}

// restore makes the handler and restores its state, from a snapshot or by running the calls
// again.
func (p *replay) restore(manual bool) error {
	if manual {
		if err := p.save(); err != nil {
			return err
		}
	}
	newHandler := p.revision.deployment.factory(p.typ.Name)
	if newHandler == nil {
		return nil
	}
	constructor := p.constructor()
	var err error
	if p.handler, err = guardedAgent(newHandler, constructor); err != nil {
		return err
	}
	if err := p.load(constructor); err != nil {
		return err
	}
	for _, c := range p.calls() {
		if err := p.runAgain(c); err != nil {
			return err
		}
	}
	return nil
}

// constructor returns the call of the constructor for the next revision.
func (p *replay) constructor() *Invocation {
	a := p.agent
	in := a.newInvocation(a.constructor, p.typ, nil, a.parametersFor(p.typ))
	in.Replayed, in.config = true, p.config
	return in
}

// save takes a snapshot of the agent's state.
func (p *replay) save() (err error) {
	defer recoverTrap(&err)
	a := p.agent
	s, ok := a.handler.(Snapshotter)
	if !ok {
		return errors.New("failed to get a snapshot: the agent's implementation is not a golemtest.Snapshotter")
	}
	_, t := a.now()
	state, err := s.SaveSnapshot(a.newInvocation(a.constructor, t, nil, a.parametersFor(t)).Context())
	if err != nil {
		return fmt.Errorf("failed to get a snapshot: %w", err)
	}
	p.from = &snapshot{state: state, after: p.logged()}
	return nil
}

func (p *replay) logged() int {
	p.agent.mu.Lock()
	defer p.agent.mu.Unlock()
	return len(p.agent.oplog)
}

// load gives the handler the snapshot, if there is one.
func (p *replay) load(constructor *Invocation) (err error) {
	defer recoverTrap(&err)
	if p.from == nil {
		return nil
	}
	s, ok := p.handler.(Snapshotter)
	if !ok {
		return errors.New("failed to load the snapshot: the next implementation is not a golemtest.Snapshotter")
	}
	if err := s.LoadSnapshot(constructor.Context(), p.from.state); err != nil {
		return fmt.Errorf("failed to load the snapshot: %w", err)
	}
	return nil
}

// ended is a call that has ended, with its result.
type ended struct {
	call   *invocation
	result *logEntry
}

// calls returns the calls of the agent since the snapshot.
func (p *replay) calls() (list []ended) {
	p.agent.mu.Lock()
	defer p.agent.mu.Unlock()
	var call *invocation
	for i, e := range p.agent.oplog {
		switch {
		case p.from != nil && i < p.from.after:
		case e.kind == agentInvocationStarted:
			call = e.call
		case e.kind == agentInvocationFinished && !e.initializes:
			list = append(list, ended{call, e})
		}
	}
	return list
}

// runAgain runs a call on the handler. Its result must equal the one that was answered.
func (p *replay) runAgain(c ended) error {
	m := p.typ.Method(c.call.name)
	if m == nil {
		return serverError("Agent method '%s' not found in agent type '%s'", c.call.name, p.typ.Name)
	}
	if fault := checkCall(m, c.call.elements); fault != "" {
		return serverError("Invalid request: %s", fault)
	}
	in := p.agent.newInvocation(c.call, p.typ, m, c.call.elements)
	in.Replayed, in.config = true, p.config
	if p.handler == nil || p.revision.deployment.isScripted(p.typ.Name, in.Name) {
		return nil
	}
	result, err := guardedCall(p.handler, in)
	if err != nil {
		return err
	}
	list, err := readAgentResult(result, &m.Output)
	if err != nil {
		return err
	}
	was, is := dataText(c.result.elements, c.result.schema), dataText(list, &m.Output)
	if was != is {
		return serverError("Unexpected oplog entry: expected %s => AgentMethod { output: %s }, got %s => AgentMethod { output: %s }", m.Name, was, m.Name, is)
	}
	return nil
}

// guardedCall runs a call. It returns a panic as an error, because a panic is a trap.
func guardedCall(h Handler, in *Invocation) (result json.RawMessage, err error) {
	defer recoverTrap(&err)
	return h.Invoke(in.Context(), in)
}
