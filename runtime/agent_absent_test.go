package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestAgentNotAbsent checks that a 404 that is not about the agent does not mean that the
// agent does not exist. Delete returns an error, and a call makes no agent.
func TestAgentNotAbsent(t *testing.T) {
	ctx := context.Background()
	for name, test := range map[string]struct {
		kind, body string
		absent     bool
	}{
		"no agent":     {kind: "application/json", body: `{"code":"AGENT_NOT_FOUND","error":"Worker not found"}`, absent: true},
		"no component": {kind: "application/json", body: `{"code":"COMPONENT_NOT_FOUND","error":"Component not found"}`},
		"a gateway":    {kind: "text/plain", body: "404 page not found"},
		"a web page":   {kind: "text/html", body: "<html><title>404</title></html>"},
	} {
		s := golemtest.NewServer(t, golemtest.Quiet())
		s.Deploy(counterType(metadata.Durable)).Answer("Counter.increment", "1")
		hidden, made := false, 0
		transport := agentTransport(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/create-agent") {
				made++
			}
			if hidden && strings.Contains(r.URL.Path, "/workers/") {
				return &http.Response{StatusCode: 404, Header: http.Header{"Content-Type": {test.kind}}, Body: io.NopCloser(strings.NewReader(test.body))}, nil
			}
			return http.DefaultTransport.RoundTrip(r)
		})
		client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithTransport(transport))
		check(t, "call", second(newCounter(client, "a").increment(ctx, 1)), nil)
		hidden = true
		err := newCounter(client, "a").Delete(ctx)
		check(t, name, []any{err == nil, errors.Is(err, runtime.ErrNotFound)}, []any{test.absent, !test.absent})
		_, err = newCounter(client, "b").increment(ctx, 1)
		check(t, name+", a call", err != nil, true)
		check(t, name+", agents made", made, map[bool]int{true: 2, false: 1}[test.absent])
	}
}
