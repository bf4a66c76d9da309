package metadata

import (
	"fmt"
	"strings"
)

// Change is one difference between the interfaces of two versions of a component.
type Change struct {
	Rule *Rule
	Use  Use // where the changed thing is used

	// Old and New are the places in the two documents, "" where the thing is missing:
	// interface without version, function, parameter (or "result", "ok", "err"), then
	// fields, cases and indexes of tuple items, joined by dots, as in
	// "acme:shop/cart.add-item.item.price.currency". Places of functions of the world begin
	// with "world". Lists and options are not part of a place.
	Old, New string

	Text string // what changed here, one sentence without names of places

	// Effects are the effects of the rule at this use. If Shielded is set, they are
	// reduced: the function's name does not exist any more for a pinned client, so its
	// calls are refused before the change could matter.
	Effects  Effects
	Shielded bool
}

// Severity sums up the effects. A change that generated clients decline is not harmless.
func (c Change) Severity() Severity {
	return declined(c.Effects.Severity(), c.Rule.Declined(c.Use))
}

// Place returns the place in the new document, or in the old one if the thing was removed.
func (c Change) Place() string {
	if c.New != "" {
		return c.New
	}
	return c.Old
}

// Compare returns every change of a component's interface between two versions, in the
// order of the old document. Additions come after the other changes of what they were added
// to. Compare ignores the order of interfaces and functions, the component's id, name and
// version, and differences between servers' dialects, such as types that get names.
//
// If the old version exports several versions of one interface, an interface of another
// version is a new one, because the Go names of callers contain the version.
func Compare(old, new *Component) []Change {
	versions := map[string]int{}
	for _, i := range old.Interfaces {
		versions[unversioned(i)]++
	}
	return CompareBound(old, new, func(i *Interface) bool { return versions[unversioned(i)] > 1 })
}

// CompareBound is like Compare, for a client whose names are known. bound reports whether
// the Go name of an interface of the old version is bound to its version. Such a name is
// not passed on to another version.
func CompareBound(old, new *Component, bound func(*Interface) bool) []Change {
	var list []Change
	c := comparison{bound: bound, oldHandles: handleNames(old), newHandles: handleNames(new)}
	c.note = func(id string, a at, text string) { list = append(list, c.change(id, a, text)) }
	if old.Kind != new.Kind {
		c.export("component-kind-changed", "component", "component", "the component was %s and is %s", old.Kind, new.Kind)
	}
	c.functions("world", "world", old.Functions, new.Functions)
	c.interfaces(old.Interfaces, new.Interfaces)
	return list
}

// comparison compares documents and calls note with each change.
type comparison struct {
	note                   func(id string, a at, text string)
	bound                  func(*Interface) bool
	oldHandles, newHandles map[uint64]string // resource_id → interface without version and resource
	shielded               bool
}

// at is a place in both documents.
type at struct {
	old, new string
	use      Use
}

func (a at) part(old, new string) at {
	return at{a.old + "." + old, a.new + "." + new, a.use}
}

func (a at) both(name string) at { return a.part(name, name) }

// onlyOld and onlyNew return the places of a part that only one of the documents has.
func (a at) onlyOld(name string) at { return at{old: a.old + "." + name, use: a.use} }
func (a at) onlyNew(name string) at { return at{new: a.new + "." + name, use: a.use} }

func (c *comparison) export(id, old, new, format string, args ...any) {
	c.add(id, at{old: old, new: new, use: UseExport}, format, args...)
}

func (c *comparison) add(id string, a at, format string, args ...any) {
	c.note(id, a, fmt.Sprintf(format, args...))
}

// change returns the change with a rule at a place.
func (c *comparison) change(id string, a at, text string) Change {
	r := rule(id)
	effects := r.Effects(a.use)
	if c.shielded {
		effects.Typed, effects.Untyped = shield(effects.Typed), shield(effects.Untyped)
	}
	return Change{Rule: r, Use: a.use, Old: a.old, New: a.new, Text: text, Effects: effects, Shielded: c.shielded}
}

// shield returns the outcome of a call that may be refused because of its name.
func shield(o Outcome) Outcome {
	if o == Unaffected {
		return o
	}
	return RequestRefused
}

// handleNames returns names of resources by which they are recognized in another version.
func handleNames(c *Component) map[uint64]string {
	names := map[uint64]string{}
	for _, i := range c.Interfaces {
		for _, r := range i.Resources {
			if r.HasID {
				names[r.ID] = i.ShortName + "/" + r.Name
			}
		}
	}
	return names
}

// interfacePair is an interface in both versions.
type interfacePair struct {
	old, new *Interface
	several  bool // the old version exports several versions of it
}

