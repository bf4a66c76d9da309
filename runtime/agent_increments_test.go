package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// agent returns the handler of an agent.
func (n *tally) agent(*golemtest.Invocation) (golemtest.Handler, error) {
	own := map[string]int{}
	return golemtest.HandlerFunc(func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
		n.count(own, call.IdempotencyKey)
		return json.RawMessage("1"), nil
	}), nil
}

// counterType returns the type that newCounter is a client for, in a mode. An ephemeral
// type has the name of the recorded one.
func counterType(mode metadata.ComponentKind) []byte {
	name, by := metadata.Element{Name: "name", Type: &metadata.Type{Kind: metadata.KindStr}}, metadata.Element{Name: "by", Type: &metadata.Type{Kind: metadata.KindU32}}
	a := &metadata.AgentType{
		Name: "Counter", Mode: mode, ComponentID: recordedComponent, ComponentName: "acme:counters",
		Constructor: metadata.AgentConstructor{Input: metadata.DataSchema{Elements: []metadata.Element{name}}},
		Methods: []*metadata.AgentMethod{{
			Name: "increment", Input: metadata.DataSchema{Elements: []metadata.Element{by}},
			Output: metadata.DataSchema{Elements: []metadata.Element{{Name: "value", Type: &metadata.Type{Kind: metadata.KindU64}}}},
		}},
	}
	if mode == metadata.Ephemeral {
		a.Name = "EphemeralCounter"
	}
	return (&metadata.Deployment{Application: "g15-app", Environment: "dev", AgentTypes: []*metadata.AgentType{a}}).Document()
}

// TestAgentIncrements is TestIncrements for agents. Their keys protect calls also while
// they run, so nothing is asked before a call is sent again, and copies of it are never
// run. Faults also affect what a client asks before its calls.
func TestAgentIncrements(t *testing.T) {
	for _, c := range []struct {
		name  string
		pause time.Duration
		slow  time.Duration
		opts  []runtime.ClientOption
		fewer int // divides the number of calls
		mode  metadata.ComponentKind
		gone  bool // others delete agents
	}{
		{name: "plain", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond},
		{name: "looking each time", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond, opts: []runtime.ClientOption{runtime.WithVersionCheck(runtime.VersionCheckEveryCall)}},
		{name: "hedging", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond, opts: []runtime.ClientOption{runtime.WithInterceptor(hedge)}},
		{name: "attempts cut", pause: 100 * time.Millisecond, slow: 200 * time.Millisecond, opts: []runtime.ClientOption{runtime.WithAttemptTimeout(100 * time.Millisecond)}, fewer: 4},
		{name: "deletions", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond, gone: true},
		{name: "ephemeral", pause: 2 * time.Millisecond, slow: 5 * time.Millisecond, mode: metadata.Ephemeral},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := golemtest.NewServer(t, golemtest.Version("1.5.9"), golemtest.Quiet())
			n := &tally{t: t, slow: c.slow, runs: map[string]int{}}
			d := server.Deploy(counterType(c.mode))
			faults := append(network(),
				&golemtest.Fault{Path: "/v1/me/", Kind: golemtest.ServiceUnavailable, Probability: 0.2, RetryAfter: -1},
				&golemtest.Fault{Path: "/agent-types/", Kind: golemtest.Truncate, Probability: 0.2},
				&golemtest.Fault{Path: "/create-agent", Kind: golemtest.ResetAfter, Probability: 0.2})
			copies := []*golemtest.Fault{
				{Kind: golemtest.Duplicate, Probability: 0.05}, {Kind: golemtest.Late, Probability: 0.05}, {Kind: golemtest.LateCopy, Probability: 0.05},
			}
			if c.mode == metadata.Durable && !c.gone {
				faults = append(faults, copies...)
			}
			server.Inject(faults...)
			client := dialDefault(t, server.URL, append([]runtime.ClientOption{
				runtime.WithBearerToken(golemtest.LocalToken),
				runtime.WithRetry(runtime.RetryPolicy{Attempts: 30, FirstDelay: c.pause, MaxDelay: 4 * c.pause, MaxRetryAfter: time.Second}),
			}, c.opts...)...)
			kind := agentCounter
			if c.mode == metadata.Ephemeral {
				d.HandleAgent("EphemeralCounter", n.agent)
				kind = agentEphemeral
			} else {
				d.HandleAgent("Counter", n.agent)
			}
			calls := incrementAgents(*increments/max(c.fewer, 1), func(name string) *handCounter {
				if c.gone && rand.IntN(50) == 0 {
					d.DeleteAgent(fmt.Sprintf("Counter(%q)", name))
				}
				return newCounterOf(kind, client, name)
			})
			server.Advance(time.Hour)
			server.Settle()
			for _, f := range copies {
				f.Deliver()
			}
			server.Settle()
			if c.mode == metadata.Ephemeral {
				n.verifyUnprotected(calls)
			} else {
				n.verify(n.withoutLost(calls), c.gone)
			}
			for _, f := range faults {
				if f.Struck() == 0 && c.fewer == 0 && f.Path == "" {
					t.Errorf("no %v struck", f.Kind)
				}
			}
		})
	}
}

// incrementAgents calls four agents from twenty goroutines. A tenth of the calls is
// enqueued and another tenth scheduled.
func incrementAgents(total int, agent func(name string) *handCounter) []ended {
	var calls []ended
	var mu sync.Mutex
	var left atomic.Int32
	left.Store(int32(total))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for i := left.Add(-1); i >= 0; i = left.Add(-1) {
				a, c := agent(fmt.Sprint("counter-", i%4)), ended{enqueued: i%10 < 2}
				switch i % 10 {
				case 0:
					a = a.enqueue()
				case 1:
					a = a.schedule(time.Now().Add(rand.N(20 * time.Millisecond)))
				}
				_, c.err = a.increment(context.Background(), 1, runtime.ReturnIdempotencyKey(&c.key))
				mu.Lock()
				calls = append(calls, c)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return calls
}

// withoutLost returns calls without those that have run and whose answer was lost so often
// that the client assumes that the server cannot send it.
func (n *tally) withoutLost(calls []ended) (others []ended) {
	for _, c := range calls {
		var fate *runtime.FateError
		if errors.As(c.err, &fate) && fate.State == runtime.CallDone && n.runs[c.key] == 1 {
			continue
		}
		others = append(others, c)
	}
	if lost := len(calls) - len(others); lost > len(calls)/20 {
		n.t.Errorf("the answers of %d calls are lost", lost)
	}
	return others
}

// verifyUnprotected compares the runs of calls that no key protects with how they ended.
// Successful calls have run once, and the errors of others say whether they may have run.
func (n *tally) verifyUnprotected(calls []ended) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range calls {
		var call *runtime.CallError
		runs := n.runs[c.key]
		switch {
		case runs > 1, runs == 0 && c.err == nil:
			n.t.Errorf("run %d times, enqueued %v, error %v", runs, c.enqueued, c.err)
		case c.err != nil && (!errors.As(c.err, &call) || runs == 1 && !call.MayHaveRun()):
			n.t.Errorf("it was run: %v", c.err)
		case runtime.IsRetryable(c.err) && runs > 0:
			n.t.Errorf("it would be run again: %v", c.err)
		}
	}
}
