package otelgolem_test

import (
	"context"
	"fmt"
	"os"

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

// startShop starts a server in this process with the component shop.
func startShop() (*golemtest.Server, *golemtest.Component) {
	document, err := os.ReadFile("../../testdata/metadata/recorded/golem-1.2.0/shop-v0.json")
	if err != nil {
		panic(err)
	}
	server, err := golemtest.Start()
	if err != nil {
		panic(err)
	}
	return server, server.AddComponent(document)
}

// One interceptor for the client. A program that has set the global providers and the
// global propagator passes no options to NewInterceptor. The exporters here keep in memory
// what others send away.
func Example() {
	server, component := startShop()
	defer server.Close()
	component.Answer("cart.ping", `null`)

	spans := tracetest.NewInMemoryExporter()
	metrics := sdkmetric.NewManualReader()
	telemetry, err := otelgolem.NewInterceptor(
		otelgolem.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))),
		otelgolem.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(metrics))),
		otelgolem.WithPropagator(propagation.TraceContext{}),
	)
	if err != nil {
		panic(err)
	}
	client, err := runtime.NewClient(server.URL, runtime.WithInterceptor(telemetry))
	if err != nil {
		panic(err)
	}
	defer client.CloseIdleConnections()

	_ = shop.NewWorker(client, "cart-42").Cart.Ping(context.Background())

	span := spans.GetSpans()[0]
	fmt.Println(span.SpanKind, span.Name)
	for _, a := range span.Attributes {
		switch a.Key {
		case "rpc.response.status_code", "golem.worker.name", "golem.attempts":
			fmt.Println(a.Key, a.Value.String())
		}
	}
	var collected metricdata.ResourceMetrics
	if err := metrics.Collect(context.Background(), &collected); err != nil {
		panic(err)
	}
	for _, m := range collected.ScopeMetrics[0].Metrics {
		fmt.Println(m.Name, m.Unit, m.Data.(metricdata.Histogram[float64]).DataPoints[0].Count)
	}
	// Output:
	// client acme:shop/cart@1.4.0/ping
	// golem.worker.name cart-42
	// rpc.response.status_code ok
	// golem.attempts 1
	// rpc.client.call.duration s 1
}
