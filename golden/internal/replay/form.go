package replay

import "github.com/golem-gen/golem-gen/runtime"

// Form is a recorded server and the form in which clients write requests to it.
type Form struct {
	Server string // version of the recorded server
	Option string // version that clients get by WithServerVersion, which decides the form
	Typed  bool   // requests contain the type of each parameter
}

// The forms in which each recording is replayed. Servers from 1.1.17 on accept parameters with and
// without types. A client writes types if it does not know the version, which "0.0.0" stands for.
var (
	V110      = Form{Server: "1.1.0", Option: "1.1.0", Typed: true}
	V120      = Form{Server: "1.2.0", Option: "1.2.0"}
	V120Typed = Form{Server: "1.2.0", Option: "0.0.0", Typed: true}
	V125      = Form{Server: "1.2.5", Option: "1.2.5"}
	V125Typed = Form{Server: "1.2.5", Option: "0.0.0", Typed: true}

	forms = []Form{V110, V120, V120Typed, V125, V125Typed}
)

// LostToValue checks the error of a call to a worker that an earlier call made useless by a value
// that its function does not accept. Version 1.2.5 keeps that call at the head of the worker's
// queue and answers each later one with its error.
func (f Form) LostToValue() Check {
	if f.Server == "1.2.5" {
		return Is(runtime.ErrWorkerLost, runtime.KindInvalidRequest)
	}
	return Is(runtime.ErrWorkerLost, runtime.KindPreviousInvocationFailed)
}

func (f Form) String() string {
	if f.Typed {
		return f.Server + " with types"
	}
	return f.Server + " without types"
}
