package runtime

import (
	"sync"
	"sync/atomic"
	"time"
)

// knownEnvironment caches facts about an environment of an application for a client. The current
// deployment changes, but a deployment itself never does.
type knownEnvironment struct {
	asking shared[*deployed]
	state  atomic.Pointer[environmentState] // nil if unknown
	mu     sync.Mutex                       // held to change state and routes
	routes map[agentRoute]*agentRoute
}

// environmentState holds the last answer of the server about an environment.
type environmentState struct {
	current *deployed
	asked   time.Time // when the server named it as the current deployment
}

// deployed is the current deployment of an environment.
type deployed struct {
	environment string // its id
	deployment  uint64
	change      uint64 // counts how often another deployment became the current one
	owner       string // e-mail address of the account that owns the application, as the server writes it
}

// deployedTypeKey is an agent type in a deployment.
type deployedTypeKey struct {
	environment string // id
	deployment  uint64
	name        string
	change      uint64 // see typeKey
}

// typeKey returns the key of an agent type. A type that is missing in a deployment is missing
// forever. But a deployment with a higher number than the current one may not exist yet, so its
// key is valid only until another deployment becomes the current one.
func (d *deployed) typeKey(deployment uint64, name string) deployedTypeKey {
	key := deployedTypeKey{environment: d.environment, deployment: deployment, name: name}
	if deployment > d.deployment {
		key.change = d.change + 1
	}
	return key
}

// revisionKey is a revision of a component.
type revisionKey struct {
	component string // in lower case
	revision  uint64
}

// revisionTypes are the agent types of a revision of a component, by name.
type revisionTypes map[string]*describedType

// currentWithin returns the current deployment if the server named it within age before now. If
// age is negative, it returns nil.
func (e *knownEnvironment) currentWithin(age time.Duration, now time.Time) *deployed {
	s := e.state.Load()
	if s == nil || age < 0 || now.Sub(s.asked) > age {
		return nil
	}
	return s.current
}

func (e *knownEnvironment) setCurrent(current *deployed) *deployed {
	e.mu.Lock()
	defer e.mu.Unlock()
	if s := e.state.Load(); s != nil && *s.current == *current {
		current = s.current
	}
	e.state.Store(&environmentState{current, time.Now()})
	return current
}

// forget makes the next call ask for the current deployment.
func (e *knownEnvironment) forget() { e.askedAt(time.Time{}) }

func (e *knownEnvironment) askedAt(t time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if s := e.state.Load(); s != nil {
		e.state.Store(&environmentState{s.current, t})
	}
}

// agentRoute describes how a call reaches an agent.
type agentRoute struct {
	deployment uint64         // the server reads the parameters by its types
	kind       *describedType // the agent's type in the deployment
	current    *deployed      // new agents belong to it
}

// makes reports whether a new agent has the types of the route's deployment.
func (r *agentRoute) makes() bool { return r.deployment == r.current.deployment }

// maxRoutes is the maximum number of routes that are kept for an environment.
const maxRoutes = 1024

// routeTo returns the route by a deployment. Until the current deployment changes, it returns
// the same pointer, so callers can compare routes.
func (e *knownEnvironment) routeTo(current *deployed, deployment uint64, kind *describedType) *agentRoute {
	route := agentRoute{deployment: deployment, kind: kind, current: current}
	e.mu.Lock()
	defer e.mu.Unlock()
	if r, ok := e.routes[route]; ok {
		return r
	}
	if e.routes == nil || len(e.routes) >= maxRoutes {
		e.routes = make(map[agentRoute]*agentRoute)
	}
	r := new(agentRoute) // escapes only if there is no route yet
	*r = route
	e.routes[route] = r
	return r
}
