package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestAgentPlaceOfCall: an environment that a call names is looked up, whatever the client knows of
// the environment of the agent's other calls.
func TestAgentPlaceOfCall(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	a := newAccount(accountType(0), dialDefault(t, s.URL), "alice")
	for range 3 { // from the second call on, the agent keeps what it has found out
		check(t, "call", a.move(ctx), nil)
	}
	s.bodies = nil
	if err := a.move(ctx, runtime.WithEnvironment("test")); !errors.Is(err, runtime.ErrNotFound) {
		t.Errorf("elsewhere: got %v", err)
	}
	check(t, "calls", s.bodies, []string(nil))
	check(t, "call", a.move(ctx), nil)
}

// TestPhantomOfEphemeralType: an agent of an ephemeral type with a phantom id is looked for before each
// call, because nothing that is known about it lasts.
func TestPhantomOfEphemeralType(t *testing.T) {
	s := serveAgents(t, deployment(ephemeral(account())))
	kind := accountType(0)
	kind.Ephemeral = true
	a := newAccount(kind, dialDefault(t, s.URL), "alice", runtime.WithPhantom("f47ac10b-58cc-4372-a567-0e02b2c3d479"))
	s.agents[aliceID+"[f47ac10b-58cc-4372-a567-0e02b2c3d479]"] = 0
	for range 3 {
		_ = a.move(ctx) // the server of the test does not know phantoms
	}
	asked := slices.DeleteFunc(s.take(), func(what string) bool { return what != "agent" })
	check(t, "questions about the agent", len(asked), 3)
}

// TestDeleteOfOtherAgent: an agent whose revision gives its text another meaning is not deleted.
func TestDeleteOfOtherAgent(t *testing.T) {
	other := changed(func(d *typeDocument) {
		d.constructor = []string{`owner {"type":"Str"}`, `tier {"type":"Enum","cases":["silver","gold"]}`}
	})
	for name, test := range map[string]struct {
		former  *typeDocument
		deleted bool
	}{
		"same":             {account(), true},
		"other parameters": {other, false},
		"no such type":     {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveAgents(t, deployment(test.former))
			s.deploy(deployment(account()))
			s.agents[aliceID] = 0
			err := newAccount(accountType(1), dialDefault(t, s.URL), "alice").Delete(ctx)
			var drift *runtime.DriftError
			if test.deleted && err != nil || !test.deleted && (!errors.As(err, &drift) || drift.Sent || drift.Found != 0 || !drift.FoundKnown) {
				t.Errorf("got %v", err)
			}
			check(t, "deleted", len(s.agents) == 0, test.deleted)
		})
	}
}

// TestMissingAgentType: an agent without parameters would be the same one for any type, also for one
// that is missing in the deployment or in the agent's revision.
func TestMissingAgentType(t *testing.T) {
	kind := accountType(1)
	kind.Constructor = &stub.Function{}
	plain := changed(func(d *typeDocument) { d.constructor = nil })
	for name, test := range map[string]struct{ former, current *typeDocument }{
		"in the deployment": {plain, nil},
		"in the revision":   {nil, plain},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveAgents(t, deployment(test.former))
			s.deploy(deployment(test.current))
			s.agents["Account()"] = 0
			target := stub.NewAgent(dialDefault(t, s.URL), kind, nil).Address()
			a := &handAccount{stub.AgentOf(target), target}
			for what, err := range map[string]error{"call": a.move(ctx), "delete": a.Delete(ctx)} {
				if !errors.Is(err, runtime.ErrDrift) || !strings.Contains(err.Error(), "it has no agent type Account") {
					t.Errorf("%s: got %v", what, err)
				}
			}
			check(t, "agents, calls", []int{len(s.agents), len(s.bodies)}, []int{1, 0})
		})
	}
}

// TestHighRevisions: numbers of deployments and revisions are written in decimal.
func TestHighRevisions(t *testing.T) {
	const last, runs = 19, 12
	swapped := changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"to " + typeTier, "from " + typeTier}, typeU32}
	})
	s := serveAgents(t)
	for n := range last + 1 {
		if n == last || n == runs {
			s.deploy(deployment(account()))
		} else {
			s.deploy(deployment(swapped))
		}
	}
	s.agents[aliceID] = runs
	check(t, "call", newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx), nil)
	if want := fmt.Sprintf(`"deploymentRevision":%d,`, last); len(s.bodies) != 1 || !strings.Contains(s.bodies[0], want) {
		t.Errorf("sent %s, want %s", s.bodies, want)
	}
	check(t, "read as others", s.wrong, []string(nil))
}

// onCalls is a transport that answers the first calls itself.
type onCalls struct {
	answers []func() (*http.Response, error)
	sent    int
}

