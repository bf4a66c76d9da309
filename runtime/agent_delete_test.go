package runtime_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestDeleteAgainOfAgent loses the answer to a delete. The agent that others make before
// the next attempt must not be deleted.
func TestDeleteAgainOfAgent(t *testing.T) {
	for name, test := range map[string]struct {
		arrives bool // the request whose answer is lost
		anew    bool
		deletes int
		exists  bool
	}{
		"deleted":              {arrives: true, deletes: 1},
		"deleted, made anew":   {arrives: true, anew: true, deletes: 1, exists: true},
		"the request was lost": {deletes: 2},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			s := golemtest.NewServer(t, golemtest.Quiet())
			s.SetTime(time.Date(2030, 1, 2, 3, 0, 0, 0, time.UTC))
			s.Deploy(counterType(metadata.Durable)).Answer("Counter.increment", "1")
			token := runtime.WithBearerToken(golemtest.LocalToken)
			call := func(key string) error {
				return second(newCounter(dialDefault(t, s.URL, token), "a").increment(ctx, 1, runtime.WithIdempotencyKey(key)))
			}
			check(t, "call", call("before"), nil)
			deletes := 0
			transport := agentTransport(func(r *http.Request) (*http.Response, error) {
				if r.Method != http.MethodDelete {
					return http.DefaultTransport.RoundTrip(r)
				}
				if deletes++; deletes > 1 {
					return http.DefaultTransport.RoundTrip(r)
				}
				if test.arrives {
					response, err := http.DefaultTransport.RoundTrip(r)
					if err != nil {
						return nil, err
					}
					response.Body.Close()
				}
				if test.anew {
					s.Advance(time.Second)
					check(t, "call of others", call("after"), nil)
				}
				return nil, io.ErrUnexpectedEOF
			})
			a := newCounter(dialDefault(t, s.URL, token, quick, runtime.WithTransport(transport)), "a")
			check(t, "delete", a.Delete(ctx), nil)
			check(t, "requests", deletes, test.deletes)
			status, err := a.CallStatus(ctx, "after")
			check(t, "exists", []any{status.State == runtime.CallDone, err}, []any{test.exists, nil})
		})
	}
}
