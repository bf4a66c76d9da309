package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	goflag "flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

var increments = goflag.Int("increments", 600, "calls of each case of TestIncrements")

// tally counts the runs of each key on the workers of a component.
type tally struct {
	t    *testing.T
	slow time.Duration // a tenth of the calls takes up to this time

	mu   sync.Mutex
	runs map[string]int
}

// worker returns a new handler for a worker. A worker that is created again gets another
// one.
func (n *tally) worker(string) golemtest.Handler { return &tallied{n, map[string]int{}} }

type tallied struct {
	*tally
	own map[string]int
}

func (n *tallied) Invoke(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
	n.count(n.own, call.IdempotencyKey)
	if call.Function.Name == "remove-item" {
		return json.RawMessage(`{"ok":1}`), nil
	}
	return nil, nil
}

// count adds a run on a worker. own has the runs of that worker.
func (n *tally) count(own map[string]int, key string) {
	if rand.IntN(10) == 0 {
		time.Sleep(rand.N(n.slow))
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.runs[key]++
	if own[key]++; own[key] > 1 {
		n.t.Errorf("run twice on one worker: %s", key)
	}
}

// ended says how a call ended for its caller.
type ended struct {
	key      string
	err      error
	enqueued bool
}

// verify compares the runs of calls with how they ended. If workers are deleted, enqueued
// calls that wait are lost. A call that is sent again also runs again, unless the client
// knows that the worker is another one, see TestFateOfDeletedWorker.
func (n *tally) verify(calls []ended, deleted bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range calls {
		runs, least := n.runs[c.key], 1
		if c.err != nil || c.enqueued && deleted {
			least = 0
		}
		var call *runtime.CallError
		switch {
		case runs > 1 && !deleted, runs < least:
			n.t.Errorf("run %d times, enqueued %v, error %v", runs, c.enqueued, c.err)
		case c.err != nil && !errors.As(c.err, &call):
			n.t.Errorf("not the error of a call: %v", c.err)
		case c.err != nil && runs != 0 && !call.MayHaveRun():
			n.t.Errorf("it was run: %v", c.err)
		case c.err != nil && !deleted:
			n.t.Errorf("failed: %v", c.err)
		}
	}
}

// network returns faults of all kinds except those that deliver a call late or twice.
func network() []*golemtest.Fault {
	const often = 0.02
	return []*golemtest.Fault{
		{Path: "/oplog", Kind: golemtest.ResetBefore, Probability: 0.1},
		{Kind: golemtest.ResetBefore, Probability: often},
		{Kind: golemtest.BadGateway, Probability: often},
		{Kind: golemtest.ServiceUnavailable, Probability: often, RetryAfter: -1},
		{Kind: golemtest.TooManyRequests, Probability: often, RetryAfter: -1},
		{Kind: golemtest.GatewayTimeout, Probability: often},
		{Kind: golemtest.GatewayTimeout, Early: true, Probability: often},
		{Kind: golemtest.ResetDuring, Probability: often},
		{Kind: golemtest.ResetAfter, Probability: often},
		{Kind: golemtest.ResetAfter, Early: true, Probability: often},
		{Kind: golemtest.Truncate, Probability: often},
		{Path: "/workers/", Kind: golemtest.ResetBefore, Probability: often / 2},
	}
}

// hedge calls next a second time if the first one is slow, and returns the first success.
func hedge(next runtime.CallFunc) runtime.CallFunc {
	return func(ctx context.Context, info *runtime.CallInfo) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		results := make(chan error, 3)
		for range 3 {
			go func() { results <- next(ctx, info) }()
			select {
			case err := <-results:
				return err
			case <-time.After(time.Millisecond):
			}
		}
		return <-results
	}
}

// TestIncrements makes calls through faults and checks that each ran as often as its result
// says, which is once if it succeeded. The servers run a call again if its key arrives
// while it runs.
func TestIncrements(t *testing.T) {
	for _, c := range []struct {
		name    string
		version string
		pause   time.Duration
		slow    time.Duration
		opts    []runtime.ClientOption
		delete  bool
		fewer   int // divides the number of calls
	}{
		{name: "plain", version: "1.2.5", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond},
		{name: "old", version: "1.1.0", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond},
		{name: "hedging", version: "1.2.5", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond, opts: []runtime.ClientOption{runtime.WithInterceptor(hedge)}},
		{name: "attempts cut", version: "1.2.5", pause: 100 * time.Millisecond, slow: 200 * time.Millisecond, opts: []runtime.ClientOption{runtime.WithAttemptTimeout(100 * time.Millisecond)}, fewer: 4},
		{name: "deletions", version: "1.2.5", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond, delete: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version(c.version), golemtest.Quiet())
			n := &tally{t: t, slow: c.slow, runs: map[string]int{}}
			document, _ := recordedDocuments(t)
			component := server.AddComponent(document)
			component.Handle(n.worker)
			faults := network()
			server.Inject(faults...)
			client := dialDefault(t, server.URL, append([]runtime.ClientOption{
				runtime.WithRetry(runtime.RetryPolicy{Attempts: 30, FirstDelay: c.pause, MaxDelay: 4 * c.pause, MaxRetryAfter: time.Second}),
			}, c.opts...)...)
			calls := incrementAll(client, component, *increments/max(c.fewer, 1), c.delete)
			server.Settle()
			n.verify(calls, c.delete)
			for _, f := range faults {
				if f.Struck() == 0 && c.fewer == 0 && f.Path == "" {
					t.Errorf("no %v struck", f.Kind)
				}
			}
		})
	}
}

// incrementAll calls four workers from twenty goroutines. A tenth of the calls is enqueued.
// Somebody else may delete the workers meanwhile.
func incrementAll(client *runtime.Client, component *golemtest.Component, total int, deleting bool) []ended {
	var calls []ended
	var mu sync.Mutex
	var left atomic.Int32
	left.Store(int32(total))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for i := left.Add(-1); i >= 0; i = left.Add(-1) {
				name := fmt.Sprint("counter-", i%4)
				if deleting && i%50 == 0 {
					component.DeleteWorker(name)
				}
				s, c := newShop(client, name), ended{enqueued: i%10 == 0}
				if c.enqueued {
					s = s.enqueuing()
				}
				_, c.err = s.remove(context.Background(), "x", runtime.ReturnIdempotencyKey(&c.key))
				mu.Lock()
				calls = append(calls, c)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return calls
}
