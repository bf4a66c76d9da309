package stub

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// NewWorker returns the worker with that name. It sends nothing.
func NewWorker(c *runtime.Client, component *runtime.Component, name string, opts ...runtime.WorkerOption) *runtime.Worker {
	return core.Hooks.NewWorker(c, component, name, opts).(*runtime.Worker)
}

// NewEphemeral returns a worker without a name, which stands for a new worker at each
// call. It sends nothing.
func NewEphemeral(c *runtime.Client, component *runtime.Component, opts ...runtime.WorkerOption) *runtime.Worker {
	return core.Hooks.NewEphemeral(c, component, opts).(*runtime.Worker)
}

// TargetOf returns the worker as what functions are called on. Those of a nil worker return
// an error.
func TargetOf(w *runtime.Worker) Target { return core.Hooks.TargetOf(w) }

// NoHandle returns what the methods of a handle that was not made are called on. They fail
// with a [*runtime.HandleError].
func NoHandle() Target { return core.Hooks.NoHandle() }
