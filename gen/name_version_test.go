package gen

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// exporting returns a component that exports interfaces, each with a function "total" that takes
// a record of its own.
func exporting(names ...string) *metadata.Component {
	c := &metadata.Component{}
	for _, name := range names {
		base, version, _ := strings.Cut(name, "@")
		pkg, short, _ := strings.Cut(strings.TrimPrefix(base, "acme:"), "/")
		item := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "v" + strings.ReplaceAll(version, ".", "-"), Type: str}}}
		c.Interfaces = append(c.Interfaces, &metadata.Interface{
			Name: name, Namespace: "acme", Package: pkg, ShortName: short, Version: version,
			Functions: []*metadata.Function{{Name: "total", LocalName: "total", Parameters: []metadata.Parameter{{Name: "item", Type: item}}}},
		})
	}
	return c
}

// TestVersionsOfAnInterface names components whose versions export an interface in several
// versions of its own.
func TestVersionsOfAnInterface(t *testing.T) {
	const one, two, three = "acme:shop/cart@1.0.0", "acme:shop/cart@2.0.0", "acme:shop/cart@3.0.0"
	for name, test := range map[string]struct {
		chain    [][]string
		names    string // Go names of interfaces and types
		warnings string
	}{
		"side by side from the start":  {[][]string{{two, one}}, "CartV1=1.0.0 CartV1Item CartV2=2.0.0 CartV2Item", ""},
		"another one comes":            {[][]string{{one}, {two, one}}, "Cart=1.0.0 CartV2=2.0.0 CartV2Item Item", ""},
		"the first one goes":           {[][]string{{one}, {one, two}, {two}}, "CartV2=2.0.0 CartV2Item", ""},
		"and comes back":               {[][]string{{one}, {one, two}, {two}, {two, one}}, "Cart=1.0.0 CartV2=2.0.0 CartV2Item Item", ""},
		"and another one comes":        {[][]string{{one}, {one, two}, {two}, {three, two}}, "CartV2=2.0.0 CartV2Item CartV3=3.0.0 Item", ""},
		"one takes the place of one":   {[][]string{{one}, {two}}, "Cart=2.0.0 Item", "Cart calls " + two + ", where it called " + one + " before, which the component no longer exports"},
		"two take the place of one":    {[][]string{{one}, {three, two}}, "CartV2=2.0.0 CartV2Item CartV3=3.0.0 CartV3Item", ""},
		"one takes the place of two":   {[][]string{{one}, {one, two}, {three}}, "Cart=3.0.0 Item", "Cart calls " + three + ", where it called " + one + " before, which the component no longer exports"},
		"a name that says its version": {[][]string{{one, two}, {two}, {three}}, "Cart=3.0.0 Item", ""},
		"another interface": {
			[][]string{{one}, {one, two}, {two, "acme:stock/cart@1.0.0"}},
			"CartV2=2.0.0 CartV2Item Item StockCart=1.0.0", "",
		},
		"moved to another package": {
			[][]string{{one}, {"acme:stock/cart@1.0.0"}},
			"Cart=1.0.0 Item",
			"Cart calls acme:stock/cart@1.0.0, where it called " + one + " before, which the component no longer exports",
		},
		"gone for a while":      {[][]string{{one}, {"acme:shop/other@1.0.0"}, {"acme:stock/cart@1.0.0"}}, "Cart=1.0.0 Item", ""},
		"moved to two packages": {[][]string{{one}, {"acme:stock/cart@1.0.0", "acme:store/cart@1.0.0"}}, "Item StockCart=1.0.0 StoreCart=1.0.0 StoreCartItem", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var locked map[string]LockedName
			var warnings []string
			var m *model
			for _, names := range test.chain {
				var err error
				if m, locked, warnings, err = buildModel(exporting(names...), Options{Locked: locked}); err != nil {
					t.Fatal(err)
				}
				checkModel(t, m)
			}
			var got []string
			for _, sc := range m.scopes {
				got = append(got, sc.goName+"="+sc.iface.Version)
				for _, named := range sc.types {
					got = append(got, named.goName)
				}
			}
			slices.Sort(got)
			if text := strings.Join(got, " "); text != test.names {
				t.Errorf("names\n got %s\nwant %s", text, test.names)
			}
			if text := strings.Join(warnings, "\n"); text != test.warnings {
				t.Errorf("warnings\n got %s\nwant %s", text, test.warnings)
			}
		})
	}
}

