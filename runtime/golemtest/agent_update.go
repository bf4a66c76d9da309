package golemtest

import (
	"context"
	"fmt"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
)

// Snapshotter is implemented by handlers of agents, or by implementations passed to a
// generated Serve, that hand over their state in a manual update. SaveSnapshot of the old
// revision returns the state, and LoadSnapshot of the new revision takes it before any
// call. If one of them returns an error, the agent stays at its revision.
type Snapshotter interface {
	SaveSnapshot(ctx context.Context) ([]byte, error)
	LoadSnapshot(ctx context.Context, snapshot []byte) error
}

// UpdateAgent moves an agent of the deployment's components to the deployment's revision,
// as an automatic update does. The function that HandleAgent has set for that deployment
// makes a new handler, with the constructor's parameters and the configuration of the
// agent. The handler runs the agent's earlier calls again (with [Invocation.Replayed]),
// except those that Answer, Trap or HandleFunc play. The agent then has the state that the
// new code computes. If a call fails or its result differs from the earlier answer, the
// update has failed: the agent keeps its revision and its state, and both its metadata and
// the error say why.
//
// While a call of the agent runs, UpdateAgent returns nil and the update comes after the
// call. [Server.Settle] waits for that call. If there is no agent with the id, UpdateAgent
// ends the test.
//
// Servers do not update agents of an ephemeral type, nor agents whose type has another mode
// in the new revision. UpdateAgent then returns an error.
func (d *Deployment) UpdateAgent(id string) error {
	d.server.marker().Helper()
	return d.updateAgent(id, false)
}

// UpdateAgentManually is like UpdateAgent, but hands over a snapshot of the state instead
// of running calls again. Both handlers must be a [Snapshotter]. It is meant for a revision
// whose answers to earlier calls differ.
func (d *Deployment) UpdateAgentManually(id string) error {
	d.server.marker().Helper()
	return d.updateAgent(id, true)
}

func (d *Deployment) updateAgent(id string, manual bool) error {
	d.server.marker().Helper()
	for _, r := range d.components() {
		if w := d.server.worker(r.component.id, compactID(id)); w != nil {
			return w.agent.update(r, manual)
		}
	}
	d.server.fatal(noAgentError("update", id))
	return nil
}

// agentUpdate is a change of the agent's revision.
type agentUpdate struct {
	to     *agentRevision
	at     time.Time
	manual bool
	done   bool
	err    error // why the update failed, nil if it did not
}

// snapshot is the state that a manual update handed over.
type snapshot struct {
	state []byte
	after int // number of oplog entries before it, whose calls are not run again
}

// updateRuns takes the place of the running call during an update. No call has its key.
var updateRuns = &invocation{key: "\x00update", isKeyed: true, done: make(chan struct{})}

// update moves the agent to a revision: at once, or before its next call.
func (a *agent) update(r *agentRevision, manual bool) error {
	if err := a.keepsMode(r); err != nil {
		return err
	}
	u := &agentUpdate{to: r, at: a.server.now(), manual: manual}
	if !a.enterUpdate(u) {
		return nil
	}
	defer a.leaveUpdate() // also where a handler ends the goroutine, as t.FailNow in it does
	a.applyUpdates()      // also if a handler ends the goroutine, as t.FailNow does
	return u.err
}

// keepsMode returns an error if servers refuse an update to the revision. Servers keep no
// record of such an update.
func (a *agent) keepsMode(r *agentRevision) error {
	_, t := a.now()
	to := a.typeIn(r)
	switch {
	case t.Mode == metadata.Ephemeral:
		return serverError("Ephemeral workers cannot be updated")
	case to != nil && to.Mode != t.Mode:
		return serverError("Cannot update worker %s: its agent type has mode %v in revision %d", a.id, to.Mode, r.number)
	}
	return nil
}

// enterUpdate adds an update. If the agent is at rest, enterUpdate returns true, and later
// calls wait.
func (a *agent) enterUpdate(u *agentUpdate) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.updates = append(a.updates, u)
	if a.running != nil || a.hangs != nil {
		return false
	}
	a.running = updateRuns
	return true
}

func (a *agent) leaveUpdate() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.running = nil
	a.change.Broadcast()
	if a.isLoaded {
		a.begin()
	}
}

// applyUpdates makes the updates that wait. Its caller takes the place of the running call.
func (a *agent) applyUpdates() {
	for u := a.nextUpdate(); u != nil; u = a.nextUpdate() {
		u.err = a.apply(u)
		a.mu.Lock()
		u.done = true
		a.mu.Unlock()
	}
}

func (a *agent) nextUpdate() *agentUpdate {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, u := range a.updates {
		if !u.done {
			return u
		}
	}
	return nil
}

// apply makes one update.
func (a *agent) apply(u *agentUpdate) error {
	name := "Automatic"
	if u.manual {
		name = "Manual"
	}
	if err := a.moveTo(u.to, u.manual); err != nil {
		return fmt.Errorf("%s update failed: %w", name, err)
	}
	return nil
}

func (a *agent) moveTo(r *agentRevision, manual bool) error {
	t, _, fault := parseAgentID(a.id, r.types)
	if fault != "" {
		return serverError("Invalid agent id: %s", fault)
	}
	config, fault := checkConfig(t, r.deployment.configured(t.Name), declared(a.given, t))
	if fault == "" {
		fault = a.missingSecret(t, r)
	}
	if fault != "" {
		return serverError("Invalid request: %s", fault)
	}
	next := &replay{agent: a, revision: r, typ: t, config: config, from: a.snapshot}
	if a.isStarted && !a.hasFailed() {
		if err := next.restore(manual); err != nil {
			return err
		}
		a.handler, a.snapshot = next.handler, next.from
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.config, a.revision = config, r
	return nil
}

// declared returns the values that an agent type declares.
func declared(given []configValue, t *metadata.AgentType) (list []configValue) {
	for _, v := range given {
		for _, c := range t.Config {
			if c.Source == metadata.ConfigLocal && configKey(c.Path) == configKey(v.path) {
				list = append(list, v)
			}
		}
	}
	return list
}

func (a *agent) updatesJSON() []byte {
	b := []byte{'['}
	for i, u := range a.updates {
		b = append(appendSeparator(b, i), '{')
		kind := "PendingUpdate"
		switch {
		case !u.done:
		case u.err != nil:
			kind = "FailedUpdate"
			b = append(appendJSONString(append(b, `"details":`...), u.err.Error()), ',')
		default:
			kind = "SuccessfulUpdate"
		}
		b = fmt.Appendf(b, `"targetRevision":%d,"timestamp":%q,"type":%q}`, u.to.number, u.at.UTC().Format(timeForm), kind)
	}
	return append(b, ']')
}

// serverError returns an error with the text of a server.
func serverError(format string, args ...any) error { return fmt.Errorf(format, args...) }
