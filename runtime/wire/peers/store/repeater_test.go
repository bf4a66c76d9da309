package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/wire/peers/storeagents"
)

// repeater answers requests with the recorded answers of a golemtest server to the first
// request of the same kind. In answers of agents it replaces the recorded name.
type repeater struct {
	answers  map[string]repeated // by kind
	agents   bool
	requests atomic.Int64
}

type repeated struct {
	status int
	body   []byte
}

// recordedName is the name of the recorded worker, and the parameter of the recorded agent.
const recordedName = "recorded"

// kindOf returns the kind of a request: its method and the last part of its path that is
// not the name of a worker.
func kindOf(r *http.Request) string {
	path := r.URL.Path
	if before, name, ok := strings.Cut(path, "/workers/"); ok && !strings.Contains(name, "/") {
		path = before + "/workers/*"
	}
	return r.Method + " " + path[strings.LastIndexByte(path, '/')+1:]
}

func (r *repeater) RoundTrip(request *http.Request) (*http.Response, error) {
	r.requests.Add(1)
	a, ok := r.answers[kindOf(request)]
	if !ok {
		return nil, fmt.Errorf("no answer to %s %s was recorded", request.Method, request.URL)
	}
	body, err := r.read(request, a.body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: strconv.Itoa(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: request,
	}, nil
}

// read reads the body of a request and returns the answer to it, made from the recorded
// one.
func (r *repeater) read(request *http.Request, answer []byte) ([]byte, error) {
	if request.Body == nil {
		return answer, nil
	}
	defer func() { _ = request.Body.Close() }()
	if !r.agents {
		_, err := io.Copy(io.Discard, request.Body)
		return answer, err
	}
	body := make([]byte, request.ContentLength)
	if _, err := io.ReadFull(request.Body, body); err != nil {
		return nil, err
	}
	const before = `"parameters":{"type":"Tuple","elements":[{"type":"ComponentModel","value":"`
	if i := bytes.LastIndex(body, []byte(before)); i >= 0 {
		name, _, _ := bytes.Cut(body[i+len(before):], []byte(`"`))
		answer = bytes.Replace(answer, []byte(recordedName), name, 1)
	}
	return answer, nil
}

// recorder keeps the answers of a server by the kind of request.
type recorder struct{ answers map[string]repeated }

func (r recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	r.answers[kindOf(request)] = repeated{response.StatusCode, body}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// situation is a column of the tables of calls.
type situation struct {
	name    string
	version string // of the server
	exists  bool   // whether the worker or agent exists before its first call
	agents  bool   // instead of workers
	first   int    // requests of the first call
}

var situations = []situation{
	{"1.1-new-worker", "1.1.0", false, false, 3},
	{"1.1-worker-exists", "1.1.0", true, false, 2},
	{"1.2-new-worker", "1.2.0", false, false, 3},
	{"1.2-worker-exists", "1.2.0", true, false, 2},
	{"1.5-new-agent", "1.5.9", false, true, 2},
	{"1.5-agent-exists", "1.5.9", true, true, 2},
}

// record returns a repeater with the answers of a server to the first call of a worker or
// an agent.
func record(tb testing.TB, s situation) *repeater {
	tb.Helper()
	server := golemtest.NewServer(tb, golemtest.Version(s.version))
	s.serve(tb, server)
	r := recorder{map[string]repeated{}}
	client := connect(tb, server.URL, s, r, runtime.WithBearerToken(golemtest.LocalToken))
	if s.exists {
		s.create(tb, server)
	}
	if err := firstCall(s, client, recordedName); err != nil {
		tb.Fatal(err)
	}
	return &repeater{answers: r.answers, agents: s.agents}
}

// serve uploads a component or agents that answer the payload cart.
func (s situation) serve(tb testing.TB, server *golemtest.Server) {
	tb.Helper()
	name := "../store.json"
	if s.agents {
		name = "../storeagents.json"
	}
	document, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	answer := string(payloads()[0].value)
	if s.agents {
		server.Deploy(document).Answer("Store.cart", answer)
	} else {
		server.AddComponent(document).Answer("payloads.cart", answer)
	}
}

// create creates the worker or agent, by a call of another client.
func (s situation) create(tb testing.TB, server *golemtest.Server) {
	tb.Helper()
	client := connect(tb, server.URL, s, http.DefaultTransport, runtime.WithBearerToken(golemtest.LocalToken))
	if err := firstCall(s, client, recordedName); err != nil {
		tb.Fatal(err)
	}
}

func connect(tb testing.TB, url string, s situation, transport http.RoundTripper, opts ...runtime.ClientOption) *runtime.Client {
	tb.Helper()
	client, err := runtime.NewClient(url, append(opts, runtime.WithTransport(transport), runtime.WithServerVersion(s.version))...)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

const inProcess = "http://golem.test"

// caller returns a function that calls cart on a worker or an agent.
func (s situation) caller(client *runtime.Client, name string) func() error {
	ctx := context.Background()
	if s.agents {
		agent, item := storeagents.NewStore(client, name), storeagents.ProductItem(sampleItem(1))
		return func() error {
			got, err := agent.Cart(ctx, item)
			return differs(err, got == item)
		}
	}
	worker, item := NewWorker(client, name), sampleItem(1)
	return func() error {
		got, err := worker.Payloads.Cart(ctx, item)
		return differs(err, got == item)
	}
}

func firstCall(s situation, client *runtime.Client, name string) error {
	return s.caller(client, name)()
}

// request returns the URL and the body of a call.
func (s situation) request(tb testing.TB) (at string, body []byte) {
	tb.Helper()
	p, path := payloads()[0], cartPath
	if s.agents {
		p, path = agentPayload(sampleItem(1)), "/v1/agents/invoke-agent"
	}
	body, err := p.contenders[0].request(false)
	if err != nil {
		tb.Fatal(err)
	}
	at, err = url.JoinPath(inProcess, "")
	if err != nil {
		tb.Fatal(err)
	}
	return at + path[1:], body
}
