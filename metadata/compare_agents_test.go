package metadata

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tupleOf takes names of elements with types, or elements.
func tupleOf(parts ...any) DataSchema {
	var s DataSchema
	for i := 0; i < len(parts); i += 2 {
		switch part := parts[i+1].(type) {
		case *Type:
			s.Elements = append(s.Elements, Element{Name: parts[i].(string), Type: part})
		case Element:
			part.Name = parts[i].(string)
			s.Elements = append(s.Elements, part)
		}
	}
	return s
}

func multimodal(parts ...any) DataSchema {
	s := tupleOf(parts...)
	s.Kind = SchemaMultimodal
	return s
}

var (
	anyText  = Element{Kind: UnstructuredText}
	german   = Element{Kind: UnstructuredText, Languages: []string{"de"}}
	germanic = Element{Kind: UnstructuredText, Languages: []string{"de", "en"}}
	anyBytes = Element{Kind: UnstructuredBinary}
	pictures = Element{Kind: UnstructuredBinary, MimeTypes: []string{"image/png"}}
)

// agentOf returns an agent type with the schema of its constructor and methods.
func agentOf(constructor DataSchema, methods ...*AgentMethod) *AgentType {
	return &AgentType{Name: "A", Constructor: AgentConstructor{Input: constructor}, Methods: methods}
}

func method(name string, input, output DataSchema) *AgentMethod {
	return &AgentMethod{Name: name, Input: input, Output: output}
}

func deployed(types ...*AgentType) *Deployment { return &Deployment{AgentTypes: types} }

