package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestKeysApart: a call of unknown fate makes no other call wait: one of another worker may have the
// same key, and one of its worker another one.
func TestKeysApart(t *testing.T) {
	lost, questions := true, 0
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case r.method == http.MethodGet:
			questions++
			return reply{status: http.StatusForbidden}
		case lost:
			return reply{status: http.StatusServiceUnavailable}
		}
		return jsonReply(200, voidAnswer)
	})
	client := dialDefault(t, server.url, quick, runtime.WithServerVersion("1.2.5"), runtime.WithVersionCheck(runtime.VersionCheckOff))
	ping := func(worker, key string) error {
		return newShop(client, worker).ping(ctx, runtime.WithIdempotencyKey(key))
	}
	var fate *runtime.FateError
	if err := ping("a", "1"); !errors.As(err, &fate) {
		t.Errorf("got %v", err)
	}
	lost, questions = false, 0
	check(t, "another worker", ping("b", "1"), nil)
	check(t, "another key", ping("a", "2"), nil)
	check(t, "questions", questions, 0)
	if err := ping("a", "1"); !errors.As(err, &fate) || questions != 1 {
		t.Errorf("%d questions: got %v", questions, err)
	}
}

// TestGivenUp: the error of a call that was given up between attempts has the error of the last one,
// if there was one.
func TestGivenUp(t *testing.T) {
	for _, repeats := range []bool{false, true} {
		given, giveUp := context.WithCancel(ctx)
		server := serve(t, func(_ int, r *seenRequest) reply {
			if r.method == http.MethodGet {
				giveUp()
				return jsonReply(200, `{"componentVersion":0,"status":"Running"}`)
			}
			return reply{status: http.StatusServiceUnavailable}
		})
		client := dialDefault(t, server.url, quick, runtime.WithServerVersion("1.2.5"), runtime.WithVersionCheck(runtime.VersionCheckOff))
		option := runtime.WithIdempotencyKey("k")
		if repeats {
			option = runtime.RepeatCall("k")
		}
		err := newShop(client, "w").ping(given, option)
		if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "<nil>") || strings.Contains(err.Error(), "the last one failed: the server answered 503") == repeats {
			t.Errorf("repeats %t: got %v", repeats, err)
		}
	}
}

// TestDropBehindDrop: a drop that is repeated waits for the first one, which still runs, although the
// caller gives no key.
func TestDropBehindDrop(t *testing.T) {
	server := serveStock(t, golemtest.Version("1.2.5"))
	watch := new(watcher)
	s := newShop(dialDefault(t, server.URL, runtime.WithTransport(watch), runtime.WithRetry(runtime.RetryPolicy{Attempts: 1, FirstDelay: brief, MaxDelay: brief})), "w")
	l := must(s.open(ctx, "Paris"))(t)
	gate := server.Hold("inventory.ledger.drop", "w")
	server.Inject(&golemtest.Fault{Function: "inventory.ledger.drop", Kind: golemtest.GatewayTimeout, Early: true, Call: 1})
	if err := l.drop(ctx); err == nil {
		t.Error("no error")
	}
	gate.Wait()
	waited := 0
	watch.mu.Lock()
	watch.calls, watch.questions, watch.after, watch.do = 1, 0, 5, gate.Open
	watch.second = func() {
		_, waited = watch.sent()
		gate.Open()
	}
	watch.mu.Unlock()
	check(t, "drop again", l.drop(ctx), nil)
	server.Settle()
	if waited < 5 {
		t.Errorf("sent again after %d questions", waited)
	}
}

// TestDeletedWorkerLookedUp: a client that has seen that others have replaced a worker looks it up
// before the next call.
func TestDeletedWorkerLookedUp(t *testing.T) {
	worker, sent := `{"componentVersion":0,"status":"Idle","createdAt":"2026-01-01T00:00:00Z"}`, 0
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case strings.Contains(r.path, "/versions/"):
			return jsonReply(200, string(bankVersion(bankID, 1, "Durable", "f")))
		case r.method == http.MethodGet:
			return jsonReply(200, worker)
		}
		sent++
		worker = `{"componentVersion":1,"status":"Idle","createdAt":"2026-01-01T00:00:01Z"}`
		return reply{status: http.StatusServiceUnavailable}
	})
	w := stub.TargetOf(stub.NewWorker(dialDefault(t, server.url, quick, runtime.WithServerVersion("1.2.5")), &bankComponent, "w"))
	if err := callBank(w, nil); err == nil || !strings.Contains(err.Error(), "the worker was deleted meanwhile") {
		t.Errorf("got %v", err)
	}
	err := w.Begin(&stub.Function{Name: "g"}, nil).Await(ctx)
	var drift *runtime.DriftError
	if !errors.As(err, &drift) || drift.Sent || sent != 1 {
		t.Errorf("sent %d times: got %v", sent, err)
	}
}

