package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	goruntime "runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestOrderAndIdempotency(t *testing.T) {
	s, c := shop(t)
	release := make(chan struct{})
	var mu sync.Mutex
	var order []string
	c.HandleFunc("cart.remove-item", func(_ context.Context, call *Invocation) (json.RawMessage, error) {
		<-release
		mu.Lock()
		defer mu.Unlock()
		order = append(order, string(call.Parameters[0]))
		return fmt.Appendf(nil, `{"ok":%d}`, len(order)), nil
	})
	call := caller{t, s, c.Metadata().ID, "w"}
	for _, key := range []string{"a", "b", "c", "b"} {
		status, body := call.do("invoke", cartName+".{remove-item}", `{"params":[{"value":"`+key+`"}]}`, "Idempotency-Key", key)
		want(t, "enqueue "+key, fmt.Sprint(status, body), "200{}")
	}
	canceled := Exchange{Method: http.MethodDelete, Path: "/v1/components/" + call.id + "/workers/w/invocations/c"}
	_, _, body := send(t, s.URL, canceled)
	want(t, "cancel what waits", body, `{"canceled":true}`)
	close(release)
	s.Settle()
	want(t, "order", strings.Join(order, ""), `"a""b"`)
	_, _, body = send(t, s.URL, Exchange{Method: http.MethodDelete, Path: "/v1/components/" + call.id + "/workers/w/invocations/a"})
	want(t, "cancel what has run", body, `{"canceled":false}`)
	status, body := call.do("invoke-and-await", "health", `{"params":[]}`, "Idempotency-Key", "b")
	want(t, "the first answer again", fmt.Sprint(status, readableResponse(body)), `200{"ok":2}`)
}

// TestRunningCallHasEntry asks about calls right after the server has accepted them. A running call
// must have its entry in the oplog.
func TestRunningCallHasEntry(t *testing.T) {
	s, c := shop(t)
	c.Answer("cart.remove-item", `{"ok":1}`)
	c.CreateWorker("w")
	call := caller{t, s, c.Metadata().ID, "w"}
	call.await("health") // the first call waits until the worker is loaded
	workers := "/v1/components/" + call.id + "/workers/w"
	ask := func(method, path, body string) string {
		return string(s.answer(httptest.NewRequest(method, path, nil), []byte(body)).body)
	}
	for i := range 50 {
		key := fmt.Sprintf("key-%d", i)
		r := httptest.NewRequest(http.MethodPost, workers+"/invoke?function="+url.QueryEscape(cartName+".{remove-item}"), nil)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", key)
		if a := s.answer(r, []byte(`{"params":[{"value":"x"}]}`)); a.status != http.StatusOK {
			t.Fatalf("call %d: %d %s", i, a.status, a.body)
		}
		status := ask(http.MethodGet, workers, "")
		if oplog := ask(http.MethodGet, workers+"/oplog?count=1000", ""); !strings.Contains(oplog, key) {
			t.Fatalf("call %d: no entry in %s\nof the worker %s", i, oplog, status)
		}
	}
}

// TestEndedCallHasResult checks that a key returns the result from the entry of the call's end on.
func TestEndedCallHasResult(t *testing.T) {
	s, c := shop(t)
	c.CreateWorker("w")
	w := s.worker(c.Metadata().ID, "w")
	call := func() *invocation { return &invocation{key: "k", isKeyed: true, done: make(chan struct{})} }
	w.completeWith(call(), []byte(`{"result":1}`))
	if again := w.submit(call()); !again.settled() || string(again.answer.body) != `{"result":1}` {
		t.Errorf("got %+v", again)
	}
}

func TestHandlerEndsGoroutine(t *testing.T) {
	s, c := shop(t)
	c.HandleFunc("cart.ping", func(context.Context, *Invocation) (json.RawMessage, error) {
		goruntime.Goexit()
		return nil, nil
	})
	c.HandleFunc("cart.total", func(context.Context, *Invocation) (json.RawMessage, error) { panic("boom") })
	call := caller{t, s, c.Metadata().ID, "w"}
	if got := call.await(cartName + ".{ping}"); !strings.Contains(got, "ended its goroutine") {
		t.Error(got)
	}
	if got := call.await("health"); !strings.Contains(got, "PreviousInvocationFailed") {
		t.Error(got)
	}
	call.worker = "w2"
	want(t, "panic", call.await(cartName+".{total}"), `500 {"golemError":{"details":"boom","type":"RuntimeError"}}`)
}

// TestSameKey sends one key to a worker eight times, in each state that its call can have.
func TestSameKey(t *testing.T) {
	s, c := shop(t)
	runs := 0
	c.HandleFunc("cart.ping", func(context.Context, *Invocation) (json.RawMessage, error) {
		runs++
		return nil, nil
	})
	call := caller{t, s, c.Metadata().ID, "w"}
	enqueue := func(times int) {
		for range times {
			call.do("invoke", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
		}
	}
	gate := s.Hold("cart.total", "w")
	call.do("invoke", cartName+".{total}", `{"params":[]}`)
	gate.Wait()
	enqueue(8)
	gate.Open()
	s.Settle()
	want(t, "waiting", strconv.Itoa(runs), "1")
	enqueue(8)
	s.Settle()
	want(t, "ended", strconv.Itoa(runs), "1")

	call.worker = "w2"
	gate = s.Hold("cart.ping", "w2")
	enqueue(1)
	gate.Wait()
	enqueue(8) // the first one runs again, and the others find it waiting
	gate.Open()
	s.Settle()
	want(t, "running", strconv.Itoa(runs), "3")
}
