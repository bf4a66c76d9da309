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
//	rpc.method                yes   yes     "acme:shop/cart@1.4.0/add-item"; of a function without an interface,
//	                                        the component or the agent's type stands before the slash
//	rpc.response.status_code  yes   yes     the runtime.Outcome of the call, "ok" or "worker-lost"
//	error.type                yes   yes     of calls that failed: the server's kind of error, an HTTP status,
//	                                        "timeout", "panic", or the outcome
//	server.address            yes   yes     of the client's base URL
//	server.port               yes   yes
//	golem.component.name      yes   yes     of calls to workers
//	golem.agent.type          yes   yes     of calls to agents
//	golem.enqueue             yes   yes     whether the call was enqueued, and not awaited
//	golem.ephemeral           yes   no      whether the call had a worker of its own
//	golem.worker.name         yes   no      empty names are left out
//	golem.idempotency_key     yes   no
//	golem.attempts            yes   no      the number of requests that were sent for the call
//
// The span's name is that of the method. Its status is an error when the call failed, also
// with the component's own err value; the status has no description.
//
// Parameters, results, tokens and the texts of errors, which may quote them, are never
// recorded. Neither is the name of an agent, which holds the arguments of its constructor.
//
// The span's context goes to the server in the headers of the propagator, traceparent and
// tracestate with propagation.TraceContext. Servers from Golem 1.1.17 pass them on. All
// attempts of a call have the same span. Spans of the attempts, inside of it, are what
// otelhttp.NewTransport makes, given to the client by runtime.WithTransport.
package otelgolem
