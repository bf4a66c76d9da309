package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// unanswering returns a client of a server that does not answer. A request ends with its
// context, or with a context that is derived from it.
func unanswering(t *testing.T, derive bool) *runtime.Client {
	return dialAgents(t, "http://localhost:1", runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
		ctx := r.Context()
		if derive {
			var cancel context.CancelFunc
			ctx, cancel = context.WithCancel(ctx)
			defer cancel()
		}
		<-ctx.Done()
		return nil, context.Cause(ctx)
	})))
}

// TestAgentLimits checks that each call ends at its own time, whenever others begin and
// end.
func TestAgentLimits(t *testing.T) {
	for _, derive := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			client := unanswering(t, derive)
			var calls sync.WaitGroup
			for i := range 4 {
				calls.Go(func() {
					time.Sleep(time.Duration(i) * 2 * time.Minute)
					begin, ctx, want, wantErr := time.Now(), context.Background(), runtime.DefaultAgentTimeout, context.DeadlineExceeded
					if i == 1 { // ended first, by its caller
						canceled, cancel := context.WithCancel(ctx)
						time.AfterFunc(time.Minute, cancel)
						ctx, want, wantErr = canceled, time.Minute, context.Canceled
					}
					_, err := newCounter(client, "a").get(ctx)
					if took := time.Since(begin); took != want || !errors.Is(err, wantErr) {
						t.Errorf("call %d: after %v: %v", i, took, err)
					}
				})
			}
			calls.Wait()
		})
	}
}

// TestAgentLimitOfCaller checks that an earlier deadline of the caller counts.
func TestAgentLimitOfCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := newCounter(unanswering(t, false), "a").get(ctx)
		if took := time.Since(begin); took != time.Second || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

// TestAgentContext checks that the context of a request is derived from the caller's and
// ends with the call.
func TestAgentContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		var during, derived, late context.Context
		begin := time.Now()
		client := dialAgents(t, "http://localhost:1", runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
			if during == nil {
				during = r.Context()
				derived = context.WithValue(during, key{}, "derived")
				if at, ok := during.Deadline(); !ok || at.Sub(begin) != runtime.DefaultAgentTimeout || during.Err() != nil || during.Value(key{}) != "caller" {
					t.Errorf("deadline %v, error %v, value %v", at, during.Err(), during.Value(key{}))
				}
				if derived.Done() == nil || derived.Err() != nil {
					t.Error("what is made of the context has ended")
				}
			} else {
				late = r.Context() // not used before the call has ended
			}
			return &http.Response{
				StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(strings.TrimPrefix(counted, "200 "))),
			}, nil
		})))
		ctx := context.WithValue(context.Background(), key{}, "caller")
		for range 2 {
			if _, err := newCounter(client, "a").get(ctx); err != nil {
				t.Fatal(err)
			}
		}
		for _, ctx := range []context.Context{during, derived, late} {
			<-ctx.Done()
			if !errors.Is(ctx.Err(), context.Canceled) {
				t.Errorf("after the call: %v", ctx.Err())
			}
		}
		time.Sleep(2 * runtime.DefaultAgentTimeout)
		if !errors.Is(during.Err(), context.Canceled) {
			t.Errorf("after the limit: %v", during.Err())
		}
	})
}
