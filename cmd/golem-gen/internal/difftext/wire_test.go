package difftext

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// sample is a call: values of the old types, and their meaning in the new types, "" if they have
// none.
type sample struct{ values, meant string }

func same(values ...string) []sample {
	var list []sample
	for _, v := range values {
		list = append(list, sample{"[" + v + "]", "[" + v + "]"})
	}
	return list
}

func lostMeaning(values ...string) []sample {
	var list []sample
	for _, v := range values {
		list = append(list, sample{"[" + v + "]", ""})
	}
	return list
}

func takes(pairs ...any) []metadata.Parameter {
	var list []metadata.Parameter
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, metadata.Parameter{Name: pairs[i].(string), Type: pairs[i+1].(*metadata.Type)})
	}
	return list
}

// TestWireEffects sends the requests of a client of the old version to golemtest's server, with
// workers of the new version. The worst outcome must be the effect of the rule. The tests of
// golemtest compare that server with recordings of real ones.
func TestWireEffects(t *testing.T) {
	p := func(t *metadata.Type) []metadata.Parameter { return takes("p", t) }
	one := func(old, new *metadata.Type, samples ...[]sample) wireCase {
		var all []sample
		for _, s := range samples {
			all = append(all, s...)
		}
		return wireCase{p(old), p(new), all}
	}
	for id, c := range map[string]wireCase{
		"field-added":               one(record("a", u8), record("a", u8, "b", str), lostMeaning(`{"a":1}`)),
		"option-field-added":        one(record("a", u8), record("a", u8, "b", option(str)), []sample{{`[{"a":1}]`, `[{"a":1,"b":null}]`}}),
		"field-removed":             one(record("a", u8, "b", str), record("a", u8), lostMeaning(`{"a":1,"b":"x"}`)),
		"field-removed-shifting":    one(record("a", u8, "b", str), record("b", str), lostMeaning(`{"a":1,"b":"x"}`)),
		"field-renamed":             one(record("a", u8), record("c", u8), lostMeaning(`{"a":1}`)),
		"option-field-renamed":      one(record("a", option(u8)), record("c", option(u8)), lostMeaning(`{"a":1}`)),
		"fields-reordered":          one(record("a", u32, "b", u32), record("b", u32, "a", u32), same(`{"a":1,"b":2}`)),
		"fields-reordered-mixed":    one(record("a", u32, "b", str), record("b", str, "a", u32), same(`{"a":1,"b":"x"}`)),
		"enum-case-appended":        one(enum("a", "b"), enum("a", "b", "c"), same(`"a"`, `"b"`)),
		"enum-case-inserted":        one(enum("a", "b"), enum("c", "a", "b"), same(`"a"`, `"b"`)),
		"enum-case-removed":         one(enum("a", "b"), enum("b"), lostMeaning(`"a"`), same(`"b"`)),
		"enum-last-case-removed":    one(enum("a", "b"), enum("a"), same(`"a"`), lostMeaning(`"b"`)),
		"enum-case-renamed":         one(enum("a", "b"), enum("a", "c"), same(`"a"`), lostMeaning(`"b"`)),
		"enum-cases-reordered":      one(enum("a", "b"), enum("b", "a"), same(`"a"`, `"b"`)),
		"flag-appended":             one(flags("a", "b"), flags("a", "b", "c"), same(`["a"]`, `["b"]`, `[]`)),
		"flag-inserted":             one(flags("a", "b"), flags("c", "a", "b"), same(`["a"]`, `["b"]`)),
		"flag-removed":              one(flags("a", "b"), flags("b"), lostMeaning(`["a"]`), same(`["b"]`)),
		"last-flag-removed":         one(flags("a", "b"), flags("a"), lostMeaning(`["b"]`), same(`["a"]`)),
		"flag-renamed":              one(flags("a", "b"), flags("a", "c"), lostMeaning(`["b"]`), same(`["a"]`)),
		"flags-reordered":           one(flags("a", "b"), flags("b", "a"), same(`["a"]`, `["b"]`)),
		"variant-case-appended":     one(variant("a", u8, "b"), variant("a", u8, "b", "c"), same(`{"a":1}`, `{"b":null}`)),
		"variant-case-inserted":     one(variant("a", "b"), variant("c", "a", "b"), same(`{"a":null}`, `{"b":null}`)),
		"variant-case-removed":      one(variant("a", "b"), variant("b"), lostMeaning(`{"a":null}`), same(`{"b":null}`)),
		"variant-last-case-removed": one(variant("a", "b"), variant("a"), same(`{"a":null}`), lostMeaning(`{"b":null}`)),
		"variant-case-renamed":      one(variant("a", "b"), variant("a", "c"), same(`{"a":null}`), lostMeaning(`{"b":null}`)),
		"variant-cases-reordered":   one(variant("a", "b"), variant("b", "a"), same(`{"a":null}`, `{"b":null}`)),
		"payload-added":             one(variant("a", "b"), variant("a", "b", u8), lostMeaning(`{"b":null}`)),
		"optional-payload-added":    one(variant("a", "b"), variant("a", "b", option(u8)), same(`{"b":null}`)),
		"payload-removed":           one(variant("a", "b", u8), variant("a", "b"), lostMeaning(`{"b":1}`)),
		"integer-widened":           one(u8, u32, same(`7`)),
		"integer-narrowed":          one(u32, s32, same(`7`), lostMeaning(`4000000000`)),
		"float-widened":             one(f32, f64, same(`0.5`)),
		"float-narrowed":            one(f64, f32, same(`0.1`)),
		"number-kind-changed":       one(f64, u32, same(`1.5`)),
		"became-optional":           one(str, option(str), same(`"x"`)),
		"became-required":           one(option(str), str, same(`"x"`), lostMeaning(`null`)),
		"tuple-item-added":          one(tuple(u8), tuple(u8, str), lostMeaning(`[1]`)),
		"tuple-item-removed":        one(tuple(u8, str), tuple(u8), lostMeaning(`[1,"x"]`)),
		"type-changed":              one(str, u32, lostMeaning(`"x"`)),
		"type-reinterpreted":        one(record("a", u8, "b", u8), variant("a", u8), lostMeaning(`{"a":1,"b":2}`)),

		"parameter-added":            {p(u8), takes("p", u8, "q", option(u8)), lostMeaning(`1`)},
		"parameter-removed":          {takes("p", u8, "q", u8), p(u8), lostMeaning(`1,2`)},
		"parameter-renamed":          {p(u8), takes("q", u8), same(`1`)},
		"parameters-swapped":         {takes("p", u8, "q", u8), takes("q", u8, "p", u8), []sample{{`[1,2]`, `[2,1]`}}},
		"parameters-reordered":       {takes("p", u8, "q", str), takes("q", str, "p", u8), []sample{{`[1,"x"]`, `["x",1]`}}},
		"parameters-reordered-alike": {takes("p", u8, "q", u32), takes("q", u32, "p", u8), []sample{{`[1,2]`, `[2,1]`}}},
		"function-removed":           {p(u8), nil, lostMeaning(`1`)},
	} {
		t.Run(id, func(t *testing.T) {
			c.check(t, id)
			c.checkClient(t)
		})
	}
}

