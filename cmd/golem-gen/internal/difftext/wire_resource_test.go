package difftext

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// TestResourceEffects does for handles and their methods what TestWireEffects does for values.
func TestResourceEffects(t *testing.T) {
	own := func(id uint64) *metadata.Type { return &metadata.Type{Kind: metadata.KindHandle, ResourceID: id} }
	borrow := func(id uint64) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindHandle, ResourceID: id, Borrowed: true}
	}
	makes := func(id uint64) *metadata.Function {
		return &metadata.Function{Name: "[constructor]r", LocalName: "new", Kind: metadata.Constructor, Results: []metadata.Result{{Type: own(id)}}}
	}
	method := &metadata.Function{Name: "[method]r.m", LocalName: "m", Kind: metadata.Method, Parameters: takes("self", borrow(0))}
	static := &metadata.Function{Name: "[static]r.m", LocalName: "m", Kind: metadata.Static}
	use := func(t *metadata.Type) *metadata.Function {
		return &metadata.Function{Name: "[static]r.use", LocalName: "use", Kind: metadata.Static, Parameters: takes("r", t)}
	}
	with := func(id uint64, f *metadata.Function) *metadata.Component {
		c := taking(nil)
		r := &metadata.Resource{Name: "r", ID: id, HasID: true, Constructor: makes(id)}
		if f.Kind == metadata.Method {
			r.Methods = append(r.Methods, f)
		} else {
			r.Statics = append(r.Statics, f)
		}
		c.Interfaces[0].Resources = append(c.Interfaces[0].Resources, r)
		return c
	}
	handle := func(typ string) string {
		return `{"typ":` + typ + `,"value":"urn:worker:` + componentID + `/w/0"}`
	}
	owned, borrowed := string(own(0).AppendJSON(nil)), string(borrow(0).AppendJSON(nil))
	for _, test := range []struct {
		id       string
		old, new *metadata.Component
		function string // with typ; the full name follows
		full     string // without typ statics are found by their full name only
		typed    string // the parameter of the old client's call with typ
		again    bool   // the call is made twice: the client believes that it still has its handle
	}{
		{"method-became-static", with(0, method), with(0, static), "r.m", "r.m", handle(borrowed), false},
		{"static-became-method", with(0, static), with(0, method), "r.m", "[static]r.m", "", false},
		{"resource-renumbered", with(0, use(borrow(0))), with(5, use(borrow(5))), "r.use", "[static]r.use", handle(borrowed), false},
		{"handle-now-owned", with(0, use(borrow(0))), with(0, use(own(0))), "r.use", "[static]r.use", handle(borrowed), true},
		{"handle-now-borrowed", with(0, use(own(0))), with(0, use(borrow(0))), "r.use", "[static]r.use", handle(owned), false},
	} {
		changes := metadata.Compare(test.old, test.new)
		if len(changes) != 1 || changes[0].Rule.ID != test.id {
			t.Errorf("%s: %d changes", test.id, len(changes))
			continue
		}
		untyped := regexp.MustCompile(`"typ":\{[^}]*\},`).ReplaceAllString(test.typed, "")
		for _, run := range []struct {
			version, function, parameter string
			want                         metadata.Outcome
		}{
			{"1.1.0", test.function, test.typed, changes[0].Effects.Typed},
			{"1.2.0", test.function, test.typed, changes[0].Effects.Typed},
			{"1.2.0", test.full, untyped, changes[0].Effects.Untyped},
		} {
			got := callWithHandle(t, run.version, test.new, run.function, run.parameter, test.again)
			// This test does not show answers with handles, and handles that are never dropped.
			if want := run.want; got != want && !(got == metadata.Unaffected && want != metadata.WorkerLost) {
				t.Errorf("%s, server %s, %q: %s, the rule says %s", test.id, run.version, run.parameter, got, want)
			}
		}
	}
}

// callWithHandle makes a resource, calls a function with its handle, and returns the outcome.
func callWithHandle(t *testing.T, version string, c *metadata.Component, function, parameter string, again bool) metadata.Outcome {
	t.Helper()
	server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
	component := server.AddComponent(c.Document())
	component.Handle(func(string) golemtest.Handler {
		return golemtest.HandlerFunc(func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
			if call.Function.Kind == metadata.Constructor {
				return call.HandleResult(struct{}{}), nil
			}
			return nil, nil
		})
	})
	call := func(function, parameter string) int {
		status, _ := post(t, server.URL, "w", "a:b/i.{"+function+"}", `{"params":[`+parameter+`]}`)
		return status
	}
	if status := call("r.new", ""); status != http.StatusOK {
		t.Fatalf("constructor: %d", status)
	}
	status := call(function, parameter)
	if again {
		call(function, parameter)
	}
	switch alive := call("alive", ""); {
	case alive != http.StatusOK:
		return metadata.WorkerLost
	case status != http.StatusOK:
		return metadata.RequestRefused
	default:
		return metadata.Unaffected
	}
}
