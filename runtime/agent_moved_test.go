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
