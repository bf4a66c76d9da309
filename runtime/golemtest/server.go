package golemtest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// DefaultVersion is the version of a server without the option Version.
const DefaultVersion = "1.2.0"

// Server is an in-process Golem server. Its methods are safe for concurrent use.
type Server struct {
	// URL is the server's base URL, like "http://127.0.0.1:41234".
	URL string

	version serverVersion
	tokens  []acceptedToken
	most    int        // maximum size of a call of an agent in bytes, 0 for no limit
	t       testing.TB // nil outside of tests
	faults  faults
	log     exchangeLog
	http    *http.Server
	context context.Context
	stop    context.CancelFunc

	mu         sync.Mutex
	components map[string][]*Component // versions by lower-case id, oldest first
	uploads    []*Component            // in order; on servers with deployments, each upload is one
	workers    map[workerKey]*worker
	ephemeral  int
	gates      []*Gate
	named      []namedFunction // by faults and gates
	agents     agentWorld
	clock      time.Time // zero for the machine's clock

	keys        atomic.Uint64 // idempotency keys made for calls without one
	lastCreated atomic.Int64  // creation time of the newest worker, Unix time in ms
}

type workerKey struct{ component, name string }

// Option configures a [Server] or a [Player].
type Option func(*config)

type config struct {
	version     string
	seed        uint64
	quiet       bool
	strict      bool
	exactFloats bool
	tokens      []acceptedToken
	maxRequest  int
}

// Version sets the version of the server. For components, it is a version from 1.0 to 1.4,
// of which 1.1.0, 1.2.0 and 1.2.5 were recorded. For agents, it is a version of 1.5, of
// which 1.5.9 was recorded. A server without this option plays components as 1.2.0 and
// agents as 1.5.9. Versions 1.3 and 1.4 follow the public sources and were not compared
// with a running server.
func Version(version string) Option { return func(c *config) { c.version = version } }

// Seed seeds the choices of faults with a probability. The default is 1.
func Seed(seed uint64) Option { return func(c *config) { c.seed = seed } }

// Quiet makes the server not print the exchanges of a failed test.
func Quiet() Option { return func(c *config) { c.quiet = true } }

// ExactFloats makes the server read each float as the nearest f64. Real servers do not: in
// parameters without types, they alter one in eight f64 in shortest text and three of ten
// f64 of random bits, and they never read a negative zero.
func ExactFloats() Option { return func(c *config) { c.exactFloats = true } }

func newConfig(opts []Option) config {
	c := config{seed: 1, tokens: []acceptedToken{{secret: LocalToken}}}
	for _, opt := range opts {
		opt(&c)
	}
	return c
}

// NewServer starts a server that is closed when the test ends. If the test has failed,
// its exchanges are printed.
func NewServer(t testing.TB, opts ...Option) *Server {
	t.Helper()
	s, err := start(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.checkNamed()
		s.Close()
		s.log.printIfFailed(t, newConfig(opts))
	})
	return s
}

// Start starts a server outside of tests, on a free port of this machine. A program that needs
// another address serves the Server there itself, because it is an [http.Handler]. The caller
// closes it. Methods of the server panic where a test would end, and print to the standard error
// where a test would fail. The error says what is wrong with the version, or why the server
// cannot listen on a port.
func Start(opts ...Option) (*Server, error) { return start(nil, opts) }

func start(t testing.TB, opts []Option) (*Server, error) {
	c := newConfig(opts)
	version, err := parseServerVersion(cmp.Or(c.version, DefaultVersion))
	if err != nil {
		return nil, err
	}
	version.exactFloats, version.isDefault = c.exactFloats, c.version == ""
	s := &Server{
		version: version, tokens: c.tokens, most: c.maxRequest, t: t, faults: newFaults(c.seed),
		components: map[string][]*Component{}, workers: map[workerKey]*worker{},
		agents: agentWorld{components: map[string]*agentComponent{}},
	}
	s.context, s.stop = context.WithCancel(context.Background())
	s.http, s.URL, err = serve(s)
	return s, err
}

