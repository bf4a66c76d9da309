package fetch

import (
	"bytes"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestRetries(t *testing.T) {
	text := shopDocument(t)
	for _, test := range []struct {
		name  string
		fault http.HandlerFunc
		tries int32 // expected number of requests
		fails bool
	}{
		{"too many requests", status(http.StatusTooManyRequests), 2, false},
		{"a connection that ends", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 2, false},
		{"an answer that ends", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "{")
		}, 2, false},
		{"not found", status(http.StatusNotFound), 3, true}, // two more requests: for the version, and whether there are agents
		{"an error of the server", status(http.StatusInternalServerError), 1, true},
		{"not allowed", status(http.StatusForbidden), 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var tries atomic.Int32
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if tries.Add(1) == 1 {
					test.fault(w, r)
					return
				}
				_, _ = w.Write(text)
			})
			_, err := s.Get(t.Context(), Reference{ID: shop})
			if (err != nil) != test.fails || tries.Load() != test.tries {
				t.Errorf("%d tries, %v", tries.Load(), err)
			}
		})
	}
}

// TestRetryAfter checks how long get waits before it asks again: as long as the server asks for,
// but no longer than maxPause.
func TestRetryAfter(t *testing.T) {
	text := shopDocument(t)
	for after, want := range map[string]time.Duration{"7": 7 * time.Second, "100000": maxPause, "0": firstPause, "-1": firstPause, "soon": firstPause} {
		synctest.Test(t, func(t *testing.T) {
			var asked []time.Time
			s := &Server{URL: "http://golem.example", transport: roundTrip(func(*http.Request) (*http.Response, error) {
				asked = append(asked, time.Now())
				answer := &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(text))}
				if len(asked) == 1 {
					answer.StatusCode, answer.Header = http.StatusServiceUnavailable, http.Header{"Retry-After": {after}}
				}
				return answer, nil
			})}
			if _, err := s.Get(t.Context(), Reference{ID: shop}); err != nil || len(asked) != 2 {
				t.Fatalf("%s: %d requests, %v", after, len(asked), err)
			}
			if waited := asked[1].Sub(asked[0]); waited < want || waited > want+firstPause {
				t.Errorf("%s: waited %v, want %v", after, waited, want)
			}
		})
	}
}
