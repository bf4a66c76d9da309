package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestMembersOfOneSpelling gives members of one type names that are spelled alike in Go. A
// problem names the member, its type, and what has the name.
func TestMembersOfOneSpelling(t *testing.T) {
	record := func(names ...string) *metadata.Type {
		typ := &metadata.Type{Kind: metadata.KindRecord}
		for _, name := range names {
			typ.Fields = append(typ.Fields, metadata.Field{Name: name, Type: str})
		}
		return typ
	}
	const fix = "; name the type in the configuration, its members follow:\n  names:\n    api.a.x: AnotherName"
	for _, test := range []struct {
		typ  *metadata.Type
		want string // Go names of the members, or the problem
	}{
		{record("a-b", "c"), "AB C"},
		{record("a-b", "a_b"), "AB ABField"},
		{record("a-b", "a_b", "aB"), "AB ABField A_b"},
		{
			record("a-b", "a_b", "aB", "a--b"),
			"the member a--b of the type of api.a.x would be called AB, which is already the name of the member a-b of the type of api.a.x" + fix,
		},
		{record("string", "string-field"), "StringField StringFieldField"},
		{enumOf("a-b", "a_b", "aB"), "AXAB AXABCase AXA_b"},
		{
			enumOf("a-b", "a_b", "aB", "a--b"),
			"the member a--b of the type of api.a.x would be called AXAB, which is already the name of the member a-b of the type of api.a.x" + fix,
		},
	} {
		m, _, _, err := buildModel(version(map[string]*metadata.Type{"a": test.typ}), Options{})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var names []string
			for _, member := range m.scopes[0].types[0].members {
				names = append(names, member.goName)
			}
			got = strings.Join(names, " ")
		}
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.typ.WIT(), got, test.want)
		}
	}
}

// TestMethodsOfResources gives a function the name of a method that a resource has in its interface.
func TestMethodsOfResources(t *testing.T) {
	handle := &metadata.Type{Kind: metadata.KindHandle, ResourceID: 1}
	for function, want := range map[string]string{
		"Ledger":           "api.f=Ledger api.ledger=APILedger",
		"LedgerFromHandle": "api.f=LedgerFromHandle api.ledger=APILedger",
		"LedgerHandle":     "api.f=LedgerHandle api.ledger=Ledger",
	} {
		c := version(nil)
		api := c.Interfaces[0]
		api.Functions = []*metadata.Function{{Name: "f", LocalName: "f"}}
		api.Resources = []*metadata.Resource{{Name: "ledger", ID: 1, HasID: true, Constructor: &metadata.Function{
			Name: "[constructor]ledger", LocalName: "new", Kind: metadata.Constructor,
			Results: []metadata.Result{{Type: handle}},
		}}}
		m, names, _, err := buildModel(c, Options{Names: map[string]string{"api.f": function}})
		if err != nil {
			t.Errorf("%s: %v", function, err)
			continue
		}
		checkModel(t, m)
		if got := "api.f=" + names["api.f"].Name + " api.ledger=" + names["api.ledger"].Name; got != want {
			t.Errorf("%s: got %s, want %s", function, got, want)
		}
	}
}

