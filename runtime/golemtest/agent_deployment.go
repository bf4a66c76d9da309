package golemtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// Deployment is one deployed state of an environment on a [Server]: the agent types that
// clients can call.
type Deployment struct {
	server      *Server
	environment *environment
	revision    uint64
	hash        string
	types       []*deployedType // sorted by name
	before      *Deployment     // the deployment before this one, nil for the first
	plays       agentHandlers
}

// deployedType is an agent type of a deployment.
type deployedType struct {
	*metadata.AgentType
	entry    []byte // element of the list of a deployment's agent types
	revision *agentRevision
}

// DeployOption sets where [Server.Deploy] deploys agents.
type DeployOption func(*deployOptions)

type deployOptions struct {
	application, environment, account string
	owned                             bool // OwnedBy was given
	sharedWith                        []string
}

// In sets the application and the environment. By default the document names them.
func In(application, environment string) DeployOption {
	return func(o *deployOptions) { o.application, o.environment = application, environment }
}

// OwnedBy sets the e-mail address of the account that owns the application, which servers keep in
// lower case. An account other than [LocalAccount] shares the environment with the account of
// [LocalToken]: its calls reach it only if they name the owner. Without OwnedBy, the account in the
// document owns the application if [TokenOf] gives it a token. Otherwise the account of LocalToken
// does, under the address in the document or else LocalAccount.
func OwnedBy(account string) DeployOption {
	return func(o *deployOptions) { o.account, o.owned = account, true }
}

// Deploy deploys agent types. The document is what golem-gen fetch pins, what a server
// answers for the agent types of a deployment, or a component with agent types.
//
// The first deployment of an environment creates it. Each further one becomes the current
// deployment: agents that exist stay at the revision of their component, and new agents
// start at that of the current deployment. A component of the document whose interface has
// changed under the same revision gets the next revision. Of a document with chosen agent
// types only those change. A bad document ends the test.
func (s *Server) Deploy(document []byte, opts ...DeployOption) *Deployment {
	s.marker().Helper()
	d, err := s.UploadAgents(document, opts...)
	if err != nil {
		s.fatal(err)
	}
	return d
}

// UploadAgents is like Deploy but returns an error.
func (s *Server) UploadAgents(document []byte, opts ...DeployOption) (*Deployment, error) {
	if !s.version.playsAgents() {
		return nil, fmt.Errorf("golemtest: a server of version %s has no agents: leave the option Version out, or give 1.5", s.version.text)
	}
	m, err := metadata.DecodeDeployment(document)
	if err != nil {
		return nil, fmt.Errorf("golemtest: document of agents: %w", err)
	}
	o := deployOptions{application: m.Application, environment: m.Environment, account: m.Account}
	for _, opt := range opts {
		opt(&o)
	}
	if o.application == "" || o.environment == "" {
		return nil, fmt.Errorf("golemtest: the document does not tell its application and environment: give them with In")
	}
	if o.account == "" {
		o.account = LocalAccount
	}
	o.account = strings.ToLower(o.account)
	o.owned = o.owned || s.hasTokens(o.account)
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.agents.environment(o, m, readAgentDocument(document))
	e.sharedWith = append(e.sharedWith, o.sharedWith...)
	return e.deploy(s, m, document)
}

// deploy makes the deployment that a document describes the current one; s.mu is held.
func (e *environment) deploy(s *Server, m *metadata.Deployment, document []byte) (*Deployment, error) {
	d := &Deployment{server: s, environment: e, plays: newAgentHandlers()}
	if n := len(e.deployments); n > 0 {
		d.before = e.deployments[n-1]
		d.revision = d.before.revision + 1
	}
	if m.HasRevision && m.Revision > d.revision {
		d.revision = m.Revision
	}
	raw := readAgentDocument(document)
	for id, types := range byComponent(m) {
		c := s.agents.component(e, id, types[0].ComponentName)
		revision := c.revisionFor(d, m, types, raw)
		for _, t := range types {
			d.types = append(d.types, &deployedType{AgentType: t, revision: revision, entry: raw.entry(t.Name, revision)})
		}
	}
	d.keep(e.current, m.Chosen)
	slices.SortFunc(d.types, func(a, b *deployedType) int { return strings.Compare(a.Name, b.Name) })
	sum := sha256.Sum256(append(strconv.AppendUint(nil, d.revision, 10), document...))
	d.hash = hex.EncodeToString(sum[:])
	e.deployments = append(e.deployments, d)
	e.activate(d)
	return d, nil
}

// keep adds the agent types of the current deployment that a document with chosen types
// lacks. Several clients can then each have some of the agent types of an environment.
func (d *Deployment) keep(current *Deployment, chosen []string) {
	if current == nil || len(chosen) == 0 {
		return
	}
	for _, t := range current.types {
		if !slices.Contains(chosen, t.Name) {
			d.types = append(d.types, t)
		}
	}
}

// byComponent groups the agent types of a document by the id of their component.
func byComponent(m *metadata.Deployment) map[string][]*metadata.AgentType {
	groups := map[string][]*metadata.AgentType{}
	for _, t := range m.AgentTypes {
		groups[t.ComponentID] = append(groups[t.ComponentID], t)
	}
	return groups
}

// agentType returns an agent type of the deployment, nil if it has none of the name.
func (d *Deployment) agentType(name string) *deployedType {
	for _, t := range d.types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Revision returns the number of the deployment in its environment, from 0 on.
func (d *Deployment) Revision() uint64 { return d.revision }

// AgentType returns the agent type with the name, or nil. Its component and revision are
// those on the server. The caller must not change it.
func (d *Deployment) AgentType(name string) *metadata.AgentType {
	t := d.agentType(name)
	if t == nil {
		return nil
	}
	c := *t.AgentType
	c.ComponentID, c.ComponentName, c.ComponentRevision = t.revision.component.id, t.revision.component.name, t.revision.number
	return &c
}

// Activate makes the deployment the current one again, as a rollback does. Agents that
// exist stay at their revision.
func (d *Deployment) Activate() {
	d.server.mu.Lock()
	defer d.server.mu.Unlock()
	d.environment.activate(d)
}

// version returns the text that names the deployment.
func (d *Deployment) version() string { return strconv.FormatUint(d.revision+1, 10) }

// json returns the deployment as an element of the list of deployments.
func (d *Deployment) json() []byte {
	return fmt.Appendf(nil, `{"deploymentHash":%q,"environmentId":%q,"revision":%d,"version":%q}`, d.hash, d.environment.id, d.revision, d.version())
}

// revisionOf returns the revision of a component in the deployment, nil if it has none.
func (d *Deployment) revisionOf(c *agentComponent) *agentRevision {
	for _, t := range d.types {
		if t.revision.component == c {
			return t.revision
		}
	}
	return nil
}

// components returns the component revisions of the deployment, sorted by name.
func (d *Deployment) components() (list []*agentRevision) {
	for _, t := range d.types {
		if !slices.Contains(list, t.revision) {
			list = append(list, t.revision)
		}
	}
	slices.SortFunc(list, func(a, b *agentRevision) int { return strings.Compare(a.component.name, b.component.name) })
	return list
}

// page returns {"values":[…]}.
func page[T any](list []T, write func(T) []byte) []byte {
	var items [][]byte
	for _, item := range list {
		items = append(items, write(item))
	}
	return append(append([]byte(`{"values":[`), bytes.Join(items, []byte{','})...), "]}"...)
}
