package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// agentCaller calls one of the recorded agents in the environment dev.
type agentCaller struct {
	t     *testing.T
	s     *Server
	agent string // Counter("a")
}

// do calls a method with values as JSON and returns the answer in short form. more are
// further members of the request.
func (c agentCaller) do(method, values string, more ...string) string {
	c.t.Helper()
	_, text := c.ask(method, values, more...)
	return text
}

func (c agentCaller) ask(method, values string, more ...string) (status int, text string) {
	c.t.Helper()
	name, parameters, _ := strings.Cut(strings.TrimSuffix(c.agent, ")"), "(")
	body := fmt.Sprintf(`{"mode":"await","appName":"g15-app","envName":"dev","agentTypeName":%q,"parameters":%s,"methodName":%q,"methodParameters":%s`,
		name, tuple(parameters), method, tuple(values))
	for _, m := range more {
		body += "," + m
	}
	body += "}"
	status, _, text = sendAgent(c.t, c.s, Exchange{Method: http.MethodPost, Path: invokeAgentPath, Request: &body})
	return status, fmt.Sprint(status, " ", readableResponse(text))
}

func tuple(values string) string {
	var list []json.RawMessage
	if err := json.Unmarshal([]byte("["+values+"]"), &list); err != nil {
		panic(err)
	}
	for i, v := range list {
		list[i] = json.RawMessage(`{"type":"ComponentModel","value":` + string(v) + `}`)
	}
	return `{"type":"Tuple","elements":` + string(quoted(list)) + `}`
}

// get sends a request without a body to a path of the server.
func (c agentCaller) get(method, path string) string {
	c.t.Helper()
	status, _, text := sendAgent(c.t, c.s, Exchange{Method: method, Path: path})
	return fmt.Sprint(status, " ", text)
}

// counters returns a server with the recorded agents and a caller of Counter("a").
func counters(t *testing.T, opts ...Option) (*Server, *Deployment, agentCaller) {
	s := NewServer(t, append(opts, Quiet())...)
	return s, deployRecorded(s, "dev", 1), agentCaller{t, s, `Counter("a")`}
}

const counterPath = "/v1/components/01a22040-4146-7230-891d-cecb5eeeaec9/workers/Counter(%22a%22)"

// TestAgentKeyWhileRunning sends a key again while its call runs and while it waits.
func TestAgentKeyWhileRunning(t *testing.T) {
	s, _, call := counters(t)
	gate := s.Hold("Counter.increment", `Counter("a")`)
	trigger := func(key string) {
		want(t, key, call.do("increment", "1", `"mode":"schedule"`, `"idempotencyKey":"`+key+`"`), `200 Counter("a")`)
	}
	trigger("first")
	if in := gate.Wait(); in.Name != "Counter.increment" || in.IdempotencyKey != "first" || in.Worker != `Counter("a")` {
		t.Errorf("the gate holds %+v", in)
	}
	trigger("second")
	for _, key := range []string{"first", "second", "first", "second"} {
		trigger(key)
	}
	status := call.get(http.MethodGet, counterPath)
	if !strings.Contains(status, `"status":"Running"`) || !strings.Contains(status, `"pendingInvocationCount":1`) {
		t.Errorf("the agent is %s", status)
	}
	gate.Open()
	want(t, "the count", call.do("get", ""), `200 Counter("a") (2) revision 0`)
	want(t, "the key when its call has ended", call.do("increment", "1", `"idempotencyKey":"first"`), `200 Counter("a") (1) revision 0`)
}

func TestAgentCancel(t *testing.T) {
	s, _, call := counters(t)
	gate := s.Hold("", "")
	call.do("increment", "1", `"mode":"schedule"`, `"idempotencyKey":"runs"`)
	gate.Wait()
	call.do("increment", "10", `"mode":"schedule"`, `"idempotencyKey":"waits"`)
	cancel := func(key string) string { return call.get(http.MethodDelete, counterPath+"/invocations/"+key) }
	want(t, "one that waits", cancel("waits"), `200 {"canceled":true}`)
	want(t, "one that runs", cancel("runs"), `200 {"canceled":false}`)
	want(t, "none", cancel("none"), `500 {"code":"INTERNAL_UNKNOWN","error":"Invalid request: Invocation not found","workerError":null}`)
	gate.Open()
	want(t, "the count", call.do("get", ""), `200 Counter("a") (1) revision 0`)
}

