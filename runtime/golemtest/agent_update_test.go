package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// updatable is an agent with a count that records its calls.
type updatable struct {
	name    string // of the code
	count   uint64
	seen    *[]string
	refuses string // a value that the code does not accept
}

func (a *updatable) Invoke(_ context.Context, call *Invocation) (json.RawMessage, error) {
	*a.seen = append(*a.seen, fmt.Sprintf("%s.%s%s %v", a.name, call.Method.Name, call.Parameters, call.Replayed))
	if call.Method.Name == "increment" {
		if string(call.Parameters[0]) == a.refuses {
			panic("too much")
		}
		a.count += uint64(read[uint32](call, 0))
	}
	return quoted(a.count), nil
}

// movable is an updatable that saves and loads its count.
type movable struct{ updatable }

func (a *movable) SaveSnapshot(ctx context.Context) ([]byte, error) {
	if a.count == 13 {
		return nil, errors.New("the state cannot be saved")
	}
	return quoted(fmt.Sprintf("%s %d", InvocationFrom(ctx).Worker, a.count)), nil
}

func (a *movable) LoadSnapshot(ctx context.Context, snapshot []byte) error {
	var text string
	if err := json.Unmarshal(snapshot, &text); err != nil {
		return err
	}
	if a.refuses != "" {
		return errors.New("the state cannot be loaded")
	}
	_, err := fmt.Sscanf(text, InvocationFrom(ctx).Worker+" %d", &a.count)
	*a.seen = append(*a.seen, a.name+" loads "+text)
	return err
}

// nextRevision deploys the recorded agents as another revision. Nothing changes for
// Counter.
func nextRevision(s *Server, revision int) *Deployment {
	text := strings.Replace(string(recordedComponent(2)), `"revision":1`, fmt.Sprintf(`"revision":%d`, revision), 1)
	return s.Deploy([]byte(text), In("g15-app", "dev"))
}

func recordedComponent(version int) []byte {
	s, err := Start(Quiet())
	if err != nil {
		panic(err)
	}
	defer s.Close()
	return deployRecorded(s, "dev", version).types[0].revision.document
}

// TestUpdateRunsCallsAgain updates an agent that has a state. The next revision runs its
// calls again.
func TestUpdateRunsCallsAgain(t *testing.T) {
	s, first, call := counters(t)
	var seen []string
	play := func(d *Deployment, a Handler) {
		d.HandleAgent("Counter", func(c *Invocation) (Handler, error) {
			seen = append(seen, fmt.Sprintf("new %s%s %v", c.Worker, c.Parameters, c.Replayed))
			return a, nil
		})
	}
	expect := func(what string, lines ...string) {
		t.Helper()
		want(t, what, strings.Join(seen, "\n"), strings.Join(lines, "\n"))
		seen = nil
	}
	play(first, &updatable{name: "v1", seen: &seen})
	call.do("increment", "2")
	call.do("increment", "3", `"mode":"schedule"`)
	s.Settle()
	want(t, "before", call.do("get", ""), `200 Counter("a") (5) revision 0`)
	seen = nil

	second := nextRevision(s, 1)
	play(second, &updatable{name: "v2", seen: &seen})
	second.Answer("Counter.get", "77", "78")
	if err := second.UpdateAgent(call.agent); err != nil {
		t.Error(err)
	}
	expect("the update", `new Counter("a")["a"] true`, "v2.increment[2] true", "v2.increment[3] true")
	want(t, "an answer of the script", call.do("get", ""), `200 Counter("a") (77) revision 1`)
	want(t, "the state", call.do("increment", "1"), `200 Counter("a") (6) revision 1`)
	expect("a call", "v2.increment[1] false")

	third := nextRevision(s, 2)
	play(third, &updatable{name: "v3", seen: &seen, refuses: "3"})
	err := third.UpdateAgent(call.agent)
	want(t, "a trap", fmt.Sprint(err), "Automatic update failed: too much")
	expect("an update that fails", `new Counter("a")["a"] true`, "v3.increment[2] true", "v3.increment[3] true")
	want(t, "the state after it", call.do("increment", "1"), `200 Counter("a") (7) revision 1`)
	third.HandleAgent("Counter", func(*Invocation) (Handler, error) { return nil, errors.New("no room") })
	want(t, "a constructor", fmt.Sprint(third.UpdateAgent(call.agent)), "Automatic update failed: no room")
	want(t, "the metadata", strings.Join(updateKinds.FindAllString(call.get(http.MethodGet, counterPath), -1), " "), `"SuccessfulUpdate" "FailedUpdate" "FailedUpdate"`)
}

