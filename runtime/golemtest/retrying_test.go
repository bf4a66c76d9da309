package golemtest

import (
	"net/http"
	"strings"
	"testing"
)

// wantParts checks that a text has all parts.
func wantParts(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s: got %s, want %s in it", what, text, part)
		}
	}
}

// TestRetryOfWorker lets a call of a worker fail for a while. The worker takes no other calls, not
// even the same one.
func TestRetryOfWorker(t *testing.T) {
	s, c, runs := counting(t)
	call := caller{t, s, c.Metadata().ID, "w"}
	ping := func(key string) string {
		_, text := call.do("invoke-and-await", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", key)
		return text
	}
	gate := s.Hold("cart.ping", "w")
	if gate.Retry("too early") {
		t.Error("Retry reports that the gate holds a call")
	}
	call.do("invoke", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
	gate.Wait()
	if !gate.Retry("connection refused") || !gate.Retry("connection reset") {
		t.Error("Retry reports that the gate holds no call")
	}
	wantParts(t, "status", call.metadata(), `"status":"Retrying"`, `"retryCount":2`, `"lastError":"connection reset"`)
	for _, key := range []string{"k", "other"} {
		wantParts(t, key, ping(key), `"type":"PreviousInvocationFailed"`, "connection reset")
	}
	gate.Open()
	s.Settle()
	wantParts(t, "status afterwards", call.metadata(), `"status":"Idle"`, `"retryCount":0`, `"lastError":null`)
	ping("k")
	if runs.Load() != 1 {
		t.Errorf("ran %d times, want 1", runs.Load())
	}
}

// TestRetryOfAgent does the same with an agent.
func TestRetryOfAgent(t *testing.T) {
	s, _, call := counters(t)
	gate := s.Hold("Counter.increment", `Counter("a")`)
	want(t, "first", call.do("increment", "1", `"mode":"schedule"`, `"idempotencyKey":"k"`), `200 Counter("a")`)
	gate.Wait()
	gate.Retry("connection refused")
	wantParts(t, "status", call.get(http.MethodGet, counterPath), `"status":"Retrying"`, `"retryCount":1`, `"lastError":"connection refused"`)
	for _, more := range []string{`"idempotencyKey":"k"`, `"mode":"await"`, `"mode":"schedule"`} {
		want(t, more, call.do("increment", "1", more),
			`500 {"code":"INTERNAL_PREVIOUS_INVOCATION_FAILED","error":"Previous Invocation Failed","workerError":{"cause":"connection refused","stderr":""}}`)
	}
	gate.Open()
	want(t, "the same afterwards", call.do("increment", "1", `"idempotencyKey":"k"`), `200 Counter("a") (1) revision 0`)
	wantParts(t, "status afterwards", call.get(http.MethodGet, counterPath), `"status":"Idle"`)
}