// TestUpdateAndRollback moves agents between two revisions.
func TestUpdateAndRollback(t *testing.T) {
	s, first, _ := counters(t)
	old := agentCaller{t, s, `Drifting("old")`}
	want(t, "before", old.do("whichRevision", ""), `200 Drifting("old") (1) revision 0`)
	second := deployRecorded(s, "dev", 2)
	if first.Revision() != 0 || second.Revision() != 1 || second.AgentType("Drifting").ComponentRevision != 1 {
		t.Errorf("deployments %d and %d", first.Revision(), second.Revision())
	}
	want(t, "an old agent", old.do("whichRevision", ""), `200 Drifting("old") (1) revision 0`)
	want(t, "a new agent", agentCaller{t, s, `Drifting("new")`}.do("whichRevision", ""), `200 Drifting("new") (2) revision 1`)
	first.Activate()
	want(t, "a new agent after the rollback", agentCaller{t, s, `Drifting("newer")`}.do("whichRevision", ""), `200 Drifting("newer") (1) revision 0`)
	if err := second.UpdateAgent(`Drifting( "old" )`); err == nil {
		t.Error("an agent was updated that would have answered otherwise")
	}
	want(t, "an agent whose update has failed", old.do("whichRevision", ""), `200 Drifting("old") (1) revision 0`)
	second.DeleteAgent(`Drifting("old")`)
	want(t, "an agent that was deleted", old.do("stable", "7"), `200 Drifting("old") (7) revision 0`)
	if err := second.UpdateAgent(`Drifting( "old" )`); err != nil {
		t.Error(err)
	}
	want(t, "an agent that was updated", old.do("whichRevision", ""), `200 Drifting("old") (2) revision 1`)
	path := strings.Replace(counterPath, `Counter(%22a%22)`, `Drifting(%22newest%22)`, 1)
	agentCaller{t, s, `Drifting("newest")`}.do("stable", "1")
	body := `{"mode":"automatic","targetRevision":1}`
	if status, _, text := sendAgent(t, s, Exchange{Method: http.MethodPost, Path: path + "/update", Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}}); status != 200 || text != "{}" {
		t.Errorf("update: %d %s", status, text)
	}
	if text := old.get(http.MethodGet, path); !strings.Contains(text, `"componentRevision":1`) || !strings.Contains(text, `"type":"SuccessfulUpdate"`) {
		t.Errorf("after the update: %s", text)
	}
}

// TestAgentFaults injects faults for a method and for the id of an agent.
func TestAgentFaults(t *testing.T) {
	s, _, call := counters(t)
	late := &Fault{Function: "Counter.increment", Worker: `Counter("a")`, Kind: LateCopy, Call: 1}
	lost := &Fault{Function: "Counter.get", Kind: BadGateway, Times: 1}
	s.Inject(late, lost)
	want(t, "another agent", agentCaller{t, s, `Counter("b")`}.do("increment", "1"), `200 Counter("b") (1) revision 0`)
	want(t, "the call", call.do("increment", "1"), `200 Counter("a") (1) revision 0`)
	if status, _ := call.ask("get", ""); status != http.StatusBadGateway {
		t.Errorf("got %d", status)
	}
	if n := late.Deliver(); n != 1 || late.Struck() != 1 || lost.Struck() != 1 {
		t.Errorf("delivered %d, struck %d and %d", n, late.Struck(), lost.Struck())
	}
	s.Settle()
	want(t, "after the copy", call.do("get", ""), `200 Counter("a") (2) revision 0`)
	var lines []string
	for _, x := range s.Exchanges() {
		lines = append(lines, x.String())
	}
	want(t, "a readable exchange", lines[1], `POST Counter("a").increment(1) → 200 Counter("a") (1) revision 0  (fault: late copy)`)
	want(t, "the copy", lines[3], `POST Counter("a").increment(1) enqueued → 200 Counter("a")  (fault: late copy)`)
}

// TestHang gives up a call that the server never answers.
func TestHang(t *testing.T) {
	s, _, call := counters(t)
	hang := &Fault{Function: "Counter.increment", Kind: Hang, Times: 1}
	s.Inject(hang)
	ctx, cancel := context.WithCancel(t.Context())
	body := `{"mode":"await","appName":"g15-app","envName":"dev","agentTypeName":"Counter","parameters":` + tuple(`"a"`) + `,"methodName":"increment","methodParameters":` + tuple("1") + "}"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+invokeAgentPath, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(r)
		done <- err
	}()
	for hang.Struck() == 0 {
		runtime.Gosched()
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	want(t, "the count", call.do("get", ""), `200 Counter("a") (0) revision 0`)
}

