package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestReservedHeaders checks that options refuse the same headers that interceptors cannot
// set.
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

// TestUserAgent checks that the header names the module unless an option replaces it.
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

// TestReplacedDefaultTransport checks that clients use http.DefaultTransport if a program
// has replaced it, for example to trace requests.
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

// TestKeysOfGateways sets headers by which net/http recognizes that a request can be sent
// again. net/http must not send it again: the first one may be running when its connection
// breaks.
func TestKeysOfGateways(t *testing.T) {
	setting := func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, info *runtime.CallInfo) error {
			info.SetHeader("X-Idempotency-Key", "of a gateway")
			return next(ctx, info)
		}
	}
	for name, opt := range map[string]runtime.SharedOption{
		"none": runtime.WithCopies(), "option": runtime.WithHeader("x-idempotency-key", "of a gateway"), "interceptor": runtime.WithInterceptor(setting),
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var keys []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				keys = append(keys, r.Header.Get("X-Idempotency-Key"))
				if len(keys) == 2 {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, voidAnswer)
			}))
			defer server.Close()
			s := newShop(dial(t, server.URL, runtime.WithServerVersion("1.2.0"), runtime.WithoutRetry(), opt), "w")
			check(t, "first", s.ping(context.Background()), nil)
			var connection *runtime.ConnectionError
			if err := s.ping(context.Background()); !errors.As(err, &connection) {
				t.Errorf("got %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			want := "of a gateway"
			if name == "none" {
				want = ""
			}
			check(t, "keys", keys, []string{want, want})
		})
	}
}
