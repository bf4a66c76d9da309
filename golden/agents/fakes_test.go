package agents_test

import (
	"context"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/golden/agents"
	"github.com/golem-gen/golem-gen/golden/agents/agentstest"
)

// TestFake makes an agent of a fake, with calls that are awaited, enqueued and scheduled.
func TestFake(t *testing.T) {
	ctx := context.Background()
	total := uint64(0)
	fake := &agentstest.Counter{IncrementFunc: func(_ context.Context, by uint32) (uint64, error) {
		total += uint64(by)
		return total, nil
	}}
	counter := &agents.Counter{CounterMethods: fake}
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	if n, err := counter.Increment(ctx, 1); n != 1 || err != nil {
		t.Errorf("%d %v, want 1", n, err)
	}
	for _, err := range []error{
		counter.Enqueue().Increment(ctx, 2), counter.Schedule(at).Increment(ctx, 3), counter.Enqueue().Reset(ctx), counter.Create(ctx),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	calls := fake.Calls.Increment.All()
	want := []struct {
		by       uint32
		enqueued bool
		at       time.Time
	}{{1, false, time.Time{}}, {2, true, time.Time{}}, {3, true, at}}
	for i, w := range want {
		if c := calls[i]; c.By != w.by || c.Enqueued != w.enqueued || !c.At.Equal(w.at) {
			t.Errorf("call %d is %+v, want %+v", i, c, w)
		}
	}
	if len(calls) != len(want) || len(fake.Calls.Create.All()) != 1 || len(fake.Calls.Reset.All()) != 1 {
		t.Errorf("%d calls of Increment, %d of Create", len(calls), len(fake.Calls.Create.All()))
	}
	defer func() {
		if recover() == nil {
			t.Error("a call without a function does not panic")
		}
	}()
	_, _ = counter.Get(ctx)
}
