package runtime_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// TestEnqueued checks that functions on an enqueuing target return without a result when
// the call is accepted, and that the original target still waits for results.
func TestEnqueued(t *testing.T) {
	ctx := context.Background()
	server := serve(t, func(_ int, r *seenRequest) reply {
		if strings.Contains(r.path, "/invoke?") {
			return jsonReply(200, acceptedAnswer)
		}
		return jsonReply(200, removeAnswer)
	})
	s := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "w")
	q := s.enqueuing()

	items, err := q.contents(ctx)
	check(t, "a list", []any{len(items), err}, []any{0, nil})
	left, err := q.remove(ctx, "mug-1")
	check(t, "a result", []any{left, err}, []any{uint32(0), nil})
	check(t, "nothing", q.ping(ctx), nil)
	left, err = s.remove(ctx, "mug-1")
	check(t, "awaited", []any{left > 0, err}, []any{true, nil})
	const enqueued, awaited = "POST …/workers/w/invoke", "POST …/workers/w/invoke-and-await"
	check(t, "requests", server.lines(), []string{enqueued, enqueued, enqueued, awaited})
}

// TestEnqueuedHandle checks that a handle that an enqueued call takes is gone once the call
// is accepted.
func TestEnqueuedHandle(t *testing.T) {
	ctx := context.Background()
	stock := newShop(dial(t, ledgers(t, nil).url, runtime.WithServerVersion("1.2.0")), "stock-1")
	consumed := must(stock.open(ctx, "Nice"))(t)
	dropped := must(stock.open(ctx, "Nice"))(t)
	check(t, "close", stock.enqueuing().close(ctx, consumed), nil)
	check(t, "drop", (&ledger{target: dropped.target.Enqueuing(), handle: dropped.handle}).drop(ctx), nil)
	for reason, err := range map[runtime.HandleReason]error{
		runtime.HandleConsumed: consumed.drop(ctx),
		runtime.HandleDropped:  dropped.drop(ctx),
	} {
		var refused *runtime.HandleError
		if !errors.As(err, &refused) || refused.Reason != reason {
			t.Errorf("want %v, got %v", reason, err)
		}
	}
}

// TestEnqueuedAnswer checks that a call counts as accepted only if the answer is that of a
// Golem server.
func TestEnqueuedAnswer(t *testing.T) {
	for answer, accepted := range map[string]bool{`{}`: true, `null`: true, `{"later":"field"}`: true, `{]}`: false, `{}}`: false, `{} {}`: false} {
		server := respond(t, 200, answer)
		err := newShop(dial(t, server.url, runtime.WithServerVersion("1.2.0")), "w").enqueuing().ping(context.Background())
		var status *runtime.StatusError
		if (err == nil) != accepted || err != nil && !errors.As(err, &status) {
			t.Errorf("%s: got %v", answer, err)
		}
	}
}
