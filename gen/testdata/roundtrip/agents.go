package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// A package of agents is generated from a deployment: the agent type Source has a method that
// returns data and one that takes it for each schema, and an agent type for each schema takes
// it in its constructor, or as its configuration.
type agentPackage struct {
	calls func(*runtime.Client) map[string]call
	plug  func(*golemtest.Server, *runtime.Client) // its test package, which is played by a client
}

// agentPackages are set where packages of agents are generated.
var agentPackages map[string]agentPackage

// agentKey is the key of a context's agent: the id of the one that is called.
type agentKey struct{}

// made is the call of a constructor with the values that were read. It makes an agent, and
// calls its method.
func made(client *runtime.Client, newAgent any) taking {
	return func(ctx context.Context, values []reflect.Value) error {
		agent := reflect.ValueOf(newAgent).Call(append([]reflect.Value{reflect.ValueOf(client)}, values...))[0]
		return callAgent(ctx, agent, "Touch")
	}
}

// phantoms counts agents that are made with a configuration, each once.
var phantoms int

// configured makes an agent with the values that were read as its configuration, and calls it.
func configured(client *runtime.Client, newAgent, config any) taking {
	return func(ctx context.Context, values []reflect.Value) error {
		phantoms++
		option := runtime.WithPhantom(fmt.Sprintf("01234567-89AB-4def-8000-%012d", phantoms))
		agent := reflect.ValueOf(newAgent).Call([]reflect.Value{reflect.ValueOf(client), reflect.ValueOf(option)})[0]
		settings := reflect.New(reflect.TypeOf(config)).Elem()
		for i, v := range values {
			settings.Field(i).FieldByName("Value").Set(v)
			settings.Field(i).FieldByName("Some").SetBool(true)
		}
		if err := callAgent(ctx, agent, "Create", settings); err != nil {
			return err
		}
		return callAgent(ctx, agent, "Touch")
	}
}

func callAgent(ctx context.Context, agent reflect.Value, method string, arguments ...reflect.Value) error {
	id := agent.MethodByName("ID").Call(nil)[0].String()
	ctx = context.WithValue(ctx, agentKey{}, id)
	seen.agent = id
	results := agent.MethodByName(method).Call(append([]reflect.Value{reflect.ValueOf(ctx)}, arguments...))
	err, _ := results[len(results)-1].Interface().(error)
	return err
}

// seen is what was noticed of the last call.
var seen struct {
	request []byte // the body of the first one that carries values
	inner   []byte // the same of the implementation behind a server in the process
	agent   string // the id of the agent by the client
}

// note keeps the body of a request that carries what was read before.
func note(into *[]byte, body []byte) (returnsData bool) {
	var q struct {
		MethodName string
		Config     json.RawMessage
	}
	if err := json.Unmarshal(body, &q); err != nil || strings.HasPrefix(q.MethodName, "get-") {
		return true
	}
	if *into == nil && (q.MethodName != "" || q.Config != nil) {
		*into = body
	}
	return false
}

// phantom is the end of the id of a phantom agent.
var phantom = regexp.MustCompile(`\[[0-9a-f-]{36}\]$`)

// agentTransport answers the calls of one job as servers of agents do.
type agentTransport struct {
	answer []byte
	seen   *[]byte // what to keep of requests
}

func (t *agentTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	result := []byte(`{"elements":[],"type":"Tuple"}`)
	if note(t.seen, body) {
		result = t.answer
	}
	id := "Source()"
	if called, ok := r.Context().Value(agentKey{}).(string); ok {
		id = called
	} else if served := golemtest.InvocationFrom(r.Context()); served != nil {
		id = phantom.ReplaceAllString(served.Worker, "")
	}
	quoted, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	text := fmt.Appendf(nil, `{"agentId":{"agentId":%s,"componentId":"01a22040-4146-7230-891d-cecb5eeeaec9"},"componentRevision":0,"result":%s}`, quoted, result)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(text)), Body: io.NopCloser(bytes.NewReader(text)), Request: r,
	}, nil
}

