package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
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

// TestRecoveryUnknown checks that a worker does not count as lost if the caller gives up, or the server
// does not answer, while the client asks whether the server repeats a failed call.
func TestRecoveryUnknown(t *testing.T) {
	for kind, c := range recoveringCases(t) {
		for question, lost := range map[string]bool{"canceled": false, "unavailable": false, "not permitted": true} {
			t.Run(kind+" "+question, func(t *testing.T) {
				gate := c.server.Hold(c.function, "")
				check(t, "enqueue", c.enqueue(question), nil)
				gate.Wait()
				gate.Retry("connection refused")
				defer c.server.Settle()
				defer gate.Open()
				ctx, cancel := context.WithCancel(ctx)
				defer cancel()
				refused := false
				transport := agentTransport(func(r *http.Request) (*http.Response, error) {
					switch asks := refused && r.Method == http.MethodGet; {
					case asks && question == "canceled":
						cancel()
						return nil, ctx.Err()
					case asks && question == "unavailable":
						return badAnswer(http.StatusServiceUnavailable, `{"error":"later"}`)()
					case asks:
						return badAnswer(http.StatusForbidden, `{"code":"AUTH_FORBIDDEN","error":"no"}`)()
					}
					refused = refused || requestKind(r) == "call"
					return http.DefaultTransport.RoundTrip(r)
				})
				err := c.other(ctx, transport)
				check(t, "error", []any{errors.Is(err, runtime.ErrWorkerLost), errors.Is(err, runtime.ErrNotReady), runtime.IsRetryable(err)}, []any{lost, !lost, !lost})
				if hint := "whether the " + kind + " has failed for good"; strings.Contains(err.Error(), hint) == lost {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

// recoveringCase is a worker or an agent one of whose calls is held.
type recoveringCase struct {
	server   *golemtest.Server
	function string
	// call makes a call with the key. It loses the answer, if the server injects such a fault.
	call    func(key string, opts ...runtime.CallOption) error
	enqueue func(key string) error
	status  func(key string) (runtime.CallStatus, error)
	// other makes a call by another client.
	other func(ctx context.Context, transport http.RoundTripper) error
}

func recoveringCases(t *testing.T) map[string]recoveringCase {
	s := golemtest.NewServer(t, golemtest.Quiet())
	s.Deploy(counterType(metadata.Durable)).Answer("Counter.increment", "1")
	agent := newCounter(dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), quick), "a")
	old := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
	old.AddComponent(shopDocument(t)).Answer("cart.ping", "null")
	worker := newShop(dialDefault(t, old.URL, quick), "w")
	return map[string]recoveringCase{
		"agent": {
			s, "Counter.increment",
			func(key string, opts ...runtime.CallOption) error {
				return second(agent.increment(ctx, 1, append(opts, runtime.WithIdempotencyKey(key))...))
			},
			func(key string) error {
				return second(agent.enqueue().increment(ctx, 1, runtime.WithIdempotencyKey(key)))
			},
			func(key string) (runtime.CallStatus, error) { return agent.CallStatus(ctx, key) },
			func(ctx context.Context, transport http.RoundTripper) error {
				client := dialDefault(t, s.URL, runtime.WithBearerToken(golemtest.LocalToken), quick, runtime.WithTransport(transport))
				return second(newCounter(client, "a").increment(ctx, 1))
			},
		},
		"worker": {
			old, "cart.ping",
			func(key string, opts ...runtime.CallOption) error {
				return worker.ping(ctx, append(opts, runtime.WithIdempotencyKey(key))...)
			},
			func(key string) error { return worker.enqueuing().ping(ctx, runtime.WithIdempotencyKey(key)) },
			func(key string) (runtime.CallStatus, error) { return worker.worker.CallStatus(ctx, key) },
			func(ctx context.Context, transport http.RoundTripper) error {
				return newShop(dialDefault(t, old.URL, quick, runtime.WithTransport(transport)), "w").ping(ctx)
			},
		},
	}
}

// TestRetryingCall asks about a call that the server is going to repeat, and makes another one.
func TestRetryingCall(t *testing.T) {
	for kind, c := range recoveringCases(t) {
		t.Run(kind, func(t *testing.T) {
			gate := c.server.Hold(c.function, "")
			check(t, "enqueue", c.enqueue("first"), nil)
			gate.Wait()
			gate.Retry("connection refused")
			err := c.call("other")
			check(t, "another call", []bool{errors.Is(err, runtime.ErrNotReady), errors.Is(err, runtime.ErrWorkerLost)}, []bool{true, false})
			status, err := c.status("first")
			check(t, "status", []any{status.State, err}, []any{runtime.CallRunning, nil})
			gate.Open()
			c.server.Settle()
			status, err = c.status("first")
			check(t, "status afterwards", []any{status.State, err}, []any{runtime.CallDone, nil})
			check(t, "another call afterwards", c.call("other"), nil)
		})
	}
}

// TestLostAnswerOfRetryingCall loses the answer to a call that the server is going to repeat. The
// client waits for its end.
func TestLostAnswerOfRetryingCall(t *testing.T) {
	s := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
	s.AddComponent(shopDocument(t)).Answer("cart.ping", "null")
	asked := make(chan bool, 100)
	client := dialDefault(t, s.URL, quick, runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
		response, err := http.DefaultTransport.RoundTrip(r)
		if strings.HasSuffix(r.URL.Path, "/oplog") {
			asked <- true
		}
		return response, err
	})))
	s.Inject(&golemtest.Fault{Function: "cart.ping", Kind: golemtest.GatewayTimeout, Early: true, Call: 1})
	gate := s.Hold("cart.ping", "w")
	go func() {
		gate.Wait()
		gate.Retry("connection refused")
		for range 4 { // the client goes on although the oplog says that the call has failed
			<-asked
		}
		gate.Open()
	}()
	check(t, "call", newShop(client, "w").ping(ctx, runtime.WithIdempotencyKey("k")), nil)
	status, err := newShop(client, "w").worker.CallStatus(ctx, "k")
	check(t, "status", []any{status.State, status.Runs, err}, []any{runtime.CallDone, 1, nil})
}

func shopDocument(t *testing.T) []byte {
	t.Helper()
	document, err := os.ReadFile(testdata + "/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		t.Fatal(err)
	}
	return document
}
