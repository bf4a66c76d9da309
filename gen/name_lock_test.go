package gen

import (
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestShopVersions names version 0 of the shop, then version 1, then version 0 again.
func TestShopVersions(t *testing.T) {
	v0 := decodeFile(t, documents+"/recorded/golem-1.2.0/shop-v0.json")
	v1 := decodeFile(t, documents+"/recorded/golem-1.2.0/shop-v1.json")
	var locked map[string]LockedName
	for _, c := range []*metadata.Component{v0, v1, v0, v1} {
		_, names, _, err := buildModel(c, Options{Locked: locked})
		if err != nil {
			t.Fatal(err)
		}
		for place, was := range locked {
			if now, ok := names[place]; ok && now.Name != was.Name {
				t.Errorf("%s was called %s and is called %s", place, was.Name, now.Name)
			}
		}
		locked = names
	}
}

// version returns a component of one interface with a function for each type.
func version(types map[string]*metadata.Type) *metadata.Component {
	api := &metadata.Interface{Name: "acme:shop/api", Namespace: "acme", Package: "shop", ShortName: "api"}
	for _, name := range sortedKeys(types) {
		api.Functions = append(api.Functions, &metadata.Function{
			Name: name, LocalName: name, Parameters: []metadata.Parameter{{Name: "x", Type: types[name]}},
		})
	}
	return &metadata.Component{Interfaces: []*metadata.Interface{api}}
}

func enumOf(names ...string) *metadata.Type {
	return &metadata.Type{Kind: metadata.KindEnum, Names: names}
}

// TestLockMatching shows which type of the next version gets which name.
func TestLockMatching(t *testing.T) {
	type types = map[string]*metadata.Type
	for name, c := range map[string]struct {
		versions []types
		want     string // places and names in the last version
	}{
		"a new use that is less deep does not rename": {
			[]types{
				{"b": {Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "f", Type: enumOf("p")}}}},
				{"a": enumOf("p"), "b": {Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "f", Type: enumOf("p")}}}},
			},
			"api.a.x=BXF api.b.x.f=BXF api.b.x=BX",
		},
		"the structure moves to another function": {
			[]types{{"a": enumOf("p", "q")}, {"b": enumOf("p", "q")}},
			"api.b.x=AX",
		},
		"a case is added": {
			[]types{{"a": enumOf("p", "q")}, {"a": enumOf("p", "q", "r")}},
			"api.a.x=AX",
		},
		"a type is split": {
			[]types{{"a": enumOf("p"), "b": enumOf("p")}, {"a": enumOf("p"), "b": enumOf("q")}},
			"api.a.x=AX api.b.x=BX",
		},
		"the first use of a type is split off": {
			[]types{{"a": enumOf("p"), "b": enumOf("p")}, {"a": enumOf("q"), "b": enumOf("p")}},
			"api.a.x=APIAX api.b.x=AX",
		},
		"two types become equal and stay two": {
			[]types{{"a": enumOf("p"), "b": enumOf("q")}, {"a": enumOf("p"), "b": enumOf("p")}},
			"api.a.x=AX api.b.x=BX",
		},
		"and part again": {
			[]types{{"a": enumOf("p"), "b": enumOf("q")}, {"a": enumOf("p"), "b": enumOf("p")}, {"a": enumOf("r"), "b": enumOf("p")}},
			"api.a.x=AX api.b.x=BX",
		},
		"one of two equal types moves": {
			[]types{
				{"a": enumOf("p"), "b": enumOf("q")}, {"a": enumOf("p"), "b": enumOf("p")}, {"a": enumOf("p"), "c": enumOf("p")},
			},
			"api.a.x=AX api.c.x=BX",
		},
		"a structure that moved onto another's place and to a new one": {
			[]types{{"a": enumOf("p"), "b": enumOf("q")}, {"a": enumOf("q"), "c": enumOf("q")}},
			"api.a.x=AX api.c.x=BX",
		},
		"a structure that moved onto another's place": {
			[]types{{"a": enumOf("p"), "b": enumOf("q")}, {"b": enumOf("p")}},
			"api.b.x=AX",
		},
		"two structures change places": {
			[]types{{"a": enumOf("p"), "b": enumOf("q")}, {"a": enumOf("q"), "b": enumOf("p")}},
			"api.a.x=BX api.b.x=AX",
		},
		"a record becomes a variant": {
			[]types{
				{"a": {Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "f", Type: str}}}},
				{"a": {Kind: metadata.KindVariant, Cases: []metadata.Case{{Name: "f", Type: str}}}},
			},
			"api.a.x=AX",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var locked map[string]LockedName
			for _, types := range c.versions {
				m, names, _, err := buildModel(version(types), Options{Locked: locked})
				if err != nil {
					t.Fatal(err)
				}
				checkModel(t, m)
				locked = names
			}
			var got []string
			for place, entry := range locked {
				if entry.isType() {
					got = append(got, place+"="+entry.Name)
				}
			}
			slices.Sort(got)
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got  %s\nwant %s", text, c.want)
			}
		})
	}
}

// TestNamesakes names interfaces with the same short name.
func TestNamesakes(t *testing.T) {
	use := []*metadata.Function{{Name: "use", LocalName: "use"}}
	iface := func(namespace, pkg, version string) *metadata.Interface {
		name := namespace + ":" + pkg + "/api"
		if version != "" {
			name += "@" + version
		}
		return &metadata.Interface{Name: name, Namespace: namespace, Package: pkg, ShortName: "api", Version: version, Functions: use}
	}
	list := []*metadata.Interface{
		iface("acme", "shop", "1.0.0"), iface("acme", "stock", "1.0.0"),
		iface("other", "shop", ""), iface("other", "shop", "2.0.0"),
		{Name: "world", ShortName: "world", Functions: use},
	}
	names := func(list []*metadata.Interface, locked map[string]LockedName) (string, map[string]LockedName) {
		m, names, _, err := buildModel(&metadata.Component{Interfaces: list}, Options{Locked: locked})
		if err != nil {
			t.Fatal(err)
		}
		checkModel(t, m)
		var got []string
		for _, s := range m.scopes {
			got = append(got, s.iface.Name+" "+s.place+" "+s.goName+" "+s.file)
		}
		slices.Sort(got)
		return strings.Join(got, "\n"), names
	}
	first, locked := names(list, nil)
	want := strings.Join([]string{
		"acme:shop/api@1.0.0 api API api",
		"acme:stock/api@1.0.0 stock/api StockAPI stockapi",
		"other:shop/api other:shop/api@ APIUnversioned apiunversioned",
		"other:shop/api@2.0.0 other:shop/api@2.0.0 APIV2 apiv2",
		"world [interface]world WorldInterface world",
	}, "\n")
	if first != want {
		t.Errorf("got\n%s\nwant\n%s", first, want)
	}
	slices.Reverse(list[:2])
	if again, _ := names(list, locked); !sameWithoutFiles(again, first) {
		t.Errorf("in another order the lock gives\n%s\nafter\n%s", again, first)
	}
}

// sameWithoutFiles compares lists of interfaces without their file names, which callers do not
// write.
func sameWithoutFiles(a, b string) bool {
	strip := func(text string) string {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = line[:strings.LastIndexByte(line, ' ')]
		}
		return strings.Join(lines, "\n")
	}
	return strip(a) == strip(b)
}
