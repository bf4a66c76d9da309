package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// TestAgentRefusals checks which calls are not sent, and the reasons. Servers leave
// languages and media types to the agent, which is lost if it cannot take them.
func TestAgentRefusals(t *testing.T) {
	ctx := context.Background()
	client := dialAgents(t, "http://127.0.0.1:1")
	media := agentTypeOf("Media", byName)
	said := &stub.Function{Name: "say", Parameters: []stub.Parameter{{Name: "text", Element: wire.UnstructuredText}}}
	shown := &stub.Function{Name: "show", Parameters: []stub.Parameter{{Name: "image", Element: wire.UnstructuredBinary}}}
	mixed := &stub.Function{Name: "mix", Multimodal: true, Parameters: []stub.Parameter{parameter("text", typeStr), {Name: "image", Element: wire.UnstructuredBinary}}}
	png := runtime.InlineBinary([]byte{1}, "image/png")
	for _, c := range []struct {
		fn   *stub.Function
		put  func(c *stub.Call)
		want string
	}{
		{said, func(c *stub.Call) { c.PutTextIn(runtime.InlineText("bonjour", "fr"), "en", "de") }, "text: the agent does not take a text in this language: expected en or de, found fr"},
		{said, func(c *stub.Call) { c.PutTextIn(runtime.InlineText("bonjour", ""), "en") }, "expected en, found none"},
		{said, func(c *stub.Call) { c.PutText(runtime.InlineText("\xff", "")) }, "text.data: not valid UTF-8"},
		{shown, func(c *stub.Call) { c.PutBinaryOf(runtime.InlineBinary(nil, "image/gif"), "image/png") }, "image: the agent does not take data of this type: expected image/png, found image/gif"},
		{shown, func(c *stub.Call) { c.PutBinary(runtime.Binary{}) }, "inline data needs a MIME type"},
		{mixed, func(c *stub.Call) { c.FailPart(1) }, "cannot encode part 2: the part is nil (nothing was sent)"},
		{mixed, func(c *stub.Call) { c.Buffer = wire.AppendBinary(c.Part(1), &c.Encoder, &png) }, `expected "text", "image", found "image"`},
		{mixed, func(c *stub.Call) {
			c.Buffer = wire.AppendBinary(c.Part(1), &c.Encoder, &png)
			c.Buffer = wire.AppendBinary(c.Part(1), &c.Encoder, &png)
		}, `expected "text", "image", found "image", "image"`},
		{said, func(*stub.Call) {}, "wrote 0 parameters"},
	} {
		call := newCounterOf(media, client, "m").target.Begin(c.fn, nil)
		c.put(call)
		err := call.Await(ctx)
		if runtime.OutcomeOf(err) != runtime.OutcomeRefused || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
	for _, year := range []int{-1, 10000} {
		_, err := newCounter(client, "c").schedule(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)).increment(ctx, 1)
		if runtime.OutcomeOf(err) != runtime.OutcomeRefused || !strings.Contains(err.Error(), fmt.Sprintf("scheduled for the year %d: give a time in the years 0 to 9999", year)) {
			t.Errorf("got %v", err)
		}
	}
	long := newCounter(client, strings.Repeat("x", 502))
	if _, err := long.get(ctx); !strings.Contains(fmt.Sprint(err), "513 bytes, and 512 is the most") {
		t.Errorf("got %v", err)
	}
	if fits := newCounter(client, strings.Repeat("x", 501)); len(fits.ID()) != 512 {
		t.Errorf("got %d bytes", len(fits.ID()))
	}
	for _, a := range []*handCounter{newCounter(nil, "x"), newCounter(new(runtime.Client), "x"), newCounter(client, "x", nil)} {
		if _, err := a.get(ctx); runtime.OutcomeOf(err) != runtime.OutcomeRefused {
			t.Errorf("got %v", err)
		}
	}
}

// failing returns the URL of a server that answers calls of agents with the given answers,
// each a status and a body. It repeats the last one.
func failing(t *testing.T, answers ...string) (url string, requests func() []string) {
	var mu sync.Mutex
	var keys []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		answer := answers[min(len(keys), len(answers)-1)]
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		var status int
		_, body, _ := strings.Cut(answer, " ")
		_, _ = fmt.Sscan(answer, &status)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return keys
	}
}

const counted = `200 {"agentId":{"agentId":"Counter(\"a\")","componentId":"01a22040-4146-7230-891d-cecb5eeeaec9"},"componentRevision":0,"result":{"elements":[{"type":"ComponentModel","value":3}],"type":"Tuple"}}`

// TestAgentAnswersDiffer answers calls in the name of other agents. The client remembers
// the text before the result of an answer, and must still check the agent that the next
// answer names.
func TestAgentAnswersDiffer(t *testing.T) {
	ctx := context.Background()
	url, _ := failing(t, counted, counted, counted, strings.Replace(counted, `\"a\"`, `\"b\"`, 1), counted)
	counter := newCounter(dialAgents(t, url), "a")
	for i := range 5 {
		n, err := counter.increment(ctx, 1)
		switch {
		case i == 3 && (!errors.Is(err, runtime.ErrDrift) || !strings.Contains(err.Error(), `Counter(\"b\")`)):
			t.Errorf("answer of another agent: got %v", err)
		case i != 3 && (err != nil || n != 3):
			t.Errorf("call %d: got %d, %v", i, n, err)
		}
	}
}

