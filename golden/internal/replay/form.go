package replay

import "github.com/golem-gen/golem-gen/runtime"

// Form is a recorded server, and the form of requests that clients speak to it.
type Form struct {
	Server string // version of the recorded server
	Told   string // version that clients are told, which the form follows from
	Typed  bool   // requests say the type of each parameter
}

// The forms that recordings are told in. Servers from 1.1.17 on take requests of
// both: a client that does not know the version writes types, as to a server
// that calls itself 0.0.0.
var (
	V110      = Form{Server: "1.1.0", Told: "1.1.0", Typed: true}
	V120      = Form{Server: "1.2.0", Told: "1.2.0"}
	V120Typed = Form{Server: "1.2.0", Told: "0.0.0", Typed: true}
	V125      = Form{Server: "1.2.5", Told: "1.2.5"}
	V125Typed = Form{Server: "1.2.5", Told: "0.0.0", Typed: true}

	forms = []Form{V110, V120, V120Typed, V125, V125Typed}
)

// LostToValue checks the error of a call to a worker that was lost to a value which its
// function does not take. Version 1.2.5 keeps the call that failed at the head of the
// worker's queue, and answers each later one with the error of that call.
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
