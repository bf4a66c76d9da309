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
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// failedServer answers calls like a server whose worker or agent has failed. It answers
// questions about it with a status, "" for none.
type failedServer struct{ status, refusal string }

func (f failedServer) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := func(code int, body string) (*http.Response, error) {
		return &http.Response{StatusCode: code, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return nil, err
	case strings.Contains(r.URL.Path, "invoke"):
		return answer(500, f.refusal)
	case r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/workers/"):
		return answer(response.StatusCode, strings.ReplaceAll(string(body), `"status":"Idle"`, `"status":"`+f.status+`"`))
	}
	return answer(response.StatusCode, string(body))
}

// TestRecovering checks that a worker does not count as lost while its server repeats a
// failed call.
func TestRecovering(t *testing.T) {
	ctx := context.Background()
	call := map[string]func(transport http.RoundTripper) error{
		"agent": func(transport http.RoundTripper) error {
			s := golemtest.NewServer(t, golemtest.Quiet())
			s.Deploy(counterType(metadata.Durable)).Answer("Counter.increment", "1")
			client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithTransport(transport))
			return second(newCounter(client, "a").increment(ctx, 1))
		},
		"worker": func(transport http.RoundTripper) error {
			s := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
			transfer := []stub.Parameter{str("from"), str("to")}
			var log ran
			log.handle(s.AddComponent(bankVersion(bankID, 0, "Durable", "f", transfer...)))
			client := dialDefault(t, s.URL, runtime.WithTransport(transport))
			component := bankComponent
			return callBank(stub.TargetOf(stub.NewWorker(client, &component, "x")), transfer)
		},
	}
	refusal := map[string]string{
		"agent":  `{"code":"INTERNAL_PREVIOUS_INVOCATION_FAILED","error":"Previous Invocation Failed","workerError":{"cause":"connection refused","stderr":""}}`,
		"worker": `{"golemError":{"type":"PreviousInvocationFailed","details":"connection refused"}}`,
	}
	for kind := range call {
		for status, lost := range map[string]bool{"Failed": true, "Exited": true, "Idle": true, "Retrying": false, "Running": false, "Suspended": false} {
			err := call[kind](failedServer{status, refusal[kind]})
			var failure *runtime.CallError
			check(t, kind+" "+status, []any{
				errors.Is(err, runtime.ErrWorkerLost), errors.Is(err, runtime.ErrNotReady), runtime.IsRetryable(err), errors.As(err, &failure) && failure.MayHaveRun(),
			}, []any{lost, !lost, !lost, false})
			if hint := "the server is repeating an earlier call of the " + kind; strings.Contains(err.Error(), hint) == lost {
				t.Errorf("%s %s: got %v", kind, status, err)
			}
		}
	}
}
