package otelgolem_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/otelgolem"
)

// TestCall checks all attributes of a call with two attempts, and the header of both
// requests.
func TestCall(t *testing.T) {
	o := observe(t)
	o.component.Answer("cart.ping", `null`)
	o.server.Inject(&golemtest.Fault{Function: "cart.ping", Kind: golemtest.ServiceUnavailable, Times: 1})
	ctx, parent := o.provider.Tracer("test").Start(context.Background(), "checkout")
	if err := o.worker().Cart.Ping(ctx, runtime.WithIdempotencyKey(key)); err != nil {
		t.Fatal(err)
	}
	o.both(map[string]any{
		"rpc.method": "acme:shop/cart@1.4.0/ping", "rpc.response.status_code": "ok",
		"golem.enqueue": false, "golem.ephemeral": false, "golem.worker.name": "cart-42",
		"golem.idempotency_key": key, "golem.attempts": int64(2),
	}, map[string]any{
		"rpc.method": "acme:shop/cart@1.4.0/ping", "rpc.response.status_code": "ok", "golem.enqueue": false,
	})
	span := o.span()
	if span.SpanKind != trace.SpanKindClient || span.Status.Code != codes.Unset || span.Name != "acme:shop/cart@1.4.0/ping" ||
		span.Parent.SpanID() != parent.SpanContext().SpanID() {
		t.Errorf("found a span of kind %s with status %v, name %q and parent %s", span.SpanKind, span.Status, span.Name, span.Parent.SpanID())
	}
	header := fmt.Sprintf("00-%s-%s-01", span.SpanContext.TraceID(), span.SpanContext.SpanID())
	if len(o.headers.list) != 2 || o.headers.list[0].Get("Traceparent") != header || o.headers.list[1].Get("Traceparent") != header {
		t.Errorf("sent %v, expected two requests with traceparent %s", o.headers.list, header)
	}
}

func TestEnqueuedCallOfTheWorld(t *testing.T) {
	o := observe(t)
	o.component.Answer("health", `true`)
	if err := o.worker().World.Enqueue().Health(context.Background(), runtime.WithIdempotencyKey(key)); err != nil {
		t.Fatal(err)
	}
	o.both(map[string]any{
		"rpc.method": "shop-a/health", "rpc.response.status_code": "ok", "golem.enqueue": true,
		"golem.ephemeral": false, "golem.worker.name": "cart-42", "golem.idempotency_key": key, "golem.attempts": int64(1),
	}, map[string]any{"rpc.method": "shop-a/health", "rpc.response.status_code": "ok", "golem.enqueue": true})
}

// TestFailures checks the outcome and the error type of each kind of failure.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		prepare            func(*observed) context.Context
		outcome, errorType string
		attempts           int64
	}{
		"the component's own": {func(o *observed) context.Context {
			o.component.Answer("cart.remove-item", `{"err":"no such item: Ada Lovelace"}`)
			return context.Background()
		}, "err", "err", 1},
		"a trap": {func(o *observed) context.Context {
			o.component.Trap("cart.remove-item", "unreachable, said Ada Lovelace")
			return context.Background()
		}, "worker-lost", "RuntimeError", 1},
		"a status": {func(o *observed) context.Context {
			o.component.Answer("cart.remove-item", `{"ok":1}`)
			o.server.Inject(&golemtest.Fault{Function: "cart.remove-item", Kind: golemtest.ServiceUnavailable})
			return context.Background()
		}, "unavailable", "503", 3},
		"no answer": {func(o *observed) context.Context {
			o.component.Answer("cart.remove-item", `{"ok":1}`)
			o.server.Inject(&golemtest.Fault{Function: "cart.remove-item", Kind: golemtest.ResetAfter})
			return context.Background()
		}, "unavailable", "unavailable", 3},
		"canceled": {func(*observed) context.Context {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			return ctx
		}, "canceled", "canceled", 0},
		"too late": {func(o *observed) context.Context {
			ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
			o.t.Cleanup(cancel)
			return ctx
		}, "canceled", "timeout", 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := observe(t)
			ctx := c.prepare(o)
			if _, err := o.worker().Cart.RemoveItem(ctx, "mug-1", runtime.WithIdempotencyKey(key)); err == nil {
				t.Fatal("the call succeeded")
			}
			o.both(map[string]any{
				"rpc.method": "acme:shop/cart@1.4.0/remove-item", "rpc.response.status_code": c.outcome, "error.type": c.errorType,
				"golem.enqueue": false, "golem.ephemeral": false, "golem.worker.name": "cart-42", "golem.idempotency_key": key,
				"golem.attempts": c.attempts,
			}, map[string]any{
				"rpc.method": "acme:shop/cart@1.4.0/remove-item", "rpc.response.status_code": c.outcome, "error.type": c.errorType,
				"golem.enqueue": false,
			})
			if s := o.span().Status; s != (sdktrace.Status{Code: codes.Error}) {
				t.Errorf("found status %v, expected an error without a description", s)
			}
			o.holdsNoValues("Ada", "mug-1", token)
		})
	}
}

// TestPanic checks that a span ends when its call panics.
func TestPanic(t *testing.T) {
	o := observe(t)
	func() {
		defer func() { _ = recover() }()
		_ = o.worker().Cart.Ping(context.Background(), runtime.WithInterceptor(func(runtime.CallFunc) runtime.CallFunc {
			return func(context.Context, *runtime.CallInfo) error { panic("Ada") }
		}))
	}()
	got := attributesOf(o.span().Attributes)
	if got["error.type"] != "panic" || got["rpc.response.status_code"] != "failed" || len(o.points()) != 1 {
		t.Errorf("found %v", got)
	}
	o.holdsNoValues("Ada")
}

func TestEphemeral(t *testing.T) {
	o := observe(t)
	o.component.Answer("cart.ping", `null`)
	if err := shop.NewEphemeral(o.client).Cart.Ping(context.Background()); err != nil {
		t.Fatal(err)
	}
	got := attributesOf(o.span().Attributes)
	if _, named := got["golem.worker.name"]; named || got["golem.ephemeral"] != true {
		t.Errorf("found %v", got)
	}
}

// TestConcurrentCalls makes calls at once, and checks that their spans and metrics are not
// mixed up.
func TestConcurrentCalls(t *testing.T) {
	o := observe(t, otelgolem.WithAttributes(attribute.String("deployment", "blue")))
	o.component.HandleFunc("cart.ping", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) { return nil, nil })
	var group sync.WaitGroup
	for n := range 16 {
		group.Go(func() {
			_ = shop.NewWorker(o.client, fmt.Sprint("cart-", n)).Cart.Ping(context.Background(), runtime.WithIdempotencyKey(fmt.Sprint("cart-", n)))
		})
	}
	group.Wait()
	spans := o.spans.GetSpans()
	for _, span := range spans {
		got := attributesOf(span.Attributes)
		if got["golem.worker.name"] != got["golem.idempotency_key"] || got["deployment"] != "blue" {
			t.Errorf("found %v", got)
		}
	}
	if points := o.points(); len(spans) != 16 || len(points) != 1 || points[0].Count != 16 {
		t.Errorf("found %d spans and the metrics %v", len(spans), points)
	}
}
