package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
	"github.com/golem-gen/golem-gen/runtime/stub"
)

// levels returns an agent type with a method whose parameter is an enum, or an option of a variant
// that has a case with that enum, and a result.
func levels(result *metadata.Type, cases ...string) *metadata.AgentType {
	level := &metadata.Type{Kind: metadata.KindEnum, Names: cases}
	change := &metadata.Type{Kind: metadata.KindVariant, Cases: []metadata.Case{{Name: "to", Type: level}, {Name: "keep"}}}
	for _, name := range cases[2:] {
		change.Cases = append(change.Cases, metadata.Case{Name: name})
	}
	return &metadata.AgentType{
		Name: "Thing", ComponentID: agentComponent, ComponentName: "acme:things",
		Methods: []*metadata.AgentMethod{{
			Name: "set",
			Input: metadata.DataSchema{Elements: []metadata.Element{
				{Name: "level", Type: level}, {Name: "change", Type: &metadata.Type{Kind: metadata.KindOption, Inner: change}},
			}},
			Output: metadata.DataSchema{Elements: []metadata.Element{{Name: "value", Type: result}}},
		}},
	}
}

// TestAppendedCases makes an agent by the first deployment and calls it by the last one, where one of
// them or both have more cases at the end than the client knows. Each value arrives as itself.
func TestAppendedCases(t *testing.T) {
	u32 := &metadata.Type{Kind: metadata.KindU32}
	known := levels(u32, "low", "high")
	for name, types := range map[string][]*metadata.AgentType{
		"current deployment":      {levels(u32, "low", "high", "top")},
		"agent made before":       {known, levels(u32, "low", "high", "top")},
		"agent made, rolled back": {levels(u32, "low", "high", "top"), known},
		"each has others":         {levels(u32, "low", "high", "top"), levels(u32, "low", "high", "other", "more")},
	} {
		t.Run(name, func(t *testing.T) {
			s := golemtest.NewServer(t, golemtest.Quiet())
			arrived := ""
			for i, a := range types {
				s.Deploy(documentOf(a), golemtest.In("bank", "prod")).HandleFunc("Thing.set", func(_ context.Context, in *golemtest.Invocation) (json.RawMessage, error) {
					arrived = fmt.Sprintf("%s %s", in.Parameters[0], in.Parameters[1])
					return json.RawMessage("1"), nil
				})
				if i == 0 {
					check(t, "first", setLevel(s.URL, known, `"low"`, "null", t), nil)
				}
			}
			for _, level := range []string{`"low"`, `"high"`} {
				for _, change := range []string{"null", `{"to":"low"}`, `{"to":"high"}`, `{"keep":null}`} {
					check(t, level+" "+change, setLevel(s.URL, known, level, change, t), nil)
					check(t, "arrived", arrived, level+" "+change)
				}
			}
		})
	}
}

// TestAppendedCaseOfResult: the answer may have a case that the client does not know.
func TestAppendedCaseOfResult(t *testing.T) {
	result := func(names ...string) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindEnum, Names: names}
	}
	s := golemtest.NewServer(t, golemtest.Quiet())
	s.Deploy(documentOf(levels(result("a", "b"), "low", "high")), golemtest.In("bank", "prod")).Answer("Thing.set", `"b"`)
	err := setLevel(s.URL, levels(result("a"), "low", "high"), `"low"`, "null", t)
	var drift *runtime.DriftError
	if !errors.As(err, &drift) || drift.Sent || drift.Difference == "" {
		t.Errorf("got %v", err)
	}
}

// setLevel makes a call with a client that was generated for the type.
func setLevel(url string, a *metadata.AgentType, level, change string, t *testing.T) error {
	t.Helper()
	kind := &stub.AgentType{Name: "Thing", Constructor: &stub.Function{}, Application: "bank", Environment: "prod", ComponentID: a.ComponentID}
	set := &stub.Function{Name: "set", Parameters: parametersOf(a.Methods[0].Input), Results: parametersOf(a.Methods[0].Output)}
	call := stub.NewAgent(dialDefault(t, url, runtime.WithBearerToken(golemtest.LocalToken)), kind, nil).Address().Begin(set, nil)
	call.Buffer = append(call.Param(), level...)
	call.Buffer = append(call.Param(), change...)
	var n uint32
	return call.AwaitValue(context.Background(), &n, stub.TakeUint32)
}
