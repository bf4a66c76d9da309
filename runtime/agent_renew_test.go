package runtime_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestAgentUndeliverable: a call whose result ends the server is not sent until the policy ends,
// since each attempt ends the server again.
func TestAgentUndeliverable(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Version("1.5.9"), golemtest.Quiet())
	n := &tally{t: t, slow: time.Nanosecond, runs: map[string]int{}}
	server.Deploy(counterType(metadata.Durable)).HandleAgent("Counter", n.agent)
	server.Inject(&golemtest.Fault{Function: "Counter.increment", Kind: golemtest.ResetAfter})
	client := dialDefault(t, server.URL, runtime.WithBearerToken(golemtest.LocalToken),
		runtime.WithRetry(runtime.RetryPolicy{Attempts: 18, FirstDelay: time.Millisecond, MaxDelay: time.Millisecond}))
	_, err := newCounter(client, "a").increment(context.Background(), 1, runtime.WithIdempotencyKey("key"))
	var call *runtime.CallError
	var fate *runtime.FateError
	if !errors.As(err, &call) || !errors.As(err, &fate) || fate.State != runtime.CallDone || call.Attempts != 5 || runtime.IsRetryable(err) ||
		!strings.Contains(err.Error(), "the server fails to answer its result") {
		t.Errorf("got %v", err)
	}
	check(t, "runs", n.runs["key"], 1)
	server.Inject()
	_, err = newCounter(client, "a").increment(context.Background(), 1, runtime.WithIdempotencyKey("key"))
	check(t, "again", err, nil)
	check(t, "runs", n.runs["key"], 1)
}

// TestAgentRetriedLater: others update an agent while the server is away for a minute. The call
// is not sent once more as if the agent were what it was.
func TestAgentRetriedLater(t *testing.T) {
	s := serveAgents(t, deployment(account()), deployment(drifts[4].later))
	s.agents[aliceID] = 0
	var client *runtime.Client
	sent := 0
	away := agentTransport(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/agents/invoke-agent" {
			if sent++; sent == 1 {
				s.agents[aliceID] = 1
				runtime.ExpireKnown(client)
				return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody}, nil
			}
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	client = dialDefault(t, s.URL, quick, runtime.WithTransport(away))
	err := newAccount(accountType(0), client, "alice").move(context.Background())
	var call *runtime.CallError
	if checkDrift(t, s, err, false); !errors.As(err, &call) || call.Attempts != 1 || !call.MayHaveRun() {
		t.Errorf("got %v", err)
	}
	check(t, "sent", sent, 1)
	check(t, "read as others", s.wrong, []string(nil))
}
