package runtime_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// failsOnce is a transport that lets one request fail.
type failsOnce struct {
	at   int // number of that request, from 1 on; 0 for none
	with func() (*http.Response, error)

	mu   sync.Mutex
	seen []string // kinds of the requests, see requestKind
}

func (f *failsOnce) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.seen = append(f.seen, requestKind(r))
	fails := len(f.seen) == f.at
	f.mu.Unlock()
	if fails {
		return f.with()
	}
	return http.DefaultTransport.RoundTrip(r)
}

// requestKind returns "call", "delete", or the method and the path of a question. A request that
// makes a worker or an agent before a call counts as a question.
func requestKind(r *http.Request) string {
	switch {
	case keyOf(r) != "":
		return "call"
	case r.Method == http.MethodDelete:
		return "delete"
	}
	return r.Method + " " + r.URL.Path
}

// questionFault is a way in which a question fails.
type questionFault struct {
	with   func() (*http.Response, error)
	text   string // that the error of the call quotes
	passes bool   // the question may be answered later
}

func badAnswer(status int, text string) func() (*http.Response, error) {
	return func() (*http.Response, error) {
		return &http.Response{StatusCode: status, ContentLength: int64(len(text)), Body: io.NopCloser(strings.NewReader(text)), Header: jsonHeader}, nil
	}
}

var questionFaults = map[string]questionFault{
	"forbidden":      {badAnswer(http.StatusForbidden, `{"error":"not permitted"}`), "not permitted", false},
	"unavailable":    {badAnswer(http.StatusServiceUnavailable, `{"error":"not now"}`), "not now", true},
	"no connection":  {func() (*http.Response, error) { return nil, errors.New("the cable is cut") }, "the cable is cut", true},
	"invalid JSON":   {badAnswer(http.StatusOK, `{"a":}`), "read", false},
	"nothing in it":  {badAnswer(http.StatusOK, `{}`), "", false},
	"another object": {badAnswer(http.StatusOK, `{"agentType":{},"metadata":{"agentTypes":[{}]},"versionedComponentId":{},"agentId":{}}`), "", false},
}

// questionCase is a call, or a delete, that works if all questions are answered.
type questionCase struct {
	name      string
	questions int
	world     func(t *testing.T, f *failsOnce) (try func() error) // try sends its requests through f
}

// TestFailedQuestions lets each question of the client fail, in turn and in several ways. If it comes
// before the call, the call is not sent. If it comes after the call, the error says that it was run.
func TestFailedQuestions(t *testing.T) {
	t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
	for _, c := range append(workerQuestions(), agentQuestions()...) {
		t.Run(c.name, func(t *testing.T) {
			all := new(failsOnce)
			if err := c.world(t, all)(); err != nil {
				t.Fatalf("without a fault: %v", err)
			}
			questions := 0
			for i, kind := range all.seen {
				if kind == "call" || kind == "delete" {
					continue
				}
				questions++
				for name, fault := range questionFaults {
					t.Run(kind+"/"+name, func(t *testing.T) {
						f := &failsOnce{at: i + 1, with: fault.with}
						checkFailedQuestion(t, c.world(t, f)(), f, fault)
					})
				}
			}
			check(t, "questions", questions, c.questions)
		})
	}
}

func checkFailedQuestion(t *testing.T, err error, f *failsOnce, fault questionFault) {
	t.Helper()
	if f.seen[f.at-1] == "GET /version" && !fault.passes {
		check(t, "a server that does not tell its version", err, nil)
		return
	}
	var call *runtime.CallError
	if !errors.As(err, &call) || !strings.Contains(err.Error(), fault.text) || fault.passes && errors.Is(err, runtime.ErrDrift) {
		t.Errorf("got %v", err)
		return
	}
	if slices.Contains(f.seen[:f.at], "call") {
		if !strings.Contains(err.Error(), "the call was run") || call.Attempts != 1 || call.Callee.Ephemeral && runtime.IsRetryable(err) {
			t.Errorf("after the call: got %v, %d attempts", err, call.Attempts)
		}
		return
	}
	if slices.Contains(f.seen, "call") || slices.Contains(f.seen, "delete") || strings.Contains(err.Error(), "was run") || call.MayHaveRun() {
		t.Errorf("before the call: got %v, may have run: %v, requests %q", err, call.MayHaveRun(), f.seen)
	}
	if runtime.IsRetryable(err) != fault.passes {
		t.Errorf("retryable: %v: %v", !fault.passes, err)
	}
}

