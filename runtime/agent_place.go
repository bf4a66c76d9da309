package runtime

import (
	"errors"
	"hash/maphash"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// place is where agents are, as the caller with a token names it.
type place struct {
	application, environment, account string
	caller                            uint64 // 0 if the account is named
}

// placeOf returns where the agent is for a call with the settings.
func (a *Agent) placeOf(s *settings) (place, error) {
	p := place{application: s.application, environment: s.environment, account: s.account}
	if p.account == "" {
		p.caller = s.caller()
	}
	if p.application == "" {
		p.application = a.kind.Application
	}
	if p.environment == "" {
		p.environment = a.kind.Environment
	}
	switch {
	case p.application == "":
		return p, errors.New("the agent's application is not known: the client was generated from a document that does not name it, so use WithApplication")
	case p.environment == "":
		return p, errors.New("the agent's environment is not known: the client was generated from a document that does not name it, so use WithEnvironment")
	}
	return p, nil
}

// place finds out where the agent of the call is.
func (c *call) place() (err error) {
	c.where, err = c.to.(agentAddress).agent().placeOf(c.settings)
	return err
}

// append writes p as members of a request, without the account.
func (p *place) append(b []byte) []byte {
	var e wire.Encoder
	b = wire.AppendString(append(b, `"appName":`...), &e, &p.application)
	return wire.AppendString(append(b, `,"envName":`...), &e, &p.environment)
}

// appendOwner writes the e-mail address of the account that owns the application, as a member of
// a call. A call without one means the account of the token. But servers cache what names stand
// for without regard to the caller (public sources of 1.5.9), so such a call could reach the
// agent of another account. They compare the address exactly, and list environments for it
// without regard to case: the address in that list is the one to send.
func appendOwner(b []byte, account string) []byte {
	if account == "" {
		return b
	}
	var e wire.Encoder
	return wire.AppendString(append(b, `,"ownerAccountEmail":`...), &e, &account)
}

// unusable returns the error for a place.
func (p place) unusable(reason string) error {
	return &PlaceError{Application: p.application, Environment: p.environment, Account: p.account, Reason: reason}
}

var callerSeed = maphash.MakeSeed()

// caller tells apart who sends requests, by the token or the cookie. Names of applications are
// those of the caller's account.
func (s *settings) caller() uint64 {
	caller := s.token
	for _, h := range s.headers {
		if h.name == "Cookie" {
			caller ^= maphash.String(callerSeed, h.values[0])
		}
	}
	return caller
}
