package golemtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// echo returns a server with the component echo.
func echo(t *testing.T, version string) caller {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "echo.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := NewServer(t, Quiet(), Version(version))
	c := s.AddComponent(text)
	c.Handle(newEchoHandler)
	return caller{t, s, c.Metadata().ID, "w"}
}

// oplog returns the worker's oplog.
func (c caller) oplog() string {
	_, _, text := send(c.t, c.s.URL, Exchange{Method: http.MethodGet, Path: "/v1/components/" + c.id + "/workers/" + c.worker + "/oplog?count=100"})
	return text
}

// TestTypedDrift sends values by types that are not the function's. A client of another version
// sends them so. The worker is lost, and its oplog shows the call without parameters.
func TestTypedDrift(t *testing.T) {
	const composites = "conformance:echo/composites@0.3.1."
	unit := func(names ...string) string {
		for i, name := range names {
			names[i] = `{"name":"` + name + `","typ":null}`
		}
		return strings.Join(names, ",")
	}
	for _, test := range []struct{ function, typ, value, want string }{
		{
			"{echo-priority}", `{"type":"Enum","cases":["a","b","c","d","e"]}`, `"e"`,
			"Value mismatch: in $ could not get name for discriminant 4",
		},
		{"{echo-tree}", `{"type":"Variant","cases":[` + unit("a", "b", "c") + `]}`, `{"c":null}`, "Value mismatch: in $ could not get case for discriminant 2"},
		{"{echo-tree}", `{"type":"Variant","cases":[` + unit("a") + `]}`, `{"a":null}`, "expected a payload for case `leaf`"},
		{
			"{echo-shape}", `{"type":"Variant","cases":[` + unit("a", "b", "c", "d") + `,{"name":"e","typ":{"type":"U64"}}]}`, `{"e":7}`,
			"Value mismatch: in $ expected no value for unit variant",
		},
		{"{echo-result}", `{"type":"Result","ok":null,"err":null}`, `{"ok":null}`, "expected a payload for case `ok`"},
		{"{echo-list-u8}", `{"type":"List","inner":{"type":"Str"}}`, `["x"]`, "Parameter type mismatch: in $.[0] expected u8, got string"},
		{"{echo-point}", `{"type":"Record","fields":[{"name":"x","typ":{"type":"S32"}}]}`, `{"x":1}`, "expected 2 fields, got 1"},
	} {
		call := echo(t, "1.2.0")
		status, body := call.do("invoke-and-await", composites+test.function, `{"params":[{"typ":`+test.typ+`,"value":`+test.value+`}]}`)
		want(t, test.function, fmt.Sprint(status, " ", body), `500 {"golemError":{"details":"`+test.want+`","type":"RuntimeError"}}`)
		if got := call.await(composites + test.function); !strings.Contains(got, "PreviousInvocationFailed") {
			t.Errorf("%s: the worker lives: %s", test.function, got)
		}
		wantParts(t, "the oplog", call.oplog(), `"function_name":"`+composites+test.function+`"`, `"request":null`)
	}
}

