package runtime_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// outage is a transport whose server is unreachable until a time.
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

// TestDefaultRetry checks that a call without options succeeds after 30 seconds without a
// server, whatever the jitter of the pauses. It is sent once when the server is back, and
// its context can end it.
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

// TestDefaultRetryOfQuestions checks the same for a first call, which has to ask for
// versions.
func TestDefaultRetryOfQuestions(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			o := &outage{until: time.Now().Add(30 * time.Second)}
			client := dialDefault(t, "http://localhost:1", runtime.WithTransport(o))
			check(t, "first call", newShop(client, "w").ping(context.Background()), nil)
			o.until = time.Now().Add(30 * time.Second)
			check(t, "first call of another worker", newShop(client, "x").ping(context.Background()), nil)
			o.until = time.Now().Add(time.Hour)
			begin := time.Now()
			err := newShop(client, "y").ping(context.Background())
			if took := time.Since(begin); !errors.Is(err, syscall.ECONNRESET) || !runtime.IsRetryable(err) || took < 30*time.Second || took > 62*time.Second {
				t.Errorf("after %v: %v", took, err)
			}
		})
	}
}

// TestRetryAfterOfQuestions checks that the client waits as long as the server asks for,
// before questions as before calls.
func TestRetryAfterOfQuestions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := 3
		client := dialDefault(t, "http://localhost:1", runtime.WithServerVersion("1.2.5"), runtime.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			if refused--; refused >= 0 {
				return &http.Response{StatusCode: 503, Header: http.Header{"Retry-After": {"45"}}, Body: http.NoBody}, nil
			}
			if r.Method == http.MethodGet {
				return answerWith(worker0), nil
			}
			return answerWith(voidAnswer), nil
		})))
		begin := time.Now()
		check(t, "call", newShop(client, "w").ping(context.Background()), nil)
		check(t, "waited", time.Since(begin).Round(time.Second), 135*time.Second)
	})
}

// TestQuestionTimeout checks that a question that the server does not answer ends with the
// caller's deadline, and after half a minute without one.
func TestQuestionTimeout(t *testing.T) {
	hang := runtime.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}))
	for name, test := range map[string]struct {
		client runtime.ClientOption
		call   runtime.CallOption
		took   time.Duration
	}{
		"default":                            {runtime.WithCopies(), runtime.WithCopies(), 30 * time.Second},
		"longer":                             {runtime.WithTimeout(time.Minute), runtime.WithCopies(), time.Minute},
		"shorter":                            {runtime.WithTimeout(time.Second), runtime.WithCopies(), time.Second},
		"the call's own is longer":           {runtime.WithTimeout(time.Second), runtime.WithTimeout(20 * time.Second), 20 * time.Second},
		"the call's own is shorter":          {runtime.WithTimeout(time.Minute), runtime.WithTimeout(time.Second), time.Second},
		"the call's own removes the limit":   {runtime.WithTimeout(time.Second), runtime.WithTimeout(0), 30 * time.Second},
		"the call's own is longer than that": {runtime.WithCopies(), runtime.WithTimeout(time.Hour), 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := dialDefault(t, "http://localhost:1", hang, test.client, runtime.WithServerVersion("1.2.5"))
				begin := time.Now()
				if err := newShop(client, "w").ping(context.Background(), test.call); err == nil {
					t.Error("no error")
				}
				check(t, "took", time.Since(begin), test.took)
			})
		})
	}
}

// TestRetryWithFewFields checks that a policy without MaxDelay has delays, and that one without
// MaxRetryAfter waits as long as the server asks.
func TestRetryWithFewFields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent []time.Duration
		begin := time.Now()
		transport := roundTrip(func(*http.Request) (*http.Response, error) {
			switch sent = append(sent, time.Since(begin)); len(sent) {
			case 1:
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			case 2:
				return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"10"}}, Body: http.NoBody}, nil
			}
			return answerWith(voidAnswer), nil
		})
		policy := runtime.RetryPolicy{Attempts: 3, FirstDelay: time.Second}
		client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.5"), runtime.WithRetry(policy))
		check(t, "call", newShop(client, "w").ping(context.Background()), nil)
		if sent[1] < time.Second/2 || sent[2] < sent[1]+10*time.Second {
			t.Errorf("sent after %v", sent)
		}
	})
}
