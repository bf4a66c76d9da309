package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestCreatedElsewhere deploys while an agent is made. The agent type moves to another
// component with the same revision. The agent that was made there is another one.
func TestCreatedElsewhere(t *testing.T) {
	ctx := context.Background()
	const elsewhere = "0b922040-4146-7230-891d-cecb5eeeaec9"
	for name, make := range map[string]func(a *handCounter) error{
		"create": func(a *handCounter) error { return stub.Create(a.Agent, nil).Await(ctx) },
		"call":   func(a *handCounter) error { return second(a.increment(ctx, 1)) },
		"enqueue": func(a *handCounter) error {
			return second(a.enqueue().increment(ctx, 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := golemtest.NewServer(t, golemtest.Quiet())
			document := counterType(metadata.Durable)
			ran := 0
			deploy := func(document []byte) {
				s.Deploy(document).HandleFunc("Counter.increment", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
					ran++
					return json.RawMessage("1"), nil
				})
			}
			deploy(document)
			transport := agentTransport(func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "/create-agent") {
					deploy([]byte(strings.ReplaceAll(strings.ReplaceAll(string(document), recordedComponent, elsewhere), "acme:counters", "acme:more")))
				}
				return http.DefaultTransport.RoundTrip(r)
			})
			client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithTransport(transport))
			err := make(newCounter(client, "a"))
			var drift *runtime.DriftError
			if !errors.As(err, &drift) || !drift.Created || !drift.NewWorker || drift.Sent != (name == "create") || !strings.Contains(drift.Difference, elsewhere) {
				t.Errorf("got %v, %+v", err, drift)
			}
			s.Settle()
			check(t, "ran", ran, 0)
		})
	}
}

// TestMovedBetweenAttempts moves the type to another component of an environment after an attempt whose
// answer is lost. The former agent may have run the call, so the new one must not run it.
func TestMovedBetweenAttempts(t *testing.T) {
	const elsewhere = "0b922040-4146-7230-891d-cecb5eeeaec9"
	s, document, ran := golemtest.NewServer(t, golemtest.Quiet()), counterType(metadata.Durable), 0
	deploy := func(document []byte, opts ...golemtest.DeployOption) {
		s.Deploy(document, opts...).HandleFunc("Counter.increment", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) {
			ran++
			return json.RawMessage("1"), nil
		})
	}
	staging := golemtest.In("g15-app", "staging")
	deploy(document) // takes the component's id, so that the one of staging has another
	deploy(document, staging)
	var client *runtime.Client
	transport := &callLoser{lose: 1, arrives: true, then: func() {
		deploy([]byte(strings.ReplaceAll(strings.ReplaceAll(string(document), recordedComponent, elsewhere), "acme:counters", "acme:more")), staging)
		runtime.ExpireKnown(client)
	}}
	client = dialDefault(t, s.URL, quick, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithEnvironment("staging"), runtime.WithTransport(transport))
	_, err := newCounter(client, "a").increment(ctx, 1)
	var fate *runtime.FateError
	if !errors.As(err, &fate) || runtime.IsRetryable(err) || !strings.Contains(err.Error(), "belongs to another component by now") {
		t.Errorf("got %v", err)
	}
	check(t, "ran", ran, 1)
}