type wireCase struct {
	old, new []metadata.Parameter // nil: no such function
	samples  []sample
}

func (c wireCase) check(t *testing.T, id string) {
	changes := metadata.Compare(taking(c.old), taking(c.new))
	if len(changes) != 1 || changes[0].Rule.ID != id {
		t.Fatalf("%d changes", len(changes))
	}
	want := changes[0].Effects
	for _, run := range []struct {
		version string
		typed   bool
		want    metadata.Outcome
	}{{"1.1.0", true, want.Typed}, {"1.2.0", true, want.Typed}, {"1.2.0", false, want.Untyped}} {
		worst := metadata.Unaffected
		var seen []string
		for i, s := range c.samples {
			outcome, text := c.send(t, run.version, run.typed, fmt.Sprintf("w%d", i), s)
			worst = max(worst, outcome)
			seen = append(seen, fmt.Sprintf("%s: %s (%s)", s.values, outcome, text))
		}
		if worst != run.want {
			t.Errorf("server %s, typ %t: worst is %s, the rule says %s: %s", run.version, run.typed, worst, run.want, strings.Join(seen, "; "))
		}
	}
}

const componentID = "5c89c92c-6e6a-5715-882b-637cd873451d"

func taking(parameters []metadata.Parameter) *metadata.Component {
	i := &metadata.Interface{Name: "a:b/i", Namespace: "a", Package: "b", ShortName: "i", Functions: []*metadata.Function{{Name: "alive", LocalName: "alive"}}}
	if parameters != nil {
		i.Functions = append(i.Functions, &metadata.Function{Name: "f", LocalName: "f", Parameters: parameters})
	}
	return &metadata.Component{ID: componentID, Name: "c", Interfaces: []*metadata.Interface{i}}
}

// send makes one call on a new worker, and another one to see whether the worker still answers.
func (c wireCase) send(t *testing.T, version string, typed bool, worker string, s sample) (metadata.Outcome, string) {
	server := golemtest.NewServer(t, golemtest.Version(version), golemtest.Quiet())
	component := server.AddComponent(taking(c.new).Document())
	var got []json.RawMessage
	component.HandleFunc("i.alive", func(context.Context, *golemtest.Invocation) (json.RawMessage, error) { return nil, nil })
	if c.new != nil {
		component.HandleFunc("i.f", func(_ context.Context, call *golemtest.Invocation) (json.RawMessage, error) {
			got = call.Parameters
			return nil, nil
		})
	}
	status, answer := post(t, server.URL, worker, "a:b/i.{f}", c.body(t, typed, s.values))
	alive, _ := post(t, server.URL, worker, "a:b/i.{alive}", `{"params":[]}`)
	switch {
	case alive != http.StatusOK:
		return metadata.WorkerLost, answer
	case status != http.StatusOK:
		return metadata.RequestRefused, answer
	}
	arrived, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if s.meant != "" && equalJSON(t, string(arrived), s.meant) {
		return metadata.Unaffected, string(arrived)
	}
	return metadata.SilentlyDifferent, string(arrived)
}

func (c wireCase) body(t *testing.T, typed bool, values string) string {
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(values), &list); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for i, value := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		if typed {
			fmt.Fprintf(&b, `{"typ":%s,"value":%s}`, c.old[i].Type.AppendJSON(nil), value)
		} else {
			fmt.Fprintf(&b, `{"value":%s}`, value)
		}
	}
	return `{"params":[` + b.String() + `]}`
}

func post(t *testing.T, base, worker, function, body string) (int, string) {
	t.Helper()
	response, err := http.Post(base+"/v1/components/"+componentID+"/workers/"+worker+"/invoke-and-await?function="+url.QueryEscape(function),
		"application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func equalJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		t.Fatalf("not JSON: %s, %s", a, b)
	}
	return reflect.DeepEqual(x, y)
}
