package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

func TestInterceptors(t *testing.T) {
	server := serveCalls(t, func(n int, _ *seenRequest) reply {
		if n == 1 {
			return reply{status: 503}
		}
		return jsonReply(200, removeAnswer)
	})
	var steps []string
	var last runtime.CallInfo
	mark := func(name string) runtime.Interceptor {
		return func(next runtime.CallFunc) runtime.CallFunc {
			return func(ctx context.Context, info *runtime.CallInfo) error {
				steps = append(steps, name)
				info.SetHeader("Traceparent", "00-"+name)
				info.SetHeader("Idempotency-Key", "stolen")
				err := next(ctx, info)
				steps = append(steps, name+" "+string(runtime.OutcomeOf(err)))
				last = *info
				return err
			}
		}
	}
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), quick, runtime.WithInterceptor(mark("client")))
	s := newShop(client, "w", runtime.WithInterceptor(mark("worker")))
	n, err := s.remove(context.Background(), "x", runtime.WithInterceptor(mark("call")), runtime.WithIdempotencyKey(testKey))
	check(t, "result", []any{n, err}, []any{uint32(10), nil})
	check(t, "steps", strings.Join(steps, ", "), "client, worker, call, call ok, worker ok, client ok")
	check(t, "info", []any{last.Callee.Service, last.Interface, last.Function, last.Callee.Instance, last.IdempotencyKey, last.Enqueue, last.Attempts(), last.Duration() > 0, last.ResponseBytes()},
		[]any{"shop", cartInterface, "remove-item", "w", testKey, false, 2, true, len(removeAnswer)})
	check(t, "server", []any{last.BaseURL(), (&runtime.CallInfo{}).BaseURL()}, []any{server.url, ""})
	check(t, "header", server.requests()[1].header.Get("Traceparent"), "00-call")
	check(t, "key", server.requests()[1].header.Get("Idempotency-Key"), testKey)
}

// TestInterceptorOutcomes checks that interceptors see the outcome of a call with its
// result, and can keep a call from being sent.
func TestInterceptorOutcomes(t *testing.T) {
	var outcomes []runtime.Outcome
	watch := runtime.WithInterceptor(func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			err := next(ctx, info)
			outcomes = append(outcomes, runtime.OutcomeOf(err))
			return err
		}
	})
	answers := []string{
		strings.Replace(removeAnswer, `{"ok":10}`, `{"err":"x"}`, 1),
		strings.Replace(removeAnswer, "U32", "U64", 1),
		strings.Replace(removeAnswer, "10", "-10", 1),
	}
	server := serve(t, func(n int, _ *seenRequest) reply { return jsonReply(200, answers[(n-1)%len(answers)]) })
	s := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0"), watch, runtime.WithVersionCheck(runtime.VersionCheckOff)), "w")
	for range 3 {
		if _, err := s.remove(context.Background(), "x"); err == nil {
			t.Error("no error")
		}
		if len(outcomes) == 2 { // the client asks for the metadata in between
			answers = append(answers[2:], answers[2:]...)
		}
	}
	check(t, "outcomes", outcomes, []runtime.Outcome{runtime.OutcomeErr, runtime.OutcomeDrift, runtime.OutcomeFailed})

	no := errors.New("not today")
	before := len(server.requests())
	_, err := s.remove(context.Background(), "x", runtime.WithInterceptor(func(runtime.CallFunc) runtime.CallFunc {
		return func(context.Context, *runtime.CallInfo) error { return no }
	}))
	if !errors.Is(err, no) || len(server.requests()) != before {
		t.Errorf("got %v", err)
	}
	if err := s.enqueuing().addItem(context.Background(), benchItem); err != nil {
		t.Error(err)
	}
}

func TestLogger(t *testing.T) {
	server := serveCalls(t, func(n int, r *seenRequest) reply {
		switch {
		case strings.Contains(r.path, "health"):
			return reply{status: 401, kind: "text/plain", body: "Bearer s3cr3t?"}
		case n == 1:
			return reply{status: 503}
		}
		return jsonReply(200, removeAnswer)
	})
	var b bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), quick, runtime.WithBearerToken("s3cr3t"), runtime.WithLogger(logger))
	s := newShop(client, "w")
	_, _ = s.remove(context.Background(), "pen", runtime.WithIdempotencyKey("k"))
	_, _ = s.health(context.Background(), runtime.WithIdempotencyKey("k2"))
	_, _ = s.health(context.Background(), runtime.WithLogger(nil))
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	_, _ = s.health(canceled, runtime.WithIdempotencyKey("k3"))
	_, _ = s.health(context.Background(), runtime.WithTimeout(1), runtime.WithIdempotencyKey("k4"))
	text := regexp.MustCompile(`time=\S+ |duration=\S+ `).ReplaceAllString(b.String(), "")
	want := `level=WARN msg="golem call is tried again" service=shop instance=w interface=acme:shop/cart@1.4.0 function=remove-item idempotency_key=k enqueue=false attempts=1 error="the server answered 503 Service Unavailable; try again later"
level=DEBUG msg="golem call" service=shop instance=w interface=acme:shop/cart@1.4.0 function=remove-item idempotency_key=k enqueue=false outcome=ok attempts=2
level=ERROR msg="golem call" service=shop instance=w interface="" function=health idempotency_key=k2 enqueue=false outcome=failed attempts=1 error="golem: shop: health on worker \"w\": the server answered 401 Unauthorized: Bearer [token]?; the token is not valid: see WithBearerToken and WithTokenSource (idempotency key k2)"
level=INFO msg="golem call" service=shop instance=w interface="" function=health idempotency_key=k3 enqueue=false outcome=canceled attempts=0 error="golem: shop: health on worker \"w\": given up: context canceled (nothing was sent)"
level=ERROR msg="golem call" service=shop instance=w interface="" function=health idempotency_key=k4 enqueue=false outcome=canceled attempts=0 error="golem: shop: health on worker \"w\": given up: context deadline exceeded (nothing was sent)"
`
	check(t, "log", text, want)
}
