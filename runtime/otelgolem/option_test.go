package otelgolem_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/otelgolem"
)

// ping makes a call with the options.
func ping(t *testing.T, options ...otelgolem.Option) *observed {
	t.Helper()
	o := observe(t, options...)
	o.component.Answer("cart.ping", `null`)
	if err := o.worker().Cart.Ping(context.Background()); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *observed) recorded() []int { return []int{len(o.spans.GetSpans()), len(o.points())} }

func TestWhatIsRecorded(t *testing.T) {
	for name, c := range map[string]struct {
		option otelgolem.Option
		want   []int // spans, data points
		header bool
	}{
		"all":             {nil, []int{1, 1}, true},
		"without tracing": {otelgolem.WithoutTracing(), []int{0, 1}, false},
		"without metrics": {otelgolem.WithoutMetrics(), []int{1, 0}, true},
		"filtered": {otelgolem.WithFilter(func(_ context.Context, info *runtime.CallInfo) bool {
			return info.Function != "ping"
		}), []int{0, 0}, false},
		"kept by the filter": {otelgolem.WithFilter(func(_ context.Context, info *runtime.CallInfo) bool {
			return info.Function == "ping"
		}), []int{1, 1}, true},
		"nil providers":  {otelgolem.WithTracerProvider(nil), []int{1, 1}, true},
		"nil meters":     {otelgolem.WithMeterProvider(nil), []int{1, 1}, true},
		"nil propagator": {otelgolem.WithPropagator(nil), []int{1, 1}, true},
		"no propagator":  {otelgolem.WithPropagator(propagation.NewCompositeTextMapPropagator()), []int{1, 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := ping(t, c.option)
			if d := cmp.Diff(c.want, o.recorded()); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if got := o.headers.list[0].Get("Traceparent") != ""; got != c.header {
				t.Errorf("header sent: %t, expected %t", got, c.header)
			}
		})
	}
}

// TestAttributeFilter leaves out names, like programs that keep them secret.
func TestAttributeFilter(t *testing.T) {
	o := ping(t, otelgolem.WithAttributes(attribute.String("deployment", "blue"), attribute.String("zone", "b")),
		otelgolem.WithAttributeFilter(func(info *runtime.CallInfo, a attribute.KeyValue) bool {
			return info.Function == "ping" && (a.Key == "rpc.method" || a.Key == "deployment")
		}))
	want := map[string]any{"rpc.method": "acme:shop/cart@1.4.0/ping", "deployment": "blue"}
	if d := cmp.Diff(want, attributesOf(o.span().Attributes)); d != "" {
		t.Errorf("span (-want +got)\n%s", d)
	}
	if d := cmp.Diff(want, attributesOf(o.points()[0].Attributes.ToSlice())); d != "" {
		t.Errorf("metric (-want +got)\n%s", d)
	}
}

// TestGlobals checks that the global providers are the defaults, even if they are set
// later.
func TestGlobals(t *testing.T) {
	telemetry, err := otelgolem.NewInterceptor()
	if err != nil {
		t.Fatal(err)
	}
	spans := tracetest.NewInMemoryExporter()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans)))
	otel.SetTextMapPropagator(propagation.TraceContext{})
	o := observe(t, otelgolem.WithoutTracing(), otelgolem.WithPropagator(propagation.NewCompositeTextMapPropagator()))
	o.component.Answer("cart.ping", `null`)
	if err := o.worker().Cart.Ping(context.Background(), runtime.WithInterceptor(telemetry)); err != nil {
		t.Fatal(err)
	}
	if len(spans.GetSpans()) != 1 || o.headers.list[0].Get("Traceparent") == "" {
		t.Errorf("found %d spans and the headers %v", len(spans.GetSpans()), o.headers.list[0])
	}
}

type refusing struct{ metricnoop.MeterProvider }

func (refusing) Meter(string, ...metric.MeterOption) metric.Meter { return refusingMeter{} }

type refusingMeter struct{ metricnoop.Meter }

func (refusingMeter) Float64Histogram(string, ...metric.Float64HistogramOption) (metric.Float64Histogram, error) {
	return nil, errors.New("no more instruments")
}

func TestRefusedInstrument(t *testing.T) {
	_, err := otelgolem.NewInterceptor(otelgolem.WithMeterProvider(refusing{}))
	if want := "otelgolem: cannot make the instrument rpc.client.call.duration: no more instruments"; err == nil || err.Error() != want {
		t.Errorf("found %v, expected %s", err, want)
	}
}
