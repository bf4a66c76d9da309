// Package resource ties the generated side of a test server, package testserve,
// to the resources of the server's workers: it gives access to what an
// invocation knows of a handle and users of package golemtest do not need.
package resource

// Resource is a resource of a worker.
type Resource struct {
	Object any // what the implementation made

	standIns map[any]any // by nil pointers of their types
}

// Find returns the resource behind a handle of the worker that runs call, a
// *golemtest.Invocation. Package golemtest sets it.
var Find func(call any, handle string) (*Resource, error)

// StandIn returns a value that represents r where its own type is not known:
// the same pointer each time.
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
