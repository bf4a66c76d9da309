// Package otelgolem traces and measures the calls of golem-gen's clients with
// OpenTelemetry:
//
//	telemetry, err := otelgolem.NewInterceptor()
//	…
//	client, err := runtime.NewClient(url, runtime.WithInterceptor(telemetry))
//
// Each call has a span of kind client and a value in the histogram
// rpc.client.call.duration, in seconds, by the semantic conventions for RPC in version
// 1.43.0. Both last from the first attempt to the end of the last one.
//
//	attribute                 span  metric
//	rpc.system.name           yes   yes     "golem"
//	rpc.method                yes   yes     "acme:shop/cart@1.4.0/add-item"; for a function without an interface,
//	                                        the part before the slash is the component or the agent's type
//	rpc.response.status_code  yes   yes     the runtime.Outcome of the call, such as "ok" or "worker-lost"
//	error.type                yes   yes     for calls that failed: the server's kind of error, an HTTP status,
//	                                        "timeout", "panic", or the outcome
//	server.address            yes   yes     host of the client's base URL
//	server.port               yes   yes     port of the client's base URL
//	golem.component.name      yes   yes     for calls to workers
//	golem.agent.type          yes   yes     for calls to agents
//	golem.enqueue             yes   yes     whether the call was enqueued, and not awaited
//	golem.ephemeral           yes   no      whether the call had a worker of its own
//	golem.worker.name         yes   no      left out if the name is empty
//	golem.idempotency_key     yes   no
//	golem.attempts            yes   no      the number of requests that were sent for the call
//
// The span has the name of the method. Its status is an error if the call failed, even with
// the component's own err value. The status has no description.
//
// Parameters, results and tokens are never recorded, nor are the texts of errors, which may
// quote them. The name of an agent is not recorded either, because it contains the
// arguments of its constructor.
//
// The propagator writes the span's context into the headers of requests:
// propagation.TraceContext writes traceparent and tracestate. Servers from Golem 1.1.17 on
// pass them on. All attempts of a call belong to the same span. For spans of the attempts,
// pass otelhttp.NewTransport to the client with runtime.WithTransport.
package otelgolem