func TestAgentRetries(t *testing.T) {
	ctx := context.Background()
	retry := runtime.RetryPolicy{Attempts: 3, Statuses: []int{500}}
	rejected := `500 {"code":"INTERNAL_UNKNOWN","error":"Invalid request: Method 'get': expected 1 parameters, got 0","workerError":null}`
	for _, c := range []struct {
		name    string
		kind    *stub.AgentType
		answers []string
		calls   int
		want    error
	}{
		{"too busy", agentCounter, []string{"503 {}", counted}, 2, nil},
		{"no executor for a moment", agentCounter, []string{`500 {"code":"INTERNAL_ROUTING_FAILURE","error":"x","workerError":null}`, counted}, 2, nil},
		{"an answer cut behind a bracket", agentCounter, []string{strings.TrimSuffix(counted, `],"type":"Tuple"}}`), counted}, 2, nil},
		{"rejected by the executor", agentCounter, []string{rejected}, 1, runtime.ErrDrift},
		{"an ephemeral type", agentEphemeral, []string{"503 {}"}, 1, runtime.ErrNotReady},
		{"a quota", agentCounter, []string{`422 {"code":"LIMIT_EXCEEDED","error":"too many"}`}, 1, runtime.ErrLimitExceeded},
	} {
		url, requests := failing(t, c.answers...)
		_, err := newCounterOf(c.kind, dialAgents(t, url, runtime.WithRetry(retry)), "a").get(ctx)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		keys := requests()
		if len(keys) != c.calls || keys[0] == "" || keys[0] != keys[len(keys)-1] {
			t.Errorf("%s: keys %v, want %d requests", c.name, keys, c.calls)
		}
	}
}

// TestAgentFailures checks the errors of failed agents, with their cause and stderr. A
// failed call of an ephemeral type loses no agent.
func TestAgentFailures(t *testing.T) {
	ctx := context.Background()
	const trapped = `500 {"code":"INTERNAL_AGENT_EXECUTION_FAILED","error":"Invocation Failed","workerError":{"cause":"wasm trap","stderr":"boom"}}`
	url, _ := failing(t, trapped)
	_, err := newCounter(dialAgents(t, url), "a").get(ctx)
	var status *runtime.StatusError
	if !errors.As(err, &status) || !errors.Is(err, runtime.ErrWorkerLost) {
		t.Fatalf("got %v", err)
	}
	check(t, "error", []string{status.Type, status.Cause, status.Stderr}, []string{"INTERNAL_AGENT_EXECUTION_FAILED", "wasm trap", "boom"})
	_, err = newCounterOf(agentEphemeral, dialAgents(t, url), "a").get(ctx)
	if errors.Is(err, runtime.ErrWorkerLost) || !strings.Contains(err.Error(), "nothing of it is kept") {
		t.Errorf("ephemeral: got %v", err)
	}
}

type agentTransport func(*http.Request) (*http.Response, error)

func (f agentTransport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestAgentTimeout checks the default time limit of calls, and the options that change it.
func TestAgentTimeout(t *testing.T) {
	url, _ := failing(t, counted)
	for _, c := range []struct {
		opts []runtime.ClientOption
		want time.Duration
	}{
		{nil, runtime.DefaultAgentTimeout},
		{[]runtime.ClientOption{runtime.WithTimeout(time.Hour)}, time.Hour},
		{[]runtime.ClientOption{runtime.WithTimeout(0)}, 0},
	} {
		var left time.Duration
		deadline := runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
			if at, ok := r.Context().Deadline(); ok {
				left = time.Until(at)
			}
			return http.DefaultTransport.RoundTrip(r)
		}))
		_, err := newCounter(dialAgents(t, url, append(c.opts, deadline)...), "a").get(context.Background())
		check(t, "call", err, nil)
		if left > c.want || left < c.want-time.Minute {
			t.Errorf("got %v, want %v", left, c.want)
		}
	}
}

// TestAgentInterceptor checks that interceptors work for agents as for workers, and may
// make a call twice at once.
func TestAgentInterceptor(t *testing.T) {
	url, requests := failing(t, counted)
	var info runtime.CallInfo
	twice := func(next runtime.CallFunc) runtime.CallFunc {
		return func(ctx context.Context, i *runtime.CallInfo) error {
			info = *i
			done := make(chan error)
			go func() { done <- next(ctx, i) }()
			err := next(ctx, i)
			return errors.Join(err, <-done)
		}
	}
	n, err := newCounter(dialAgents(t, url, runtime.WithInterceptor(twice)), "a").increment(context.Background(), 1)
	check(t, "error", err, nil)
	check(t, "result", n, uint64(3))
	check(t, "requests", len(requests()), 2)
	check(t, "callee", []string{info.Callee.Kind, info.Callee.Service, info.Callee.Instance, info.Function}, []string{"agent", "Counter", `Counter("a")`, "increment"})
}

// TestAgentAllocations limits the allocations of a call that is not the first one.
func TestAgentAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	ctx := context.Background()
	s := serveAgents(t, deployment(account()))
	s.agents[aliceID] = 0
	answer := strings.TrimPrefix(strings.ReplaceAll(strings.ReplaceAll(counted, `Counter(\"a\")`, `Account(\"alice\",v1)`), recordedComponent, agentComponent), "200 ")
	fixed := runtime.WithTransport(agentTransport(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path != "/v1/agents/invoke-agent" {
			return http.DefaultTransport.RoundTrip(r)
		}
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(answer)), ContentLength: int64(len(answer)),
		}, nil
	}))
	a := newAccount(accountType(0), dialDefault(t, s.URL, fixed), "alice")
	check(t, "first", a.move(ctx), nil)
	if got := testing.AllocsPerRun(100, func() { _ = a.move(ctx) }); got > 15 { // as many as for a worker
		t.Errorf("got %v allocations", got)
	}
}
