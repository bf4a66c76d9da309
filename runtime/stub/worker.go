package stub

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// NewWorker returns the worker with that name. It sends nothing.
func NewWorker(c *runtime.Client, component *runtime.Component, name string, opts ...runtime.WorkerOption) *runtime.Worker {
	return core.Hooks.NewWorker(c, component, name, opts).(*runtime.Worker)
}

// NewEphemeral returns a worker without a name, which uses a new worker for each call. It
// sends nothing.
func NewEphemeral(c *runtime.Client, component *runtime.Component, opts ...runtime.WorkerOption) *runtime.Worker {
	return core.Hooks.NewEphemeral(c, component, opts).(*runtime.Worker)
}

// TargetOf returns the target of calls on the worker. Calls on a nil worker return an
// error.
func TargetOf(w *runtime.Worker) Target { return core.Hooks.TargetOf(w) }

// NoHandle returns the target of the methods of a handle that no worker returned. Its calls
// fail with a [*runtime.HandleError].
func NoHandle() Target { return core.Hooks.NoHandle() }
