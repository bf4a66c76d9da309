// Package resource gives package testserve, the generated side of a test server, access to
// the resources of the server's workers. Users of package golemtest do not need it.
package resource

// Resource is a resource of a worker.
type Resource struct {
	Object any // value that the implementation made

	standIns map[any]any // keys are nil pointers of the types
}

// Find returns the resource behind a handle of the worker that runs call, a
// *golemtest.Invocation. Package golemtest sets it.
var Find func(call any, handle string) (*Resource, error)

// StandIn returns a value that represents r where its own type is not known. It returns the
// same pointer each time.
func StandIn[T any](r *Resource) *T {
	key := any((*T)(nil))
	if v, ok := r.standIns[key].(*T); ok {
		return v
	}
	v := new(T)
	if r.standIns == nil {
		r.standIns = map[any]any{}
	}
	r.standIns[key] = v
	return v
}
