package runtime

import (
	"errors"
	"hash/maphash"

	"github.com/golem-gen/golem-gen/runtime/wire"
)

// place is the application, environment and account of agents, as the caller names them.
type place struct {
	application, environment, account string
	caller                            uint64 // see settings.caller; 0 if the account is named
}

// placeOf returns the place of the agent for a call with settings s.
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

// place sets c.where.
func (c *call) place() (err error) {
	c.where, err = c.to.(agentAddress).agent().placeOf(c.settings)
	return err
}

// append appends the members of a request that name the application and the environment.
func (p *place) append(b []byte) []byte {
	var e wire.Encoder
	b = wire.AppendString(append(b, `"appName":`...), &e, &p.application)
	return wire.AppendString(append(b, `,"envName":`...), &e, &p.environment)
}

// appendOwner appends the member of a call that names the account that owns the application, by
// its e-mail address. A call without it goes to the account of the token. But servers cache the
// meaning of names for all callers together (public sources of 1.5.9), so such a call could
// reach an agent of another account. Servers compare the address of a call exactly, but ignore
// case when they list environments. The client therefore sends the address from that list.
func appendOwner(b []byte, account string) []byte {
	if account == "" {
		return b
	}
	var e wire.Encoder
	return wire.AppendString(append(b, `,"ownerAccountEmail":`...), &e, &account)
}

// unusable returns an error that says why p cannot be used.
func (p place) unusable(reason string) error {
	return &PlaceError{Application: p.application, Environment: p.environment, Account: p.account, Reason: reason}
}

var callerSeed = maphash.MakeSeed()

// caller returns a number that differs between callers with different tokens or cookies. A
// place without an account belongs to the caller's account, so the client must not share what
// it knows about such a place between callers.
func (s *settings) caller() uint64 {
	caller := s.token
	for _, h := range s.headers {
		if h.name == "Cookie" {
			caller ^= maphash.String(callerSeed, h.values[0])
		}
	}
	return caller
}
