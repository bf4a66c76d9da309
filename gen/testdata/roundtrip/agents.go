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
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// A package of agents is generated from a deployment: the agent type Source has a method that
// returns data and one that takes it for each schema, and an agent type for each schema takes
// it in its constructor, or as its configuration.
type agentPackage struct {
	calls    func(*runtime.Client) map[string]call
	document string
	types    []string
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
		phantom := runtime.WithPhantom(fmt.Sprintf("01234567-89AB-4def-8000-%012d", phantoms))
		agent := reflect.ValueOf(newAgent).Call([]reflect.Value{reflect.ValueOf(client), reflect.ValueOf(phantom)})[0]
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
	request    []byte            // the body of the first that carries values
	agent      string            // the id of the agent by the client
	parameters []json.RawMessage // what a server in the process handed to the agent
}

// note keeps the body of a request that carries what was read before.
func note(body []byte) (returnsData bool) {
	var q struct {
		MethodName string
		Config     json.RawMessage
	}
	if err := json.Unmarshal(body, &q); err != nil || strings.HasPrefix(q.MethodName, "get-") {
		return true
	}
	if seen.request == nil && (q.MethodName != "" || q.Config != nil) {
		seen.request = body
	}
	return false
}

// agentTransport answers the calls of one job as servers of agents do.
type agentTransport struct{ answer []byte }

func (t *agentTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	id, _ := r.Context().Value(agentKey{}).(string)
	if id == "" {
		id = "Source()"
	}
	result := []byte(`{"elements":[],"type":"Tuple"}`)
	if note(body) {
		result = t.answer
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
		note(body)
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// agentConnection is the functions of agents, as they are called.
type agentConnection struct {
	transport *agentTransport
	calls     map[string]map[string]call // by package
	plugged   map[string]map[string]call // through a server of its own
	result    json.RawMessage            // what agents on servers in the process return
}

func newAgentConnection() *agentConnection {
	return &agentConnection{transport: new(agentTransport), calls: map[string]map[string]call{}, plugged: map[string]map[string]call{}}
}

func (c *agentConnection) call(j job) (call, error) {
	name, _, _ := strings.Cut(j.Function, ".")
	pkg, ok := agentPackages[name]
	if !ok {
		return nil, errors.New("there is no package " + name)
	}
	calls := c.calls
	if j.Plugged {
		calls = c.plugged
	}
	if calls[name] == nil {
		client, err := c.connect(pkg, j.Plugged)
		if err != nil {
			return nil, err
		}
		calls[name] = pkg.calls(client)
	}
	return calls[name][j.Function], nil
}

func (c *agentConnection) connect(pkg agentPackage, plugged bool) (*runtime.Client, error) {
	if !plugged {
		return runtime.NewClient("http://localhost", runtime.WithTransport(c.transport), runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithoutRetry())
	}
	server, err := golemtest.Start()
	if err != nil {
		return nil, err
	}
	deployment, err := server.UploadAgents([]byte(pkg.document))
	if err != nil {
		return nil, err
	}
	c.play(deployment, pkg.types)
	return runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithTransport(recorder{}), runtime.WithoutRetry())
}

// play sets what agents do on a server: they return what the job says, and note what they get.
func (c *agentConnection) play(d *golemtest.Deployment, types []string) {
	for _, name := range types {
		d.HandleAgent(name, func(constructor *golemtest.Invocation) (golemtest.Handler, error) {
			parameters := constructor.Parameters
			for _, value := range constructor.Agent.Config {
				parameters = append(parameters, constructor.Config(value.Path...))
			}
			return golemtest.HandlerFunc(func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
				if strings.HasPrefix(call.Method.Name, "get-") {
					return c.result, nil
				}
				seen.parameters = call.Parameters
				if call.Method.Name == "touch" {
					seen.parameters = parameters
				}
				return nil, nil
			}), nil
		})
	}
}

func (c *agentConnection) do(j job) outcome {
	c.transport.answer, c.result = j.Answer, j.Result
	seen.request, seen.agent, seen.parameters = nil, "", nil
	run, err := c.call(j)
	if err == nil && run == nil {
		err = errors.New("there is no function " + j.Function)
	}
	if err != nil {
		return outcome{Failed: err.Error(), Step: "read"}
	}
	step, err := run(context.Background())
	o := outcome{Request: seen.request, Agent: seen.agent, Parameters: seen.parameters}
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
