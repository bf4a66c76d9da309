package runtime_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

func useAfterDelete(t *testing.T, _ *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	paris := must(s.open(ctx, "Paris"))(t)
	check(t, "delete", newShop(c, "w").worker.Delete(ctx), nil)
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	berlin := must(s.open(ctx, "Berlin"))(t)
	check(t, "handles", berlin.handle.String(), paris.handle.String())
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	check(t, "use of the new one", must(berlin.warehouse(ctx))(t), "Berlin 2")
}

// deleteUnseen checks that a worker that was created after a delete is not taken for the
// former one.
func deleteUnseen(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w", runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	for _, remove := range []func(){
		func() { check(t, "delete", s.worker.Delete(ctx), nil) },
		func() { server.versions[0].DeleteWorker("w") },
	} {
		for range 2 { // the second call learns when the worker was created
			check(t, "move", second(s.move(ctx, 1, 2)), nil)
		}
		remove()
		l := must(s.open(ctx, "Paris"))(t)
		check(t, "use", second(l.warehouse(ctx)), nil)
		check(t, "delete", s.worker.Delete(ctx), nil)
	}
}

func useAfterOthersDelete(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w", runtime.WithVersionCheck(runtime.VersionCheckEveryCall))
	paris := must(s.open(ctx, "Paris"))(t)
	server.versions[0].DeleteWorker("w")
	want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
	berlin := must(s.open(ctx, "Berlin"))(t)
	server.versions[0].DeleteWorker("w")
	server.versions[0].CreateWorker("w")
	want(t, "use", second(berlin.warehouse(ctx)), runtime.HandleFormerWorker)

	rome := must(s.open(ctx, "Rome"))(t)
	server.versions[0].DeleteWorker("w")
	server.versions[0].CreateWorker("w")
	_, err := s.worker.Metadata(ctx)
	check(t, "metadata", err, nil)
	want(t, "use", second(rome.warehouse(ctx)), runtime.HandleFormerWorker)
}

func useAfterLostDelete(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	for _, kind := range []golemtest.FaultKind{golemtest.ResetBefore, golemtest.ResetAfter} {
		gone := must(s.newLedger(ctx, "Nice", 1, runtime.WithIdempotencyKey(kind.String())))(t)
		check(t, "drop", gone.drop(ctx), nil)
		paris := must(s.open(ctx, "Paris"))(t)
		server.Inject()
		server.Inject(&golemtest.Fault{Path: "/workers/w", Kind: kind, Call: 2}) // after the question for the worker
		if err := s.worker.Delete(ctx); err == nil {
			t.Error("no error")
		}
		want(t, "use", second(paris.warehouse(ctx)), runtime.HandleFormerWorker)
		again, err := s.newLedger(ctx, "Nice", 1, runtime.WithIdempotencyKey(kind.String()))
		check(t, "made again", err, nil)
		if kind == golemtest.ResetBefore { // neither the worker nor the ledger has changed
			want(t, "use", second(again.warehouse(ctx)), runtime.HandleDropped)
		}
	}
}

func deleteBeforeLateCall(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w")
	l := must(s.open(ctx, "Paris"))(t)
	late := &golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.Late, Call: 1}
	server.Inject(late)
	if _, err := l.warehouse(ctx); err == nil {
		t.Error("no error")
	}
	key := want(t, "delete", s.worker.Delete(ctx), runtime.HandleUnresolved).Key
	check(t, "the same call", second(l.warehouse(ctx, runtime.WithIdempotencyKey(key))), nil)
	check(t, "delete", s.worker.Delete(ctx), nil)
}

// retryAfterDelete deletes the worker between two attempts of a call. No copy of the call
// may arrive at the new worker.
func retryAfterDelete(t *testing.T, server *stockServer, c *runtime.Client) {
	s := newShop(c, "w", quick)
	l := must(s.open(ctx, "Paris"))(t)
	server.Inject(&golemtest.Fault{Function: "inventory.ledger.warehouse", Kind: golemtest.ServiceUnavailable, Call: 1, RetryAfter: -1})
	gate := server.Hold("inventory.ledger.warehouse", "w")
	done := make(chan error)
	go func() { done <- second(l.warehouse(ctx)) }()
	gate.Wait()
	want(t, "delete", s.worker.Delete(ctx), runtime.HandleInUse)
	gate.Open()
	check(t, "the call", <-done, nil)
	check(t, "delete", s.worker.Delete(ctx), nil)
}
