package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// callLoser is a transport that loses the answers of some calls. It may give their answers to the
// attempts that follow, like a server that has stored them.
type callLoser struct {
	lose    int    // number of the call that is lost, from 1 on
	arrives bool   // that call, and only its answer is lost
	store   bool   // the next attempt gets the answer that was lost
	then    func() // called after the call was lost

	sent   int
	stored []byte
}

func (l *callLoser) RoundTrip(r *http.Request) (*http.Response, error) {
	if requestKind(r) != "call" {
		return http.DefaultTransport.RoundTrip(r)
	}
	l.sent++
	switch {
	case l.sent == l.lose+1 && l.stored != nil:
		return answerWith(string(l.stored)), nil
	case l.sent != l.lose:
		return http.DefaultTransport.RoundTrip(r)
	}
	if l.arrives {
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		defer func() { _ = response.Body.Close() }()
		answer, err := io.ReadAll(response.Body)
		if err != nil {
			return nil, err
		}
		if l.store {
			l.stored = answer
		}
	}
	if l.then != nil {
		l.then()
	}
	return nil, errors.New("the connection is lost")
}

// TestAgentAfterLostAnswer: a call whose answer was lost is sent again only if the agent may be the
// one that got it.
func TestAgentAfterLostAnswer(t *testing.T) {
	const owner = "owner@bank"
	for name, test := range map[string]struct {
		account string // its agents are made by the first call, others before it
		known   bool   // the agent was called before
		arrives bool
		then    func(s *agentServer) // after the call was lost
		sent    int                  // attempts
		want    string               // in the error, "" for none
	}{
		"to be made by the call":           {account: owner, sent: 2},
		"made by the call":                 {account: owner, arrives: true, sent: 2},
		"made before by a call":            {account: owner, known: true, arrives: true, sent: 2},
		"made before, and has not arrived": {known: true, sent: 2},
		"asked in vain": {
			known: true, arrives: true, sent: 1, want: "its fate cannot be found out: the server answered 403",
			then: func(s *agentServer) { s.mayNot["agent"] = true },
		},
		"asked in vain, and to be made by the call": {
			account: owner, sent: 1, want: "its fate cannot be found out: the server answered 403",
			then: func(s *agentServer) { s.mayNot["agent"] = true },
		},
		"deleted": {
			known: true, arrives: true, sent: 1, want: "the agent was deleted meanwhile",
			then: func(s *agentServer) { delete(s.agents, aliceID) },
		},
		"made anew": {
			known: true, arrives: true, sent: 1, want: "the agent was deleted meanwhile",
			then: func(s *agentServer) { s.age++ },
		},
		"made before by a call, and made anew": {
			account: owner, known: true, arrives: true, sent: 1, want: "the agent was deleted meanwhile",
			then: func(s *agentServer) { s.age++ },
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			transport := &callLoser{lose: 1, arrives: test.arrives}
			if test.then != nil {
				transport.then = func() { test.then(s) }
			}
			a := newAccount(accountType(0), dialDefault(t, s.URL, quick, runtime.WithAccount(test.account), runtime.WithTransport(transport)), "alice")
			if test.known {
				transport.lose = 2
				check(t, "first", a.move(ctx), nil)
				transport.sent, transport.lose = 0, 1
			}
			err := a.move(ctx)
			check(t, "attempts", transport.sent, test.sent)
			var fate *runtime.FateError
			if test.want == "" {
				check(t, "call", err, nil)
			} else if !errors.As(err, &fate) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want: %s", err, test.want)
			}
		})
	}
}

// TestAgentAfterDelete: a client that has seen that an agent was deleted checks the next call against
// the agent that is made for it.
func TestAgentAfterDelete(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	transport := &callLoser{lose: 2, arrives: true, then: func() { delete(s.agents, aliceID) }}
	a := newAccount(accountType(0), dialDefault(t, s.URL, quick, runtime.WithTransport(transport)), "alice")
	check(t, "first", a.move(ctx), nil)
	if err := a.move(ctx); err == nil {
		t.Error("no error")
	}
	s.deploy(deployment(drifts[4].later))
	s.bodies = nil
	checkDrift(t, s, a.move(ctx), false)
}

// TestRevisionInAnswer: an answer to a key that was sent before may name the revision that an agent
// ran once. Whatever it names, the next call is not sent to a revision that takes it otherwise.
func TestRevisionInAnswer(t *testing.T) {
	later := changed(func(d *typeDocument) { d.methods["other"] = methodDocument{[]string{"reason " + typeStr}, ""} })
	for name, test := range map[string]struct {
		before bool // the agent is updated before the call
		lose   int  // the call whose answer is lost, and given to the next attempt
	}{
		"updated before the call":      {before: true},
		"updated between two attempts": {lose: 2},
		"updated before two attempts":  {before: true, lose: 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()), deployment(later))
			s.agents[aliceID] = 0
			update := func() { s.agents[aliceID] = 1 }
			transport := &callLoser{lose: test.lose, arrives: true, store: true, then: update}
			a := newAccount(accountType(0), dialDefault(t, s.URL, quick, runtime.WithTransport(transport)), "alice")
			check(t, "first", a.move(ctx), nil)
			if test.before {
				update()
			}
			var opts []runtime.CallOption
			if test.lose == 0 {
				opts = append(opts, runtime.WithIdempotencyKey("key"))
			}
			check(t, "second", a.move(ctx, opts...), nil)
			s.bodies = nil
			checkDrift(t, s, a.target.Begin(&stub.Function{Name: "other"}, nil).Await(context.Background()), false)
		})
	}
}
