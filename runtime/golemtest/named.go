package golemtest

import "strings"

// No call matches a fault or a gate for a function that nothing on the server has. Without
// a report, the test would show nothing, or would wait for a call that cannot come.

// namedFunction is a function that a test has named.
type namedFunction struct{ by, name string }

// names records the function of a fault or a gate. The server may get this function later.
func (s *Server) names(by, function string) {
	if function == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.named = append(s.named, namedFunction{by, function})
}

// checkNamed reports functions of faults and gates that nothing on the server has.
func (s *Server) checkNamed() {
	s.mu.Lock()
	named := s.named
	s.named = nil
	s.mu.Unlock()
	for _, n := range named {
		if !s.hasFunction(n.name) {
			s.problem("golemtest: %s is for the function %q, and the server has none of that name: give a name like cart.add-item, or Account.deposit of an agent",
				n.by, n.name)
		}
	}
}

// hasFunction reports whether a component or an agent type has a function, in any version.
// It also returns true if that cannot be known.
func (s *Server) hasFunction(name string) bool {
	if strings.Contains(name, "(") { // arguments of an implicit resource
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.components) == 0 && len(s.agents.components) == 0 {
		return true // a test of what happens without any
	}
	for _, versions := range s.components {
		for _, c := range versions {
			if c.hasFunction(name) {
				return true
			}
		}
	}
	for _, component := range s.agents.components {
		for _, revision := range component.revisions {
			if revision.some || revision.hasMethod(name) {
				return true
			}
		}
	}
	return false
}

func (c *Component) hasFunction(name string) bool {
	for _, f := range c.metadata.Functions {
		if sameFunction(name, c.metadata.FunctionName(nil, f)) {
			return true
		}
	}
	for _, t := range c.functions {
		if sameFunction(name, c.metadata.FunctionName(t.iface, t.function)) {
			return true
		}
	}
	return false
}

func (r *agentRevision) hasMethod(name string) bool {
	kind, method, _ := strings.Cut(name, ".")
	t := r.types[kind]
	return t != nil && t.Method(method) != nil
}
