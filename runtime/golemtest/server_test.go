package golemtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	cartName      = "acme:shop/cart@1.4.0"
	inventoryName = "acme:shop/inventory@1.4.0"
)

// shop returns a server with the component shop.
func shop(t *testing.T, opts ...Option) (*Server, *Component) {
	t.Helper()
	s := NewServer(t, append(opts, Quiet())...)
	c := s.AddComponent(shopDocument(t))
	c.Handle(shopHandler)
	return s, c
}

// TestServerAtAnotherAddress serves a server at an address of the program's own.
func TestServerAtAnotherAddress(t *testing.T) {
	s, c := shop(t)
	own := httptest.NewServer(s)
	defer own.Close()
	status, _, text := send(t, own.URL, Exchange{Method: http.MethodGet, Path: "/v1/components/" + c.Metadata().ID + "/latest"})
	want(t, "component", fmt.Sprint(status, " ", text), "200 "+string(c.document))
}

// caller sends invocations to a worker.
type caller struct {
	t      *testing.T
	s      *Server
	id     string
	worker string
}

func (c caller) do(endpoint, function, body string, headers ...string) (int, string) {
	c.t.Helper()
	x := Exchange{Method: http.MethodPost, Request: &body, RequestHeaders: map[string]string{}}
	x.Path = "/v1/components/" + c.id + "/workers/" + c.worker + "/" + endpoint + "?function=" + strings.NewReplacer("{", "%7B", "}", "%7D", " ", "%20", `"`, "%22").Replace(function)
	for i := 0; i+1 < len(headers); i += 2 {
		x.RequestHeaders[headers[i]] = headers[i+1]
	}
	status, _, text := send(c.t, c.s.URL, x)
	return status, text
}

// await calls a function without types and returns the status and the value.
func (c caller) await(function string, values ...string) string {
	c.t.Helper()
	status, body := c.do("invoke-and-await", function, untypedBody(values))
	return fmt.Sprintf("%d %s", status, readableResponse(body))
}

func untypedBody(values []string) string {
	for i, v := range values {
		values[i] = `{"value":` + v + `}`
	}
	return `{"params":[` + strings.Join(values, ",") + `]}`
}

func want(t *testing.T, what, got, wanted string) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %s, want %s", what, got, wanted)
	}
}

func TestScriptedAnswers(t *testing.T) {
	s, c := shop(t)
	c.Answer("cart.total", `null`, `{"currency":"usd","minor-units":5}`)
	c.Answer(cartName+".{remove-item}", `{"ok":1}`)
	c.Trap("cart.remove-item", "no power")
	call := caller{t, s, c.Metadata().ID, "w"}
	want(t, "first", call.await(cartName+".{total}"), "200 null")
	want(t, "second", call.await(cartName+".{total}"), `200 {"currency":"usd","minor-units":5}`)
	want(t, "the last one stays", call.await(cartName+".{total}"), `200 {"currency":"usd","minor-units":5}`)
	want(t, "not scripted", call.await("health"), `200 "ok"`)
	want(t, "by full name", call.await(cartName+".{remove-item}", `"x"`), `200 {"ok":1}`)
	want(t, "trap", call.await(cartName+".{remove-item}", `"x"`), `500 {"golemError":{"details":"no power","type":"RuntimeError"}}`)
	want(t, "after the trap", call.await("health"), `500 {"golemError":{"details":"no power","type":"PreviousInvocationFailed"}}`)
}

func TestHandlerSeesWorkersTypes(t *testing.T) {
	s, c := shop(t)
	var seen *Invocation
	c.HandleFunc("cart.add-item", func(_ context.Context, call *Invocation) (json.RawMessage, error) {
		seen = call
		return nil, nil
	})
	call := caller{t, s, c.Metadata().ID, "w"}
	call.await(cartName+".{add-item}", ` {"quantity": 2.0, "product-id": "\u0061", "name": "n", "more": 1, "price": {"minor-units": 1, "currency": "eur"}}`)
	if seen == nil {
		t.Fatal("not called")
	}
	want(t, "parameter", string(seen.Parameters[0]), `{"discount-percent":null,"name":"n","price":{"currency":"eur","minor-units":1},"product-id":"a","quantity":2}`)
	want(t, "names", seen.Worker+" "+seen.Interface.ShortName+" "+seen.Name, "w cart "+cartName+".{add-item}")
}

func TestDecode(t *testing.T) {
	s, c := shop(t)
	var sku string
	var count uint64
	var faults []error
	c.HandleFunc("inventory.ledger.receive", func(_ context.Context, call *Invocation) (json.RawMessage, error) {
		faults = append(faults, call.Decode(nil, &count), call.Decode(&sku), call.Decode(&count), call.Decode(nil, nil, nil))
		return json.RawMessage(`{"ok":1}`), nil
	})
	call := caller{t, s, c.Metadata().ID, "w"}
	call.await(inventoryName+`.{ledger("Lyon",10).receive}`, `"pen"`, `18446744073709551615`)
	if sku != "pen" || count != 18446744073709551615 || len(faults) != 4 || faults[0] != nil || faults[1] != nil || faults[2] == nil || faults[3] == nil {
		t.Errorf("got %q, %d, %v", sku, count, faults)
	}
}

