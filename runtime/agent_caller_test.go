package runtime_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestAgentCallers calls agents over one client for two accounts. Their applications and
// environments have the same names but other types. What the client knows about one account
// must not be used for the other.
func TestAgentCallers(t *testing.T) {
	ctx := context.Background()
	token := func(name string) map[string]runtime.SharedOption {
		return map[string]runtime.SharedOption{
			"token":  runtime.WithBearerToken(name),
			"source": runtime.WithTokenSource(func(context.Context) (string, error) { return name, nil }),
			"header": runtime.WithHeader("Authorization", "Bearer "+name),
			"cookie": runtime.WithHeader("Cookie", "GOLEM_SESSION="+name),
		}
	}
	for kind, one := range token("one") {
		t.Run(kind, func(t *testing.T) {
			mine, other := serveAgents(t, deployment(account())), serveAgents(t, deployment(drifts[4].later))
			other.id, other.component = "e2", recordedComponent
			client := dialDefault(t, "http://golem.test", runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
				to := mine
				if r.Header.Get("Authorization") == "Bearer two" || r.Header.Get("Cookie") == "GOLEM_SESSION=two" {
					to = other
				}
				at, err := url.Parse(to.URL)
				if err != nil {
					return nil, err
				}
				r.URL.Host = at.Host
				return http.DefaultTransport.RoundTrip(r)
			})))
			two := token("two")[kind]
			a := newAccount(accountType(0), client, "alice", one)
			check(t, "first", a.move(ctx), nil)
			checkDrift(t, other, a.move(ctx, two), false)
			checkDrift(t, other, newAccount(accountType(0), client, "alice", two).move(ctx), false)
			mine.take()
			check(t, "again", a.move(ctx), nil)
			check(t, "requests", mine.take(), []string{"invoke"})
			check(t, "read as others", append(mine.wrong, other.wrong...), []string(nil))
		})
	}
}

// TestAgentGivenUp ends the caller's context while the client asks whether the agent's
// revision takes the call. The error must not be a DriftError.
func TestAgentGivenUp(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	s.deploy(deployment(account()))
	s.agents[aliceID] = 0
	ctx, cancel := context.WithCancel(context.Background())
	s.before = func(what string) {
		if what == "revision" {
			cancel()
		}
	}
	err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").move(ctx)
	if !errors.Is(err, context.Canceled) || errors.Is(err, runtime.ErrDrift) {
		t.Errorf("got %v", err)
	}
}
