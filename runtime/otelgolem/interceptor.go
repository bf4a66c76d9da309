package otelgolem

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/semconv/v1.43.0/rpcconv"
	"go.opentelemetry.io/otel/trace"

	"github.com/golem-gen/golem-gen/runtime"
)

// ScopeName is the name of the instrumentation scope of all spans and metrics.
const ScopeName = "github.com/golem-gen/golem-gen/runtime/otelgolem"

// instrumentation is shared by all calls.
type instrumentation struct {
	*config
	tracer   trace.Tracer
	duration rpcconv.ClientCallDuration
}

// NewInterceptor returns an interceptor that traces and measures calls, see the package
// documentation. One interceptor serves any number of clients. NewInterceptor returns an
// error if the meter provider refuses an instrument.
func NewInterceptor(options ...Option) (runtime.Interceptor, error) {
	i := &instrumentation{config: newConfig(options)}
	i.tracer = i.tracers.Tracer(ScopeName, trace.WithSchemaURL(semconv.SchemaURL))
	var err error
	i.duration, err = rpcconv.NewClientCallDuration(i.meters.Meter(ScopeName, metric.WithSchemaURL(semconv.SchemaURL)))
	if err != nil {
		return nil, fmt.Errorf("otelgolem: cannot make the instrument %s: %w", i.duration.Name(), err)
	}
	return i.intercept, nil
}

// errPanicked stands for the error of a call that panicked.
var errPanicked = errors.New("the call panicked")

func (i *instrumentation) intercept(next runtime.CallFunc) runtime.CallFunc {
	return func(ctx context.Context, info *runtime.CallInfo) error {
		if i.filter != nil && !i.filter(ctx, info) {
			return next(ctx, info)
		}
		ctx, c := i.begin(ctx, info)
		err := errPanicked
		defer func() { c.end(ctx, err) }()
		err = next(ctx, info)
		return err
	}
}

// call is a call that has begun.
type call struct {
	*instrumentation
	info   *runtime.CallInfo
	start  time.Time
	span   trace.Span
	common []attribute.KeyValue // of the span and the metric
}

func (i *instrumentation) begin(ctx context.Context, info *runtime.CallInfo) (context.Context, *call) {
	c := &call{instrumentation: i, info: info, start: time.Now()}
	c.common = c.filtered(append(commonAttributes(info), i.attributes...))
	ctx, c.span = i.tracer.Start(ctx, method(info),
		trace.WithSpanKind(trace.SpanKindClient),
		trace.WithTimestamp(c.start),
		trace.WithAttributes(c.common...),
		trace.WithAttributes(c.filtered(spanAttributes(info))...),
	)
	i.propagator.Inject(ctx, carrier{info})
	return ctx, c
}

// end ends the span and records the metric. Both get the same duration.
func (c *call) end(ctx context.Context, err error) {
	duration := time.Since(c.start)
	outcome := c.filtered(outcomeAttributes(err))
	if c.span.IsRecording() {
		c.span.SetAttributes(outcome...)
		c.span.SetAttributes(c.filtered([]attribute.KeyValue{attemptsKey.Int(c.info.Attempts())})...)
		if err != nil {
			c.span.SetStatus(codes.Error, "")
		}
	}
	c.span.End(trace.WithTimestamp(c.start.Add(duration)))
	// The context of a call that was canceled has ended.
	c.duration.RecordSet(context.WithoutCancel(ctx), duration.Seconds(), attribute.NewSet(slices.Concat(c.common, outcome)...))
}

// filtered returns the attributes that the filter keeps. It reuses the memory of
// attributes.
func (c *call) filtered(attributes []attribute.KeyValue) []attribute.KeyValue {
	if c.attributeFilter == nil {
		return attributes
	}
	kept := attributes[:0]
	for _, a := range attributes {
		if c.attributeFilter(c.info, a) {
			kept = append(kept, a)
		}
	}
	return kept
}

// carrier sets the headers of a call. It cannot read headers.
type carrier struct{ info *runtime.CallInfo }

func (c carrier) Get(string) string     { return "" }
func (c carrier) Set(key, value string) { c.info.SetHeader(key, value) }
func (c carrier) Keys() []string        { return nil }
