package golemtest

import "fmt"

// What other users of a cluster do to workers.

// CreateWorker makes a worker of this version of the component, as a client that
// runs before the next version is uploaded does. It ends the test if the worker exists.
func (c *Component) CreateWorker(name string) {
	if c.server.addWorker(c, c.id(), name) == nil {
		c.server.fatal(fmt.Errorf("golemtest: create worker %s of component %s: it exists", name, c.metadata.Name))
	}
}

// UpdateWorker moves a worker to this version of the component when it has ended
// all its calls, as an automatic update does. The worker keeps its resources, its
// keys and its handler, unless the version has been given handlers of its own
// (Handle): then a new one is made. It ends the test if there is no such worker.
func (c *Component) UpdateWorker(name string) {
	w := c.server.worker(c.id(), name)
	if w == nil {
		c.server.fatal(fmt.Errorf("golemtest: update worker %s of component %s: it does not exist", name, c.metadata.Name))
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

// DeleteWorker deletes a worker with all that it holds, if it exists. The next call
// to its name makes a new one.
func (c *Component) DeleteWorker(name string) { c.server.deleteWorker(c.id(), name) }

// id is the component's id as workers are kept by.
func (c *Component) id() string {
	id, _ := canonicalID(c.metadata.ID)
	return id
}
