package golemtest

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// metadata returns the metadata of the worker.
func (c caller) metadata() string {
	_, _, text := send(c.t, c.s.URL, Exchange{Method: http.MethodGet, Path: "/v1/components/" + c.id + "/workers/" + c.worker})
	return text
}

func newerShop(t *testing.T) []byte {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "shop-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// TestSomebodyElse makes, updates and deletes workers behind a client's back.
func TestSomebodyElse(t *testing.T) {
	s, first := shop(t)
	call := caller{t, s, first.Metadata().ID, "w"}
	second := s.AddComponent(newerShop(t))
	first.CreateWorker("w")
	has := func(name, part string) {
		t.Helper()
		if got := call.metadata(); !strings.Contains(got, part) {
			t.Errorf("%s: got %s, want %s", name, got, part)
		}
	}
	has("made before the upload", `"componentVersion":0`)
	want(t, "one item", call.await(cartName+".{remove-item}", `"none"`), `200 {"err":"no such item: none"}`)
	second.UpdateWorker("w")
	has("updated", `"componentVersion":1`)
	second.DeleteWorker("w")
	has("deleted", "Worker not found")
	second.DeleteWorker("w")

	told := &fatal{TB: t}
	s.t = told
	second.UpdateWorker("w")
	second.CreateWorker("w")
	second.CreateWorker("w")
	if len(told.texts) != 2 || !strings.Contains(told.texts[0], "does not exist") || !strings.Contains(told.texts[1], "it exists") {
		t.Errorf("told %q", told.texts)
	}
	s.t = t
}

// fatal is a test that records the message of Fatalf and goes on.
type fatal struct {
	testing.TB
	texts []string
}

func (f *fatal) Helper() {}

func (f *fatal) Fatal(args ...any) {
	for _, arg := range args {
		f.texts = append(f.texts, arg.(error).Error())
	}
}

// TestAllVersions lists the versions of a component, the oldest first.
func TestAllVersions(t *testing.T) {
	s, first := shop(t)
	second := s.AddComponent(newerShop(t))
	_, _, got := send(t, s.URL, Exchange{Method: http.MethodGet, Path: "/v1/components/" + first.Metadata().ID})
	want(t, "versions", got, "["+string(first.document)+","+string(second.document)+"]")
}

// TestUpdateKeepsState updates a worker that has a state. It keeps its handler unless the
// new version has handlers of its own.
func TestUpdateKeepsState(t *testing.T) {
	s, first := shop(t)
	call := caller{t, s, first.Metadata().ID, "w"}
	opened := call.await(inventoryName+".{ledger.new}", `"Paris"`, `7`)
	second := s.AddComponent(newerShop(t))
	second.UpdateWorker("w")
	handle := strings.TrimPrefix(opened, "200 ")
	want(t, "an old handle", call.await("acme:shop/inventory@2.0.0.{ledger.levels}", handle), "200 []")

	second.Handle(func(string) Handler { return table{"health": func(*Invocation) any { return "new" }} })
	want(t, "before", call.await("health"), `200 "ok"`)
	second.UpdateWorker("w")
	want(t, "after", call.await("health"), `200 "new"`)
}

// TestLostBy125 sends a handle of another worker to a server of 1.2.5. The call stays in
// the queue for ever. A wrong number of parameters does no harm there.
func TestLostBy125(t *testing.T) {
	s, c := shop(t, Version("1.2.5"))
	call := caller{t, s, c.Metadata().ID, "w"}
	want(t, "too few", call.await(inventoryName+".{ledger.new}", `"Paris"`),
		`500 {"golemError":{"details":"expected 2, got 1 parameters","type":"InvalidRequest"}}`)
	want(t, "too many", call.await(cartName+".{remove-item}", `"a"`, `"b"`), `200 {"err":"no such item: a"}`)
	lost := `500 {"golemError":{"details":"in $ resource not found","type":"InvalidRequest"}}`
	want(t, "no such handle", call.await(inventoryName+".{ledger.levels}", `"urn:worker:`+c.Metadata().ID+`/w/5"`), lost)
	want(t, "the next call", call.await("health"), lost)
	for _, part := range []string{`"status":"Running"`, `"pendingInvocationCount":1`, `"lastError":null`, `"retryCount":0`} {
		if got := call.metadata(); !strings.Contains(got, part) {
			t.Errorf("metadata: got %s, want %s", got, part)
		}
	}
}

// TestNamedEphemeral calls a named worker of an ephemeral component. Each call is the first
// one of a new worker, so keys do not protect it, and handles end with it.
func TestNamedEphemeral(t *testing.T) {
	for _, version := range []string{"1.1.0", "1.2.0", "1.2.5"} {
		document, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "shop-ephemeral.json"))
		if err != nil {
			t.Fatal(err)
		}
		s := NewServer(t, Version(version), Quiet())
		runs := 0
		c := s.AddComponent(document)
		c.Handle(func(worker string) Handler {
			runs++
			return shopHandler(worker)
		})
		call := caller{t, s, c.Metadata().ID, "w"}
		parameters := []string{`{"typ":{"type":"Str"},"value":"Paris"}`, `{"typ":{"type":"U32"},"value":7}`}
		for range 2 {
			call.do("invoke-and-await", inventoryName+".{ledger.new}", `{"params":[`+strings.Join(parameters, ",")+`]}`, "Idempotency-Key", "k")
		}
		if runs != 2 {
			t.Errorf("%s: one key ran %d times, want 2", version, runs)
		}
		handle := `{"typ":{"mode":"Borrowed","resource_id":0,"type":"Handle"},"value":"urn:worker:` + c.Metadata().ID + `/w/0"}`
		status, got := call.do("invoke-and-await", inventoryName+".{ledger.levels}", `{"params":[`+handle+`]}`)
		if status != 500 {
			t.Errorf("%s: a handle lived: %s", version, got)
		}
		_, got = call.do("invoke-and-await", "health", `{"params":[]}`)
		want(t, version+", the next call", readableResponse(got), `"ok"`)
	}
}
