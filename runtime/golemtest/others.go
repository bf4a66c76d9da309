package golemtest

import (
	"fmt"

	"github.com/golem-gen/golem-gen/metadata"
)

// Operations of other users of a cluster on workers.

// CreateWorker makes a worker of this version of the component, as if it had been
// created before a later version was uploaded. If the worker exists, it ends the test.
func (c *Component) CreateWorker(name string) {
	c.server.marker().Helper()
	if c.server.addWorker(c, c.id(), name) == nil {
		c.server.fatal(fmt.Errorf("golemtest: create worker %s of component %s: it exists", name, c.metadata.Name))
	}
}

// UpdateWorker moves a worker to this version of the component, as an automatic
// update does, after waiting for its calls to end. The worker keeps its resources,
// keys and handler; if Handle was called for this version, it gets a new handler. If
// there is no such worker, or its version is ephemeral, which servers do not update,
// UpdateWorker ends the test.
func (c *Component) UpdateWorker(name string) {
	c.server.marker().Helper()
	w := c.server.worker(c.id(), name)
	if w == nil {
		c.server.fatal(fmt.Errorf("golemtest: update worker %s of component %s: it does not exist", name, c.metadata.Name))
		return
	}
	if w.current().metadata.Kind == metadata.Ephemeral {
		c.server.fatal(fmt.Errorf("golemtest: update worker %s of component %s: servers do not update workers of ephemeral components", name, c.metadata.Name))
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.running != nil {
		w.change.Wait()
	}
	w.component = c
	if c.ownFactory() {
		w.isStarted = false
	}
}

// DeleteWorker deletes a worker if it exists. The next call to its name makes a new
// worker.
func (c *Component) DeleteWorker(name string) { c.server.deleteWorker(c.id(), name) }

// id returns the component's id in the form that identifies workers.
func (c *Component) id() string {
	id, _ := canonicalID(c.metadata.ID)
	return id
}
