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

// TestAgentUndeliverable makes a call whose result crashes the server. It must not be sent
// until the policy ends, because each attempt crashes the server again.
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

// TestAgentRetriedLater updates an agent while the server is unreachable for a minute. The
// next attempt must not be sent as if nothing had changed.
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

// TestAgentDeletedMeanwhile deletes the agent after an attempt whose answer was lost. The
// call must not be sent again: a new agent would run it, although the deleted one may have
// run it already.
func TestAgentDeletedMeanwhile(t *testing.T) {
	for _, c := range []struct {
		name     string
		fault    golemtest.FaultKind
		deleted  bool // before the second attempt
		anew     bool // and made anew by others
		forgiven bool // by an interceptor that calls next once more
		gone     bool // the call ends in a FateError
		asked    int  // questions about the agent, beside those before the call
		runs     int
	}{
		{name: "nothing happens", fault: golemtest.ResetAfter, asked: 1, runs: 1},
		{name: "not received", fault: golemtest.ResetBefore, asked: 1, runs: 1},
		{name: "certainly not run", fault: golemtest.TooManyRequests, runs: 1},
		{name: "deleted", fault: golemtest.ResetAfter, deleted: true, gone: true, asked: 1, runs: 1},
		{name: "made anew", fault: golemtest.ResetAfter, deleted: true, anew: true, gone: true, asked: 1, runs: 1},
		{name: "made anew, and tried once more", fault: golemtest.ResetAfter, deleted: true, anew: true, forgiven: true, gone: true, asked: 2, runs: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version("1.5.9"), golemtest.Quiet())
			n := &tally{t: t, slow: time.Nanosecond, runs: map[string]int{}}
			d := server.Deploy(counterType(metadata.Durable))
			d.HandleAgent("Counter", n.agent)
			questions, sent := 0, -1 // a call before the one that counts
			transport := agentTransport(func(r *http.Request) (*http.Response, error) {
				switch {
				case r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/workers/"):
					questions++
				case strings.HasSuffix(r.URL.Path, "/invoke-agent"):
					sent++
				}
				response, err := http.DefaultTransport.RoundTrip(r)
				if sent == 1 && strings.HasSuffix(r.URL.Path, "/invoke-agent") && c.deleted {
					server.Advance(time.Second)
					d.DeleteAgent(`Counter("a")`)
					if c.anew {
						_, _ = newCounter(dialDefault(t, server.URL, runtime.WithBearerToken(golemtest.LocalToken)), "a").increment(context.Background(), 1)
					}
				}
				return response, err
			})
			opts := []runtime.ClientOption{quick, runtime.WithTransport(transport), runtime.WithBearerToken(golemtest.LocalToken)}
			if c.forgiven {
				opts = append(opts, runtime.WithInterceptor(func(next runtime.CallFunc) runtime.CallFunc {
					return func(ctx context.Context, info *runtime.CallInfo) error {
						_ = next(ctx, info)
						return next(ctx, info)
					}
				}))
			}
			a := newCounter(dialDefault(t, server.URL, opts...), "a")
			check(t, "first", second(a.increment(context.Background(), 1)), nil)
			server.Inject(&golemtest.Fault{Function: "Counter.increment", Kind: c.fault, Call: 1, RetryAfter: -1})
			questions = 0
			_, err := a.increment(context.Background(), 1, runtime.WithIdempotencyKey("key"))
			var fate *runtime.FateError
			if gone := errors.As(err, &fate); gone != c.gone || !gone && err != nil || gone && !strings.Contains(err.Error(), "the agent was deleted meanwhile") {
				t.Errorf("got %v", err)
			}
			check(t, "questions", questions, c.asked)
			check(t, "runs", n.runs["key"], c.runs)
		})
	}
}
