package runtime_test

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestOptionsAreSafeForConcurrentUse uses the same options in many goroutines.
func TestOptionsAreSafeForConcurrentUse(t *testing.T) {
	options := []runtime.ClientOption{
		runtime.WithBearerToken("token"), runtime.WithHeader("X-A", "1"), runtime.WithHeader("X-B", "2"),
		runtime.WithRetry(runtime.RetryPolicy{Attempts: 2, Statuses: []int{520}}), runtime.WithTimeout(time.Second),
		runtime.WithAttemptTimeout(time.Second), runtime.WithMaxResponseBytes(1), runtime.WithCopies(), runtime.WithLogger(slog.Default()),
		runtime.WithInterceptor(func(next runtime.CallFunc) runtime.CallFunc { return next }),
		runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithServerVersion("1.2.0"), runtime.WithHTTPClient(http.DefaultClient),
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := runtime.NewClient("http://localhost:1", options...); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestNegativeTimes gives options a negative time, which must not mean that there is no limit.
func TestNegativeTimes(t *testing.T) {
	for name, option := range map[string]runtime.SharedOption{
		"WithTimeout(-1s)":        runtime.WithTimeout(-time.Second),
		"WithAttemptTimeout(-1s)": runtime.WithAttemptTimeout(-time.Second),
	} {
		if _, err := runtime.NewClient("http://golem.example", option); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("client: got %v, want: %s", err, name)
		}
		server := respond(t, 200, voidAnswer)
		if err := newShop(dial(t, server.url), "w").ping(ctx, option); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("call: got %v, want: %s", err, name)
		}
		check(t, "requests", len(server.requests()), 0)
	}
}