// TestNamesOfNewAndDrop adds a constructor, a drop, and methods and static functions of the same
// local names to a resource, one after the other. No function takes over the Go name of another.
func TestNamesOfNewAndDrop(t *testing.T) {
	handle := func(borrowed bool) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindHandle, ResourceID: 1, Borrowed: borrowed}
	}
	self := []metadata.Parameter{{Name: "self", Type: handle(true)}}
	made := []metadata.Result{{Type: handle(false)}}
	constructor := &metadata.Function{Name: "[constructor]ledger", LocalName: "new", Kind: metadata.Constructor, Results: made}
	drop := &metadata.Function{Name: "[drop]ledger", LocalName: "drop", Kind: metadata.Drop, Parameters: []metadata.Parameter{{Name: "self", Type: handle(false)}}}
	staticNew := &metadata.Function{Name: "[static]ledger.new", LocalName: "new", Kind: metadata.Static, Results: made}
	methodNew := &metadata.Function{Name: "[method]ledger.new", LocalName: "new", Kind: metadata.Method, Parameters: self}
	methodDrop := &metadata.Function{Name: "[method]ledger.drop", LocalName: "drop", Kind: metadata.Method, Parameters: self}
	type list = []*metadata.Function
	for _, versions := range [][]*metadata.Resource{
		{{Drop: drop}, {Drop: drop, Methods: list{methodDrop}}},
		{{Methods: list{methodDrop}}, {Drop: drop, Methods: list{methodDrop}}},
		{{Statics: list{staticNew}}, {Statics: list{staticNew}, Constructor: constructor}},
		{{Constructor: constructor}, {Statics: list{staticNew}, Constructor: constructor}},
		{{Methods: list{methodNew}}, {Methods: list{methodNew}, Constructor: constructor}},
	} {
		var locked map[string]LockedName
		names := map[string]string{}
		for _, r := range versions {
			r.Name, r.ID, r.HasID = "ledger", 1, true
			c := version(nil)
			c.Interfaces[0].Resources = []*metadata.Resource{r}
			m, next, _, err := buildModel(c, Options{Locked: locked})
			if err != nil {
				t.Fatal(err)
			}
			checkModel(t, m)
			for fn := range m.scopes[0].every() {
				if was := names[fn.source.Name]; was != "" && was != fn.goName {
					t.Errorf("%s was called %s and is called %s", fn.source.Name, was, fn.goName)
				}
				names[fn.source.Name] = fn.goName
			}
			locked = next
		}
	}
}

// TestNamesOfConfigurationAndSecrets adds a configuration and secrets to an agent type that has
// methods of these names, which have names in the lock. The methods keep them.
func TestNamesOfConfigurationAndSecrets(t *testing.T) {
	account := &metadata.AgentType{Name: "Account"}
	for _, name := range agentPlaces {
		account.Methods = append(account.Methods, &metadata.AgentMethod{Name: name, Input: single("v", recordOf(name, str))})
	}
	d := &metadata.Deployment{AgentTypes: []*metadata.AgentType{account}}
	before, err := GenerateAgents(d, Options{Package: "client", NamesOnly: true, Names: map[string]string{
		"Account.[method]new": "A", "Account.[method]config": "B", "Account.[method]secrets": "C",
	}})
	if err != nil {
		t.Fatal(err)
	}
	account.Config = []metadata.ConfigDeclaration{{Path: []string{"a"}, Type: str}, {Path: []string{"b"}, Type: str, Source: metadata.ConfigSecret}}
	after, err := GenerateAgents(d, Options{Package: "client", NamesOnly: true, Locked: before.Names})
	if err != nil {
		t.Fatal(err)
	}
	for place, was := range before.Names {
		if now := after.Names[place]; now != was {
			t.Errorf("%s was %v and is %v", place, was, now)
		}
	}
}

// TestPlacesOfParts gives a parameter the place that a multimodal result would have. Both types
// have an entry in the lock.
func TestPlacesOfParts(t *testing.T) {
	d := &metadata.Deployment{AgentTypes: []*metadata.AgentType{{Name: "Bank", Methods: []*metadata.AgentMethod{{
		Name:   "parts",
		Input:  single("result", recordOf("part", recordOf("a", str))),
		Output: metadata.DataSchema{Kind: metadata.SchemaMultimodal, Elements: []metadata.Element{{Name: "b", Type: str}}},
	}}}}}
	out, err := GenerateAgents(d, Options{Package: "client", NamesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, entry := range out.Names {
		kinds[entry.sort()] = true
	}
	if !kinds["part"] || !kinds["record"] || len(out.Names) != 5 {
		t.Errorf("expected a part, two records, an agent type and its method, found %v", out.Names)
	}
}

// TestCasesLikeKinds shows which cases would be confused with the type of a variant's kind.
func TestCasesLikeKinds(t *testing.T) {
	for name, want := range map[string]bool{
		"kind": true, "kind-small": true, "kind2": true, "kinds": false, "kindle": false, "kinda": false, "kindz": false,
		"mankind": false, "small": false,
	} {
		if got := looksLikeKind(exported(name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
