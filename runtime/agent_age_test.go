package runtime_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestAgentAges checks that what the client knows about an agent expires although the
// client asks other questions, and that answers of calls renew it.
func TestAgentAges(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	s.agents[aliceID], s.agents[`Account("bob",v1)`] = 0, 0
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		slow := time.Duration(0)
		client := dialDefault(t, "http://golem.test", runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/visible-environments") {
				time.Sleep(slow)
			}
			in := r.Clone(r.Context())
			if in.Body == nil {
				in.Body = http.NoBody
			}
			answer := httptest.NewRecorder()
			s.Config.Handler.ServeHTTP(answer, in)
			return answer.Result(), nil
		})))
		alice, bob := newAccount(accountType(0), client, "alice"), newAccount(accountType(0), client, "bob")
		requests := func(what string, a *handAccount, want ...string) {
			t.Helper()
			check(t, what, a.move(ctx), nil)
			check(t, what, s.take(), want)
		}
		requests("first", alice, "environment", "type", "agent", "invoke")
		time.Sleep(30 * time.Second)
		requests("another", bob, "agent", "invoke")
		time.Sleep(31 * time.Second)
		slow = 29 * time.Second
		requests("during a question of half a minute", bob, "environment", "agent", "invoke")
		slow = 0
		for range 8 {
			time.Sleep(25 * time.Second)
			check(t, "call", bob.move(ctx), nil)
		}
		if asked := strings.Count(strings.Join(s.take(), " "), "agent"); asked != 0 {
			t.Errorf("the agent was asked for %d times although it answered", asked)
		}
		time.Sleep(time.Minute)
		requests("after a minute", bob, "environment", "agent", "invoke")
	})
}
