package runtime_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestReservedHeaders: options refuse and interceptors ignore the same headers.
func TestReservedHeaders(t *testing.T) {
	reserved := []string{
		"Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Host",
		"Idempotency-Key", "idempotency-key", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
	}
	server := respond(t, 200, voidAnswer)
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"))
	check(t, "plain", newShop(client, "w").ping(context.Background(), runtime.WithIdempotencyKey("k")), nil)
	setting := func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			for _, name := range reserved {
				info.SetHeader(name, "identity")
			}
			info.SetHeader("X-A", "line\nbreak")
			return next(ctx, info)
		}
	}
	check(t, "set", newShop(client, "w").ping(context.Background(), runtime.WithIdempotencyKey("k"), runtime.WithInterceptor(setting)), nil)
	requests := server.requests()
	check(t, "headers", requests[1].header, requests[0].header)
	for _, name := range reserved {
		if _, err := runtime.NewClient("http://localhost", runtime.WithHeader(name, "x")); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestUserAgent names the module, unless an option says otherwise.
func TestUserAgent(t *testing.T) {
	server := respond(t, 200, voidAnswer)
	client := dial(t, server.url, runtime.WithServerVersion("1.2.0"))
	check(t, "own", newShop(client, "w").ping(context.Background()), nil)
	check(t, "other", newShop(client, "w").ping(context.Background(), runtime.WithHeader("user-agent", "billing/3")), nil)
	check(t, "metadata", second(newShop(client, "w").worker.Metadata(context.Background())) != nil, true)
	var agents []string
	for _, r := range server.requests() {
		agents = append(agents, strings.SplitN(r.header.Get("User-Agent"), "/", 2)[0])
	}
	check(t, "agents", agents, []string{"golem-gen-go", "billing", "golem-gen-go"})
}

// TestReplacedDefaultTransport: a program that traces all requests sees those of clients.
func TestReplacedDefaultTransport(t *testing.T) {
	server := respond(t, 200, voidAnswer)
	before := http.DefaultTransport
	defer func() { http.DefaultTransport = before }()
	seen := 0
	http.DefaultTransport = roundTrip(func(r *http.Request) (*http.Response, error) {
		seen++
		return before.RoundTrip(r)
	})
	check(t, "ping", newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "w").ping(context.Background()), nil)
	check(t, "seen", seen, 1)
}
