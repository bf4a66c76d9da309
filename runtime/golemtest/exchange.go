package golemtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Exchange is a request and its answer. A recording holds one exchange a line, as a
// JSON object.
type Exchange struct {
	Seq            int               `json:"seq"`
	Category       string            `json:"category,omitempty"`
	Note           string            `json:"note,omitempty"`
	Method         string            `json:"method"`
	Path           string            `json:"path"`           // with the query, as sent
	RequestHeaders map[string]string `json:"requestHeaders"` // Idempotency-Key and a content type that is not application/json
	Request        *string           `json:"request"`        // null for none
	Status         int               `json:"status"`         // -1: the connection ended without an answer
	ContentType    *string           `json:"contentType"`
	Response       *string           `json:"response"`
}

// exchangeLog keeps exchanges.
type exchangeLog struct {
	mu   sync.Mutex
	list []Exchange
}

// Exchanges returns a copy of what the log holds.
func (l *exchangeLog) Exchanges() []Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.list)
}

// serve answers a request and adds the exchange to the log.
func (l *exchangeLog) serve(w http.ResponseWriter, r *http.Request, answer func(r *http.Request, body []byte) *answer) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	a := answer(r, body)
	l.add(r, body, a, nil)
	if a.ended {
		hangUp(w)
		return
	}
	writeAnswer(w, a)
}

func (l *exchangeLog) add(r *http.Request, body []byte, a *answer, fault *Fault) {
	x := Exchange{Method: r.Method, Path: r.URL.RequestURI(), RequestHeaders: recordedHeaders(r.Header), Status: -1}
	if len(body) > 0 || r.Method == http.MethodPost {
		text := string(body)
		x.Request = &text
	}
	if !a.ended {
		response := string(a.body)
		x.Status, x.ContentType, x.Response = a.status, &a.contentType, &response
	}
	if fault != nil {
		x.Note = "fault: " + fault.Kind.String()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	x.Seq = len(l.list) + 1
	l.list = append(l.list, x)
}

// recordedHeaders returns the headers that matter to the answer.
func recordedHeaders(h http.Header) map[string]string {
	out := map[string]string{}
	if key, ok := h["Idempotency-Key"]; ok {
		out["Idempotency-Key"] = key[0]
	}
	if kind := h.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "application/json") {
		out["content-type"] = kind
	}
	return out
}

// Transcript returns the exchanges in the format of recordings. Idempotency
// keys are replaced by key-1, key-2, …, because they differ in each run. The
// times at which workers were created are replaced as well.
func (l *exchangeLog) Transcript() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	keys := map[string]string{}
	for _, x := range l.Exchanges() {
		if key, ok := x.RequestHeaders["Idempotency-Key"]; ok {
			if keys[key] == "" {
				keys[key] = fmt.Sprintf("key-%d", len(keys)+1)
			}
			x.RequestHeaders = map[string]string{"Idempotency-Key": keys[key]}
		}
		if x.Response != nil && x.Method == http.MethodGet {
			fixed := fixCreationTimes(*x.Response)
			x.Response = &fixed
		}
		if err := e.Encode(x); err != nil {
			panic("golemtest: " + err.Error()) // there is nothing in an exchange that JSON cannot hold
		}
	}
	return b.Bytes()
}

// fixCreationTimes replaces the creation times of workers by a fixed time. They are the times
// with milliseconds.
func fixCreationTimes(text string) string {
	const mark, form = `"createdAt":"`, timeForm
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(mark)
		text = after
		if len(after) > len(form) && after[len(form)-1] == 'Z' && after[len(form)] == '"' {
			b.WriteString("1970-01-01T00:00:00.000Z")
			text = after[len(form):]
		}
	}
}

// String returns the exchange in a readable form:
//
//	POST cart-1 acme:shop/cart@1.4.0.{remove-item}("pen-7") → 200 {"ok":10}
func (x Exchange) String() string {
	var b strings.Builder
	if agent, ok := x.readableAgent(); ok {
		b.WriteString(x.Method + " " + agent)
	} else {
		fmt.Fprintf(&b, "%s %s", x.Method, x.readablePath())
		if x.Request != nil {
			b.WriteString(readableRequest(*x.Request))
		}
	}
	if key, ok := x.RequestHeaders["Idempotency-Key"]; ok {
		fmt.Fprintf(&b, " [key %s]", key)
	}
	if x.Status < 0 {
		b.WriteString(" → no answer, the connection ended")
	} else {
		fmt.Fprintf(&b, " → %d", x.Status)
	}
	if x.Response != nil {
		b.WriteString(" " + readableResponse(*x.Response))
	}
	if x.Note != "" {
		fmt.Fprintf(&b, "  (%s)", x.Note)
	}
	return b.String()
}

// readablePath returns the path without the parts that all paths have.
func (x Exchange) readablePath() string {
	r, err := http.NewRequest(x.Method, x.Path, nil)
	if err != nil {
		return x.Path
	}
	worker, function := describeRequest(r)
	parts, _ := pathParts(r.URL.EscapedPath())
	switch {
	case function == "":
		return x.Path
	case worker == "":
		worker = "(ephemeral)"
	}
	if parts[len(parts)-1] == "invoke" {
		return worker + " enqueue " + function
	}
	return worker + " " + function
}

func readableRequest(text string) string {
	n, err := parseJSON(text)
	list := n.get("params")
	if err != nil || list == nil || list.kind != jsonArray {
		return " " + shorten(text)
	}
	var values []string
	for i := range list.items {
		if v := list.items[i].get("value"); v != nil {
			values = append(values, shorten(v.String()))
		}
	}
	return "(" + strings.Join(values, ", ") + ")"
}

func readableResponse(text string) string {
	n, err := parseJSON(text)
	if err != nil {
		return shorten(text)
	}
	if text, ok := readableAgentAnswer(&n); ok {
		return shorten(text)
	}
	result := n.get("result")
	if result == nil {
		return shorten(n.String())
	}
	v := result.get("value")
	switch {
	case v == nil:
		return shorten(text)
	case v.kind == jsonArray && len(v.items) == 1:
		v = &v.items[0]
	case v.kind == jsonArray && len(v.items) == 0:
		return ""
	}
	return shorten(v.String())
}

// shorten returns a text as one line of limited length.
func shorten(text string) string {
	const most = 400
	text = strings.ReplaceAll(text, "\n", "⏎")
	if len(text) <= most {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes)", strings.ToValidUTF8(text[:most], ""), len(text))
}

// printIfFailed prints the exchanges if the test has failed.
func (l *exchangeLog) printIfFailed(t testing.TB, c config) {
	t.Helper()
	if !t.Failed() || c.quiet {
		return
	}
	const most = 200
	var b strings.Builder
	list := l.Exchanges()
	if left := len(list) - most; left > 0 {
		fmt.Fprintf(&b, "\n  (%d before these)", left)
		list = list[left:]
	}
	for _, x := range list {
		fmt.Fprintf(&b, "\n  %3d %s", x.Seq, x)
	}
	if b.Len() > 0 {
		t.Logf("exchanges with the golemtest server:%s", b.String())
	}
}
