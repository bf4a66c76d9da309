package otelgolem_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

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

// holdsNoValues checks that nothing that was recorded contains one of the texts.
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
