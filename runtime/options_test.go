package runtime_test

import (
	"log/slog"
	"net/http"
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
