package runtime_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// TestQuestionsAfterFailure scripts the answers to the questions about a call whose attempts fail.
func TestQuestionsAfterFailure(t *testing.T) {
	const (
		running = `{"componentVersion":0,"status":"Running"}`
		bornA   = `{"componentVersion":0,"status":"Idle","createdAt":"2026-01-01T00:00:00Z"}`
		bornB   = `{"componentVersion":0,"status":"Idle","createdAt":"2026-01-01T00:00:01Z"}`
		pending = `{"componentVersion":0,"status":"Idle","updates":[{"type":"pendingUpdate","targetVersion":1}]}`
		ended   = `{"entries":[{"oplogIndex":1,"entry":{"type":"ExportedFunctionInvoked","idempotencyKey":"k"}},` +
			`{"oplogIndex":2,"entry":{"type":"ExportedFunctionCompleted"}}],"lastIndex":2}`
	)
	forbidden, unavailable := reply{status: http.StatusForbidden}, reply{status: http.StatusServiceUnavailable}
	is := func(text string) func(int) reply { return func(int) reply { return jsonReply(200, text) } }
	for name, test := range map[string]struct {
		opts   []runtime.ClientOption
		fails  int                  // status of the attempts that fail
		times  int                  // number of these attempts
		worker func(sent int) reply // to questions about the worker, after so many attempts
		oplog  func(n int) reply    // to the n-th question about the oplog
		sent   int
		want   string // in the error, "" for none
	}{
		"the oplog fails once": {
			fails: 503, times: 1, worker: is(running), sent: 2,
			oplog: func(n int) reply {
				if n == 1 {
					return unavailable
				}
				return jsonReply(200, ended)
			},
		},
		"the oplog fails always":    {fails: 503, times: 1, worker: is(running), oplog: func(int) reply { return unavailable }, sent: 1, want: "503"},
		"the oplog may not be read": {fails: 502, times: 2, worker: is(worker0), oplog: func(int) reply { return forbidden }, sent: 3},
		"the call makes the worker": {opts: []runtime.ClientOption{runtime.WithVersionCheck(runtime.VersionCheckOff)}, fails: 503, times: 1, worker: func(int) reply { return jsonReply(404, noWorker) }, sent: 2},
		"made anew after two of them": {
			fails: 503, times: 2, sent: 2, want: "the worker was deleted meanwhile",
			worker: func(sent int) reply {
				if sent < 2 {
					return jsonReply(200, bornA)
				}
				return jsonReply(200, bornB)
			},
		},
		"an update becomes pending": {
			fails: 503, times: 1, sent: 1, want: "an update of the worker to version 1 is pending",
			worker: func(sent int) reply {
				if sent == 0 {
					return jsonReply(200, worker0)
				}
				return jsonReply(200, pending)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			sent, asked, oplogs := 0, 0, 0
			server := serve(t, func(_ int, r *seenRequest) reply {
				if asked++; asked > 40 {
					t.Error("asks without an end")
					return forbidden
				}
				switch {
				case strings.Contains(r.path, "/versions/"):
					return jsonReply(200, string(bankVersion(shopComponent.ID, 1, "Durable", "f")))
				case strings.Contains(r.path, "/oplog"):
					oplogs++
					return test.oplog(oplogs)
				case r.method == http.MethodGet:
					return test.worker(sent)
				}
				if sent++; sent <= test.times {
					return reply{status: test.fails}
				}
				return jsonReply(200, voidAnswer)
			})
			client := dialDefault(t, server.url, append(test.opts, quick, runtime.WithServerVersion("1.2.5"))...)
			err := newShop(client, "w").ping(ctx, runtime.WithIdempotencyKey("k"))
			check(t, "attempts", sent, test.sent)
			if test.want == "" {
				check(t, "call", err, nil)
			} else if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want: %s", err, test.want)
			}
		})
	}
}

// TestVersionOfLastQuestion updates a worker while a call fails. The new version takes that call and
// no others, which the client learns from its question about the call.
func TestVersionOfLastQuestion(t *testing.T) {
	worker, sent := worker0, 0
	server := serve(t, func(_ int, r *seenRequest) reply {
		switch {
		case strings.Contains(r.path, "/versions/"):
			return jsonReply(200, string(bankVersion(bankID, 1, "Durable", "f")))
		case r.method == http.MethodGet:
			return jsonReply(200, worker)
		}
		if sent++; sent == 1 {
			worker = worker1
			return reply{status: http.StatusServiceUnavailable}
		}
		return jsonReply(200, voidAnswer)
	})
	client := dialDefault(t, server.url, quick, runtime.WithServerVersion("1.2.5"))
	w := stub.TargetOf(stub.NewWorker(client, &bankComponent, "w"))
	check(t, "the call that fails", callBank(w, nil), nil)
	err := w.Begin(&stub.Function{Name: "g"}, nil).Await(ctx)
	var drift *runtime.DriftError
	if !errors.As(err, &drift) || drift.Sent || sent != 2 {
		t.Errorf("sent %d: got %v", sent, err)
	}
}

// TestCreationTimeUnknown: before a call that makes resources, a client that checks each call asks
// when its worker was made. Without an answer it does not send the call.
func TestCreationTimeUnknown(t *testing.T) {
	server := serveStock(t)
	lookedUp := 0
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/workers/w") {
			if lookedUp++; lookedUp == 2 {
				return badAnswer(http.StatusForbidden, `{"error":"not permitted"}`)()
			}
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	s := newShop(dialDefault(t, server.URL, runtime.WithTransport(transport), runtime.WithVersionCheck(runtime.VersionCheckEveryCall)), "w")
	_, err := s.open(ctx, "Paris")
	var call *runtime.CallError
	if !errors.Is(err, runtime.ErrUnauthorized) || !errors.As(err, &call) || call.MayHaveRun() {
		t.Errorf("got %v", err)
	}
	check(t, "made", server.made, 0)
	check(t, "again", second(s.open(ctx, "Paris")), nil)
}
