package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// errorCase is a call that fails.
type errorCase struct {
	name  string
	reply reply // to invocations
	meta  reply // to a request for the worker's metadata; version 1 if it is not set
	call  func(ctx context.Context, s *handShop, o runtime.CallOption) error
	is    error // sentinel, nil for none
	retry bool  // whether IsRetryable says so

	latest  []string // to requests for the latest version, in order; version 1 if not set
	created reply    // to the creation of a worker
}

func ping(ctx context.Context, s *handShop, o runtime.CallOption) error { return s.ping(ctx, o) }

func add(ctx context.Context, s *handShop, o runtime.CallOption) error {
	return s.addItem(ctx, benchItem, o)
}

func checked(ctx context.Context, s *handShop, o runtime.CallOption) error {
	return s.ping(ctx, o, runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
}

func addOf(change func(*productItem)) func(context.Context, *handShop, runtime.CallOption) error {
	return func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		item := benchItem
		change(&item)
		return s.addItem(ctx, item, o)
	}
}

func golemReply(kind, details string) reply {
	return reply{status: 500, body: fmt.Sprintf(`{"golemError":{"details":%q,"type":%q}}`, details, kind)}
}

func page(status int, title string) reply {
	return reply{
		status: status, kind: "text/html",
		body: "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>" + strings.Repeat("<p>x</p>", 100) + "</body></html>",
	}
}

