package otelgolem

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/golem-gen/golem-gen/runtime"
)

// An Option changes what [NewInterceptor] records. Options are applied in their order.
type Option interface{ apply(*config) }

type option func(*config)

func (o option) apply(c *config) { o(c) }

type config struct {
	tracers         trace.TracerProvider
	meters          metric.MeterProvider
	propagator      propagation.TextMapPropagator
	filter          func(context.Context, *runtime.CallInfo) bool
	attributeFilter func(*runtime.CallInfo, attribute.KeyValue) bool
	attributes      []attribute.KeyValue
}

func newConfig(options []Option) *config {
	c := &config{
		tracers:    otel.GetTracerProvider(),
		meters:     otel.GetMeterProvider(),
		propagator: otel.GetTextMapPropagator(),
	}
	for _, o := range options {
		if o != nil {
			o.apply(c)
		}
	}
	return c
}

// WithTracerProvider sets the provider of tracers. The default, also for nil, is the global
// provider.
func WithTracerProvider(provider trace.TracerProvider) Option {
	return option(func(c *config) {
		if provider != nil {
			c.tracers = provider
		}
	})
}

// WithMeterProvider sets the provider of meters. The default, also for nil, is the global
// provider.
func WithMeterProvider(provider metric.MeterProvider) Option {
	return option(func(c *config) {
		if provider != nil {
			c.meters = provider
		}
	})
}

// WithPropagator sets the propagator that writes the headers of requests. The default, also
// for nil, is the global propagator, which writes nothing unless otel.SetTextMapPropagator
// was called.
func WithPropagator(propagator propagation.TextMapPropagator) Option {
	return option(func(c *config) {
		if propagator != nil {
			c.propagator = propagator
		}
	})
}

// WithFilter leaves out calls for which filter returns false. They have no span, no metric
// and no header.
func WithFilter(filter func(context.Context, *runtime.CallInfo) bool) Option {
	return option(func(c *config) { c.filter = filter })
}

// WithAttributeFilter leaves out attributes of spans and metrics for which filter returns
// false.
func WithAttributeFilter(filter func(*runtime.CallInfo, attribute.KeyValue) bool) Option {
	return option(func(c *config) { c.attributeFilter = filter })
}

// WithAttributes adds attributes to every span and every metric. It may be used several
// times.
func WithAttributes(attributes ...attribute.KeyValue) Option {
	return option(func(c *config) { c.attributes = append(c.attributes, attributes...) })
}

// WithoutTracing makes no spans. The headers then name the span of the caller.
func WithoutTracing() Option { return WithTracerProvider(tracenoop.NewTracerProvider()) }

// WithoutMetrics records no metrics.
func WithoutMetrics() Option { return WithMeterProvider(metricnoop.NewMeterProvider()) }