func TestCompareDeployments(t *testing.T) {
	none := tupleOf()
	in := func(s DataSchema) *Deployment { return deployed(agentOf(none, method("m", s, none))) }
	out := func(s DataSchema) *Deployment { return deployed(agentOf(none, method("m", none, s))) }
	ctor := func(s DataSchema) *Deployment { return deployed(agentOf(s)) }
	with := func(f func(*AgentType)) *Deployment {
		a := agentOf(none)
		f(a)
		return deployed(a)
	}
	config := func(source ConfigSource, typ *Type) *Deployment {
		return with(func(a *AgentType) {
			a.Config = []ConfigDeclaration{{source, []string{"limits", "max"}, typ}}
		})
	}
	elsewhere := func(environment, component string) *Deployment {
		d := with(func(a *AgentType) { a.ComponentID = component })
		d.EnvironmentID = environment
		return d
	}
	plain := deployed(agentOf(none))
	for _, test := range []struct {
		name     string
		old, new *Deployment
		want     string
	}{
		{"nothing", plain, plain, ""},
		{"type added", deployed(), plain, "agent-type-added A"},
		{"type removed", plain, deployed(), "agent-type-removed A"},
		{"ephemeral", plain, with(func(a *AgentType) { a.Mode = Ephemeral }), "agent-became-ephemeral A"},
		{"durable", with(func(a *AgentType) { a.Mode = Ephemeral }), plain, "agent-became-durable A"},
		{"another component", elsewhere("e", "1"), elsewhere("e", "2"), "agent-component-changed A"},
		{"another environment", elsewhere("e", "1"), elsewhere("f", "2"), ""},
		{"descriptions", plain, with(func(a *AgentType) { a.Description, a.Constructor.PromptHint = "x", "y" }), ""},
		{"config added", plain, config(ConfigLocal, tU8), "first-config-added A.config; config-added A.config.limits.max"},
		{"optional config added", plain, config(ConfigLocal, option(tU8)), "first-config-added A.config; optional-config-added A.config.limits.max"},
		{"secret added", plain, config(ConfigSecret, tU8), "secret-added A.config.limits.max"},
		{"optional secret added", plain, config(ConfigSecret, option(tU8)), "optional-secret-added A.config.limits.max"},
		{"secret removed", config(ConfigSecret, tU8), plain, "secret-removed A.config.limits.max"},
		{"secret's type", config(ConfigSecret, tU8), config(ConfigSecret, tStr), "secret-type-changed A.config.limits.max"},
		{"config removed", config(ConfigLocal, tU8), plain, "config-removed A.config.limits.max"},
		{"config type", config(ConfigLocal, tU8), config(ConfigLocal, tStr), "config-type-changed A.config.limits.max"},
		{"config source", config(ConfigLocal, tU8), config(ConfigSecret, tU8), "config-removed A.config.limits.max; secret-added A.config.limits.max"},
		{"method added", plain, in(none), "method-added A.m"},
		{"method removed", in(none), plain, "method-removed A.m"},
		{"parameter added", in(none), in(tupleOf("p", option(tU8))), "parameter-added A.m.p"},
		{"parameter removed", in(tupleOf("p", tU8)), in(none), "parameter-removed A.m.p"},
		{"first parameter removed", in(tupleOf("p", tU8, "q", tStr)), in(tupleOf("q", tStr)), "parameter-removed A.m.p"},
		{"first parameter added", ctor(tupleOf("q", tStr)), ctor(tupleOf("p", tU8, "q", tStr)), "parameter-added A.constructor.p"},
		{"parameter renamed", in(tupleOf("p", tU8)), in(tupleOf("q", tU8)), "parameter-renamed A.m.q"},
		{"swapped", ctor(tupleOf("p", tU8, "q", tU8)), ctor(tupleOf("q", tU8, "p", tU8)), "parameters-swapped A.constructor"},
		{
			"shifted", in(tupleOf("p", tU8, "q", tU8)), in(tupleOf("q", tU8, "r", tU8)),
			"parameters-swapped A.m; parameter-removed A.m.p; parameter-added A.m.r",
		},
		{"texts swapped", in(tupleOf("p", anyText, "q", german)), in(tupleOf("q", german, "p", anyText)), "parameters-swapped A.m"},
		{"reordered", ctor(tupleOf("p", tU8, "q", tStr)), ctor(tupleOf("q", tStr, "p", tU8)), "parameters-reordered A.constructor"},
		{"kinds reordered", in(tupleOf("p", tU8, "q", anyText)), in(tupleOf("q", anyText, "p", tU8)), "parameters-reordered A.m"},
		{"reordered alike", ctor(tupleOf("p", tU8, "q", tF64)), ctor(tupleOf("q", tF64, "p", tU8)), "parameters-reordered-alike A.constructor"},
		{"constructor's parameter", ctor(tupleOf("p", enum("a", "b"))), ctor(tupleOf("p", enum("b", "a"))), "enum-cases-reordered A.constructor.p"},
		{"became multimodal", in(tupleOf("p", tU8)), in(multimodal("p", tU8)), "schema-kind-changed A.m"},
		{"result became multimodal", out(tupleOf("p", tU8)), out(multimodal("p", tU8)), "schema-kind-changed A.m.result"},
		{"became text", in(tupleOf("p", tStr)), in(tupleOf("p", anyText)), "element-kind-changed A.m.p"},
		{"text became binary", in(tupleOf("p", anyText)), in(tupleOf("p", anyBytes)), "element-kind-changed A.m.p"},
		{"nothing allowed", in(tupleOf("p", german)), in(tupleOf("p", Element{Kind: UnstructuredText, Languages: []string{}})), "restriction-removed A.m.p"},
		{"language added", in(tupleOf("p", german)), in(tupleOf("p", germanic)), "restriction-added A.m.p"},
		{"language removed", in(tupleOf("p", germanic)), in(tupleOf("p", german)), "restriction-removed A.m.p"},
		{"any language", in(tupleOf("p", german)), in(tupleOf("p", anyText)), "restriction-added A.m.p"},
		{"not any media type", out(tupleOf("p", anyBytes)), out(tupleOf("p", pictures)), "restriction-removed A.m.result"},
		{"order of languages", in(tupleOf("p", germanic)), in(tupleOf("p", Element{Kind: UnstructuredText, Languages: []string{"en", "de"}})), ""},
		{"alternative appended", in(multimodal("a", tU8)), in(multimodal("a", tU8, "b", anyText)), "alternative-appended A.m.b"},
		{"alternative inserted", ctor(multimodal("a", tU8)), ctor(multimodal("b", anyText, "a", tU8)), "alternative-inserted A.constructor.b"},
		{"alternative removed", in(multimodal("a", tU8, "b", anyText)), in(multimodal("a", tU8)), "alternative-removed A.m.b"},
		{"alternative renamed", out(multimodal("a", tU8)), out(multimodal("b", tU8)), "alternative-renamed A.m.result.b"},
		{"alternatives reordered", in(multimodal("a", tU8, "b", tU8)), in(multimodal("b", tU8, "a", tU8)), "alternatives-reordered A.m"},
		{"alternative of another kind", in(multimodal("a", tU8)), in(multimodal("b", anyText)), "alternative-removed A.m.a; alternative-appended A.m.b"},
		{"alternative's type", in(multimodal("a", tU8)), in(multimodal("a", tU32)), "integer-widened A.m.a"},
		{"result added", out(none), out(tupleOf("r", tU8)), "result-added A.m.result"},
		{"result removed", out(tupleOf("r", tU8)), out(none), "result-removed A.m.result"},
		{"results", out(tupleOf("r", tU8)), out(tupleOf("r", tU8, "s", tU8)), "results-changed A.m.result"},
		{"name of a result", out(tupleOf("return-value", tU8)), out(tupleOf("returnValue", tU8)), ""},
		{"name of one of several", out(tupleOf("r", tU8, "s", tU8)), out(tupleOf("r", tU8, "t", tU32)), "result-renamed A.m.t; integer-widened A.m.t"},
		{"result became text", out(tupleOf("r", result(tU8, tStr))), out(tupleOf("r", anyText)), "element-kind-changed A.m.result"},
		{"result became a value", out(tupleOf("r", result(tU8, tStr))), out(tupleOf("r", tU8)), "type-changed A.m.result"},
		{"value became a result", out(tupleOf("r", tU8)), out(tupleOf("r", result(tU8, tStr))), "type-changed A.m.result"},
		{"ok", out(tupleOf("r", result(tU8, tStr))), out(tupleOf("r", result(tU32, tStr))), "integer-widened A.m.ok"},
	} {
		changes := CompareDeployments(test.old, test.new)
		if got := agentIDs(changes); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
		for _, c := range changes {
			if !c.Rule.Has(c.Use) || c.Text == "" || c.Rule.Explain(c.Use) == "" {
				t.Errorf("%s: %s has no effects in %s, or no text", test.name, c.Rule.ID, c.Use)
			}
		}
		moved := strings.HasPrefix(test.want, "agent-component-changed ") // calls do not show which component runs
		if same := test.old.Hash() == test.new.Hash(); same != (test.want == "" || moved) {
			t.Errorf("%s: one hash: %v", test.name, same)
		}
		if back := CompareDeployments(test.new, test.old); (len(back) == 0) != (test.want == "") {
			t.Errorf("%s: the other way round: %s", test.name, agentIDs(back))
		}
	}
}

