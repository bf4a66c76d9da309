package metadata

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

const agents = "../testdata/agents"

func readAgents(t testing.TB, name string) []byte {
	t.Helper()
	return readFile(t, filepath.Join(agents, name))
}

func decodeAgents(t testing.TB, name string) *Deployment {
	t.Helper()
	d, err := DecodeDeployment(readAgents(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// agentDifference compares two deployments. It calls cmp only if they differ, because cmp takes
// exponential time over deeply nested lists.
func agentDifference(want, got *Deployment) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	if diff := cmp.Diff(string(want.Document()), string(got.Document())); diff != "" {
		return "-want +got:\n" + diff
	}
	return "the documents are equal, the deployments are not"
}

// checkPinned checks a deployment's canonical document.
func checkPinned(t testing.TB, d *Deployment) {
	t.Helper()
	document := d.Document()
	again, err := DecodeDeployment(document)
	if err != nil {
		t.Fatalf("the canonical document does not decode: %v\n%s", err, document)
	}
	if diff := agentDifference(d, again); diff != "" {
		t.Fatalf("the canonical document is another deployment: %s", diff)
	}
	if twice := again.Document(); string(twice) != string(document) {
		t.Fatalf("the canonical document changes when it is pinned again:\n%s", cmp.Diff(string(document), string(twice)))
	}
	if d.Hash() != again.Hash() {
		t.Fatal("the hash changed")
	}
}

// TestRecordedAgents decodes the answers of a 1.5.9 server, in every form.
func TestRecordedAgents(t *testing.T) {
	page := decodeAgents(t, "agent-types-v1.json")
	if len(page.AgentTypes) != 18 || len(page.Omitted) > 0 {
		t.Errorf("%d agent types, omitted: %v", len(page.AgentTypes), page.Omitted)
	}
	checkPinned(t, page)
	checkPinned(t, decodeAgents(t, "agent-types-v2.json"))

	component := decodeAgents(t, "component-v1.json")
	if component.EnvironmentID == "" || component.AgentTypes[0].ComponentName != "g15:agents" {
		t.Errorf("environment %q, component %q", component.EnvironmentID, component.AgentTypes[0].ComponentName)
	}
	checkPinned(t, component)

	one := decodeAgents(t, "agent-type-Counter-v1.json")
	if diff := cmp.Diff(page.AgentType("Counter"), one.AgentTypes[0]); diff != "" {
		t.Errorf("the agent type alone and in the page (-page +alone):\n%s", diff)
	}
	checkPinned(t, one)
}

// TestFormsOfOneDeployment checks that a page, a list and a component with the same agent types
// have the same interface, with or without revisions.
func TestFormsOfOneDeployment(t *testing.T) {
	page := readAgents(t, "agent-types-v2.json")
	want := decodeAgents(t, "agent-types-v2.json").Hash()
	list := strings.TrimSuffix(strings.TrimPrefix(string(page), `{"values":`), "}")
	for name, text := range map[string]string{
		"list":      list,
		"part":      `{"agentTypes":` + list + `}`,
		"component": string(readAgents(t, "component-v2.json")),
		"pinned":    `{"application":"bank","environment":"prod","account":"a@example.org","deploymentRevision":7,"agentTypes":` + list + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			d, err := DecodeDeployment([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if d.Hash() != want {
				t.Errorf("hash %s, want %s", d.Hash(), want)
			}
			checkPinned(t, d)
			c, any, err := DecodeAny([]byte(text))
			if c != nil || err != nil || agentDifference(d, any) != "" {
				t.Errorf("recognised as component %v, error %v", c, err)
			}
		})
	}
	if c, d, err := DecodeAny(read(t, "recorded/golem-1.2.5/envy.json")); c == nil || d != nil || err != nil {
		t.Errorf("a component: %v, %v, %v", c, d, err)
	}
}

func TestPinnedAgentsGolden(t *testing.T) {
	d := decodeAgents(t, "agent-types-v1.json")
	d.Application, d.Environment, d.Account = "g15", "dev", "root@golem.cloud"
	d.Revision, d.HasRevision = 0, true
	d.EnvironmentID = "01a22053-ea6c-7e40-9f2f-05bce982eedb"
	goldenfile.Check(t, filepath.Join(agents, "pinned-v1.golden.json"), string(d.Document()))
	checkPinned(t, d)
}

func TestAgentWIT(t *testing.T) {
	var b strings.Builder
	for _, a := range decodeAgents(t, "agent-types-v1.json").AgentTypes {
		b.WriteString(a.Name + " " + a.Mode.String() + " " + a.Constructor.WIT() + "\n")
		for _, m := range a.Methods {
			b.WriteString("  " + m.Name + ": " + m.WIT() + "\n")
		}
	}
	goldenfile.Check(t, filepath.Join(agents, "signatures.golden"), b.String())
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestAgentsOfEarlierServers decodes components of 1.3 and 1.4, which have agent types beside
// exports, without mode and configuration. They are both components and deployments.
func TestAgentsOfEarlierServers(t *testing.T) {
	const parts = `"componentName":"acme:bank","metadata":{"exports":[{"type":"Function","name":"health","parameters":[],"result":null}],"agentTypes":[
{"typeName":"Account","description":"","constructor":{"name":null,"description":"","promptHint":null,"inputSchema":{"type":"Tuple","elements":[]}},
"methods":[{"name":"close","description":"","promptHint":null,"inputSchema":{"type":"Tuple","elements":[]},"outputSchema":{"type":"Tuple","elements":[]}}],"dependencies":[]}]}}`
	for name, identity := range map[string]string{
		"1.3": `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":3},`,
		"1.4": `{"id":"5c89c92c-6e6a-5715-882b-637cd873451d","revision":3,`,
	} {
		d, err := DecodeDeployment([]byte(identity + parts))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := &AgentType{
			Name: "Account", Methods: []*AgentMethod{{Name: "close"}},
			ComponentID: "5c89c92c-6e6a-5715-882b-637cd873451d", ComponentRevision: 3, ComponentName: "acme:bank",
		}
		if diff := cmp.Diff([]*AgentType{want}, d.AgentTypes); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		checkPinned(t, d)
		c, either, err := DecodeAny([]byte(identity + parts))
		if err != nil || either != nil || len(c.Functions) != 1 || c.Version != 3 {
			t.Errorf("%s: as either: %v, %v, %v", name, c, either, err)
		}
	}
}

// TestOrderDoesNotMatter checks that what has no order of its own changes neither the document nor the
// hash when a server lists it in another order.
func TestOrderDoesNotMatter(t *testing.T) {
	const schema = `{"type":"Tuple","elements":[]}`
	object := func(text string, lists ...[]string) string {
		for _, list := range lists {
			text = strings.Replace(text, "LIST", strings.Join(list, ","), 1)
		}
		return text
	}
	method := func(name, in string) string {
		return `{"name":"` + name + `","inputSchema":` + in + `,"outputSchema":` + schema + `}`
	}
	config := func(path, typ string) string {
		return `{"source":"Local","path":` + path + `,"valueType":{"type":"` + typ + `"}}`
	}
	document := func(order func([]string) []string) string {
		agents := []string{}
		for _, name := range []string{"A", "B", "C"} {
			agents = append(agents, object(
				`{"typeName":"`+name+`","constructor":{"inputSchema":`+schema+`},"methods":[LIST],"config":[LIST]}`,
				order([]string{method("m", schema), method("n", schema), method("o", `{"type":"Stream"}`), method("p", `{"type":"Stream"}`)}),
				order([]string{
					config(`["a"]`, "U8"), config(`["a","b"]`, "Str"), config(`["b"]`, "U16"), config(`["c"]`, "Stream"), config(`["d"]`, "Stream"),
				}),
			))
		}
		return object(`{"environment":"prod","agentTypes":[LIST],"types":[LIST]}`, order(agents), order([]string{`"A"`, `"B"`, `"C"`}))
	}
	decode := func(text string) *Deployment {
		d, err := DecodeDeployment([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	listed := decode(document(slices.Clone[[]string]))
	reversed := decode(document(func(list []string) []string {
		list = slices.Clone(list)
		slices.Reverse(list)
		return list
	}))
	if len(listed.Omitted) != 12 || len(listed.AgentTypes[0].Config) != 3 || len(listed.AgentTypes[0].Methods) != 2 {
		t.Fatalf("%s", listed.Document())
	}
	if d := cmp.Diff(string(listed.Document()), string(reversed.Document())); d != "" {
		t.Error(d)
	}
	if listed.Hash() != reversed.Hash() {
		t.Error("the hash changed")
	}
	if d := agentDifference(listed, decode(string(listed.Document()))); d != "" {
		t.Errorf("the document is another deployment: %s", d)
	}
}
