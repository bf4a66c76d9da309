package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// AgentError is an error of an agent's handler that says what callers get. Any other error
// has the same effect as an AgentError whose Cause is its text.
type AgentError struct {
	Cause  string // "Invalid input: …", or the backtrace of a trap
	Stderr string // what the agent wrote to its standard error
}

func (e *AgentError) Error() string { return e.Cause }

// agentHandlers are the handlers of a deployment's agents.
type agentHandlers struct {
	mu        *sync.Mutex
	factories map[string]func(*Invocation) (Handler, error) // by agent type
	calls     map[string]HandlerFunc                        // by "Type.method"
	script    map[string][]scripted
	config    map[string][]configValue // by agent type
}

func newAgentHandlers() agentHandlers {
	return agentHandlers{
		mu:        new(sync.Mutex),
		factories: map[string]func(*Invocation) (Handler, error){}, calls: map[string]HandlerFunc{}, script: map[string][]scripted{},
		config: map[string][]configValue{},
	}
}

// HandleAgent sets how agents of a type get their handlers: newHandler is called with the
// constructor's invocation when an agent is made, and the handler it returns holds the
// agent's state. An error fails the agent for good. Later deployments use newHandler as
// well unless HandleAgent is called for one with another revision of the component. An
// unknown agent type ends the test.
func (d *Deployment) HandleAgent(agentType string, newHandler func(constructor *Invocation) (Handler, error)) {
	d.server.marker().Helper()
	if d.agentType(agentType) == nil {
		d.server.fatal(fmt.Errorf("golemtest: deployment %d has no agent type %q: give one of %s", d.revision, agentType, strings.Join(d.typeNames(), ", ")))
	}
	plays := d.handlersOf(agentType)
	plays.mu.Lock()
	defer plays.mu.Unlock()
	plays.factories[agentType] = newHandler
}

// handlersOf returns the handlers of an agent type. They belong to the first deployment
// that has the same revision of the component, because agents of one revision run the same
// code.
func (d *Deployment) handlersOf(agentType string) *agentHandlers {
	return &d.agentType(agentType).revision.deployment.plays
}

// HandleFunc sets the handler of one method for all agents of a type: "Counter.increment".
// It takes precedence over HandleAgent. An unknown method ends the test.
func (d *Deployment) HandleFunc(method string, run HandlerFunc) {
	d.server.marker().Helper()
	plays := d.mustFind(method)
	plays.mu.Lock()
	defer plays.mu.Unlock()
	plays.calls[method] = run
}

// Answer adds results of a method, as [Handler] returns them. Each call takes the next one,
// and all further calls the last one.
func (d *Deployment) Answer(method string, results ...string) {
	d.server.marker().Helper()
	for _, result := range results {
		d.addScript(method, scripted{result: result})
	}
}

// Trap adds a call that traps with the message after the results that were added before.
// The agent fails for good.
func (d *Deployment) Trap(method, message string) {
	d.server.marker().Helper()
	d.addScript(method, scripted{trap: message, isTrap: true})
}

func (d *Deployment) addScript(method string, s scripted) {
	d.server.marker().Helper()
	plays := d.mustFind(method)
	plays.mu.Lock()
	defer plays.mu.Unlock()
	plays.script[method] = append(plays.script[method], s)
}

// mustFind returns the handlers of the method's agent type.
func (d *Deployment) mustFind(method string) *agentHandlers {
	d.server.marker().Helper()
	typeName, name, _ := cutLast(method, ".")
	t := d.agentType(typeName)
	if t == nil || t.Method(name) == nil {
		d.server.fatal(fmt.Errorf("golemtest: deployment %d has no method %q: give a name like Counter.increment", d.revision, method))
	}
	return d.handlersOf(typeName)
}

// cutLast cuts a text around the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

func (d *Deployment) typeNames() (names []string) {
	for _, t := range d.types {
		names = append(names, t.Name)
	}
	return names
}

// ownFactory reports whether HandleAgent was called for this deployment.
func (d *Deployment) ownFactory(agentType string) bool {
	d.plays.mu.Lock()
	defer d.plays.mu.Unlock()
	return d.plays.factories[agentType] != nil
}

// factory returns the function that makes handlers of an agent type, nil if no deployment
// has one.
func (d *Deployment) factory(agentType string) func(*Invocation) (Handler, error) {
	for ; d != nil; d = d.before {
		d.plays.mu.Lock()
		newHandler := d.plays.factories[agentType]
		d.plays.mu.Unlock()
		if newHandler != nil {
			return newHandler
		}
	}
	return nil
}

// scripted returns the handler of one method, nil if no deployment has one. A handler for
// the agent type hides handlers of earlier deployments.
func (d *Deployment) scripted(agentType, method string) HandlerFunc {
	for ; d != nil; d = d.before {
		if run := d.plays.scripted(method); run != nil {
			return run
		}
		if d.ownFactory(agentType) {
			return nil
		}
	}
	return nil
}

// isScripted reports whether a method is played without the agent's handler.
func (d *Deployment) isScripted(agentType, method string) bool {
	for ; d != nil; d = d.before {
		if d.plays.hasScript(method) {
			return true
		}
		if d.ownFactory(agentType) {
			return false
		}
	}
	return false
}

func (h *agentHandlers) hasScript(method string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls[method] != nil || len(h.script[method]) > 0
}

func (h *agentHandlers) scripted(method string) HandlerFunc {
	h.mu.Lock()
	defer h.mu.Unlock()
	if run := h.calls[method]; run != nil {
		return run
	}
	script := h.script[method]
	if len(script) == 0 {
		return nil
	}
	if len(script) > 1 {
		h.script[method] = script[1:]
	}
	return script[0].run
}

// run is a handler that plays a step of a script.
func (s scripted) run(context.Context, *Invocation) (json.RawMessage, error) {
	if s.isTrap {
		return nil, fmt.Errorf("%s", s.trap)
	}
	return json.RawMessage(s.result), nil
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