func (o *onCalls) RoundTrip(r *http.Request) (*http.Response, error) {
	if requestKind(r) == "call" {
		o.sent++
		if o.sent <= len(o.answers) {
			return o.answers[o.sent-1]()
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

// TestServerWithoutAgents calls an agent of a server that does not know the path of the first
// question, as servers before 1.5 do not.
func TestServerWithoutAgents(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	err := newAccount(accountType(0), dialDefault(t, server.URL), "alice").move(context.Background())
	if err == nil || !strings.Contains(err.Error(), "404 page not found; the server does not know this path: check that the base URL is that of a Golem server from 1.5 on, because") {
		t.Errorf("got %v", err)
	}
}

// TestAgentBehindBadGateway: a call of an agent is repeated if a gateway fails several times, unless
// the client knows that it has run or cannot find out about the agent.
func TestAgentBehindBadGateway(t *testing.T) {
	bad := badAnswer(http.StatusBadGateway, `{"error":"bad gateway"}`)
	policy := runtime.WithRetry(runtime.RetryPolicy{Attempts: 8, FirstDelay: time.Millisecond, MaxDelay: time.Millisecond})
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)

	s := serveAgents(t, deployment(account()))
	s.agents[aliceID] = 0
	calls := &onCalls{answers: slices.Repeat([]func() (*http.Response, error){bad}, 5)}
	check(t, "call", newAccount(accountType(0), dialDefault(t, s.URL, policy, runtime.WithTransport(calls)), "alice").move(ctx), nil)
	check(t, "sent", calls.sent, 6)

	calls = &onCalls{answers: []func() (*http.Response, error){func() (*http.Response, error) {
		s.mayNot["agent"] = true
		return bad()
	}}}
	err := newAccount(accountType(0), dialDefault(t, s.URL, policy, runtime.WithTransport(calls)), "alice").move(context.Background())
	var fate *runtime.FateError
	if !errors.As(err, &fate) || fate.State != runtime.CallUnknown || !errors.Is(fate.Asking, runtime.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	check(t, "sent", calls.sent, 1)
}

// TestAgentNotMade: a server refuses to make an agent and then does not answer whether another
// deployment is the reason.
func TestAgentNotMade(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	s.before = func(what string) {
		if what == "create" {
			s.mayNot = map[string]bool{"create": true, "environment": true}
		}
	}
	err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx)
	if !errors.Is(err, runtime.ErrUnauthorized) || !strings.Contains(err.Error(), "the agent does not exist and cannot be created") {
		t.Errorf("got %v", err)
	}
	check(t, "calls", s.bodies, []string(nil))
}

// TestOtherMethodChanged: that one method of an agent takes calls says nothing about another one.
func TestOtherMethodChanged(t *testing.T) {
	swapped := changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"to " + typeTier, "from " + typeTier}, typeU32}
	})
	s := serveAgents(t, deployment(account()))
	s.deploy(deployment(swapped))
	s.agents[aliceID] = 1
	a := newAccount(accountType(0), dialDefault(t, s.URL), "alice")
	other := &stub.Function{Name: "other"}
	for range 2 {
		check(t, "other", a.target.Begin(other, nil).Await(ctx), nil)
	}
	s.bodies = nil
	checkDrift(t, s, a.move(ctx), false)
	check(t, "other", a.target.Begin(other, nil).Await(ctx), nil)
}

// TestEphemeralTypeChanged: a call of an ephemeral type makes an agent of the current deployment, so
// it is not made by the one that the client was generated from.
func TestEphemeralTypeChanged(t *testing.T) {
	kind := accountType(0)
	kind.Ephemeral = true
	for _, d := range drifts {
		if d.later == nil || d.alike {
			continue
		}
		s := serveAgents(t, deployment(ephemeral(account())))
		s.deploy(deployment(ephemeral(d.later)))
		if d.name == "an ephemeral type" {
			check(t, d.name, newAccount(kind, dialDefault(t, s.URL), "alice").move(ctx), nil)
			continue
		}
		checkDrift(t, s, newAccount(kind, dialDefault(t, s.URL), "alice").move(ctx), false)
	}
}

// TestInvalidAgent: an agent that cannot be addressed is neither called nor created nor deleted.
func TestInvalidAgent(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	a := newAccount(accountType(0), dialDefault(t, s.URL), strings.Repeat("x", 600))
	for what, err := range map[string]error{"call": a.move(ctx), "create": a.create(ctx), "delete": a.Delete(ctx)} {
		var name *runtime.NameError
		if !errors.As(err, &name) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	check(t, "requests", s.take(), []string(nil))
}