// TestDropFaults drops resources in ways that lose the worker.
func TestDropFaults(t *testing.T) {
	const drop = inventoryName + ".{ledger.drop}"
	for _, test := range []struct {
		what, function, params string
		want                   string
	}{
		{"twice", drop, `{"value":"%s"}`, "unknown handle index 1"},
		{"without a handle", drop, ``, "Value mismatch: unexpected parameter count for drop"},
		{"an implicit one with a handle", inventoryName + `.{ledger("Lyon",1).drop}`, `{"typ":{"type":"U8"},"value":1}`, "Value mismatch: unexpected parameter count for drop"},
		{"a Drop that fails", inventoryName + `.{ledger("stuck",1).drop}`, ``, "it is stuck"},
		{"a constructor that fails", inventoryName + `.{ledger("broken",1).warehouse}`, ``, "no paper"},
		{"no handle of a constructor", inventoryName + `.{ledger("odd",1).warehouse}`, ``, "golemtest: the handler of " + inventoryName + ".{ledger.new} returned 7, not the text of a handle: return what NewHandle gives, as JSON"},
		{
			"a handle that nobody made", inventoryName + `.{ledger("foreign",1).warehouse}`, ``,
			`golemtest: the handler of ` + inventoryName + `.{ledger.new} returned \"urn:worker:x/y/1\", which NewHandle did not give`,
		},
	} {
		s, c := shop(t)
		c.HandleFunc("inventory.ledger.new", func(_ context.Context, call *Invocation) (json.RawMessage, error) {
			switch read[string](call, 0) {
			case "broken":
				return nil, errors.New("no paper")
			case "odd":
				return json.RawMessage("7"), nil
			case "foreign":
				return json.RawMessage(`"urn:worker:x/y/1"`), nil
			case "stuck":
				return call.HandleResult(failingDrop{errors.New("it is stuck")}), nil
			}
			return call.HandleResult(&ledger{}), nil
		})
		call := caller{t, s, c.Metadata().ID, "w"}
		handle := strings.Trim(strings.TrimPrefix(call.await(inventoryName+".{ledger.new}", `"Paris"`, `7`), "200 "), `"`)
		want(t, "drop", call.await(drop, `"`+handle+`"`), "200 ")
		params := test.params
		if strings.Contains(params, "%s") {
			params = fmt.Sprintf(params, handle)
		}
		status, body := call.do("invoke-and-await", test.function, `{"params":[`+params+`]}`)
		want(t, test.what, fmt.Sprint(status, " ", body), `500 {"golemError":{"details":"`+test.want+`","type":"RuntimeError"}}`)
		if got := call.await("health"); !strings.Contains(got, "PreviousInvocationFailed") {
			t.Errorf("%s: the worker lives: %s", test.what, got)
		}
	}
}

// TestUpdateWaits updates a worker while it runs a call. The call ends in the version in which it
// began.
func TestUpdateWaits(t *testing.T) {
	s, first := shop(t)
	second := s.AddComponent(newerShop(t))
	first.CreateWorker("w")
	gate := s.Hold("cart.total", "w")
	call := caller{t, s, first.Metadata().ID, "w"}
	call.do("invoke", cartName+".{total}", `{"params":[]}`)
	gate.Wait()
	updated := make(chan string)
	go func() {
		second.UpdateWorker("w")
		updated <- call.metadata()
	}()
	wantParts(t, "while the call runs", call.metadata(), `"componentVersion":0`, `"status":"Running"`)
	gate.Open()
	wantParts(t, "afterwards", <-updated, `"componentVersion":1`, `"status":"Idle"`)
}

// TestUpdateOfEphemeral updates a worker of an ephemeral component, which servers refuse.
func TestUpdateOfEphemeral(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testdata, "metadata", "recorded", "golem-1.2.0", "shop-ephemeral.json"))
	if err != nil {
		t.Fatal(err)
	}
	told := &fatal{TB: t}
	s := NewServer(t, Quiet())
	c := s.AddComponent(text)
	c.CreateWorker("w")
	s.t = told
	c.UpdateWorker("w")
	s.t = t
	if len(told.texts) != 1 || !strings.Contains(told.texts[0], "servers do not update workers of ephemeral components") {
		t.Errorf("told %q", told.texts)
	}
}

// TestEarlierHandlers checks that a new version has the handlers of the version before it for
// functions of interfaces, too, if the interface has the same name.
func TestEarlierHandlers(t *testing.T) {
	s, first := shop(t)
	first.Answer("cart.total", `{"currency":"usd","minor-units":5}`)
	newer := strings.Replace(string(shopDocument(t)), `"version": 0`, `"version": 1`, 1)
	if newer == string(shopDocument(t)) {
		newer = strings.Replace(newer, `"version":0`, `"version":1`, 1)
	}
	second := s.AddComponent([]byte(newer))
	call := caller{t, s, first.Metadata().ID, "w"}
	want(t, "of the earlier version", call.await(cartName+".{total}"), `200 {"currency":"usd","minor-units":5}`)
	want(t, "not scripted", call.await(cartName+".{remove-item}", `"x"`), `200 {"err":"no such item: x"}`)
	second.Answer("cart.total", "null")
	want(t, "of this version", call.await(cartName+".{total}"), "200 null")
}