// TestManualUpdate updates an agent by a snapshot of its state. Later updates start from
// the snapshot.
func TestManualUpdate(t *testing.T) {
	s, first, call := counters(t)
	var seen []string
	play := func(d *Deployment, a Handler) {
		d.HandleAgent("Counter", func(*Invocation) (Handler, error) { return a, nil })
	}
	of := func(name, refuses string) updatable { return updatable{name: name, seen: &seen, refuses: refuses} }
	v1 := &movable{of("v1", "")}
	play(first, v1)
	call.do("increment", "2")
	second := nextRevision(s, 1)
	for _, test := range []struct {
		next  Handler
		count uint64
		want  string
	}{
		{&movable{of("v2", "")}, 13, "failed to get a snapshot: the state cannot be saved"},
		{&movable{of("v2", "2")}, 2, "failed to load the snapshot: the state cannot be loaded"},
		{&updatable{name: "v2"}, 2, "failed to load the snapshot: the next implementation is not a golemtest.Snapshotter"},
	} {
		v1.count = test.count
		play(second, test.next)
		want(t, "the error", fmt.Sprint(second.UpdateAgentManually(call.agent)), "Manual update failed: "+test.want)
	}
	play(second, &movable{of("v2", "")})
	seen = nil
	if err := second.UpdateAgentManually(call.agent); err != nil {
		t.Error(err)
	}
	want(t, "the update", strings.Join(seen, "\n"), `v2 loads Counter("a") 2`)
	want(t, "the state", call.do("increment", "5"), `200 Counter("a") (7) revision 1`)

	third := nextRevision(s, 2)
	play(third, &movable{of("v3", "2")}) // the call before the snapshot would fail here
	want(t, "an automatic update", fmt.Sprint(third.UpdateAgent(call.agent)), "Automatic update failed: failed to load the snapshot: the state cannot be loaded")
	play(third, &movable{of("v3", "")})
	seen = nil
	if err := third.UpdateAgent(call.agent); err != nil {
		t.Error(err)
	}
	want(t, "an automatic update", strings.Join(seen, "\n"), "v3 loads Counter(\"a\") 2\nv3.increment[5] true")
	want(t, "the state", call.do("get", ""), `200 Counter("a") (7) revision 2`)

	fourth := nextRevision(s, 3)
	play(fourth, &updatable{name: "v4", seen: &seen})
	body := `{"mode":"manual","targetRevision":3}`
	sendAgent(t, s, Exchange{Method: http.MethodPost, Path: counterPath + "/update", Request: &body, RequestHeaders: map[string]string{"Content-Type": "application/json"}})
	if text := call.get(http.MethodGet, counterPath); !strings.Contains(text, `"details":"Manual update failed: failed to load the snapshot: `) {
		t.Errorf("the metadata: %s", text)
	}
}

// TestUpdateWhileRunning updates an agent that runs a call, and one that has run none.
func TestUpdateWhileRunning(t *testing.T) {
	s, first, call := counters(t)
	var seen []string
	first.HandleAgent("Counter", func(*Invocation) (Handler, error) { return &updatable{name: "v1", seen: &seen}, nil })
	second := nextRevision(s, 1)
	second.HandleAgent("Counter", func(*Invocation) (Handler, error) { return &updatable{name: "v2", seen: &seen}, nil })
	first.Activate()
	gate := s.Hold("Counter.increment", call.agent)
	call.do("increment", "2", `"mode":"schedule"`)
	gate.Wait()
	if err := second.UpdateAgent(call.agent); err != nil {
		t.Error(err)
	}
	if text := call.get(http.MethodGet, counterPath); !strings.Contains(text, `"type":"PendingUpdate"`) {
		t.Errorf("the metadata: %s", text)
	}
	gate.Open()
	want(t, "the next call", call.do("increment", "3"), `200 Counter("a") (5) revision 1`)
	want(t, "the calls", strings.Join(seen, "\n"), "v1.increment[2] false\nv2.increment[2] true\nv2.increment[3] false")

	seen = nil
	call.agent = `Counter("b")`
	created := `{"appName":"g15-app","envName":"dev","agentTypeName":"Counter","parameters":` + tuple(`"b"`) + "}"
	sendAgent(t, s, Exchange{Method: http.MethodPost, Path: "/v1/agents/create-agent", Request: &created})
	s.Settle()
	if err := second.UpdateAgent(call.agent); err != nil {
		t.Error(err)
	}
	want(t, "an agent without calls", call.do("increment", "1"), `200 Counter("b") (1) revision 1`)
	want(t, "its calls", strings.Join(seen, "\n"), "v2.increment[1] false")
}

