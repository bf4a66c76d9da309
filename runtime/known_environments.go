package runtime

import (
	"sync"
	"sync/atomic"
	"time"
)

// knownEnvironment is what a client knows about an environment of an application. Which
// deployment is the current one changes; what a deployment is does not.
type knownEnvironment struct {
	asking shared[*deployed]
	state  atomic.Pointer[environmentState] // nil: not known
	mu     sync.Mutex                       // is held to change what is known
	routes map[agentRoute]*agentRoute
}

// environmentState is what a server said of an environment.
type environmentState struct {
	current *deployed
	asked   time.Time // when that was the current deployment
}

// deployed says which deployment of an environment is the current one.
type deployed struct {
	environment string // its id
	deployment  uint64
	change      uint64 // counts the times that another deployment became the current one
}

// deployedTypeKey is an agent type in a deployment.
type deployedTypeKey struct {
	environment string // id
	deployment  uint64
	name        string
	change      uint64 // see typeKey
}

// typeKey returns the key of an agent type. What a deployment lacks it lacks for good. One
// with a higher number than the current one's may not have been made yet, so that is known
// only until another deployment becomes the current one.
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

// currentWithin returns the current deployment if the server named it not longer than age
// before now, and never if age is negative.
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

// forget makes the next call ask which deployment is the current one.
func (e *knownEnvironment) forget() { e.askedAt(time.Time{}) }

func (e *knownEnvironment) askedAt(t time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if s := e.state.Load(); s != nil {
		e.state.Store(&environmentState{s.current, t})
	}
}

// agentRoute is how a call reaches an agent.
type agentRoute struct {
	deployment uint64         // by whose types the server reads the parameters
	kind       *describedType // the agent's type in it
	current    *deployed      // the deployment that new agents are made by
}

// makes reports whether an agent that does not exist is made by the types of the route.
func (r *agentRoute) makes() bool { return r.deployment == r.current.deployment }

// maxRoutes bounds the routes that are kept of an environment.
const maxRoutes = 1024

// routeTo returns the route by a deployment, the same one each time as long as the current
// deployment stays the same.
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
	r := new(agentRoute) // route itself must not be allocated by those who find one
	*r = route
	e.routes[route] = r
	return r
}
