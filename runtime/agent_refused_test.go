package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestAgentLookedUpAfterDrift: after an answer that shows another type, or a drift that others have
// undone, the client looks the agent up before the next call.
func TestAgentLookedUpAfterDrift(t *testing.T) {
	const wrong = `{"agentId":{"agentId":"Account(\"alice\",v1)","componentId":"` + agentComponent + `"},"componentRevision":0,"result":{"elements":[],"type":"Tuple"}}`
	s := serveAgents(t, deployment(account()), deployment(drifts[4].later))
	s.agents[aliceID] = 1
	calls := new(onCalls)
	a := newAccount(accountType(0), dialDefault(t, s.URL, runtime.WithTransport(calls)), "alice")
	checkDrift(t, s, a.move(ctx), false)
	s.agents[aliceID] = 0
	check(t, "updated back", a.move(ctx), nil)
	calls.answers, calls.sent = append(calls.answers, badAnswer(http.StatusOK, wrong)), 0
	s.bodies = nil
	checkDrift(t, s, a.move(ctx), true)
	s.take()
	check(t, "afterwards", a.move(ctx), nil)
	check(t, "requests", s.take(), []string{"agent", "invoke"})
}

// TestEphemeralElsewhere: agents of an ephemeral type keep nothing, so that another component may
// implement it.
func TestEphemeralElsewhere(t *testing.T) {
	const elsewhere = "0b922040-4146-7230-891d-cecb5eeeaec9"
	s := golemtest.NewServer(t, golemtest.Quiet())
	document := string(counterType(metadata.Ephemeral))
	s.Deploy([]byte(document))
	document = strings.ReplaceAll(strings.ReplaceAll(document, recordedComponent, elsewhere), "acme:counters", "acme:more")
	s.Deploy([]byte(document)).HandleFunc("EphemeralCounter.increment", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
		return json.RawMessage("1"), nil
	})
	client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken))
	check(t, "call", second(newCounterOf(agentEphemeral, client, "a").increment(ctx, 1)), nil)
}

// TestSharedAgentUnchecked: before a call that makes an agent of another account, the client looks at
// the current deployment again.
func TestSharedAgentUnchecked(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	client := dialDefault(t, s.URL, runtime.WithAccount("owner@bank"))
	s.before = func(what string) {
		if what == "agent" {
			runtime.ExpireKnown(client)
			s.mayNot = map[string]bool{"environment": true}
		}
	}
	err := newAccount(accountType(0), client, "alice").move(ctx)
	if !errors.Is(err, runtime.ErrUnauthorized) || !strings.Contains(err.Error(), "the type of the agent cannot be checked") {
		t.Errorf("got %v", err)
	}
	check(t, "calls", s.bodies, []string(nil))
}

// TestCreateDuringDeployment deploys right before Create makes the agent, which the server reads by
// the types of the new deployment.
func TestCreateDuringDeployment(t *testing.T) {
	for _, d := range drifts {
		if d.later == nil {
			continue // the server refuses the request
		}
		t.Run(d.name, func(t *testing.T) {
			s := serveAgents(t, deployment(account()))
			s.before = func(what string) {
				if what == "create" {
					s.deploy(deployment(d.later))
				}
			}
			err := newAccount(accountType(0), dialDefault(t, s.URL), "alice").create(ctx)
			if s.agents[aliceID] == 1 && d.later.mode == "Durable" && strings.Join(d.later.constructor, "") == strings.Join(account().constructor, "") {
				check(t, "create", err, nil)
				return
			}
			var drift *runtime.DriftError
			if !errors.As(err, &drift) || !drift.Sent {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestCreationAnswers: an answer to Create that cannot be read, or that names another agent, does not
// count as a success.
func TestCreationAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		`{"agentId":5}`: "agentId",
		`{"agentId":{"agentId":"Account(\"bob\",v1)","componentId":"` + agentComponent + `"},"componentRevision":0}`: `the call was made on the agent "Account(\"bob\",v1)"`,
	} {
		s := serveAgents(t, deployment(account()))
		transport := agentTransport(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/create-agent") {
				return answerWith(answer), nil
			}
			return http.DefaultTransport.RoundTrip(r)
		})
		err := newAccount(accountType(0), dialDefault(t, s.URL, runtime.WithTransport(transport)), "alice").create(ctx)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want: %s", answer, err, want)
		}
	}
}

