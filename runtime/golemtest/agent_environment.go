package golemtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// LocalToken is the bearer token that a local server accepts, and a [Server] as well.
const LocalToken = "5c832d93-ff85-4a8f-9803-513950fdfdb1"

// LocalAccount is the e-mail address of the account that owns LocalToken.
const LocalAccount = "initial@user"

// agentWorld holds the state of a server that concerns agents. The server's mu guards it.
type agentWorld struct {
	environments []*environment
	components   map[string]*agentComponent // by lower-case id
	scheduled    []*scheduledCall
	phantoms     int // phantom ids made for agents of ephemeral types
}

// environment is an environment of an application.
type environment struct {
	id, name                   string
	applicationID, application string
	accountID, account         string
	shared                     bool     // another account than that of LocalToken owns it
	sharedWith                 []string // accounts besides that of LocalToken

	deployments []*Deployment // oldest first
	current     *Deployment
	changes     int // how often current was set
	secrets     map[string]node
}

// agentComponent is a component that implements agents.
type agentComponent struct {
	id, name    string
	environment *environment
	revisions   []*agentRevision // oldest first
}

// agentRevision is a revision of a component.
type agentRevision struct {
	component  *agentComponent
	number     uint64
	types      map[string]*metadata.AgentType
	raw        map[string]json.RawMessage // objects of the types
	some       bool                       // the component may have more types
	hash       string
	document   []byte      // the component as servers print it
	size       int64       // of the component, in bytes
	memory     int64       // initial memory of its agents, in bytes
	deployment *Deployment // first deployment that has it; its handlers play the agents
}

// environment returns the environment that a document is deployed to. If it does not exist,
// environment makes it.
func (w *agentWorld) environment(o deployOptions, m *metadata.Deployment, raw *agentDocument) *environment {
	for _, e := range w.environments {
		if e.application == o.application && e.name == o.environment && e.account == o.account {
			return e
		}
	}
	e := &environment{name: o.environment, application: o.application, account: o.account, shared: o.owned && !w.owns(o.account)}
	e.accountID, e.applicationID = stableID("account", o.account), stableID("application", o.account, o.application)
	if !e.shared { // the ids in the document are those of one account
		e.accountID, e.applicationID = cmp.Or(raw.AccountID, e.accountID), cmp.Or(raw.ApplicationID, e.applicationID)
	}
	e.id = m.EnvironmentID
	if id, ok := canonicalID(e.id); !ok || w.environmentByID(id) != nil {
		e.id = stableID("environment", o.account, o.application, o.environment)
	}
	w.environments = append(w.environments, e)
	return e
}

// owns reports whether the account is the token's. That holds for the account of a local
// server and for accounts that documents name.
func (w *agentWorld) owns(account string) bool {
	own := func(e *environment) bool { return e.account == account && !e.shared }
	return account == LocalAccount || slices.ContainsFunc(w.environments, own)
}

// stableID returns a UUID that depends only on the names.
func stableID(names ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	sum[6], sum[8] = sum[6]&0x0f|0x70, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func (w *agentWorld) environmentByID(id string) *environment {
	for _, e := range w.environments {
		if e.id == id {
			return e
		}
	}
	return nil
}

// component returns the component of an environment with the id in a document, "" for none.
// If another environment has a component with this id, the component gets an id of its own.
func (w *agentWorld) component(e *environment, told, name string) *agentComponent {
	id, ok := canonicalID(told)
	if !ok {
		id = stableID("component", e.id, told)
	}
	if c := w.components[id]; c != nil && c.environment != e {
		id = stableID("component", e.id, id)
	}
	c := w.components[id]
	if c == nil {
		c = &agentComponent{id: id, name: cmp.Or(name, e.application+":agents"), environment: e}
		w.components[id] = c
	}
	return c
}

// revisionFor returns the revision of the component that has the agent types of a document.
// That is the revision in the document, or the next one if that revision has other types.
func (c *agentComponent) revisionFor(d *Deployment, m *metadata.Deployment, types []*metadata.AgentType, raw *agentDocument) *agentRevision {
	some := len(m.Chosen) > 0
	number := types[0].ComponentRevision
	if n := len(c.revisions); n > 0 {
		for _, r := range c.revisions {
			if r.number == number && r.has(types, some) {
				r.some = r.some && some
				r.add(types, raw)
				return r
			}
		}
		number = max(number, c.revisions[n-1].number+1)
	}
	r := &agentRevision{
		component: c, number: number, types: map[string]*metadata.AgentType{}, raw: map[string]json.RawMessage{}, some: some, deployment: d,
	}
	r.add(types, raw)
	c.revisions = append(c.revisions, r)
	return r
}

// has reports whether the revision has these agent types. If the revision or the document
// may lack some types of the component, missing types do not count.
func (r *agentRevision) has(types []*metadata.AgentType, some bool) bool {
	hash := func(t *metadata.AgentType) string {
		return (&metadata.Deployment{AgentTypes: []*metadata.AgentType{t}}).Hash()
	}
	for _, t := range types {
		own := r.types[t.Name]
		if own == nil && !some && !r.some || own != nil && hash(own) != hash(t) {
			return false
		}
	}
	return true
}

// add adds the types that the revision lacks. It changes nothing if there are none, because agents of
// the revision may be running.
func (r *agentRevision) add(types []*metadata.AgentType, raw *agentDocument) {
	lacks := func(t *metadata.AgentType) bool { return r.types[t.Name] == nil }
	if !slices.ContainsFunc(types, lacks) {
		return
	}
	for _, t := range types {
		r.types[t.Name], r.raw[t.Name] = t, raw.types[t.Name]
	}
	r.document, r.size, r.memory = raw.component(r)
}

func (c *agentComponent) revision(number uint64) *agentRevision {
	for _, r := range c.revisions {
		if r.number == number {
			return r
		}
	}
	return nil
}

// activate makes a deployment the current one; the server's mu is held.
func (e *environment) activate(d *Deployment) {
	if e.current != nil {
		e.changes++
	}
	e.current = d
}

// deployment returns the deployment with a revision, nil if there is none.
func (e *environment) deployment(revision uint64) *Deployment {
	for _, d := range e.deployments {
		if d.revision == revision {
			return d
		}
	}
	return nil
}