// TestAgentScripts scripts results and traps, and reads the configuration of agents.
func TestAgentScripts(t *testing.T) {
	s, d, call := counters(t)
	d.Answer("Counter.get", "5", "6")
	d.Trap("Counter.get", "no power")
	want(t, "first", call.do("get", ""), `200 Counter("a") (5) revision 0`)
	want(t, "second", call.do("get", ""), `200 Counter("a") (6) revision 0`)
	failed := `{"code":"INTERNAL_%s","error":"%s","workerError":{"cause":"no power","stderr":""}}`
	want(t, "third", call.do("get", ""), "500 "+fmt.Sprintf(failed, "AGENT_EXECUTION_FAILED", "Invocation Failed"))
	want(t, "later", call.do("increment", "1"), "500 "+fmt.Sprintf(failed, "PREVIOUS_INVOCATION_FAILED", "Previous Invocation Failed"))
	if text := call.get(http.MethodGet, counterPath); !strings.Contains(text, `"status":"Failed"`) || !strings.Contains(text, `"lastError":"no power"`) {
		t.Errorf("a failed agent: %s", text)
	}
	told := &failing{TB: t}
	s.t = told
	d.Answer("Media.unstructuredPair", `[{"type":"Inline","data":"x"}]`)
	agentCaller{t, s, `Media("m")`}.do("unstructuredPair", "")
	d.Answer("Counter.which", `7`)
	agentCaller{t, s, `Counter("b")`}.do("which", "")
	s.t = t
	if len(told.errors) != 2 || !strings.Contains(told.errors[0], "expected an array of 2 values") || !strings.Contains(told.errors[1], "expected string, found number") {
		t.Errorf("told %q", told.errors)
	}
}

// TestDeployUnchanged deploys the same revision again. Both deployments have the same
// agents, and handlers that are set on one apply to the other.
func TestDeployUnchanged(t *testing.T) {
	s, first, call := counters(t)
	again := deployRecorded(s, "dev", 1)
	again.Answer("Counter.get", "5")
	want(t, "an answer", call.do("get", ""), `200 Counter("a") (5) revision 0`)
	first.HandleFunc("Counter.get", func(context.Context, *Invocation) (json.RawMessage, error) { return json.RawMessage("6"), nil })
	want(t, "a function", call.do("get", ""), `200 Counter("a") (6) revision 0`)
	again.HandleAgent("Counter", func(c *Invocation) (Handler, error) {
		if c.Phantom() != "" || InvocationFrom(c.Context()) != c {
			t.Errorf("phantom %q, call %p", c.Phantom(), InvocationFrom(c.Context()))
		}
		return HandlerFunc(func(context.Context, *Invocation) (json.RawMessage, error) { return json.RawMessage(`"new"`), nil }), nil
	})
	call.agent = `Counter("b")`
	want(t, "a new agent", call.do("which", ""), `200 Counter("b") ("new") revision 0`)
}

// TestDeployUnchangedWhileRunning deploys the same revision again while calls run. The race detector
// finds a revision that changes under its agents.
func TestDeployUnchangedWhileRunning(t *testing.T) {
	s, first, call := counters(t)
	first.Answer("Counter.get", "5")
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 5 {
				want(t, "an answer", call.do("get", ""), `200 Counter("a") (5) revision 0`)
				deployRecorded(s, "dev", 1)
			}
		})
	}
	wg.Wait()
}

func TestPhantomOfInvocation(t *testing.T) {
	const phantom = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
	s, d, call := counters(t)
	var seen []string
	see := func(c *Invocation) { seen = append(seen, c.Phantom()) }
	for _, name := range []string{"Counter", "EphemeralCounter"} {
		d.HandleAgent(name, func(c *Invocation) (Handler, error) { see(c); return nil, nil })
		d.HandleFunc(name+".get", func(_ context.Context, c *Invocation) (json.RawMessage, error) {
			see(c)
			return json.RawMessage("1"), nil
		})
	}
	call.do("get", "", `"phantomId":"`+phantom+`"`)
	agentCaller{t, s, `EphemeralCounter("a")`}.do("get", "")
	agentCaller{t, s, `Counter("a)[b]")`}.do("get", "")
	want(t, "phantoms", fmt.Sprint(seen), fmt.Sprint([]string{phantom, phantom, ephemeralPhantom, ephemeralPhantom, "", ""}))
	if got := (&Invocation{Worker: "cart(1)[" + phantom + "]"}).Phantom(); got != "" {
		t.Errorf("the phantom id of a worker is %q", got)
	}
	if c := new(Invocation); InvocationFrom(c.Context()) != c {
		t.Error("a call that the server did not make has another context")
	}
}

const ephemeralPhantom = "00000001-0000-4000-8000-000000000000"
