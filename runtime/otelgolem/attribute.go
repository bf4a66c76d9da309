package otelgolem

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/golem-gen/golem-gen/runtime"
)

// Attributes that the semantic conventions do not define.
const (
	componentKey      = attribute.Key("golem.component.name")
	agentTypeKey      = attribute.Key("golem.agent.type")
	workerKey         = attribute.Key("golem.worker.name")
	enqueueKey        = attribute.Key("golem.enqueue")
	ephemeralKey      = attribute.Key("golem.ephemeral")
	idempotencyKeyKey = attribute.Key("golem.idempotency_key")
	attemptsKey       = attribute.Key("golem.attempts")
)

// workerKind is the kind of workers. Names of other callees contain their parameters.
const workerKind = "worker"

// method returns the fully qualified name of the function.
func method(info *runtime.CallInfo) string {
	if info.Interface == "" {
		return info.Callee.Service + "/" + info.Function
	}
	return info.Interface + "/" + info.Function
}

// commonAttributes returns the attributes of spans and metrics that are known before the
// call. They have few different values.
func commonAttributes(info *runtime.CallInfo) []attribute.KeyValue {
	service := agentTypeKey
	if info.Callee.Kind == workerKind {
		service = componentKey
	}
	attributes := []attribute.KeyValue{
		semconv.RPCSystemNameKey.String("golem"),
		semconv.RPCMethod(method(info)),
		service.String(info.Callee.Service),
		enqueueKey.Bool(info.Enqueue),
	}
	return append(attributes, serverAttributes(info.BaseURL())...)
}

// serverAttributes returns the host and the port of a URL, or no attributes for "".
func serverAttributes(baseURL string) []attribute.KeyValue {
	u, err := url.Parse(baseURL)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	attributes := []attribute.KeyValue{semconv.ServerAddress(u.Hostname())}
	port, err := strconv.Atoi(u.Port())
	switch {
	case err == nil:
	case u.Scheme == "https":
		port = 443
	default:
		port = 80
	}
	return append(attributes, semconv.ServerPort(port))
}

// spanAttributes returns the attributes that only spans have and that are known before the
// call.
func spanAttributes(info *runtime.CallInfo) []attribute.KeyValue {
	attributes := []attribute.KeyValue{
		ephemeralKey.Bool(info.Callee.Ephemeral),
		idempotencyKeyKey.String(info.IdempotencyKey),
	}
	if info.Callee.Kind == workerKind && info.Callee.Instance != "" {
		attributes = append(attributes, workerKey.String(info.Callee.Instance))
	}
	return attributes
}

// outcomeAttributes returns the attributes of spans and metrics that say how the call
// ended.
func outcomeAttributes(err error) []attribute.KeyValue {
	outcome := runtime.OutcomeOf(err)
	attributes := []attribute.KeyValue{semconv.RPCResponseStatusCode(string(outcome))}
	if err != nil {
		attributes = append(attributes, semconv.ErrorTypeKey.String(errorType(err, outcome)))
	}
	return attributes
}

// errorType returns a word from a small set for the error.
func errorType(err error, outcome runtime.Outcome) string {
	var golem *runtime.GolemError
	var status *runtime.StatusError
	switch outcome {
	case runtime.OutcomeCanceled:
		if errors.Is(err, context.DeadlineExceeded) {
			return "timeout"
		}
	case runtime.OutcomeWorkerLost, runtime.OutcomeUnavailable, runtime.OutcomeFailed:
		switch {
		case err == errPanicked:
			return "panic"
		case errors.As(err, &golem) && golem.Kind != 0:
			return golem.Kind.Error()
		case errors.As(err, &status) && status.Code >= 300:
			return strconv.Itoa(status.Code)
		}
	}
	return string(outcome)
}