var errorCases = []errorCase{
	{name: "component's own error", reply: reply{status: 200, body: `{"result":{"typ":{"items":[{"err":{"type":"Str"},"ok":{"type":"U32"},"type":"Result"}],"type":"Tuple"},"value":[{"err":"no such item"}]}}`}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := s.remove(ctx, "x", o)
		return err
	}},
	{name: "not a number", call: addOf(func(p *productItem) { p.DiscountPercent = runtime.Some(float32(math.NaN())) })},
	{name: "enum zero", call: addOf(func(p *productItem) { p.Price.Currency = 0 })},
	{name: "invalid UTF-8", call: addOf(func(p *productItem) { p.Name = "\xff" })},
	{name: "worker lost now", reply: golemReply("RuntimeError", "error while executing at wasm backtrace:\n    0: 0x113e - <unknown>!trap"), call: ping, is: runtime.ErrWorkerLost},
	{name: "worker lost before", reply: golemReply("PreviousInvocationFailed", "unknown handle index 1"), call: ping, is: runtime.ErrWorkerLost},
	{name: "unreadable inline argument", reply: golemReply("InvalidRequest", "Failed to parse resource constructor parameters: invalid token at 0..4"), call: ping, is: runtime.ErrWorkerLost},
	{name: "invalid request", reply: golemReply("InvalidRequest", "Invalid function name: Parse error at 0"), call: ping, is: runtime.ErrInvalidRequest},
	{name: "sharding not ready", reply: reply{status: 500, body: `{"golemError":{"type":"ShardingNotReady"}}`}, call: ping, is: runtime.ErrNotReady, retry: true},
	{name: "component unknown", reply: reply{status: 500, body: `{"golemError":{"componentId":"x","reason":"gRPC request failed with ComponentError { error: Some(NotFound(ErrorBody { error: \"Component not found\" })) }","type":"GetLatestVersionOfComponentFailed"}}`}, call: ping, is: runtime.ErrNotFound},
	{name: "unknown kind", reply: golemReply("SomethingNew", "of 1.9"), call: ping},
	{name: "kind without details", reply: reply{status: 500, body: `{"golemError":{"type":"InvalidShardId","shardId":{"value":3},"shardIds":[]}}`}, call: ping, is: runtime.ErrNotReady, retry: true},
	{name: "1.3 worker error", reply: reply{status: 500, body: `{"code":"X","error":"Invocation failed","workerError":{"cause":"Uncaught exception: boom","stderr":"stack"}}`}, call: ping, is: runtime.ErrWorkerLost},
	{name: "drift: parameter", reply: golemReply("InvalidRequest", "Parameter v has unexpected type: key 'name' not found"), call: add, is: runtime.ErrDrift},
	{name: "drift: function", reply: golemReply("InvalidRequest", "Can't find exported function in component (acme:shop/cart@1.4.0.{add-item})"), call: add, is: runtime.ErrDrift},
	{name: "drift: interface", reply: golemReply("InvalidRequest", "could not load exports for interface acme:shop/cart@1.4.0"), call: ping, is: runtime.ErrDrift},
	{name: "drift: typed parameter", reply: golemReply("RuntimeError", "Parameter type mismatch: expected 3, got 1 parameters"), call: add, is: runtime.ErrDrift},
	{name: "drift: answer", reply: reply{status: 200, body: `{"result":{"typ":{"items":[{"inner":{"fields":[{"name":"currency","typ":{"cases":["eur","usd","gbp","chf"],"type":"Enum"}},{"name":"minor-units","typ":{"type":"S64"}}],"type":"Record"},"type":"Option"}],"type":"Tuple"},"value":[null]}}`}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := s.total(ctx, o)
		return err
	}, is: runtime.ErrDrift},
	{name: "drift: result where there was none", reply: reply{status: 200, body: `{"result":{"typ":{"items":[{"type":"Str"}],"type":"Tuple"},"value":["x"]}}`}, call: ping, is: runtime.ErrDrift},
	{name: "drift: unknown case", reply: reply{status: 200, body: `{"result":{"typ":{"inner":` + typeMoney + `,"type":"Option"},"value":{"currency":"chf","minor-units":1}}}`}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := s.total(ctx, o)
		return err
	}, is: runtime.ErrDrift},
	{name: "drift: found to be the pinned version", reply: golemReply("InvalidRequest", "Parameter v has unexpected type: key 'name' not found"), meta: reply{status: 200, body: worker0}, call: add, is: runtime.ErrDrift},
	{name: "drift: the version is not found", reply: golemReply("InvalidRequest", "Parameter v has unexpected type: key 'name' not found"), meta: reply{status: 503}, call: add, is: runtime.ErrDrift},
	{name: "drift: before the call", call: checked, is: runtime.ErrDrift},
	{name: "drift: before the worker exists", call: checked, meta: reply{status: 404, body: noWorker}, is: runtime.ErrDrift},
	{name: "no metadata to compare", call: checked, meta: reply{status: 403, body: `{"error":"Forbidden"}`}, is: runtime.ErrUnauthorized},
	{name: "nonsense as metadata", call: checked, meta: reply{status: 200, body: `{"hello":"world"}`}},
	{name: "a dropped handle", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		h, err := s.target.RestoreHandle("urn:worker:"+shopComponent.ID+"/cart-42/7", &ledgerResource)
		if err == nil {
			_ = dropHandle(ctx, h)
			_, err = s.totalOnHand(ctx, h)
		}
		return err
	}, reply: reply{status: 200, body: voidAnswer}, is: runtime.HandleDropped},
	{name: "a handle of another worker", call: func(_ context.Context, s *handShop, _ runtime.CallOption) error {
		h, err := newShop(s.worker.Client(), "cart-43").target.RestoreHandle("urn:worker:"+shopComponent.ID+"/cart-43/7", &ledgerResource)
		if err == nil {
			_, err = s.totalOnHand(context.Background(), h)
		}
		return err
	}, is: runtime.HandleOtherWorker},
	{name: "value out of range", reply: reply{status: 200, body: `{"result":{"typ":{"inner":` + typeMoney + `,"type":"Option"},"value":{"currency":"eur","minor-units":1e99}}}`}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := s.total(ctx, o)
		return err
	}},
	{name: "answer is other JSON", reply: reply{status: 200, body: `{"hello":"world"}`}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := s.health(ctx, o)
		return err
	}, is: runtime.ErrDrift},
	{name: "answer is a list", reply: reply{status: 200, body: `[1]`}, call: ping},
	{name: "400 plain text", reply: reply{status: 400, kind: "text/plain; charset=utf-8", body: "parse request payload error: trailing characters at line 1 column 46"}, call: ping, is: runtime.ErrInvalidRequest},
	{name: "400 errors", reply: reply{status: 400, body: `{"errors":["Invalid worker name: Worker name must not contain spaces","and more"]}`}, call: ping, is: runtime.ErrInvalidRequest},
	{name: "401", reply: reply{status: 401, body: `{"error":"Unauthorized"}`}, call: ping, is: runtime.ErrUnauthorized},
	{name: "403 that echoes the token", reply: reply{status: 403, kind: "text/plain", body: "who are you, Bearer s3cr3t-t0k3n?"}, call: ping, is: runtime.ErrUnauthorized},
	{name: "404", reply: reply{status: 404, body: `{"error":"Worker not found: x"}`}, call: ping, is: runtime.ErrNotFound},
	{name: "404 page", reply: page(404, "404 Not Found &mdash; nginx"), call: ping, is: runtime.ErrNotFound},
	{name: "404 of a path", reply: reply{status: 404, kind: "text/plain", body: "not found"}, call: ping, is: runtime.ErrNotFound},
	{name: "404 of a component", reply: reply{status: 404, body: `{"error":"Component not found"}`}, call: ping, is: runtime.ErrNotFound},
	{name: "405", reply: reply{status: 405, kind: "text/plain", body: "method not allowed"}, call: ping},
	{name: "415", reply: reply{status: 415, kind: "text/plain", body: "the `Content-Type` requested by the client is not supported: "}, call: ping},
	{name: "429", reply: reply{status: 429, kind: "text/plain", body: "slow down", header: map[string]string{"Retry-After": "7"}}, call: ping, is: runtime.ErrNotReady, retry: true},
	{name: "500 page", reply: page(500, "Oops"), call: ping},
	{name: "502 page", reply: page(502, "502 Bad Gateway"), call: ping, is: runtime.ErrNotReady, retry: true},
	{name: "503 empty", reply: reply{status: 503}, call: ping, is: runtime.ErrNotReady, retry: true},
	{name: "504 as recorded", reply: reply{status: 504, kind: "text/html", body: "<style>pre{background:#EEE}</style>\r\n<h1>504 Gateway Timeout</h1>\r\n<pre>\r\n{\r\n    \"route\": \"POST\"}\r\n</pre>"}, call: ping, is: runtime.ErrNotReady, retry: true},
	{name: "redirect", reply: reply{status: 307, header: map[string]string{"Location": "https://evil.example/v1?token=s3cr3t-t0k3n"}}, call: ping},
	{name: "login page", reply: page(200, "Please log in"), call: ping},
	{name: "success without a content type", reply: reply{status: 200, kind: "text/plain", body: "ok"}, call: ping},
	{name: "truncated", reply: reply{status: 200, body: voidAnswer[:30]}, call: ping, retry: true},
	{name: "empty", reply: reply{status: 200}, call: ping},
	{name: "too large", reply: reply{status: 200, body: `{"a":"` + strings.Repeat("x", 2<<20) + `"}`}, call: ping},
	{name: "inline argument", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := s.indexed(`Ly"on`, 50).receive(ctx, "x", 1, o)
		return err
	}},
	{name: "worker name", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newShop(s.worker.Client(), "with space").ping(ctx, o)
	}},
	{name: "component id", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		w := stub.TargetOf(stub.NewWorker(s.worker.Client(), &runtime.Component{ID: "nonsense", Name: "shop"}, "w"))
		return w.Begin(&fnPing, []runtime.CallOption{o}).Await(ctx)
	}},
	{name: "nil client", call: func(ctx context.Context, _ *handShop, o runtime.CallOption) error {
		return newShop(nil, "w").ping(ctx, o)
	}},
	{name: "missing parameter", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return s.target.Begin(&fnAddItem, []runtime.CallOption{o}).Await(ctx)
	}},
	{name: "bad key", call: func(ctx context.Context, s *handShop, _ runtime.CallOption) error {
		return s.ping(ctx, runtime.WithIdempotencyKey("a\nb"))
	}},
	{name: "canceled before", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		ctx, cancel := context.WithCancelCause(ctx)
		cancel(errors.New("the user left"))
		return s.ping(ctx, o)
	}, is: context.Canceled},
	{name: "ephemeral trap", reply: golemReply("RuntimeError", "unreachable"), call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).ping(ctx, o)
	}},
	{name: "ephemeral 503", reply: reply{status: 503}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).ping(ctx, o)
	}, is: runtime.ErrNotReady},
	{name: "handle on an ephemeral worker", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		_, err := newEphemeralShop(s.worker.Client()).newLedger(ctx, "Paris", 1, o)
		return err
	}, is: runtime.HandleEphemeral},
	{name: "token source", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return s.ping(ctx, o, runtime.WithTokenSource(func(context.Context) (string, error) { return "", errors.New("vault is sealed") }))
	}},
	{name: "token source with a scheme", call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return s.ping(ctx, o, runtime.WithTokenSource(func(context.Context) (string, error) { return "Bearer s3cr3t", nil }))
	}},
	{name: "token in other forms", reply: reply{status: 403, body: `{"error":"not s3cr3t-t0k3n, nor s3\u0063r3t-t0k3n"}`}, call: ping, is: runtime.ErrUnauthorized},
	{name: "redirect with a password", reply: reply{status: 302, header: map[string]string{"Location": "https://me:s3cr3t@evil.example/"}}, call: ping},
	{name: "ephemeral 504", reply: page(504, "504 Gateway Timeout"), call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).ping(ctx, o)
	}, is: runtime.ErrNotReady},
	{name: "ephemeral: truncated", reply: reply{status: 200, body: voidAnswer[:30]}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).ping(ctx, o)
	}},
	{name: "ephemeral: another version during the call", reply: reply{status: 200, body: voidAnswer}, latest: []string{latestShop0, latestShop1}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).ping(ctx, o, runtime.WithVersionCheck(runtime.VersionCheckFirstUse))
	}, is: runtime.ErrDrift},
	{name: "ephemeral: not known after the call", reply: reply{status: 200, body: voidAnswer}, latest: []string{latestShop0, "{}"}, call: func(ctx context.Context, s *handShop, o runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).ping(ctx, o, runtime.WithVersionCheck(runtime.VersionCheckFirstUse))
	}},
	{name: "drift: the worker is created at another version", call: checked, meta: reply{status: 404, body: noWorker}, latest: []string{latestShop0}, created: reply{status: 200, body: createdAt1}, is: runtime.ErrDrift},
	{name: "the worker may not be created", call: checked, meta: reply{status: 404, body: noWorker}, latest: []string{latestShop0}, created: reply{status: 403, body: `{"error":"Forbidden"}`}, is: runtime.ErrUnauthorized},
	{name: "metadata is truncated", call: checked, meta: reply{status: 200, body: worker0[:20]}, retry: true},
	{name: "operation: metadata", meta: reply{status: 504, body: "<html>"}, call: func(ctx context.Context, s *handShop, _ runtime.CallOption) error {
		_, err := s.worker.Metadata(ctx)
		return err
	}, is: runtime.ErrNotReady, retry: true},
	{name: "operation: exists", created: reply{status: 409, body: `{"error":"Worker already exists: cart-42"}`}, call: func(ctx context.Context, s *handShop, _ runtime.CallOption) error {
		_, err := s.worker.Create(ctx, nil, nil)
		return err
	}, is: runtime.ErrAlreadyExists},
	{name: "operation: unknown end", created: reply{status: 200, body: createdAt0[:20]}, call: func(ctx context.Context, s *handShop, _ runtime.CallOption) error {
		_, err := s.worker.Create(ctx, nil, nil)
		return err
	}, retry: true},
	{name: "operation: no name", call: func(ctx context.Context, s *handShop, _ runtime.CallOption) error {
		return newEphemeralShop(s.worker.Client()).worker.Delete(ctx)
	}},
	{name: "operation: refused", call: func(ctx context.Context, s *handShop, _ runtime.CallOption) error {
		_, err := s.worker.CancelInvocation(ctx, "k")
		return err
	}, is: runtime.ErrNotFound},
}

// run makes the call of the case and returns its error.
func (c *errorCase) run(t *testing.T) error {
	latest := append(c.latest, latestShop1)
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case strings.HasSuffix(r.path, "/latest"):
			answer := latest[0]
			latest = latest[1:]
			return reply{status: 200, body: answer}
		case strings.HasSuffix(r.path, "/workers"):
			return c.created
		case r.method == http.MethodPost:
			return c.reply
		case r.method == http.MethodDelete:
			return reply{status: 404, body: noWorker}
		case c.meta.status != 0:
			return c.meta
		}
		return reply{status: 200, body: worker1}
	})
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"), runtime.WithBearerToken("s3cr3t-t0k3n"),
		runtime.WithoutRetry(), runtime.WithMaxResponseBytes(1<<20))
	return c.call(context.Background(), newShop(client, "cart-42"), runtime.WithIdempotencyKey(testKey))
}
