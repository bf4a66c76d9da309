package runtime_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// fakeServer answers requests with a function of the test, and keeps them.
type fakeServer struct {
	url string

	mu     sync.Mutex
	seen   []seenRequest
	answer func(n int, r *seenRequest) reply // n counts from 1
	atRest bool                              // answers that workers are at rest, and does not keep these questions
}

type seenRequest struct {
	method, path, body string
	header             http.Header
}

type reply struct {
	status int
	kind   string // content type, application/json if ""
	body   string
	header map[string]string
}

// respond returns a server that gives every request the same answer.
func respond(t testing.TB, status int, body string) *fakeServer {
	return serve(t, func(int, *seenRequest) reply { return reply{status: status, body: body} })
}

// serveCalls returns a server whose workers are at rest whenever a client asks.
func serveCalls(t testing.TB, answer func(n int, r *seenRequest) reply) *fakeServer {
	s := serve(t, answer)
	s.atRest = true
	return s
}

func serve(t testing.TB, answer func(n int, r *seenRequest) reply) *fakeServer {
	s := &fakeServer{answer: answer}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *fakeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.atRest && atRest(w, r) {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	seen := seenRequest{method: r.Method, path: r.URL.RequestURI(), body: string(body), header: r.Header}
	s.mu.Lock()
	s.seen = append(s.seen, seen)
	n := len(s.seen)
	s.mu.Unlock()
	a := s.answer(n, &seen)
	if a.kind == "" {
		a.kind = "application/json; charset=utf-8"
	}
	w.Header().Set("Content-Type", a.kind)
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

// requests returns the requests so far.
func (s *fakeServer) requests() []seenRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seenRequest(nil), s.seen...)
}

// lines returns the requests in short form: "POST …/workers/w/invoke".
func (s *fakeServer) lines() []string {
	var lines []string
	for _, r := range s.requests() {
		path, _, _ := strings.Cut(r.path, "?")
		path = strings.ReplaceAll(path, "/v1/components/"+shopComponent.ID, "…")
		path = strings.ReplaceAll(path, "/v1/components/"+ephemeralComponent.ID, "…")
		lines = append(lines, r.method+" "+path)
	}
	return lines
}

const (
	voidAnswer  = `{"result":{"typ":{"items":[],"type":"Tuple"},"value":[]}}`
	latestShop0 = `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":0}}`
	latestShop1 = `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":1}}`
	worker0     = `{"componentVersion":0,"status":"Idle"}`
	worker1     = `{"componentVersion":1,"status":"Idle"}`
	createdAt0  = `{"componentVersion":0,"workerId":{}}`
	createdAt1  = `{"componentVersion":1,"workerId":{}}`
	emptyOplog  = `{"entries":[],"firstIndexInChunk":1,"lastIndex":0,"next":null}`
	noWorker    = `{"error":"Worker not found: x"}`
)

func quietLog() *log.Logger { return log.New(io.Discard, "", 0) }

// answerWith returns a good answer of a transport.
func answerWith(text string) *http.Response {
	return &http.Response{StatusCode: 200, ContentLength: int64(len(text)), Body: io.NopCloser(strings.NewReader(text)), Header: jsonHeader}
}