// TestInterfaceOfAResourceInTwoPackages checks that two interfaces do not get the name of one that is
// gone and had a function of theirs, whatever kind of function it is.
func TestInterfaceOfAResourceInTwoPackages(t *testing.T) {
	self := func(borrowed bool) []metadata.Parameter {
		return []metadata.Parameter{{Name: "self", Type: &metadata.Type{Kind: metadata.KindHandle, Borrowed: borrowed}}}
	}
	for name, item := range map[string]metadata.Resource{
		"constructor": {Constructor: &metadata.Function{
			Name: "[constructor]item", LocalName: "new", Kind: metadata.Constructor,
			Results: []metadata.Result{{Type: &metadata.Type{Kind: metadata.KindHandle}}},
		}},
		"method": {Methods: []*metadata.Function{{Name: "[method]item.total", LocalName: "total", Kind: metadata.Method, Parameters: self(true)}}},
		"static": {Statics: []*metadata.Function{{Name: "[static]item.total", LocalName: "total", Kind: metadata.Static}}},
		"drop":   {Drop: &metadata.Function{Name: "[drop]item", LocalName: "drop", Kind: metadata.Drop, Parameters: self(false)}},
	} {
		item.Name, item.HasID = "item", true
		component := func(packages ...string) *metadata.Component {
			c := &metadata.Component{}
			for _, pkg := range packages {
				c.Interfaces = append(c.Interfaces, &metadata.Interface{
					Name: "acme:" + pkg + "/cart", Namespace: "acme", Package: pkg, ShortName: "cart", Resources: []*metadata.Resource{&item},
				})
			}
			return c
		}
		for _, test := range []struct {
			packages []string
			want     string
		}{
			{[]string{"stock"}, "Cart"},
			{[]string{"stock", "store"}, "StockCart StoreCart"},
		} {
			_, locked, _, err := buildModel(component("shop"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			m, _, _, err := buildModel(component(test.packages...), Options{Locked: locked})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, sc := range m.scopes {
				got = append(got, sc.goName)
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("%s, moved to %s: %s, want %s", name, test.packages, text, test.want)
			}
		}
	}
}

// TestNamesNeverCallAnotherVersion names random components in which versions of interfaces
// appear, disappear and come back in any order. A Go name calls another version only if its own
// version is gone and one candidate is left, and a warning says so.
func TestNamesNeverCallAnotherVersion(t *testing.T) {
	pool := []string{
		"acme:shop/cart", "acme:shop/cart@1.0.0", "acme:shop/cart@2.0.0", "acme:shop/cart@2.1.0", "acme:shop/cart@11.0.0",
		"acme:shop/cart@1.10.0", "acme:shop/cart-v2@1.0.0", "acme:stock/cart@1.0.0", "acme:stock/cart@2.0.0", "acme:shop/world@1.0.0",
	}
	rapid.Check(t, func(rt *rapid.T) {
		var locked map[string]LockedName
		for range rapid.IntRange(2, 8).Draw(rt, "versions") {
			exports := rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 1, 4, rapid.ID[string]).Draw(rt, "exports")
			m, names, warnings, err := buildModel(exporting(exports...), Options{Locked: locked})
			if err != nil {
				rt.Fatal(err)
			}
			checkModel(t, m)
			_, shuffled, _, err := buildModel(exporting(rapid.Permutation(exports).Draw(rt, "order")...), Options{Locked: locked})
			if err != nil {
				rt.Fatal(err)
			}
			candidates := map[string]int{}
			for _, name := range exports {
				candidates[withoutVersion(name)]++
			}
			for _, sc := range m.scopes {
				now, before := sc.iface.Name, called(locked, sc.goName)
				if candidates[withoutVersion(now)] > 1 && interfaceName(shuffled, now) != sc.goName {
					rt.Fatalf("in another order of exports %s is called %s, not %s", now, interfaceName(shuffled, now), sc.goName)
				}
				if before == "" || before == now {
					continue
				}
				if slices.Contains(exports, before) {
					rt.Fatalf("%s calls %s, and %s is exported too", sc.goName, now, before)
				}
				if candidates[withoutVersion(now)] > 1 {
					rt.Fatalf("%s calls %s, not %s, where several versions are exported", sc.goName, now, before)
				}
				if interfaceName(locked, before) == sc.goName && !strings.Contains(strings.Join(warnings, "\n"), sc.goName+" calls "+now) {
					rt.Fatalf("%s calls %s, not %s, without a warning: %q", sc.goName, now, before, warnings)
				}
			}
			for place, was := range locked {
				if now, stays := names[place]; stays && was.Structure == now.Structure && was.Name != now.Name {
					rt.Fatalf("%s was called %s and is called %s", place, was.Name, now.Name)
				}
			}
			locked = maps.Clone(names)
		}
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// called returns the interface that a Go name in the lock calls or called.
func called(locked map[string]LockedName, goName string) string {
	for _, entry := range locked {
		if name, ok := strings.CutPrefix(entry.Structure, sortInterface+":"); ok && entry.Name == goName {
			return name
		}
	}
	return ""
}

// interfaceName returns the Go name of an exported interface.
func interfaceName(names map[string]LockedName, name string) string {
	for place, entry := range names {
		if entry.Structure == sortInterface+":"+name && !IsMemberPlace(place) {
			return entry.Name
		}
	}
	return ""
}

func TestVersionNames(t *testing.T) {
	for version, want := range map[string]string{
		"1.0.0": "V1", "2.1.0": "V2_1", "1.10.0": "V1_10", "11.0.0": "V11", "0.1.2": "V0_1_2", "0.0.0": "V0",
		"1.0.0-rc.1": "V1_0_0_Rc_1", "1.0.0+5": "V1_0_0_5", "1": "V1",
		"1.0.0-rc.0": "V1_0_0_Rc_0", "1.0.0-rc": "V1_0_0_Rc", "1.0": "V1_0", "": "Unversioned",
	} {
		if got := versionName(version); got != want {
			t.Errorf("version %s makes %s, want %s", version, got, want)
		}
	}
	list := []string{"10.0.0", "2.0.0", "1.10.0", "1.9.0", "1.0.0-rc.1", "1.0.0"}
	slices.SortFunc(list, compareVersions)
	if got := strings.Join(list, " "); got != "1.0.0 1.0.0-rc.1 1.9.0 1.10.0 2.0.0 10.0.0" {
		t.Error(got)
	}
}