func TestFloats(t *testing.T) {
	const sent, inexact = "-9.129825816118125e-7", "-9.129825816118124e-7"
	text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "echo.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, exact := range []bool{false, true} {
		opts, wanted, zero := []Option{Quiet()}, inexact, "0.0"
		if exact {
			opts, wanted, zero = append(opts, ExactFloats()), sent, "-0.0"
		}
		s := NewServer(t, opts...)
		c := s.AddComponent(text)
		c.Handle(newEchoHandler)
		call := caller{t, s, c.Metadata().ID, "w"}
		want(t, "shortest text", call.await("conformance:echo/scalars@0.3.1.{echo-f64}", sent), "200 "+wanted)
		want(t, "negative zero", call.await("conformance:echo/scalars@0.3.1.{echo-f64}", "-0.0"), "200 "+zero)
	}
}

func TestWorkerEndpoints(t *testing.T) {
	s, c := shop(t)
	base := "/v1/components/" + c.Metadata().ID + "/workers"
	do := func(method, path, body string) string {
		x := Exchange{Method: method, Path: base + path}
		if body != "" {
			x.Request = &body
		}
		status, _, text := send(t, s.URL, x)
		return fmt.Sprintf("%d %s", status, text)
	}
	want(t, "create", do("POST", "", `{"name":"w","args":["a"],"env":{"K":"v"}}`),
		`200 {"componentVersion":0,"workerId":{"componentId":"`+c.Metadata().ID+`","workerName":"w"}}`)
	if got := do("GET", "/w", ""); !strings.Contains(got, `"args":["a"]`) || !strings.Contains(got, `"env":{"K":"v"}`) || !strings.Contains(got, `"status":"Idle"`) {
		t.Errorf("status: %s", got)
	}
	if got := do("GET", "", ""); !strings.Contains(got, `"workers":[{"activePlugins"`) {
		t.Errorf("list: %s", got)
	}
	want(t, "twice", do("POST", "", `{"name":"w"}`), `500 {"golemError":{"type":"WorkerAlreadyExists","workerId":{"componentId":"`+c.Metadata().ID+`","workerName":"w"}}}`)
	want(t, "bad name", do("POST", "", `{"name":"a b"}`), `400 {"errors":["Invalid worker name: Worker name must not contain whitespaces"]}`)
	want(t, "delete", do("DELETE", "/w", ""), `200 {}`)
	want(t, "gone", do("GET", "/w", ""), `404 {"error":"Worker not found: `+c.Metadata().ID+`/w"}`)
	want(t, "unknown", do("GET", "/w/files", ""), `404 not found`)
}

func TestVersionsOfHandlers(t *testing.T) {
	s, first := shop(t)
	first.Answer("health", `"first"`)
	old := caller{t, s, first.Metadata().ID, "old"}
	want(t, "old", old.await("health"), `200 "first"`)
	newer, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "shop-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	second := s.AddComponent(newer)
	young := caller{t, s, first.Metadata().ID, "young"}
	want(t, "new, without handlers of its own", young.await("health"), `200 "first"`)
	second.Answer("health", `"second"`)
	want(t, "new", young.await("health"), `200 "second"`)
	want(t, "old still", old.await("health"), `200 "first"`)
	if _, err := s.Upload(newer); err == nil || !strings.Contains(err.Error(), "has version 1 already") {
		t.Errorf("the same version again: %v", err)
	}
}

func TestStartErrors(t *testing.T) {
	if _, err := Start(Version("2.0.0")); err == nil || !strings.Contains(err.Error(), "cannot play server version") {
		t.Errorf("version: %v", err)
	}
	s, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Upload([]byte("<html>")); err == nil {
		t.Error("a page was taken for a component")
	}
	c := s.AddComponent(shopDocument(t))
	if _, err := c.function("cart.nope"); err == nil || !strings.Contains(err.Error(), `exports no function "cart.nope"`) {
		t.Errorf("function: %v", err)
	}
}

// failing is a user's test that records its errors.
type failing struct {
	testing.TB
	errors []string
}

func (f *failing) Errorf(format string, args ...any) {
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}

func (f *failing) Helper() {}

func (f *failing) Cleanup(func()) {}

func TestFaultsOfTheTestAreTold(t *testing.T) {
	told := &failing{TB: t}
	s := NewServer(told)
	defer s.Close()
	c := s.AddComponent(shopDocument(t))
	call := caller{t, s, c.Metadata().ID, "w"}
	call.await("health")
	c.Answer("cart.total", `{"currency":"doubloon","minor-units":1}`)
	call.worker = "w2"
	call.await(cartName + ".{total}")
	c.Answer("cart.remove-item", `{"ok":1.5}`)
	call.worker = "w3"
	call.await(cartName+".{remove-item}", `"x"`)
	c.Answer("inventory.open", `"urn:worker:x/w4/0"`)
	call.worker = "w4"
	call.await(inventoryName+".{open}", `"x"`)
	all := strings.Join(told.errors, "\n")
	for _, part := range []string{
		"nothing plays health of component shop-a", "Invalid input doubloon. Valid values are eur,usd,gbp",
		"value 1.5 is not within the range", "handle urn:worker:x/w4/0 is none that NewHandle gave",
	} {
		if !strings.Contains(all, part) {
			t.Errorf("not told %q:\n%s", part, all)
		}
	}
}
