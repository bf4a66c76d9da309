package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestCallStatus checks that the whole oplog is searched, and for exactly the key.
func TestCallStatus(t *testing.T) {
	ctx := context.Background()
	for _, version := range []string{"1.1.0", "1.2.5"} {
		w := newFateWorld(t, version)
		status := func(key string) runtime.CallStatus {
			t.Helper()
			s, err := w.shop.worker.CallStatus(ctx, key)
			check(t, "error", err, nil)
			s.Result = strings.ReplaceAll(s.Result, " ", "")
			return s
		}
		const remove = "acme:shop/cart@1.4.0.{remove-item}"
		check(t, "never", status("never"), runtime.CallStatus{State: runtime.CallNotReceived})
		for _, key := range []string{"order:7", `quoted "key" \`, "last"} {
			// The key of another call is a parameter here, which queries find as well.
			check(t, "other call", second(w.shop.remove(ctx, key, runtime.WithIdempotencyKey("other "+key))), nil)
			check(t, key, status(key), runtime.CallStatus{State: runtime.CallNotReceived})
			check(t, "call", second(w.shop.remove(ctx, "x", runtime.WithIdempotencyKey(key))), nil)
			got := status(key)
			check(t, "result", strings.Contains(got.Result, `"value":[{"ok":7}]`), true)
			got.Result = ""
			check(t, key, got, runtime.CallStatus{State: runtime.CallDone, Function: remove, Runs: 1})
		}
		// Searches of a hundred entries at a time sometimes miss the last one.
		for i := range 130 {
			key := "k" + strings.Repeat("x", i)
			gate := w.server.Hold("cart.remove-item", "w")
			check(t, "enqueue", second(w.shop.enqueuing().remove(ctx, "x", runtime.WithIdempotencyKey(key))), nil)
			gate.Wait()
			if i%10 == 0 {
				check(t, "enqueue", w.shop.enqueuing().ping(ctx, runtime.WithIdempotencyKey("p"+key)), nil)
				check(t, "waits", status("p"+key).State, runtime.CallWaiting)
			}
			check(t, "runs", status(key).State, runtime.CallRunning)
			gate.Open()
			w.server.Settle()
			check(t, "done", status(key).State, runtime.CallDone)
		}
		w.component.Trap("cart.total", "unreachable executed")
		_, _ = w.shop.total(ctx, runtime.WithIdempotencyKey("trap"))
		got := status("trap")
		if got.State != runtime.CallFailed || !strings.Contains(got.Reason, "unreachable executed") {
			t.Errorf("%s: got %+v", version, got)
		}
		if _, err := w.shop.worker.CallStatus(ctx, ""); err == nil {
			t.Error("no error without a key")
		}
		w.watcher.refuse = "/oplog"
		if _, err := w.shop.worker.CallStatus(ctx, "last"); !errors.Is(err, runtime.ErrUnauthorized) {
			t.Errorf("got %v", err)
		}
	}
}

// TestCallStatusRunTwice checks that the status of a call says that it ran twice, if copies
// of it arrived while it ran.
func TestCallStatusRunTwice(t *testing.T) {
	w := newFateWorld(t, "1.2.5")
	gate := w.server.Hold("cart.remove-item", "w")
	copied := &golemtest.Fault{Function: "cart.remove-item", Kind: golemtest.LateCopy, Call: 1}
	w.server.Inject(copied)
	ctx := context.Background()
	check(t, "enqueue", second(w.shop.enqueuing().remove(ctx, "x", runtime.WithIdempotencyKey("k"))), nil)
	gate.Wait()
	copied.Deliver()
	gate.Release()
	gate.Wait()
	s, err := w.shop.worker.CallStatus(ctx, "k")
	check(t, "while the copy runs", []any{s.State, s.Runs, err}, []any{runtime.CallRunning, 2, nil})
	gate.Open()
	w.server.Settle()
	s, err = w.shop.worker.CallStatus(ctx, "k")
	check(t, "afterwards", []any{s.State, s.Runs, err}, []any{runtime.CallDone, 2, nil})
}

// TestRecordedOplogs reads oplogs that were recorded from real servers.
func TestRecordedOplogs(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.5"} {
		exchanges, err := golemtest.ReadRecording(recording(t, version, "oplog"))
		if err != nil {
			t.Fatal(err)
		}
		full := map[string][]byte{}
		for _, x := range exchanges {
			path, query, _ := strings.Cut(x.Path, "?")
			if strings.HasSuffix(path, "/oplog") && query == "from=1&count=100" {
				full[path[strings.LastIndex(path, "/workers/")+9:len(path)-6]] = []byte(*x.Response)
			}
		}
		// The server answers each request for a part of the oplog with the whole oplog.
		client := dial(t, "http://localhost:1", runtime.WithServerVersion(version), runtime.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			name, oplog := strings.CutSuffix(r.URL.Path[strings.LastIndex(r.URL.Path, "/workers/")+9:], "/oplog")
			if !oplog {
				return answerWith(`{"componentVersion":0,"status":"Failed"}`), nil
			}
			return &http.Response{StatusCode: 200, Body: io.NopCloser(bytes.NewReader(full[name])), Header: jsonHeader}, nil
		})))
		for _, c := range []struct {
			worker, key string
			want        runtime.CallState
			result      string
		}{
			{"oplog-1", "key-first", runtime.CallDone, `"value":[1]`},
			{"oplog-1", "key-running", runtime.CallDone, `"value":[11]`},
			{"oplog-1", "key-waiting", runtime.CallDone, `"value":[111]`},
			{"oplog-1", "key-never", runtime.CallNotReceived, ""},
			{"oplog-2", "key-enqueued", runtime.CallDone, `"value":[5]`},
			{"oplog-3", "key-trap", runtime.CallFailed, ""},
		} {
			s, err := newShop(client, c.worker).worker.CallStatus(context.Background(), c.key)
			if err != nil || s.State != c.want || !strings.Contains(s.Result, c.result) || c.want == runtime.CallFailed && s.Reason == "" {
				t.Errorf("%s: %s: got %+v, %v", version, c.key, s, err)
			}
		}
	}
}

// TestOplogsWithoutEnd asks for a call whose oplog never ends: something on the way drops the query, or
// the worker is created again all the time.
func TestOplogsWithoutEnd(t *testing.T) {
	entries := strings.TrimSuffix(strings.Repeat(`{"oplogIndex":1,"entry":{"type":"NoOp"}},`, 100), ",")
	for name, test := range map[string]struct {
		first, later string // pages
		want         string
	}{
		"the same page":   {`{"entries":[` + entries + `],"lastIndex":300}`, `{"entries":[` + entries + `],"lastIndex":300}`, "has only entries before 300, which was asked for"},
		"a shorter oplog": {`{"entries":[],"lastIndex":300}`, `{"entries":[],"lastIndex":3}`, "it is created and deleted by others all the time"},
	} {
		server := serve(t, func(n int, r *seenRequest) reply {
			switch {
			case n > 20:
				return reply{status: http.StatusTeapot}
			case strings.Contains(r.path, "query="):
				return jsonReply(200, test.first)
			}
			return jsonReply(200, test.later)
		})
		_, err := newShop(dial(t, server.url, runtime.WithoutRetry()), "w").worker.CallStatus(context.Background(), "k")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want: %s", name, err, test.want)
		}
	}
}