// serve serves a handler on a free port of the loopback interface.
func serve(h http.Handler) (*http.Server, string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", fmt.Errorf("golemtest: no port to listen on: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return server, "http://" + listener.Addr().String(), nil
}

// Close stops the server, closes its connections and cancels the context of its
// handlers.
func (s *Server) Close() {
	s.stop()
	_ = s.http.Close()
}

// AddComponent uploads a component. The document is its metadata, the JSON that GET
// /v1/components/{id}/latest answers. If the server has a component with its id, it
// is a new version: existing workers keep theirs, and new workers get the latest. A
// bad document ends the test.
func (s *Server) AddComponent(document []byte) *Component {
	s.marker().Helper()
	c, err := s.Upload(document)
	if err != nil {
		s.fatal(err)
	}
	return c
}

// Upload is like AddComponent but returns an error.
func (s *Server) Upload(document []byte) (*Component, error) {
	if s.version.isAgents() {
		return nil, fmt.Errorf("golemtest: a server of version %s has agents, no components that export functions: leave the option Version out, or give 1.2", s.version.text)
	}
	c, err := newComponent(s, bytes.Clone(document))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id, ok := canonicalID(c.metadata.ID)
	if !ok {
		return nil, fmt.Errorf("golemtest: component id %q is not a UUID", c.metadata.ID)
	}
	versions := s.components[id]
	if n := len(versions); n > 0 {
		c.before = versions[n-1]
		if c.metadata.Version <= c.before.metadata.Version {
			return nil, fmt.Errorf("golemtest: component %s has version %d already: upload versions in order, each once; got %d",
				c.metadata.Name, c.before.metadata.Version, c.metadata.Version)
		}
	}
	s.components[id] = append(versions, c)
	s.uploads = append(s.uploads, c)
	return c, nil
}

// Exchanges returns the exchanges so far.
func (s *Server) Exchanges() []Exchange { return s.log.Exchanges() }

// Transcript returns the exchanges so far in the format of recordings, with fixed
// idempotency keys and creation times.
func (s *Server) Transcript() []byte { return s.log.Transcript() }

func (s *Server) fatal(err error) {
	if s.t == nil {
		panic(err.Error())
	}
	s.t.Helper()
	s.t.Fatal(err)
}

// marker returns the test, or a stand-in outside of tests. A function that can end the test calls
// Helper of it, by which the failure is reported in the line of the test that calls the function.
func (s *Server) marker() interface{ Helper() } {
	if s.t == nil {
		return noTest{}
	}
	return s.t
}

type noTest struct{}

func (noTest) Helper() {}

// problem reports a fault of the test itself.
func (s *Server) problem(format string, args ...any) { report(s.t, format, args...) }

// latest returns the newest version of a component, nil where there is none.
func (s *Server) latest(id string) *Component {
	versions := s.versions(id)
	if len(versions) == 0 {
		return nil
	}
	return versions[len(versions)-1]
}

func (s *Server) versions(id string) []*Component {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.components[id]
}

// ServeHTTP answers one request, with the faults that were injected.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	fault := s.chooseFault(r, body)
	if fault == nil {
		s.send(w, r, body, s.answer(r, body), nil)
		return
	}
	s.send(w, r, body, s.answerWith(fault, r, body), fault)
}

// send writes the answer and logs the exchange.
func (s *Server) send(w http.ResponseWriter, r *http.Request, body []byte, a *answer, fault *Fault) {
	s.log.add(r, body, a, fault)
	switch {
	case a.ended:
		hangUp(w)
	case fault != nil && fault.cutsAnswer():
		fault.sendPart(w, a)
	default:
		writeAnswer(w, a)
	}
}

func writeAnswer(w http.ResponseWriter, a *answer) {
	if a.contentType != "" {
		w.Header().Set("Content-Type", a.contentType)
	}
	if a.retryAfter != "" {
		w.Header().Set("Retry-After", a.retryAfter)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that is gone misses its answer
}

// hangUp resets the connection.
func hangUp(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // reset instead of an orderly end
	}
	_ = connection.Close()
}