// recorder notes the requests that it passes on.
type recorder struct{}

func (recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		note(&seen.request, body)
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// agentConnection is the functions of agents, as they are called.
type agentConnection struct {
	transport, inner *agentTransport
	calls            map[string]map[string]call // by package
	plugged          map[string]map[string]call // through a server of its own
}

func newAgentConnection() *agentConnection {
	return &agentConnection{
		transport: &agentTransport{seen: &seen.request}, inner: &agentTransport{seen: &seen.inner},
		calls: map[string]map[string]call{}, plugged: map[string]map[string]call{},
	}
}

func (c *agentConnection) call(j job) (call, error) {
	name, _, _ := strings.Cut(j.Function, ".")
	pkg, ok := agentPackages[name]
	if !ok {
		return nil, errors.New("there is no package " + name)
	}
	calls, connect := c.calls, c.connect
	if j.Plugged {
		calls, connect = c.plugged, c.serve
	}
	if calls[name] == nil {
		client, err := connect(pkg)
		if err != nil {
			return nil, err
		}
		calls[name] = pkg.calls(client)
	}
	return calls[name][j.Function], nil
}

func (c *agentConnection) connect(agentPackage) (*runtime.Client, error) {
	return unchecked(c.transport)
}

func unchecked(t *agentTransport) (*runtime.Client, error) {
	return runtime.NewClient("http://localhost", runtime.WithTransport(t),
		runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithoutRetry())
}

// serve starts a server in the process, whose agents are clients of agents again.
func (c *agentConnection) serve(pkg agentPackage) (*runtime.Client, error) {
	server, err := golemtest.Start()
	if err != nil {
		return nil, err
	}
	inner, err := unchecked(c.inner)
	if err != nil {
		return nil, err
	}
	pkg.plug(server, inner)
	return runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithTransport(recorder{}), runtime.WithoutRetry())
}

// implement sets a function of the Agents of a test package. It makes agents by newAgent, with
// the parameters and the configuration that the server has read.
func implement(function any, client *runtime.Client, newAgent any) {
	target, maker := reflect.ValueOf(function).Elem(), reflect.ValueOf(newAgent)
	target.Set(reflect.MakeFunc(target.Type(), func(in []reflect.Value) []reflect.Value {
		parameters := maker.Type().NumIn() - 2 // without client and options
		agent := maker.Call(append([]reflect.Value{reflect.ValueOf(client)}, in[1:1+parameters]...))[0]
		err := reflect.Zero(target.Type().Out(1))
		if config := in[1+parameters:]; len(config) > 0 {
			err = agent.MethodByName("Create").Call(append([]reflect.Value{in[0]}, config...))[0]
		}
		methods := agent.Elem().FieldByName(agent.Type().Elem().Name() + "Methods")
		return []reflect.Value{methods, err}
	}))
}

func (c *agentConnection) do(j job) outcome {
	c.transport.answer, c.inner.answer = j.Answer, j.Answer
	seen.request, seen.inner, seen.agent = nil, nil, ""
	run, err := c.call(j)
	if err == nil && run == nil {
		err = errors.New("there is no function " + j.Function)
	}
	if err != nil {
		return outcome{Failed: err.Error(), Step: "read"}
	}
	step, err := run(context.Background())
	o := outcome{Request: seen.request, Inner: seen.inner, Agent: seen.agent}
	o.setError(step, err)
	return o
}

// identity reports whether an agent cannot be called because of its id.
func identity(err error) bool {
	var name *runtime.NameError
	return errors.As(err, &name)
}

// part reports whether multimodal data is refused because of which parts it has.
func part(err error) bool {
	var encode *wire.EncodeError
	return err != nil && !errors.As(err, &encode) && strings.Contains(err.Error(), "servers take a multimodal value only with")
}
