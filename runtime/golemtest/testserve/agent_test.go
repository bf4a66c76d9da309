package testserve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// lamp is the interface of the agents in these tests.
type lamp interface {
	Level(context.Context) (uint64, error)
}

type fixed struct{ level uint64 }

func (f fixed) Level(context.Context) (uint64, error) { return f.level, nil }

func callLamp(ctx context.Context, l lamp, call *golemtest.Invocation) (json.RawMessage, error) {
	level, err := l.Level(ctx)
	switch call.Method.Name {
	case "get":
		return Answer(call, level, err, wire.AppendUint64)
	case "getConfig":
		return Answer(call, strings.Repeat("*", int(level)), err, wire.AppendString)
	}
	return NotServed(call)
}

func newLamp(ctx context.Context, constructor *golemtest.Invocation) (lamp, error) {
	if golemtest.InvocationFrom(ctx) != constructor {
		return nil, errors.New("the context has another call")
	}
	switch name := Parameter(constructor, 0, wire.DecodeString); name {
	case "broken":
		return nil, errors.New("no bulb")
	case "none":
		return nil, nil
	case "configured":
		return fixed{uint64(Config(constructor, wire.DecodeUint32, "limits", "max"))}, nil
	default:
		return fixed{uint64(len(name))}, nil
	}
}

func TestHandleAgent(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Quiet())
	document, err := os.ReadFile("../../../testdata/agents/component-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	d := server.Deploy(document, golemtest.In("home", "test"))
	HandleAgent(d, "Counter", newLamp, callLamp)
	HandleAgent(d, "Configured", newLamp, callLamp)
	for _, test := range []struct{ agent, method, parameter, want string }{
		{"abc", "get", "", `"value":3`},
		{"abc", "which", "", "golemtest: Counter.which is not a function of the version that the test package was generated for"},
		{"broken", "get", "", `"cause":"no bulb"`},
		{"none", "get", "", `golemtest: the test has returned no implementation of Counter(\"none\")`},
		{"configured", "get", "", `golemtest: Counter has no configuration [\"limits\" \"max\"]: the agent has another revision`},
	} {
		if got := callAgent(t, server, "Counter", test.agent, test.method, ""); !strings.Contains(got, test.want) {
			t.Errorf("%s.%s: %s, want %s", test.agent, test.method, got, test.want)
		}
	}
	config := `{"path":["greeting"],"value":""},{"path":["limits","max"],"value":4}`
	post(t, server, "create-agent", `{`+agentMembers("Configured", "configured")+`,"config":[`+config+`]}`)
	got := callAgent(t, server, "Configured", "configured", "getConfig", `{"type":"ComponentModel","value":"x"}`)
	if !strings.Contains(got, `"value":"****"`) {
		t.Errorf("configured: %s", got)
	}
}

func agentMembers(agentType, name string) string {
	return `"appName":"home","envName":"test","agentTypeName":"` + agentType + `","parameters":{"type":"Tuple","elements":[{"type":"ComponentModel","value":"` + name + `"}]}`
}

func callAgent(t *testing.T, server *golemtest.Server, agentType, name, method, elements string) string {
	t.Helper()
	return post(t, server, "invoke-agent", `{`+agentMembers(agentType, name)+`,"mode":"await","methodName":"`+method+`","methodParameters":{"type":"Tuple","elements":[`+elements+`]}}`)
}

func post(t *testing.T, server *golemtest.Server, endpoint, body string) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, server.URL+"/v1/agents/"+endpoint, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+golemtest.LocalToken)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnswerElements(t *testing.T) {
	call := &golemtest.Invocation{Name: "Media.pair"}
	text, level, broken := wire.Text{Data: "x"}, uint32(5), level(0)
	got, err := AnswerElements(call, nil, Element(&text, wire.AppendText), Element(&level, wire.AppendUint32))
	if want := `[{"type":"Inline","data":"x","textType":null},5]`; string(got) != want || err != nil {
		t.Errorf("got %s %v, want %s", got, err, want)
	}
	if _, err := AnswerElements(call, errors.New("no power")); err == nil || err.Error() != "no power" {
		t.Errorf("got %v", err)
	}
	if _, err := AnswerElements(call, nil, Element(&broken, AppendJSON)); err == nil || !strings.Contains(err.Error(), "golemtest: result 1 of Media.pair: ") {
		t.Errorf("got %v", err)
	}
}

// TestBadConfig reads a configuration as another type.
func TestBadConfig(t *testing.T) {
	server := golemtest.NewServer(t, golemtest.Quiet())
	document, err := os.ReadFile("../../../testdata/agents/component-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	d := server.Deploy(document, golemtest.In("home", "test"))
	HandleAgent(d, "Configured", func(_ context.Context, c *golemtest.Invocation) (lamp, error) {
		return fixed{Config(c, wire.DecodeUint64, "greeting")}, nil
	}, callLamp)
	post(t, server, "create-agent", `{`+agentMembers("Configured", "a")+`,"config":[{"path":["greeting"],"value":"x"},{"path":["limits","max"],"value":4}]}`)
	if got := callAgent(t, server, "Configured", "a", "getConfig", `{"type":"ComponentModel","value":"x"}`); !strings.Contains(got, `golemtest: Configured, configuration [\"greeting\"]: `) {
		t.Errorf("got %s", got)
	}
}
