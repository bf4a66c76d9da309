package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// drifts are changes of the type by a later deployment.
var drifts = []struct {
	name  string
	later *typeDocument // nil: the type is gone
	alike bool          // calls of move mean the same
}{
	{"nothing", account(), true},
	{"another method", changed(func(d *typeDocument) { d.methods["other"] = methodDocument{[]string{"a " + typeU32}, typeU32} }), true},
	{"a method more", changed(func(d *typeDocument) { d.methods["more"] = methodDocument{} }), true},
	{"names of types", changed(func(d *typeDocument) {
		renamed := strings.Replace(typeTier, `"Tier"`, `"Level"`, 1)
		d.methods["move"] = methodDocument{[]string{"from " + renamed, "to " + renamed}, typeU32}
	}), true},
	{"parameters that change places", changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"to " + typeTier, "from " + typeTier}, typeU32}
	}), false},
	{"a case appended", changed(func(d *typeDocument) {
		more := strings.Replace(typeTier, `"silver"]`, `"silver","new"]`, 1)
		d.methods["move"] = methodDocument{[]string{"from " + more, "to " + more}, typeU32}
	}), true},
	{"a case of the constructor appended", changed(func(d *typeDocument) {
		d.constructor = []string{`owner {"type":"Str"}`, `tier {"type":"Enum","cases":["gold","silver","new"]}`}
	}), false},
	{"a case inserted", changed(func(d *typeDocument) {
		more := `{"type":"Enum","cases":["gold","new","silver"]}`
		d.methods["move"] = methodDocument{[]string{"from " + more, "to " + more}, typeU32}
	}), false},
	{"a parameter more", changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"from " + typeTier, "to " + typeTier, `note {"type":"Option","inner":{"type":"Str"}}`}, typeU32}
	}), false},
	{"a wider result", changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"from " + typeTier, "to " + typeTier}, typeU64}
	}), false},
	{"no result", changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"from " + typeTier, "to " + typeTier}, ""}
	}), false},
	{"no method", changed(func(d *typeDocument) { delete(d.methods, "move") }), false},
	{"cases of the constructor that change places", changed(func(d *typeDocument) {
		d.constructor = []string{`owner {"type":"Str"}`, `tier {"type":"Enum","cases":["silver","gold"]}`}
	}), false},
	{"a constructor of another type", changed(func(d *typeDocument) { d.constructor = []string{`owner {"type":"Str"}`, `tier {"type":"Str"}`} }), false},
	{"an ephemeral type", changed(func(d *typeDocument) { d.mode = "Ephemeral" }), false},
	{"no type", nil, false},
}

// checkDrift checks that a call ended with a DriftError, that it was sent or not, and that
// no value arrived as another one.
func checkDrift(t *testing.T, s *agentServer, err error, sent bool) *runtime.DriftError {
	t.Helper()
	var drift *runtime.DriftError
	if !errors.As(err, &drift) || drift.Sent != sent {
		t.Errorf("got %v, want a DriftError with Sent %t", err, sent)
		return &runtime.DriftError{}
	}
	if drift.Component.ID != agentComponent || strings.Contains(err.Error(), "cannot be checked") {
		t.Errorf("of component %s: got %v", drift.Component.ID, err)
	}
	if strings.Contains(err.Error(), "the call was run") != sent {
		t.Errorf("sent %t: got %v", sent, err)
	}
	if !sent && len(s.bodies) > 0 {
		t.Errorf("sent %s", s.bodies)
	}
	return drift
}

// TestAgentOfEarlierRevision calls an agent that was made before a deployment. If the
// current deployment does not take the call, the client names the deployment that it was
// generated from.
func TestAgentOfEarlierRevision(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			s.deploy(deployment(d.later))
			s.agents[aliceID] = 0
			check(t, "call", newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx), nil)
			pin := 0
			if d.alike {
				pin = 1
			}
			if !strings.Contains(s.bodies[0], fmt.Sprintf(`"deploymentRevision":%d`, pin)) {
				t.Errorf("sent %s, want deployment %d", s.bodies[0], pin)
			}
			check(t, "read as others", s.wrong, []string(nil))
		})
	}
}

// TestAgentOfEarlierRevisionElsewhere uses a client that was generated from another
// environment, so it knows no deployment of this one.
func TestAgentOfEarlierRevisionElsewhere(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			s.deploy(deployment(d.later))
			s.agents[aliceID] = 0
			err := newAccount(accountType(7), dialDefault(t, s.URL), "alice").move(ctx)
			if d.alike {
				check(t, "call", err, nil)
			} else {
				checkDrift(t, s, err, false)
			}
			check(t, "read as others", s.wrong, []string(nil))
		})
	}
}

// TestAgentMadeByLaterDeployment calls an agent that does not exist. The current deployment
// would make it.
func TestAgentMadeByLaterDeployment(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			s.deploy(deployment(d.later))
			err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx)
			if d.alike {
				check(t, "call", err, nil)
				check(t, "agents", s.agents, map[string]int{aliceID: 1})
			} else {
				drift := checkDrift(t, s, err, false)
				const absent = "the agent does not exist, and deployment 1 "
				if text := drift.Error(); !strings.HasPrefix(text, absent+"would make it by revision ") && !strings.HasPrefix(text, absent+"cannot make it: it has no agent type ") {
					t.Errorf("got %v", err)
				}
				check(t, "agents", s.agents, map[string]int{})
			}
			check(t, "read as others", s.wrong, []string(nil))
		})
	}
}

