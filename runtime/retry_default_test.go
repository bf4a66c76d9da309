package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// outage is a transport whose server is away until a time.
type outage struct {
	until time.Time
	calls int
}

func (o *outage) RoundTrip(r *http.Request) (*http.Response, error) {
	if time.Now().Before(o.until) {
		return nil, syscall.ECONNRESET
	}
	text := voidAnswer
	if r.Method == http.MethodGet {
		text = worker0
	} else {
		o.calls++
	}
	return &http.Response{StatusCode: 200, ContentLength: int64(len(text)), Body: io.NopCloser(strings.NewReader(text)), Header: jsonHeader}, nil
}

// TestDefaultRetry: without options a call outlasts 30 seconds without a server, however the
// pauses are jittered, is sent once when the server is back, and is bounded by its context.
func TestDefaultRetry(t *testing.T) {
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			o := &outage{until: time.Now().Add(30 * time.Second)}
			s := newShop(dial(t, "http://localhost:1", runtime.WithTransport(o), runtime.WithServerVersion("1.2.5")), "w")
			check(t, "call", s.ping(context.Background()), nil)
			check(t, "calls that arrived", o.calls, 1)
			o.until = time.Now().Add(time.Hour)
			begin := time.Now()
			err := s.ping(context.Background())
			if took := time.Since(begin); !errors.Is(err, syscall.ECONNRESET) || !runtime.IsRetryable(err) || took < 30*time.Second || took > 62*time.Second {
				t.Errorf("after %v: %v", took, err)
			}
			begin = time.Now()
			err = s.ping(context.Background(), runtime.WithTimeout(3*time.Second))
			if took := time.Since(begin); err == nil || took > 3*time.Second {
				t.Errorf("after %v: %v", took, err)
			}
		})
	}
}
