package gen

import (
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// sourceEnum returns an enum with a name of its own, for "Item p q".
func sourceEnum(text string) *metadata.Type {
	words := strings.Fields(text)
	return &metadata.Type{Kind: metadata.KindEnum, Name: strings.Trim(words[0], "-"), Names: words[1:]}
}

// useEnums returns a deployment from a text with agents, methods and the enum of each method:
//
//	A.one=Item p q; B.two=- p
func useEnums(t *testing.T, text string) *metadata.Deployment {
	t.Helper()
	d := new(metadata.Deployment)
	for use := range strings.SplitSeq(text, ";") {
		place, enum, _ := strings.Cut(strings.TrimSpace(use), "=")
		agent, method, ok := strings.Cut(place, ".")
		if !ok {
			t.Fatalf("%q is not AGENT.METHOD=NAME CASES", use)
		}
		if d.AgentType(agent) == nil {
			d.AgentTypes = append(d.AgentTypes, agentOf(agent))
		}
		a := d.AgentType(agent)
		a.Methods = append(a.Methods, methodOf(method, single("v", sourceEnum(enum)), metadata.DataSchema{}))
	}
	return d
}

// typeNamesOf lists the Go names of the types in a lock: "A.one=Item B.two=BTwoV".
func typeNamesOf(names map[string]LockedName) string {
	var list []string
	for place, entry := range names {
		if entry.isType() {
			list = append(list, strings.TrimSuffix(place, ".v")+"="+entry.Name)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// TestNamesOverDeployments shows the names of types in successive deployments.
func TestNamesOverDeployments(t *testing.T) {
	for name, c := range map[string]struct {
		deployments []string
		configured  string // "B.two=Item"
		want        string // of the last deployment
	}{
		"one structure with one name is one type": {
			[]string{"A.one=Item p q; B.two=Item p q"},
			"",
			"A.one=Item B.two=Item",
		},
		"an anonymous type is one of its own": {
			[]string{"A.one=Item p q; A.two=- p q; B.two=- p q"},
			"",
			"A.one=Item A.two=ATwoV B.two=BTwoV",
		},
		"an unrelated type of the structure does not keep the name": {
			[]string{"A.one=Item p q; B.two=- p q", "A.one=Item q p; B.two=- p q"},
			"",
			"A.one=Item B.two=TwoV",
		},
		"the type keeps its name when its structure changes and another one gets the old structure": {
			[]string{"A.one=Item p q", "A.one=Item p q r; A.two=Former p q"},
			"",
			"A.one=Item A.two=Former",
		},
		"and when the other one has no name": {
			[]string{"A.one=Item p q", "A.one=Item p q r; A.two=- p q"},
			"",
			"A.one=Item A.two=TwoV",
		},
		"all uses change": {
			[]string{"A.one=Item p; B.two=Item p", "A.one=Item p q; B.two=Item p q"},
			"",
			"A.one=Item B.two=Item",
		},
		"one of two uses changes": {
			[]string{"A.one=Item p; B.two=Item p", "A.one=Item p q; B.two=Item p"},
			"",
			"A.one=AItem B.two=Item",
		},
		"and comes back": {
			[]string{"A.one=Item p; B.two=Item p", "A.one=Item p q; B.two=Item p", "A.one=Item p; B.two=Item p"},
			"",
			"A.one=AItem B.two=Item",
		},
		"a use loses its name": {
			[]string{"A.one=Item p; B.two=Item p", "A.one=- p; B.two=Item p; C.three=Item p"},
			"",
			"A.one=Item B.two=Item C.three=Item",
		},
		"a use gets its name back": {
			[]string{"A.one=- p; B.two=Item p", "A.one=Item p; B.two=Item p"},
			"",
			"A.one=OneV B.two=Item",
		},
		"an agent in front has another type of the name": {
			[]string{"B.two=Item p", "A.one=Item q; B.two=Item p"},
			"",
			"A.one=AItem B.two=Item",
		},
		"the source renames the type": {
			[]string{"A.one=Item p; B.two=Item p", "A.one=Thing p; B.two=Thing p"},
			"",
			"A.one=Item B.two=Item",
		},
		"the type moves to another agent and changes": {
			[]string{"A.one=Item p", "B.two=Item p q"},
			"",
			"B.two=Item",
		},
		"two types of one name change places": {
			[]string{"A.one=Item p; B.two=Item q", "A.one=Item q; B.two=Item p"},
			"",
			"A.one=Item B.two=BItem",
		},
		"configuration joins an anonymous type with the one that has the name": {
			[]string{"A.one=Item p q; B.two=- p q"},
			"B.two=Item",
			"A.one=Item B.two=Item",
		},
		"also in a later deployment": {
			[]string{"A.one=Item p q; B.two=- p q", "A.one=Item p q; B.two=- p q"},
			"B.two=Item",
			"A.one=Item B.two=Item",
		},
		"configuration leaves types alone that merely could have the name": {
			[]string{"A.one=Item p q; B.two=- p q"},
			"B.two=AItem",
			"A.one=Item B.two=AItem",
		},
		"configuration joins anonymous types": {
			[]string{"A.one=- p q; B.two=- p q"},
			"A.one=Item B.two=Item",
			"A.one=Item B.two=Item",
		},
		"configuration joins types of two names": {
			[]string{"A.one=Left p q; B.two=Right p q; C.three=Right p q"},
			"A.one=Item B.two=Item",
			"A.one=Item B.two=Item C.three=Item",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Package: "client"}
			for i, text := range c.deployments {
				if i == len(c.deployments)-1 {
					o.Names = configuredPlaces(c.configured)
				}
				out, err := GenerateAgents(useEnums(t, text), o)
				if err != nil {
					t.Fatal(err)
				}
				o.Locked = out.Names
			}
			if got := typeNamesOf(o.Locked); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func configuredPlaces(text string) map[string]string {
	names := map[string]string{}
	for _, pair := range strings.Fields(text) {
		place, name, _ := strings.Cut(pair, "=")
		names[place+".v"] = name
	}
	return names
}

// TestJoinedTypesAreOneStructure checks that one configured name for two structures is refused.
func TestJoinedTypesAreOneStructure(t *testing.T) {
	d := useEnums(t, "A.one=Item p q; B.two=- q p")
	_, err := GenerateAgents(d, Options{Package: "client", Names: configuredPlaces("A.one=Item B.two=Item")})
	want := "the configured name Item of the type of B.two.v cannot be given: Item is already the name of the type of A.one.v; " +
		"choose another name in the configuration:\n  names:\n    B.two.v: AnotherName"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestOwnNamesOfComponentsStay checks that the Go name of a component's type follows the type's
// own name, not the structure that it had.
func TestOwnNamesOfComponentsStay(t *testing.T) {
	_, locked, _, err := buildModel(version(map[string]*metadata.Type{"one": sourceEnum("item p q")}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	next := version(map[string]*metadata.Type{"one": sourceEnum("item p q r"), "two": sourceEnum("former p q")})
	m, _, _, err := buildModel(next, Options{Locked: locked})
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range m.scopes[0].types {
		if want := map[string]string{"item": "Item", "former": "Former"}[typ.witName]; typ.goName != want {
			t.Errorf("%s is called %s, want %s", typ.witName, typ.goName, want)
		}
	}
}

// TestNamesOverVersions shows which name a type of a component has when its uses get another own
// name in a version, and when they lose it again.
func TestNamesOverVersions(t *testing.T) {
	for name, c := range map[string]struct {
		versions []string
		want     []string // the names in each version
	}{
		"the first use is another type for a while": {
			[]string{"a=money p; b=money p", "a=tariff p; b=money p", "a=money p; b=money p"},
			[]string{"a=Money b=Money", "a=Tariff b=Money", "a=Money b=Money"},
		},
		"most uses are another type for a while": {
			[]string{"a=money p; b=money p; c=money p", "a=tariff p; b=tariff p; c=money p", "a=money p; b=money p; c=money p"},
			[]string{"a=Money b=Money c=Money", "a=Tariff b=Tariff c=Money", "a=Money b=Money c=Money"},
		},
		"named by place at first": {
			[]string{"a=- p; b=- p; c=- p", "a=tariff p; b=money p; c=money p", "a=money p; b=money p; c=money p"},
			[]string{"a=AX b=AX c=AX", "a=Tariff b=AX c=AX", "a=AX b=AX c=AX"},
		},
		"two types become one": {
			[]string{"a=tariff p; b=tariff p; c=money p", "a=money p; b=money p; c=money p"},
			[]string{"a=Tariff b=Tariff c=Money", "a=Money b=Money c=Money"},
		},
		"two types become a third one": {
			[]string{"a=tariff p; b=money p; c=money p", "a=sum p; b=sum p; c=sum p"},
			[]string{"a=Tariff b=Money c=Money", "a=Money b=Money c=Money"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var locked map[string]LockedName
			for i, text := range c.versions {
				types := map[string]*metadata.Type{}
				for use := range strings.SplitSeq(text, "; ") {
					place, enum, _ := strings.Cut(use, "=")
					types[place] = sourceEnum(enum)
				}
				_, names, _, err := buildModel(version(types), Options{Locked: locked})
				if err != nil {
					t.Fatal(err)
				}
				if got := strings.NewReplacer("api.", "", ".x=", "=").Replace(typeNamesOf(names)); got != c.want[i] {
					t.Errorf("version %d: got %s, want %s", i, got, c.want[i])
				}
				locked = names
			}
		})
	}
}

// TestOwnNameMakesOneType joins two types of a component that were equal and stayed two, as
// soon as they have one name of their own.
func TestOwnNameMakesOneType(t *testing.T) {
	var locked map[string]LockedName
	for _, types := range []map[string]*metadata.Type{
		{"a": enumOf("p"), "b": enumOf("q")},
		{"a": enumOf("p"), "b": enumOf("p")},
		{"a": sourceEnum("item p"), "b": sourceEnum("item p")},
	} {
		var err error
		if _, locked, _, err = buildModel(version(types), Options{Locked: locked}); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := locked["api.a.x"].Name, locked["api.b.x"].Name; a != "AX" || b != "AX" {
		t.Errorf("got %s and %s, want AX", a, b)
	}
}

// TestLockOfAgents checks what lock files of users hold for agent types, and that it keeps their names.
func TestLockOfAgents(t *testing.T) {
	out, err := GenerateAgents(useEnums(t, "Account.one=Item p q"), Options{
		Package: "client", Locked: map[string]LockedName{"Account": {"Acct", "agent:Account"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := out.Names["Account"]; got != (LockedName{"Acct", "agent:Account"}) {
		t.Errorf("got %v", got)
	}
}

// TestNamesOfAgentsThatAreGone gives none of the declarations of an agent type that is gone to a type.
func TestNamesOfAgentsThatAreGone(t *testing.T) {
	locked := map[string]LockedName{"Account": {"Account", "agent:Account"}}
	for own, want := range map[string]string{
		"Account": "BankAccount", "AccountMethods": "BankAccountMethods", "AccountEnqueue": "BankAccountEnqueue",
		"NewAccount": "BankNewAccount", "OtherAccount": "OtherAccount",
	} {
		out, err := GenerateAgents(useEnums(t, "Bank.one="+own+" p q"), Options{Package: "client", Locked: locked})
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Names["Bank.one.v"].Name; got != want {
			t.Errorf("%s: got %s, want %s", own, got, want)
		}
	}
}
