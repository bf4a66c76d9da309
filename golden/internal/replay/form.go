package replay

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

	forms = []Form{V110, V120, V120Typed}
)

func (f Form) String() string {
	if f.Typed {
		return f.Server + " with types"
	}
	return f.Server + " without types"
}
