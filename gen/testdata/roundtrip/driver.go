// This program calls generated functions for a test: it reads jobs from standard
// input, one JSON object a line, and writes the outcome of each to standard output.
//
// A job is done by two calls. The first is to a function without parameters, and
// is answered with the text of the job, which generated code reads. The second
// hands the value that was read to a function that takes it, which generated
// code writes. The servers are not there: the program answers its own requests.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

type job struct {
	Function string // "v0.12": the package and the number of the function
	Worker   string // name of the worker that is called
	Server   string // version of the server that is called: "1.1.0"
	Answer   []byte // what the first call is answered
	Plugged  bool   // whether a server in the process is between the caller and the answers
}

type outcome struct {
	Request []byte // body of the second call, nil when there was none
	Failed  string // the error of the first call or of the second one, "" for none
	Step    string // which call failed: "read" or "write"
	Reason  string // of the DecodeError or EncodeError, "cut" for an answer that stops before its end, "" for other errors
	Path    string // of the same

	// Of agents.
	Agent    string // id of the agent that was made, as the client writes it
	Inner    []byte // the same request, by the implementation behind a server in the process
	Identity bool   // whether the error says that there is no such agent
	Parts    bool   // whether the error says that multimodal data has other parts than servers take
}

func (o *outcome) setError(step string, err error) {
	if err == nil {
		return
	}
	o.Failed, o.Step = err.Error(), step
	o.Identity, o.Parts = identity(err), part(err)
	var decode *wire.DecodeError
	var encode *wire.EncodeError
	switch {
	case errors.As(err, &decode):
		o.Reason, o.Path = decode.Reason.String(), decode.Path
	case errors.As(err, &encode):
		o.Reason, o.Path = encode.Reason.String(), encode.Path
	case errors.Is(err, io.ErrUnexpectedEOF):
		o.Reason = "cut"
	}
}

// call reads a value from one function and gives it to another.
type call func(context.Context) (step string, err error)

type (
	getter[T any] func(context.Context, ...runtime.CallOption) (T, error)
	taker[T any]  func(context.Context, T, ...runtime.CallOption) error
)

// taking gives values to what takes them.
type taking func(ctx context.Context, values []reflect.Value) error

// taken is the call of a function with the values.
func taken(take any) taking {
	return func(ctx context.Context, values []reflect.Value) error {
		err, _ := reflect.ValueOf(take).Call(append([]reflect.Value{reflect.ValueOf(ctx)}, values...))[0].Interface().(error)
		return err
	}
}

// value is the call for functions that return their result, or several. It is not generic as
// the others are: the compiler cannot infer types that are nested very deep.
func value(get, take any) call { return values(get, taken(take)) }

func values(get any, take taking) call {
	return func(ctx context.Context) (string, error) {
		got := reflect.ValueOf(get).Call([]reflect.Value{reflect.ValueOf(ctx)})
		last := len(got) - 1
		if err, failed := got[last].Interface().(error); failed {
			return "read", err
		}
		return "write", take(ctx, got[:last])
	}
}

// result is the call for functions that return err of their result as an error.
func result[T, E any](get getter[T], take taker[runtime.Result[T, E]]) call {
	return func(ctx context.Context) (string, error) {
		v, err := get(ctx)
		var refused *runtime.ResultError[E]
		switch {
		case errors.As(err, &refused):
			return "write", take(ctx, runtime.Err[T](refused.Value))
		case err != nil:
			return "read", err
		}
		return "write", take(ctx, runtime.Ok[T, E](v))
	}
}

// failure is the call for functions whose result is nothing or err.
func failure[E any](get func(context.Context, ...runtime.CallOption) error, take taker[runtime.Result[struct{}, E]]) call {
	return result(func(ctx context.Context, opts ...runtime.CallOption) (struct{}, error) {
		return struct{}{}, get(ctx, opts...)
	}, take)
}

// transport answers the calls of one job.
type transport struct {
	answer  []byte
	request []byte
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	text := []byte(`{"result":null}`)
	switch function := r.URL.Query().Get("function"); {
	case r.Method == http.MethodGet: // after an answer that does not fit: which version the worker runs
		text = []byte(`{"componentVersion":0}`)
	case strings.Contains(function, ".{get-"):
		text = t.answer
	default:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		t.request = body
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(text)), Body: io.NopCloser(bytes.NewReader(text)), Request: r,
	}, nil
}

// connection is the functions of one worker as they are called on one server.
type connection struct {
	transport *transport
	client    *runtime.Client
	worker    string
	calls     map[string]call
	plugged   map[string]map[string]call // by package: through a server of its own
}

func connect(worker, server string) (*connection, error) {
	t := &transport{}
	client, err := runtime.NewClient("http://localhost", runtime.WithTransport(t), runtime.WithServerVersion(server),
		runtime.WithVersionCheck(runtime.VersionCheckOff), runtime.WithoutRetry())
	if err != nil {
		return nil, err
	}
	return &connection{
		transport: t, client: client, worker: worker,
		calls: calls(client, worker), plugged: map[string]map[string]call{},
	}, nil
}

// plugs serve a package's test package with a worker of the package itself. They are
// set where test packages are generated.
var plugs map[string]func(server *golemtest.Server, client *runtime.Client, worker string)

// throughServer is the call of a function on a server in the process, whose typed
// handlers call the same function of the connection.
func (c *connection) throughServer(function string) (call, error) {
	pkg, _, _ := strings.Cut(function, ".")
	if c.plugged[pkg] == nil {
		server, err := golemtest.Start(golemtest.ExactFloats(), golemtest.Version("1.2.0"))
		if err != nil {
			return nil, err
		}
		plugs[pkg](server, c.client, c.worker)
		client, err := runtime.NewClient(server.URL)
		if err != nil {
			return nil, err
		}
		c.plugged[pkg] = calls(client, c.worker)
	}
	return c.plugged[pkg][function], nil
}

func (c *connection) do(j job) outcome {
	c.transport.answer, c.transport.request = j.Answer, nil
	run := c.calls[j.Function]
	if j.Plugged {
		var err error
		if run, err = c.throughServer(j.Function); err != nil {
			return outcome{Failed: err.Error(), Step: "read"}
		}
	}
	if run == nil {
		return outcome{Failed: "there is no function " + j.Function, Step: "read"}
	}
	step, err := run(context.Background())
	o := outcome{Request: c.transport.request}
	o.setError(step, err)
	return o
}

// handles reports whether a job has handles. Each such job has a client of its own, since a
// client knows which resources were dropped or given away, and random handles are not
// answered by a worker that keeps count of them.
func (j job) handles() bool { return bytes.Contains(j.Answer, []byte(`"Handle"`)) }

// connections do jobs.
type connections struct {
	workers map[[2]string]*connection // by worker and server
	agents  *agentConnection
}

func (c *connections) do(j job) (outcome, error) {
	if strings.HasPrefix(j.Function, "a") { // of a package of agents
		return c.agents.do(j), nil
	}
	at := [2]string{j.Worker, j.Server}
	if j.handles() || c.workers[at] == nil {
		made, err := connect(j.Worker, j.Server)
		if err != nil {
			return outcome{}, err
		}
		c.workers[at] = made
	}
	return c.workers[at].do(j), nil
}

func serve(in io.Reader, out io.Writer) error {
	to := connections{workers: map[[2]string]*connection{}, agents: newAgentConnection()}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var j job
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			return err
		}
		o, err := to.do(j)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(out).Encode(o); err != nil {
			return err
		}
	}
	return lines.Err()
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
