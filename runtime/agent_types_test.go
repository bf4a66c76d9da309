package runtime

import (
	"encoding/json"
	"testing"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

func describe(t *testing.T, text string) *describedType {
	t.Helper()
	var document agentTypeJSON
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	return document.described()
}

// TestChangedConfiguration compares the configuration that Create can set with that of a deployment.
func TestChangedConfiguration(t *testing.T) {
	const str = `{"type":"Str"}`
	kind := &core.AgentType{Name: "Account", Constructor: new(core.Function), Config: []core.ConfigValue{
		{Path: []string{"limits", "daily"}, Type: `{"type":"Record","fields":[{"name":"a","typ":{"type":"U8"}}]}`},
		{Path: []string{"note"}, Type: str},
	}}
	const limits = `{"path":["limits","daily"],"valueType":{"type":"Record","fields":[{"name":"a","typ":{"type":"U8"}}]}}`
	const note = `{"path":["note"],"valueType":` + str + `}`
	for config, want := range map[string]string{
		limits + "," + note: "",
		note + "," + limits: "",
		limits + "," + note + `,{"path":["more"],"valueType":` + str + `}`: "",
		note: "the configuration limits.daily is gone",
		limits + `,{"path":["note"],"valueType":{"type":"U8"}}`:                                                          "the configuration note: it was Str, now it is U8",
		note + `,{"path":["limits"],"valueType":` + str + `}`:                                                            "the configuration limits.daily is gone",
		note + `,{"path":["limits","daily"],"valueType":{"type":"Record","fields":[{"name":"a","typ":{"type":"U16"}}]}}`: "the configuration limits.daily.a: it was U8, now it is U16",
	} {
		found := describe(t, `{"typeName":"Account","mode":"Durable","constructor":{"inputSchema":{"elements":[],"type":"Tuple"}},"config":[`+config+`]}`)
		if got := found.compareConfig(kind); got != want {
			t.Errorf("%s: got %q, want %q", config, got, want)
		}
	}
}

// TestIncompleteAgentType reads documents with holes.
func TestIncompleteAgentType(t *testing.T) {
	found := describe(t, `{"typeName":"Account","methods":[null,{"name":"move"}],"config":[]}`)
	if len(found.methods) != 1 || found.methods["move"] == nil {
		t.Errorf("methods %v", found.methods)
	}
	types, err := readComponentTypes([]byte(`{"revision":3,"metadata":{"agentTypes":[null,{"typeName":"Account"}]}}`))
	if err != nil || len(types) != 1 || types["Account"].revision != 3 {
		t.Errorf("got %v, %v", types, err)
	}
}

// TestUnusableDocuments reads documents that do not say what an agent type needs.
func TestUnusableDocuments(t *testing.T) {
	for document, want := range map[string]string{
		`{"implementedBy":{"componentId":"a","componentRevision":1}}`: "has no agentType",
		`{"agentType":{},"implementedBy":{"componentId":"a"}}`:        "has no implementedBy.componentId or componentRevision",
		`{"agentType":{},"implementedBy":{"componentRevision":1}}`:    "has no implementedBy.componentId or componentRevision",
	} {
		if _, err := readDeployedType([]byte(document)); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", document, err, want)
		}
	}
	if types, err := readComponentTypes([]byte(`{"metadata":{"agentTypes":[]}}`)); err == nil || err.Error() != "has no revision" {
		t.Errorf("got %v, %v", types, err)
	}
}

// TestMultimodalBecameTuple compares data whose elements are the same and whose kind is not.
func TestMultimodalBecameTuple(t *testing.T) {
	const elements = `[{"name":"a","schema":{"type":"ComponentModel","elementType":{"type":"U8"}}}]`
	parameters := []core.Parameter{{Name: "a", Type: `{"type":"U8"}`}}
	for _, test := range []struct {
		kind       string
		multimodal bool
		want       string
	}{
		{"Tuple", false, ""},
		{"Multimodal", true, ""},
		{"Multimodal", false, "the method move: it was not multimodal, now it is"},
		{"Tuple", true, "the method move: it was multimodal, now it is not"},
	} {
		found := describe(t, `{"typeName":"Account","mode":"Durable","constructor":{"inputSchema":{"elements":[],"type":"Tuple"}},`+
			`"methods":[{"name":"move","inputSchema":{"elements":`+elements+`,"type":"`+test.kind+`"},"outputSchema":{"elements":[],"type":"Tuple"}}]}`)
		kind := &core.AgentType{Name: "Account", Constructor: new(core.Function)}
		if got := found.takes(agentCall{kind, &core.Function{Name: "move", Parameters: parameters, Multimodal: test.multimodal}}); got != test.want {
			t.Errorf("%s, multimodal %t: got %q, want %q", test.kind, test.multimodal, got, test.want)
		}
	}
}
