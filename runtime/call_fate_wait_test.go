package runtime_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestUndeliverable makes a call whose result a server cannot answer, such as a NaN. It
// must not be tried until the policy ends.
func TestUndeliverable(t *testing.T) {
	w := newFateWorld(t, "1.2.5")
	w.watcher.gateway = 502
	_, err := w.shop.remove(context.Background(), "x")
	var fate *runtime.FateError
	var call *runtime.CallError
	if !errors.As(err, &fate) || fate.State != runtime.CallDone || !errors.As(err, &call) || call.Attempts != 3 || !call.MayHaveRun() || runtime.IsRetryable(err) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(err.Error(), "the call was run, and the server fails to answer its result") {
		t.Errorf("got %v", err)
	}
	check(t, "runs", w.runs.Load(), int32(1))
}

// TestQuestionsWithoutDelays checks that the client pauses between questions, although the
// policy has no delays.
func TestQuestionsWithoutDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		questions := 0
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/oplog"):
				questions++
				return answerWith(`{"entries":[{"entry":{"type":"ExportedFunctionInvoked","idempotencyKey":"k","functionName":"f"},"oplogIndex":3}],"lastIndex":3}`), nil
			case r.Method == http.MethodGet:
				questions++
				return answerWith(`{"componentVersion":0,"status":"Running"}`), nil
			}
			return nil, io.ErrUnexpectedEOF
		})
		client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.5"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 3}))
		if err := newShop(client, "w").ping(context.Background(), runtime.WithTimeout(time.Minute), runtime.WithIdempotencyKey("k")); err == nil || questions > 40 || questions < 10 {
			t.Errorf("%d questions: %v", questions, err)
		}
	})
}

// TestFateWait makes a call that never ends. The client must wait for it as long as the
// policy says, and ask at growing intervals.
func TestFateWait(t *testing.T) {
	for policy, want := range map[time.Duration]time.Duration{0: 5 * time.Minute, time.Minute: time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			calls, questions := 0, 0
			transport := roundTrip(func(r *http.Request) (*http.Response, error) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/oplog"):
					questions++
					return answerWith(`{"entries":[{"entry":{"type":"ExportedFunctionInvoked","idempotencyKey":"k","functionName":"f"},"oplogIndex":3}],"lastIndex":3}`), nil
				case r.Method == http.MethodGet:
					questions++
					return answerWith(`{"componentVersion":0,"status":"Running"}`), nil
				}
				calls++
				return nil, io.ErrUnexpectedEOF
			})
			retry := runtime.DefaultRetry()
			retry.MaxWait = policy
			client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.5"), runtime.WithRetry(retry))
			begin := time.Now()
			err := newShop(client, "w").ping(context.Background(), runtime.WithIdempotencyKey("k"))
			took := time.Since(begin)
			var fate *runtime.FateError
			if !errors.As(err, &fate) || fate.State != runtime.CallRunning || !runtime.IsRetryable(err) || took < want || took > want+6*time.Second {
				t.Errorf("after %v: %v", took, err)
			}
			if calls != 1 || questions > 2*int(want/(5*time.Second))+20 {
				t.Errorf("%d calls, %d questions", calls, questions)
			}
		})
	}
}

// TestNoTimeForResult repeats a call that has ended, with a deadline before the client may send it
// again. The error must not say that the server cannot send the result.
func TestNoTimeForResult(t *testing.T) {
	const pause = 100 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/oplog") {
				return answerWith(`{"entries":[{"oplogIndex":2,"entry":{"type":"ExportedFunctionInvoked","idempotencyKey":"k"}},{"oplogIndex":3,"entry":{"type":"ExportedFunctionCompleted"}}],"lastIndex":3}`), nil
			}
			return answerWith(`{"componentVersion":0,"status":"Running"}`), nil
		})
		client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.5"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 5, FirstDelay: pause, MaxDelay: pause}))
		ctx, cancel := context.WithTimeout(context.Background(), 5*pause/2) // two questions, and not the pause after them
		defer cancel()
		err := newShop(client, "w").ping(ctx, runtime.RepeatCall("k"))
		var fate *runtime.FateError
		if !errors.As(err, &fate) || fate.State != runtime.CallDone || !runtime.IsRetryable(err) ||
			!strings.Contains(err.Error(), "the call was run: call again with the same idempotency key to get its result") {
			t.Errorf("got %v", err)
		}
	})
}

// TestPauseAfterAnotherAttempt loses the answer to a call while another one with its key waits, which
// has paused already because it could not connect. The other one must pause again before it asks.
func TestPauseAfterAnotherAttempt(t *testing.T) {
	const pause, answer = 500 * time.Millisecond, time.Second
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var asked atomic.Int64 // after start
		var calls atomic.Int32
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				asked.CompareAndSwap(0, int64(time.Since(start)))
				return answerWith(worker0), nil
			}
			switch calls.Add(1) {
			case 1:
				return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
			case 2:
				time.Sleep(answer)
				return nil, io.ErrUnexpectedEOF
			}
			return answerWith(voidAnswer), nil
		})
		client := dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.5"), runtime.WithRetry(runtime.RetryPolicy{Attempts: 5, FirstDelay: pause, MaxDelay: pause}))
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				check(t, "call", newShop(client, "w").ping(context.Background(), runtime.WithIdempotencyKey("k")), nil)
			})
			synctest.Wait()
		}
		wg.Wait()
		if after := time.Duration(asked.Load()); after < answer+pause {
			t.Errorf("asked after %v", after)
		}
	})
}
