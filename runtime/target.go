package runtime

import "github.com/golem-gen/golem-gen/runtime/internal/core"

// target is what a function is called on: a worker, or a resource that lives in one.
type target struct {
	worker  *Worker
	handle  *handle // of an explicit resource
	indexed string  // an implicit resource: `ledger("Lyon", 50)`
	err     error   // what keeps calls from being made
	enqueue bool    // calls are accepted, and not awaited
}

// Target is the worker for generated code, which calls functions on it.
func (w *Worker) Target() core.Target { return &target{worker: w} }

// Enqueuing is the same target for calls that are sent and waited for until they are
// accepted, not until they have run.
func (t *target) Enqueuing() core.Target {
	enqueuing := *t
	enqueuing.enqueue = true
	return &enqueuing
}

// RestoreHandle makes a handle of the text that its String method gave.
func (t *target) RestoreHandle(text string, r *core.Resource) (core.Handle, error) {
	h, err := t.worker.restoreHandle(text, r)
	if err != nil {
		return nil, err
	}
	return h, nil
}
