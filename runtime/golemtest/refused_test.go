package golemtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestQueuedBehindTrap lets a call wait behind one that traps. It is not run, and its caller gets the
// first call's failure.
func TestQueuedBehindTrap(t *testing.T) {
	s, c, runs := counting(t)
	c.Trap("cart.total", "no power")
	gate := s.Hold("cart.total", "w")
	call := caller{t, s, c.Metadata().ID, "w"}
	call.do("invoke", cartName+".{total}", `{"params":[]}`)
	gate.Wait()
	call.do("invoke", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
	gate.Open()
	s.Settle()
	_, body := call.do("invoke-and-await", cartName+".{ping}", `{"params":[]}`, "Idempotency-Key", "k")
	want(t, "the call that waited", body, `{"golemError":{"details":"no power","type":"PreviousInvocationFailed"}}`)
	if runs.Load() != 0 {
		t.Error("the call that waited was run")
	}
}

// TestEntriesOfBadCalls reads the entries of calls that do not fit the worker. Their parameters are
// null. Parameters of calls of implicit resources are shown without the resource.
func TestEntriesOfBadCalls(t *testing.T) {
	for _, test := range []struct{ function, params, want string }{
		{"no name!", `{"typ":{"type":"U8"},"value":1}`, "null"},
		{cartName + ".{nope}", `{"typ":{"type":"U8"},"value":1}`, "null"},
		{cartName + ".{ping}", `{"typ":{"type":"U8"},"value":1}`, "null"},
		{inventoryName + `.{ledger("Lyon",10).reserve}`, `{"typ":{"type":"Str"},"value":"pen"},{"typ":{"type":"U64"},"value":3}`, `[{"typ":{"type":"Str"},"value":"pen"},{"typ":{"type":"U64"},"value":3}]`},
	} {
		s, c := shop(t)
		call := caller{t, s, c.Metadata().ID, "w"}
		call.do("invoke", test.function, `{"params":[`+test.params+`]}`, "Idempotency-Key", `a"b`)
		s.Settle()
		wantParts(t, test.function, call.oplog(), `"function_input":`+test.want+`,`)
		if test.want == "null" {
			continue
		}
		wantParts(t, test.function, call.oplog(), `"request":`+test.want+`,`)
		found := func(query string) string {
			path := "/v1/components/" + call.id + "/workers/w/oplog?count=9&query=" + url.QueryEscape(query)
			_, _, text := send(t, s.URL, Exchange{Method: http.MethodGet, Path: path})
			return text
		}
		wantParts(t, "a key with a quote", found(`"a\"b"`), `"type":"ExportedFunctionInvoked"`)
		wantParts(t, "another one", found(`"a\"c"`), `"entries":[]`)
	}
}

// TestBadRequestsAboutWorkers sends requests that servers refuse.
func TestBadRequestsAboutWorkers(t *testing.T) {
	s, c := shop(t)
	workers := "/v1/components/" + c.Metadata().ID + "/workers"
	for _, name := range []string{"b", "a"} {
		c.CreateWorker(name)
	}
	do := func(method, path, body string) string {
		x := Exchange{Method: method, Path: path}
		if body != "" {
			x.Request = &body
		}
		status, _, text := send(t, s.URL, x)
		return fmt.Sprint(status, " ", text)
	}
	for _, test := range []struct{ method, path, body, want string }{
		{"POST", workers, `{"name"`, "400 parse request payload error: EOF while parsing an object"},
		{"POST", workers, `{"args":[]}`, "400 parse request payload error: failed to parse \"WorkerCreationRequest\": missing field `name`"},
		{"GET", workers + "/a/oplog?count=1&from=x", "", "400 failed to parse parameter `from`: "},
		{"GET", "/v1/components/0-0", "", "400 failed to parse path `component_id`: failed to parse \"string(ComponentId)\": invalid length: expected length 32 for simple format, found 3"},
		{"POST", workers + "/a/invoke-and-await?function=no+name%21", `{"params":[{"value":1}]}`, `500 {"golemError":{"details":"`},
	} {
		if got := do(test.method, test.path, test.body); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s %s: %s, want %s", test.method, test.path, got, test.want)
		}
	}
	list := do("GET", workers, "")
	if a, b := strings.Index(list, `"workerName":"a"`), strings.Index(list, `"workerName":"b"`); a < 0 || b < a || !strings.Contains(list, "},{") {
		t.Errorf("the workers are %s", list)
	}
	echo := echo(t, "1.2.0")
	want(t, "a surrogate as a character", echo.await("conformance:echo/scalars@0.3.1.{echo-char}", "55296"),
		`500 {"golemError":{"details":"Invalid parameter value for value: Invalid char value","type":"InvalidRequest"}}`)
	status, body := echo.do("invoke-and-await", "conformance:echo/composites@0.3.1.{echo-point}", `{"params":[{"typ":{"type":"Record","fields":[{"name":"x","typ":{"type":"S32"}},{"name":"y","typ":{"type":"S32"}}]},"value":{"x":"a","y":"b"}}]}`)
	want(t, "two faults", fmt.Sprint(status, " ", body), `400 {"errors":["invalid value for key x: expected number, found string","invalid value for key y: expected number, found string"]}`)
}

// TestBadUploads uploads documents and names functions that the server does not have.
func TestBadUploads(t *testing.T) {
	s, c := shop(t)
	s.t = nil
	for wanted, f := range map[string]func(){
		"golemtest: component document: ":                    func() { s.AddComponent([]byte("{")) },
		`exports no function "cart.nope": give a name like `: func() { c.Answer("cart.nope", "1") },
	} {
		if got := fmt.Sprint(panicOf(f)); !strings.Contains(got, wanted) {
			t.Errorf("%s, want %s", got, wanted)
		}
	}
}