// workerQuestions are calls of a component whose later versions take the call as version 0 does.
func workerQuestions() []questionCase {
	parameters := []stub.Parameter{str("from"), str("to")}
	version := func(server *golemtest.Server, n int, kind string) *golemtest.Component {
		c := server.AddComponent(bankVersion(bankID, n, kind, "f", parameters...))
		new(ran).handle(c)
		return c
	}
	// exists makes a worker of version 1. uploads makes two versions while the call is on its way.
	in := func(name string, questions int, kind string, exists, nameless, uploads bool) questionCase {
		return questionCase{name, questions, func(t *testing.T, f *failsOnce) func() error {
			server := golemtest.NewServer(t, golemtest.Version("1.2.5"), golemtest.Quiet())
			version(server, 0, kind)
			if exists {
				version(server, 1, kind).CreateWorker("w")
			}
			transport := roundTrip(func(r *http.Request) (*http.Response, error) {
				if uploads && requestKind(r) == "call" {
					version(server, 1, kind)
					defer version(server, 2, kind)
				}
				return f.RoundTrip(r)
			})
			client := dialDefault(t, server.URL, runtime.WithoutRetry(), runtime.WithTransport(transport))
			component := bankComponent
			component.Ephemeral = kind == "Ephemeral"
			w := stub.NewWorker(client, &component, "w")
			if nameless {
				w = stub.NewEphemeral(client, &component)
			}
			return func() error { return callBank(stub.TargetOf(w), parameters) }
		}}
	}
	return []questionCase{
		in("a new worker", 4, "Durable", false, false, false),
		in("a worker of another version", 3, "Durable", true, false, false),
		in("a new worker of an ephemeral component", 4, "Ephemeral", false, false, false),
		in("a worker of another version of an ephemeral component", 3, "Ephemeral", true, false, false),
		in("a worker without a name", 3, "Durable", false, true, false),
		in("uploads during a call without a name", 4, "Durable", false, true, true),
		{"a pending update", 2, func(t *testing.T, f *failsOnce) func() error {
			server := serve(t, func(_ int, r *seenRequest) reply {
				switch {
				case strings.Contains(r.path, "/versions/"):
					return jsonReply(200, string(bankVersion(bankID, 1, "Durable", "f", parameters...)))
				case r.method == http.MethodGet:
					return jsonReply(200, `{"componentVersion":0,"status":"Idle","updates":[{"type":"pendingUpdate","targetVersion":1}]}`)
				}
				return jsonReply(200, voidAnswer)
			})
			client := dialDefault(t, server.url, runtime.WithServerVersion("1.2.5"), runtime.WithoutRetry(), runtime.WithTransport(f))
			return func() error { return callBank(stub.TargetOf(stub.NewWorker(client, &bankComponent, "w")), parameters) }
		}},
		{"a server that counts revisions", 6, func(t *testing.T, f *failsOnce) func() error {
			server := newRevisionServer(t, 0, 0)
			client := dialDefault(t, server.url, runtime.WithServerVersion("1.4.2"), runtime.WithoutRetry(), runtime.WithTransport(f))
			return func() error { return newShop(client, "w").ping(context.Background()) }
		}},
	}
}

// agentQuestions are calls of agents, most of them after a deployment that takes the call as
// deployment 0 does.
func agentQuestions() []questionCase {
	ctx := context.Background()
	kind, former, short := accountType(0), accountType(0), accountType(0)
	former.ComponentID, short.Ephemeral = recordedComponent, true
	in := func(name string, questions int, kind *stub.AgentType, later *typeDocument, exists bool, try func(*handAccount) error, opts ...runtime.ClientOption) questionCase {
		return questionCase{name, questions, func(t *testing.T, f *failsOnce) func() error {
			document := account()
			if kind.Ephemeral {
				document, later = ephemeral(document), ephemeral(later)
			}
			s := serveAgents(t, deployment(document))
			s.deploy(deployment(later))
			if exists {
				s.agents[aliceID] = 0
			}
			opts := append([]runtime.ClientOption{runtime.WithoutRetry(), runtime.WithTransport(f)}, opts...)
			a := newAccount(kind, dialDefault(t, s.URL, opts...), "alice")
			if kind.Ephemeral {
				s.before = func(what string) {
					if what == "invoke" {
						s.deploy(deployment(later))
					}
				}
			}
			return func() error { return try(a) }
		}}
	}
	move := func(a *handAccount) error { return a.move(ctx) }
	enqueue := func(a *handAccount) error { return a.enqueue().move(ctx) }
	remove := func(a *handAccount) error { return a.Delete(ctx) }
	create := func(a *handAccount) error { return a.create(ctx) }
	swapped := changed(func(d *typeDocument) {
		d.methods["move"] = methodDocument{[]string{"to " + typeTier, "from " + typeTier}, typeU32}
	})
	theirs := runtime.WithAccount("owner@bank")
	return []questionCase{
		in("a new agent", 5, kind, account(), false, move),
		in("an agent of another revision", 4, kind, account(), true, move),
		in("an agent of the pinned deployment", 4, kind, swapped, true, move),
		in("an agent of a component that may be the former one", 6, former, account(), false, move),
		in("a new agent of another account", 3, kind, account(), false, move, theirs),
		in("an enqueued call of a new agent of another account", 4, kind, account(), false, enqueue, theirs),
		in("an agent for one call", 3, short, account(), false, move),
		in("an enqueued call of an agent for one call", 5, short, account(), false, enqueue),
		in("delete", 4, kind, account(), true, remove),
		in("create", 2, kind, account(), false, create),
	}
}
