package agentreplay

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// transport is the server of an attempt. It gives the recorded answer to the recorded request, and
// golemtest answers other requests.
type transport struct {
	exchange *golemtest.Exchange
	server   *golemtest.Server
	current  uint64 // deployment
	revision int64  // what the client is misled to take for the agent's, -1 for the true one

	sent    bool   // the call
	differs string // from the recorded request
	texts   bool   // numbers are written as recorded
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	x := t.exchange
	isCall := r.URL.Path == "/v1/agents/invoke-agent" || r.URL.Path == x.Path && x.Method == r.Method
	if !isCall {
		return t.aside(r, body)
	}
	if r.URL.Path == "/v1/agents/create-agent" && strings.HasSuffix(x.Path, "/invoke-agent") {
		return t.aside(r, body)
	}
	t.sent = true
	if x.Request != nil {
		t.differs = differs(*x.Request, string(body), idempotencyKey(r.Header), t.current)
		t.texts = sameText(*x.Request, string(body))
	}
	switch {
	case r.URL.Path != x.Path:
		t.differs = "a request to " + r.URL.Path
		fallthrough
	case t.differs != "":
		return respond(r, http.StatusTeapot, "text/plain", "not the recorded request"), nil
	case x.Status < 0:
		return nil, io.EOF
	}
	return respond(r, x.Status, *x.ContentType, *x.Response), nil
}

// besides answers all but the recorded request.
func (t *transport) besides(r *http.Request) (*http.Response, error) {
	if r.URL.Path == "/v1/agents/invoke-agent" {
		return respond(r, http.StatusTeapot, "text/plain", "not the recorded request"), nil
	}
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	return t.aside(r, body)
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	return io.ReadAll(r.Body)
}

// aside answers the client's own questions.
func (t *transport) aside(r *http.Request, body []byte) (*http.Response, error) {
	if t.sent && r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/workers/") && t.exchange.Status == http.StatusInternalServerError {
		return respond(r, http.StatusOK, "application/json", fmt.Sprintf(`{"componentRevision":%d,"status":"Failed"}`, max(t.revision, 0))), nil
	}
	if t.revision >= 0 && r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/workers/") {
		return respond(r, http.StatusOK, "application/json", fmt.Sprintf(`{"componentRevision":%d}`, t.revision)), nil
	}
	w := httptest.NewRecorder()
	again := r.Clone(r.Context())
	again.Body, again.RequestURI = io.NopCloser(bytes.NewReader(body)), r.URL.RequestURI()
	t.server.ServeHTTP(w, again)
	response := w.Result()
	response.Request = r
	return response, nil
}

func respond(r *http.Request, status int, contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {contentType}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}
}

// idempotencyKey returns the key of a request. Clients write its header in lower case.
func idempotencyKey(h http.Header) string {
	for name, values := range h {
		if strings.EqualFold(name, "Idempotency-Key") {
			return values[0]
		}
	}
	return ""
}