// TestAgentRuleTable checks that the table is consistent, and that every rule is in one of the
// tables of tests.
func TestAgentRuleTable(t *testing.T) {
	source, err := os.ReadFile("compare_agents_test.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range AgentRules() {
		if seen[r.ID] || r.Title == "" || r.Explanation == "" || r.Export == nil && r.Parameter == nil && r.Result == nil {
			t.Errorf("rule %q is doubled or incomplete", r.ID)
		}
		seen[r.ID] = true
		if agentRule(r.ID) != r {
			t.Errorf("rule %q is not found", r.ID)
		}
		_, inTypes := agentTypePairs[r.ID]
		if !inTypes && !strings.Contains(string(source), `"`+r.ID+" ") && !strings.Contains(string(source), "; "+r.ID+" ") {
			t.Errorf("no test has rule %q", r.ID)
		}
	}
	for _, r := range append(structureRules, valueRules...) {
		if !seen[r.ID] && !strings.HasPrefix(r.ID, "handle-") {
			t.Errorf("rule %q about types is not among those about agents", r.ID)
		}
	}
}

func TestAgentLines(t *testing.T) {
	component := readAgents(t, "component-v2.json")
	d := decodeAgents(t, "agent-types-v2.json")
	for _, data := range [][]byte{d.Document(), component} {
		text, lines := strings.Split(string(data), "\n"), Lines(data)
		for place, want := range map[string]string{
			"Counter":                `"Counter"`,
			"Counter.constructor":    "{",
			"Counter.increment":      `"increment"`,
			"Drifting.caseReordered": `"caseReordered"`,
			"kebab-agent.do-it":      `"do-it"`,
		} {
			line := lines[place]
			if line == 0 || !strings.Contains(text[line-1], want) {
				t.Errorf("%s is on line %d", place, line)
			}
		}
	}
	agent := "{\n\"typeName\":\"A\",\"constructor\":{\"inputSchema\":{\"type\":\"Tuple\",\"elements\":[]}},\n" +
		"\"methods\":[{\n\"inputSchema\":{\"type\":\"Tuple\",\"elements\":[]},\"outputSchema\":{\"type\":\"Tuple\",\"elements\":[]},\n\"name\":\"m\"}]}"
	want := map[string]int{"A": 2, "A.constructor": 2, "A.m": 5}
	for _, form := range []string{
		agent, `{"agentType":` + agent + `}`, "[" + agent + "]", `{"values":[` + agent + `]}`, `{"agentTypes":[` + agent + `]}`,
		`{"environment":"prod","agentTypes":[{"agentType":` + agent + `}]}`,
	} {
		if d := cmp.Diff(want, Lines([]byte(form))); d != "" {
			t.Errorf("%s: %s", form, d)
		}
	}
	if len(Lines([]byte(`{"agentType":{"typeName":"A"}}`))) > 0 {
		t.Error("lines of a document that does not decode")
	}
}
