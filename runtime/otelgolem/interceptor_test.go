package otelgolem_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/otelgolem"
)

const (
	key   = "order-4711"
	token = "secret-token"
)

// observed is a server, a client of it, and what the interceptor recorded.
type observed struct {
	t         *testing.T
	server    *golemtest.Server
	component *golemtest.Component
	client    *runtime.Client
	provider  *sdktrace.TracerProvider
	spans     *tracetest.InMemoryExporter
	metrics   *sdkmetric.ManualReader
	headers   *headers
}

// headers keeps the headers of requests that call functions.
type headers struct {
	mu   sync.Mutex
	list []http.Header
}

func (h *headers) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/invoke-and-await") || strings.HasSuffix(r.URL.Path, "/invoke") {
		h.mu.Lock()
		h.list = append(h.list, r.Header.Clone())
		h.mu.Unlock()
	}
	return http.DefaultTransport.RoundTrip(r)
}

func observe(t *testing.T, options ...otelgolem.Option) *observed {
	t.Helper()
	o := &observed{t: t, spans: tracetest.NewInMemoryExporter(), metrics: sdkmetric.NewManualReader(), headers: &headers{}}
	o.server, o.component = startShop()
	t.Cleanup(o.server.Close)
	o.provider = sdktrace.NewTracerProvider(sdktrace.WithSyncer(o.spans))
	telemetry, err := otelgolem.NewInterceptor(append([]otelgolem.Option{
		otelgolem.WithTracerProvider(o.provider),
		otelgolem.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(o.metrics))),
		otelgolem.WithPropagator(propagation.TraceContext{}),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	o.client, err = runtime.NewClient(o.server.URL,
		runtime.WithInterceptor(telemetry), runtime.WithTransport(o.headers), runtime.WithBearerToken(token),
		runtime.WithRetry(runtime.RetryPolicy{Attempts: 3, FirstDelay: time.Millisecond, MaxDelay: time.Millisecond}))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *observed) worker() *shop.Worker { return shop.NewWorker(o.client, "cart-42") }

// span returns the only span.
func (o *observed) span() tracetest.SpanStub {
	o.t.Helper()
	spans := o.spans.GetSpans()
	if len(spans) != 1 {
		o.t.Fatalf("found %d spans, expected 1", len(spans))
	}
	return spans[0]
}

func attributesOf(list []attribute.KeyValue) map[string]any {
	m := make(map[string]any, len(list))
	for _, a := range list {
		m[string(a.Key)] = a.Value.AsInterface()
	}
	return m
}

// points returns the data points of rpc.client.call.duration.
func (o *observed) points() []metricdata.HistogramDataPoint[float64] {
	o.t.Helper()
	var collected metricdata.ResourceMetrics
	if err := o.metrics.Collect(context.Background(), &collected); err != nil {
		o.t.Fatal(err)
	}
	for _, scope := range collected.ScopeMetrics {
		for _, m := range scope.Metrics {
			if m.Name == "rpc.client.call.duration" && m.Unit == "s" && scope.Scope.Name == otelgolem.ScopeName {
				return m.Data.(metricdata.Histogram[float64]).DataPoints
			}
		}
	}
	return nil
}

// both checks the attributes of the only span and of the only data point.
func (o *observed) both(span, metric map[string]any) {
	o.t.Helper()
	u, err := url.Parse(o.server.URL)
	if err != nil {
		o.t.Fatal(err)
	}
	var port int64
	if _, err := fmt.Sscan(u.Port(), &port); err != nil {
		o.t.Fatal(err)
	}
	for _, want := range []map[string]any{span, metric} {
		want["rpc.system.name"], want["server.address"], want["server.port"] = "golem", u.Hostname(), port
		want["golem.component.name"] = "shop-a"
	}
	if d := cmp.Diff(span, attributesOf(o.span().Attributes)); d != "" {
		o.t.Errorf("span (-want +got)\n%s", d)
	}
	points := o.points()
	if len(points) != 1 || points[0].Count != 1 {
		o.t.Fatalf("found data points %v, expected one with one value", points)
	}
	if d := cmp.Diff(metric, attributesOf(points[0].Attributes.ToSlice())); d != "" {
		o.t.Errorf("metric (-want +got)\n%s", d)
	}
	if s := o.span(); s.EndTime.Sub(s.StartTime).Seconds() != points[0].Sum {
		o.t.Errorf("the span took %s and the metric says %g s", s.EndTime.Sub(s.StartTime), points[0].Sum)
	}
}

// TestCall holds all attributes of a call that was tried twice, and the header of both
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

// TestFailures holds the outcome and the type of each kind of failure.
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

// holdsNoValues checks that nothing that was recorded has one of the texts in it.
func (o *observed) holdsNoValues(texts ...string) {
	o.t.Helper()
	var collected metricdata.ResourceMetrics
	if err := o.metrics.Collect(context.Background(), &collected); err != nil {
		o.t.Fatal(err)
	}
	all := fmt.Sprintf("%+v %+v", o.spans.GetSpans(), collected)
	for _, text := range texts {
		if strings.Contains(all, text) {
			o.t.Errorf("%q was recorded: %s", text, all)
		}
	}
	if len(o.spans.GetSpans()[0].Events) > 0 {
		o.t.Errorf("found events: %v", o.spans.GetSpans()[0].Events)
	}
}

// TestPanic holds that a span ends when the call does not.
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

// TestConcurrentCalls makes calls at once; what is recorded of one must not be mixed with that of others.
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
