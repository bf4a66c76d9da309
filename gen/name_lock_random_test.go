package gen

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// namesOf names a component. It skips the test's value if the names need the configuration.
func namesOf(t *rapid.T, c *metadata.Component, locked map[string]LockedName) (*model, map[string]LockedName) {
	m, names, _, err := buildModel(c, Options{Package: "client", Locked: locked})
	var clashes *NameErrors
	if errors.As(err, &clashes) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m, names
}

// TestNamesStay changes random components, and checks that names stay.
func TestNamesStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := randomComponent(rt)
		m, locked := namesOf(rt, c, nil)
		checkModel(t, m)
		for range 4 {
			c = mutate(rt, c)
			next, names := namesOf(rt, c, locked)
			checkModel(t, next)
			checkKept(rt, locked, names, nil)
			checkMembersKept(rt, m, next)
			checkFunctionsKept(rt, m, next)
			_, again := namesOf(rt, c, locked)
			if !reflect.DeepEqual(again, names) {
				rt.Fatalf("two runs give different names:\n%v\n%v", names, again)
			}
			m, locked = next, names
		}
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// checkKept checks that surviving types and functions keep their names. A type may give up the
// name of its structure for one made of its own name.
func checkKept(t *rapid.T, before, after map[string]LockedName, own map[string][]string) {
	survived := surviving(before, after)
	for place, was := range before {
		now, stays := after[place]
		switch {
		case !was.isType():
			if stays && now.Name != was.Name && !IsMemberPlace(place) {
				t.Fatalf("%s was called %s and is called %s", place, was.Name, now.Name)
			}
		case stays && now.Structure == was.Structure && now.Name != was.Name:
			t.Fatalf("%s has not changed, was called %s and is called %s", place, was.Name, now.Name)
		case !survived[was.Name] && findStructure(after, place, was.Structure, own):
			t.Fatalf("the structure %s of %s (%s) is still there, under other names only", was.Structure, was.Name, place)
		case stays && now.isType() && !survived[was.Name] && !hadName(before, now):
			t.Fatalf("%s was called %s and is called %s, which is not what its structure was called", place, was.Name, now.Name)
		}
	}
}

// surviving returns the old names whose place or structure still exists, and the names of
// structures whose equal has the name.
func surviving(before, after map[string]LockedName) map[string]bool {
	nameOf := map[string]string{}
	for place, now := range after {
		if was := before[place]; was.Name == now.Name {
			nameOf[now.Name] = place
		}
		nameOf[now.Name+" "+now.Structure] = place
	}
	out := map[string]bool{}
	for _, was := range before {
		if nameOf[was.Name] != "" || nameOf[was.Name+" "+was.Structure] != "" {
			out[was.Name] = true
		}
	}
	for _, was := range before {
		for _, other := range before {
			if other.Structure == was.Structure && nameOf[other.Name+" "+was.Structure] != "" {
				out[was.Name] = true
			}
		}
	}
	return out
}

// findStructure reports whether an interface uses a structure under a name that is not made of
// the type's own one. place is in the interface.
func findStructure(names map[string]LockedName, place, structure string, own map[string][]string) bool {
	scope, _, _ := strings.Cut(place, ".")
	found := false
	for other, entry := range names {
		if entry.Structure != structure || !strings.HasPrefix(other, scope+".") {
			continue
		}
		if found = true; slices.Contains(own[other], entry.Name) {
			return false
		}
	}
	return found
}

// hadName reports whether a structure had the name before.
func hadName(before map[string]LockedName, now LockedName) bool {
	for _, was := range before {
		if was.Structure == now.Structure && was.Name == now.Name {
			return true
		}
	}
	return false
}

// checkMembersKept checks the fields, cases and flags of types that kept their names.
func checkMembersKept(t *rapid.T, before, after *model) {
	old := map[string]*namedType{}
	for _, s := range before.scopes {
		for _, named := range s.types {
			old[named.goName] = named
		}
	}
	for _, s := range after.scopes {
		for _, named := range s.types {
			was := old[named.goName]
			sharesPlace := was != nil && slices.ContainsFunc(named.places, func(place string) bool { return slices.Contains(was.places, place) })
			if !sharesPlace || was.source.Kind != named.source.Kind {
				continue // another type, which got a free name
			}
			for _, now := range named.members {
				for _, m := range was.members {
					if m.name == now.name && m.goName != now.goName {
						t.Fatalf("the member %s of %s was called %s and is called %s", m.name, named.goName, m.goName, now.goName)
					}
				}
			}
		}
	}
}

// checkFunctionsKept checks the Go names of functions that both versions have.
func checkFunctionsKept(t *rapid.T, before, after *model) {
	was := map[string]string{}
	for _, s := range before.scopes {
		for fn := range s.every() {
			was[s.exportName()+" "+fn.source.Name] = fn.goName
		}
	}
	for _, s := range after.scopes {
		for fn := range s.every() {
			if name := was[s.exportName()+" "+fn.source.Name]; name != "" && name != fn.goName {
				t.Fatalf("%s of %s was called %s and is called %s", fn.source.Name, s.exportName(), name, fn.goName)
			}
		}
	}
}

// TestOwnNamesAtRandom does the same with types that have names of their own, as in metadata of
// 1.3.
func TestOwnNamesAtRandom(t *testing.T) {
	checker := newChecker(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := randomComponent(rt)
		for _, i := range c.Interfaces {
			for _, fn := range i.Functions {
				for _, p := range fn.Parameters {
					giveOwnNames(rt, p.Type)
				}
				for _, r := range fn.Results {
					giveOwnNames(rt, r.Type)
				}
			}
		}
		m, locked := namesOf(rt, c, nil)
		checkModel(t, m)
		again, _ := namesOf(rt, c, locked)
		if a, b := listNames(m), listNames(again); a != b || t.Failed() {
			rt.Fatalf("its own lock changes names from\n%s\nto\n%s", a, b)
		}
		checkTypes(rt, checker, c)
	})
}

func giveOwnNames(t *rapid.T, typ *metadata.Type) {
	if typ == nil {
		return
	}
	if needsName(typ) && rapid.Bool().Draw(t, "named") {
		typ.Name = rapid.SampledFrom(randomNames).Draw(t, "own name")
		typ.Owner = rapid.SampledFrom([]string{"acme:shop@1.0.0/a", "acme:shop@1.0.0/b", ""}).Draw(t, "owner")
	}
	for _, part := range partsOf(typ) {
		giveOwnNames(t, part)
	}
}