// TestAgentOfLaterRevision calls an agent that runs a later revision than the current
// deployment, after a rollback.
func TestAgentOfLaterRevision(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()), deployment(d.later))
			s.agents[aliceID] = 1
			err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx)
			if d.alike {
				check(t, "call", err, nil)
			} else {
				drift := checkDrift(t, s, err, false)
				check(t, "found", drift.Found, uint64(1))
			}
			check(t, "read as others", s.wrong, []string(nil))
		})
	}
}

// TestAgentMadeDuringDeployment deploys right before the client makes the agent. If the new
// deployment does not take the call, the agent is made and the call is not sent.
func TestAgentMadeDuringDeployment(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			s.before = func(what string) {
				if what == "create" {
					s.deploy(deployment(d.later))
				}
			}
			err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx)
			switch {
			case d.alike:
				check(t, "call", err, nil)
			case d.later == nil:
				check(t, "created", checkDrift(t, s, err, false).Created, false)
			default:
				drift := checkDrift(t, s, err, false)
				check(t, "created", drift.Created, true)
			}
			check(t, "read as others", s.wrong, []string(nil))
		})
	}
}

// TestAgentMadeAnew deletes an agent and makes it again after the client has looked at it.
// The client cannot prevent that the call runs, and reports it.
func TestAgentMadeAnew(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		if d.later == nil {
			continue // the server refuses the call
		}
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			a := newAccount(accountType(0), dialDefault(t, s.URL), "alice")
			check(t, "first", a.move(ctx), nil)
			s.deploy(deployment(d.later))
			s.agents[aliceID] = 1
			s.bodies = nil
			err := a.move(ctx)
			if d.alike {
				check(t, "call", err, nil)
				check(t, "again", a.move(ctx), nil)
				return
			}
			checkDrift(t, s, err, true)
			s.bodies = nil
			checkDrift(t, s, a.move(ctx), false)
		})
	}
}

func ephemeral(d *typeDocument) *typeDocument {
	d = d.clone()
	d.mode = "Ephemeral"
	return d
}

// TestEphemeralAgentDrift calls agents of an ephemeral type. The current deployment makes a
// new agent for each call.
func TestEphemeralAgentDrift(t *testing.T) {
	ctx := context.Background()
	kind := accountType(0)
	kind.Ephemeral = true
	for _, d := range drifts {
		if d.later == nil || d.later.mode == "Ephemeral" {
			continue
		}
		for _, enqueue := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, enqueue %t", d.name, enqueue), func(t *testing.T) {
				s := serveAgents(t, deployment(ephemeral(account())))
				a := newAccount(kind, dialDefault(t, s.URL), "alice")
				if enqueue {
					a = a.enqueue()
				}
				check(t, "before", a.move(ctx), nil)
				s.before = func(what string) {
					if what == "invoke" {
						s.before = nil
						s.deploy(deployment(ephemeral(d.later)))
					}
				}
				s.bodies = nil
				err := a.move(ctx)
				if d.alike {
					check(t, "during", err, nil)
					return
				}
				checkDrift(t, s, err, true)
			})
		}
	}
	s := serveAgents(t, deployment(account()))
	checkDrift(t, s, newAccount(kind, dialDefault(t, s.URL), "alice").move(ctx), false)
}

// TestSharedAgentDrift calls agents of another account, which the client cannot make before
// the call.
func TestSharedAgentDrift(t *testing.T) {
	ctx := context.Background()
	for _, enqueue := range []bool{false, true} {
		s := serveAgents(t, deployment(account()))
		client := dialDefault(t, s.URL, runtime.WithAccount("owner@bank"))
		a := newAccount(accountType(0), client, "alice")
		if enqueue {
			a = a.enqueue()
		}
		check(t, "call", a.move(ctx), nil)
		if !strings.Contains(s.bodies[0], `"ownerAccountEmail":"owner@bank"`) {
			t.Errorf("sent %s", s.bodies[0])
		}
		s.before = func(what string) {
			if what == "invoke" {
				s.before = nil
				s.deploy(deployment(drifts[4].later))
			}
		}
		b := newAccount(accountType(0), client, "bob")
		if enqueue {
			b = b.enqueue()
		}
		checkDrift(t, s, b.move(ctx), true)
		s.bodies = nil
		checkDrift(t, s, newAccount(accountType(0), client, "carol").move(ctx), false)
		if err := a.create(ctx); err == nil || !strings.Contains(err.Error(), "WithAccount") {
			t.Errorf("create: got %v", err)
		}
	}
}

// TestCreateAgentDrift checks Create, which the current deployment reads.
func TestCreateAgentDrift(t *testing.T) {
	ctx := context.Background()
	for _, d := range drifts {
		s := serveAgents(t, deployment(account()))
		s.deploy(deployment(d.later))
		err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").create(ctx)
		switch fine := d.later != nil && d.later.mode == "Durable" && fmt.Sprint(d.later.constructor) == fmt.Sprint(account().constructor); {
		case fine:
			check(t, d.name, err, nil)
		default:
			checkDrift(t, s, err, false)
		}
	}
}