// TestUpdateTakesConfiguration checks that an updated agent gets the configuration of the
// new deployment, except for the values that it was made with.
func TestUpdateTakesConfiguration(t *testing.T) {
	s, first, _ := counters(t)
	configured := agentCaller{t, s, `Configured("c")`}
	show := func(d *Deployment) {
		d.HandleAgent("Configured", func(c *Invocation) (Handler, error) {
			text := string(c.Config("greeting")) + string(c.Config("limits", "max"))
			return HandlerFunc(func(context.Context, *Invocation) (json.RawMessage, error) { return quoted(text), nil }), nil
		})
	}
	show(first)
	first.Configure("Configured", `"hello"`, "greeting")
	first.Configure("Configured", "1", "limits", "max")
	created := `{"appName":"g15-app","envName":"dev","agentTypeName":"Configured","parameters":` + tuple(`"c"`) + `,"config":[{"path":["greeting"],"value":"hi"}]}`
	sendAgent(t, s, Exchange{Method: http.MethodPost, Path: "/v1/agents/create-agent", Request: &created})
	s.Settle()
	second := nextRevision(s, 1)
	show(second)
	second.Configure("Configured", `"good day"`, "greeting")
	second.Configure("Configured", "2", "limits", "max")
	if err := second.UpdateAgent(configured.agent); err != nil {
		t.Fatal(err)
	}
	want(t, "the configuration", configured.do("getConfig", `"greeting"`), `200 Configured("c") ("\"hi\"2") revision 1`)
}

// meanwhile is an updatable that does something when it runs a call again.
type meanwhile struct {
	updatable
	do func()
}

func (a *meanwhile) Invoke(ctx context.Context, call *Invocation) (json.RawMessage, error) {
	if call.Replayed {
		a.do()
	}
	return a.updatable.Invoke(ctx, call)
}

// TestCallDuringUpdate makes a call while an update runs the agent's earlier calls again. The call
// waits, and the next revision runs it.
func TestCallDuringUpdate(t *testing.T) {
	s, first, call := counters(t)
	var seen []string
	first.HandleAgent("Counter", func(*Invocation) (Handler, error) { return &updatable{name: "v1", seen: &seen}, nil })
	call.do("increment", "2")
	second := nextRevision(s, 1)
	second.HandleAgent("Counter", func(*Invocation) (Handler, error) {
		return &meanwhile{updatable{name: "v2", seen: &seen}, func() {
			want(t, "a call", call.do("increment", "3", `"mode":"schedule"`), `200 Counter("a")`)
			wantParts(t, "the metadata", call.get(http.MethodGet, counterPath), `"status":"Running"`, `"pendingInvocationCount":1`)
		}}, nil
	})
	if err := second.UpdateAgent(call.agent); err != nil {
		t.Error(err)
	}
	s.Settle()
	want(t, "the calls", strings.Join(seen, "\n"), "v1.increment[2] false\nv2.increment[2] true\nv2.increment[3] false")
}

// TestUpdateBeforeFirstCall updates an agent that was made for a scheduled call and has run nothing,
// not even its constructor.
func TestUpdateBeforeFirstCall(t *testing.T) {
	s, first, call := counters(t)
	var made []string
	for d, name := range map[*Deployment]string{first: "v1", nextRevision(s, 1): "v2"} {
		d.HandleAgent("Counter", func(*Invocation) (Handler, error) {
			made = append(made, name)
			return &updatable{name: name, seen: new([]string)}, nil
		})
	}
	first.Activate()
	call.do("increment", "2", `"mode":"schedule"`, `"scheduleAt":"2999-01-01T00:00:00Z"`)
	second := s.agents.environments[0].deployments[1]
	if err := second.UpdateAgent(call.agent); err != nil {
		t.Error(err)
	}
	want(t, "the first call", call.do("increment", "1"), `200 Counter("a") (1) revision 1`)
	want(t, "the constructors", strings.Join(made, " "), "v2")
}