func (c *comparison) interfaces(old, new []*Interface) {
	pairs := pairInterfaces(old, new, c.bound)
	versions := map[string]int{}
	for _, i := range old {
		versions[unversioned(i)]++
	}
	oldPlaces, newPlaces := interfacePlaces(old), interfacePlaces(new)
	kept := map[*Interface]bool{}
	for _, before := range old {
		after := pairs[before]
		if after == nil && !before.callable() {
			continue
		}
		if after == nil {
			c.export("interface-removed", oldPlaces[before], "", "interface %s with %s", before.Name, functionCount(before))
			continue
		}
		kept[after] = true
		c.pair(interfacePair{before, after, versions[unversioned(before)] > 1}, oldPlaces[before], newPlaces[after])
	}
	for _, after := range new {
		if !kept[after] {
			c.export("interface-added", "", newPlaces[after], "interface %s with %s", after.Name, functionCount(after))
		}
	}
}

func (c *comparison) pair(p interfacePair, oldPlace, newPlace string) {
	if p.old.Name != p.new.Name && p.old.callable() {
		id := "package-version-changed"
		switch {
		case packageOf(p.old) != packageOf(p.new):
			id = "package-renamed"
		case p.several:
			id = "interface-name-handed-on"
		}
		c.export(id, oldPlace, newPlace, "%s is now %s", p.old.Name, p.new.Name)
	}
	c.shielded = p.old.Name != p.new.Name
	c.functions(oldPlace, newPlace, p.old.Functions, p.new.Functions)
	c.resources(oldPlace, newPlace, p.old.Resources, p.new.Resources)
	c.shielded = false
}

// callable reports whether the interface has functions. Clients do not contain an interface
// that has only types.
func (i *Interface) callable() bool {
	callable := false
	i.each(func(*Function) { callable = true })
	return callable
}

// packageOf returns the name of the interface's package, without version.
func packageOf(i *Interface) string { return i.Namespace + ":" + i.Package }

func functionCount(i *Interface) string {
	n := 0
	i.each(func(*Function) { n++ })
	return counted(n, "function")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// pairInterfaces finds each old interface in the new version: by its name, or as the only
// remaining version of it, or by its short name if both have a function of the same name.
// If several interfaces come into question, it finds none. It finds an interface whose Go
// name is bound to its version by name only.
func pairInterfaces(old, new []*Interface, bound func(*Interface) bool) map[*Interface]*Interface {
	pairs := map[*Interface]*Interface{}
	taken := map[*Interface]bool{}
	pairBy(pairs, taken, old, new, func(i *Interface) string { return i.Name }, nil)
	left := map[string]int{}
	for _, i := range new {
		left[unversioned(i)]++
	}
	pairBy(pairs, taken, free(old, bound), new, unversioned, func(_, after *Interface) bool { return left[unversioned(after)] == 1 })
	pairBy(pairs, taken, free(old, bound), new, func(i *Interface) string { return i.ShortName }, func(before, after *Interface) bool {
		return left[unversioned(before)] == 0 && left[unversioned(after)] == 1 && shareFunction(before, after)
	})
	return pairs
}

// free returns the interfaces whose Go names are not bound to their versions.
func free(list []*Interface, bound func(*Interface) bool) []*Interface {
	var out []*Interface
	for _, i := range list {
		if !bound(i) {
			out = append(out, i)
		}
	}
	return out
}

func pairBy(pairs map[*Interface]*Interface, taken map[*Interface]bool, old, new []*Interface,
	key func(*Interface) string, also func(a, b *Interface) bool,
) {
	free := map[string][]*Interface{}
	for _, i := range new {
		if !taken[i] {
			free[key(i)] = append(free[key(i)], i)
		}
	}
	wanted := map[string]int{}
	for _, i := range old {
		if pairs[i] == nil {
			wanted[key(i)]++
		}
	}
	for _, i := range old {
		found := free[key(i)]
		if pairs[i] != nil || len(found) != 1 || wanted[key(i)] != 1 || also != nil && !also(i, found[0]) {
			continue
		}
		pairs[i], taken[found[0]] = found[0], true
	}
}

func shareFunction(a, b *Interface) bool {
	names := map[string]bool{}
	a.each(func(f *Function) { names[f.Name] = true })
	shared := false
	b.each(func(f *Function) { shared = shared || names[f.Name] })
	return shared
}

// unversioned returns the interface's name without version.
func unversioned(i *Interface) string {
	name, _, _ := strings.Cut(i.Name, "@")
	return name
}

// interfacePlaces returns the names of interfaces, without version where that is unique.
func interfacePlaces(list []*Interface) map[*Interface]string {
	count := map[string]int{}
	for _, i := range list {
		count[unversioned(i)]++
	}
	places := map[*Interface]string{}
	for _, i := range list {
		places[i] = unversioned(i)
		if count[places[i]] > 1 {
			places[i] = i.Name
		}
	}
	return places
}