// TestCreateWithConfiguration: Create sends the values that were given, and no others.
func TestCreateWithConfiguration(t *testing.T) {
	kind := accountType(0)
	kind.Config = []stub.ConfigValue{{Path: []string{"limits", "max"}, Type: typeU32}, {Path: []string{"note"}, Type: typeStr}}
	for want, put := range map[string]func(c *stub.Call){
		`{"appName":`: func(*stub.Call) {},
		`{"config":[{"path":["note"],"value":"x"}],"appName":`: func(c *stub.Call) { c.Buffer = append(c.Part(1), `"x"`...) },
		`{"config":[{"path":["limits","max"],"value":7},{"path":["note"],"value":"x"}],"appName":`: func(c *stub.Call) {
			c.Buffer = append(c.Part(0), "7"...)
			c.Buffer = append(c.Part(1), `"x"`...)
		},
	} {
		s := serveAgents(t, deployment(account()))
		var body []byte
		transport := agentTransport(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/create-agent") {
				body, _ = io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
			}
			return http.DefaultTransport.RoundTrip(r)
		})
		client := dialDefault(t, s.URL, runtime.WithTransport(transport), runtime.WithVersionCheck(runtime.VersionCheckOff))
		call := stub.Create(newAccount(kind, client, "alice").Agent, nil)
		put(call)
		check(t, "create", call.Await(ctx), nil)
		if !strings.HasPrefix(string(body), want) || !json.Valid(body) {
			t.Errorf("sent %s, want %s", body, want)
		}
	}
}

// TestUnusableAgentType: an agent whose type cannot be read is refused with an error.
func TestUnusableAgentType(t *testing.T) {
	kind := accountType(0)
	kind.Constructor = &stub.Function{Parameters: []stub.Parameter{parameter("owner", "{")}}
	begin := stub.NewAgent(dialDefault(t, "http://localhost:1"), kind, nil)
	begin.PutString("alice")
	target := begin.Address()
	a := &handAccount{stub.AgentOf(target), target}
	for what, err := range map[string]error{"call": a.move(ctx), "create": a.create(ctx), "delete": a.Delete(ctx)} {
		if err == nil || !strings.Contains(err.Error(), "the type of parameter 1 cannot be read") {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

// TestDeleteOfUnknownEffect: a delete whose answer was lost did not delete the agent as far as the
// client knows, unless it can find out.
func TestDeleteOfUnknownEffect(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	s.agents[aliceID] = 0
	deletes := 0
	transport := agentTransport(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodDelete {
			return http.DefaultTransport.RoundTrip(r)
		}
		deletes++
		s.mayNot["agent"] = true
		return nil, errors.New("the connection is lost")
	})
	err := newAccount(accountType(0), dialDefault(t, s.URL, quick, runtime.WithTransport(transport)), "alice").Delete(ctx)
	if err == nil {
		t.Error("no error")
	}
	check(t, "requests, agents", []int{deletes, len(s.agents)}, []int{1, 1})
}

// TestAgentWithoutPlace: what is done with an agent whose place is not known fails before it is sent.
func TestAgentWithoutPlace(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	kind := accountType(0)
	kind.Application = ""
	a := newAccount(kind, dialDefault(t, s.URL), "alice")
	for what, err := range map[string]error{
		"call": a.move(ctx), "create": a.create(ctx), "delete": a.Delete(ctx), "status": second(a.CallStatus(ctx, "k")),
	} {
		if err == nil || !strings.Contains(err.Error(), "use WithApplication") {
			t.Errorf("%s: got %v", what, err)
		}
	}
	check(t, "requests", s.take(), []string(nil))
}

// TestUnreadableOplog: that the oplog of an agent cannot be read says nothing about a call.
func TestUnreadableOplog(t *testing.T) {
	s := serveAgents(t, deployment(account()))
	s.agents[aliceID] = 0
	oplogs := 0
	transport := agentTransport(func(r *http.Request) (*http.Response, error) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/oplog"):
			oplogs++
			s.mayNot["agent"] = true
			return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
		case requestKind(r) == "call":
			return badAnswer(http.StatusBadGateway, `{"error":"bad gateway"}`)()
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	policy := runtime.WithRetry(runtime.RetryPolicy{Attempts: 5, FirstDelay: time.Millisecond, MaxDelay: time.Millisecond})
	err := newAccount(accountType(0), dialDefault(t, s.URL, policy, runtime.WithTransport(transport)), "alice").move(ctx)
	var fate *runtime.FateError
	if !errors.As(err, &fate) || fate.State != runtime.CallUnknown || oplogs != 1 {
		t.Errorf("asked %d times: got %v", oplogs, err)
	}
}

// TestAccountOfTokenUnknown: without the account of the token, the client does not know which of two
// environments is meant.
func TestAccountOfTokenUnknown(t *testing.T) {
	s, ran := sharing(t, "owner@bank", "")
	transport := agentTransport(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/v1/me/token") {
			return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithTransport(transport))
	if _, err := newCounter(client, "a").increment(ctx, 1); !errors.Is(err, runtime.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	check(t, "ran", len(ran), 0)
}