// TestBodyClosedTwice: a transport may close a body twice, and read another one of the request that it
// got from GetBody. Until that is closed as well, no other call writes into the request.
func TestBodyClosedTwice(t *testing.T) {
	const size = 100_000
	var rest []io.ReadCloser
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		another, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		rest = append(rest, another)
		_, _ = r.Body.Close(), r.Body.Close()
		return answerWith(removeAnswer), nil
	})
	s := newShop(dial(t, "http://localhost:1", runtime.WithTransport(transport), runtime.WithServerVersion("1.2.0"), runtime.WithVersionCheck(runtime.VersionCheckOff)), "w")
	for i := range 10 {
		check(t, "call", second(s.remove(ctx, strings.Repeat(string(rune('a'+i)), size))), nil)
	}
	for i, body := range rest {
		text, err := io.ReadAll(body)
		if count := strings.Count(string(text), string(rune('a'+i))); err != nil || count < size {
			t.Errorf("request %d has %d of %d characters, %v", i, count, size, err)
		}
		check(t, "close", body.Close(), nil)
	}
}

// TestNothing: methods that cannot fail return nothing for nil values.
func TestNothing(t *testing.T) {
	var agent *runtime.Agent
	var worker *runtime.Worker
	var client *runtime.Client
	check(t, "agent", []any{agent.Phantom(), agent.Client() == nil, agent.ID()}, []any{"", true, ""})
	check(t, "worker", []any{worker.Name(), worker.Component() == nil}, []any{"", true})
	check(t, "client", []any{client.BaseURL(), new(runtime.Client).BaseURL()}, []any{"", ""})
}

// TestNotFound: which answers say that something does not exist.
func TestNotFound(t *testing.T) {
	for _, test := range []struct {
		answer reply
		want   bool
	}{
		{golemReply("WorkerNotFound", "x"), true},
		{golemReply("InvalidRequest", "Invocation not found"), true},
		{golemReply("InvalidRequest", "worker not found"), false},
		{golemReply("GetLatestVersionOfComponentFailed", "Component not found"), true},
		{golemReply("GetLatestVersionOfComponentFailed", "no connection"), false},
		{golemReply("ComponentDownloadFailed", "the file was not found"), false},
		{golemReply("RuntimeError", "not found"), false},
	} {
		server := serveCalls(t, func(int, *seenRequest) reply { return test.answer })
		client := dialDefault(t, server.url, runtime.WithoutRetry(), runtime.WithServerVersion("1.2.5"), runtime.WithVersionCheck(runtime.VersionCheckOff))
		if err := newShop(client, "w").ping(ctx); errors.Is(err, runtime.ErrNotFound) != test.want || err == nil {
			t.Errorf("%v: got %v", test.answer, err)
		}
	}
}

// TestNotCreated: only an error about the token has advice about who may create workers.
func TestNotCreated(t *testing.T) {
	for status, want := range map[int]bool{http.StatusForbidden: true, http.StatusUnprocessableEntity: false} {
		server := serve(t, func(_ int, r *seenRequest) reply {
			switch {
			case r.method == http.MethodPost:
				return reply{status: status}
			case strings.Contains(r.path, "/workers/"):
				return jsonReply(404, noWorker)
			}
			return jsonReply(200, latestShop0)
		})
		err := newShop(dialDefault(t, server.url, runtime.WithServerVersion("1.2.5")), "w").ping(ctx)
		if err == nil || !strings.Contains(err.Error(), "it could not be created") || strings.Contains(err.Error(), "see VersionCheckOff") != want {
			t.Errorf("%d: got %v", status, err)
		}
	}
}
