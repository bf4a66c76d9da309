package runtime

import "errors"

// Target is what a function is called on: a worker, or a resource that lives in
// one. The zero Target is no worker; calls on it fail.
type Target struct {
	worker  *Worker
	handle  *Handle // of an explicit resource
	indexed string  // an implicit resource: `ledger("Lyon", 50)`
	err     error   // what keeps calls from being made
	enqueue bool    // calls are accepted, and not awaited
}

// Target is the worker itself.
func (w *Worker) Target() Target { return Target{worker: w} }

// Enqueuing is the same target for calls that are sent and waited for until they
// are accepted, not until they have run: whether they then work is not told, and
// what they return is not known.
func (t *Target) Enqueuing() Target {
	enqueuing := *t
	enqueuing.enqueue = true
	return enqueuing
}

// Enqueued is the error of an enqueued call: err, unless that is the component's own, a
// [ResultError], which is not told of a call that was accepted. (Only the methods of a
// test return one.)
func Enqueued(err error) error {
	var own interface{ componentsOwn() }
	if errors.As(err, &own) {
		return nil
	}
	return err
}

// RestoreHandle is [Worker.RestoreHandle] of the target's worker.
func (t *Target) RestoreHandle(text string, r *Resource) (*Handle, error) {
	return t.worker.RestoreHandle(text, r)
}
