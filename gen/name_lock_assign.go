package gen

import (
	"slices"
	"sort"
)

// tag assigns names of the lock and the configuration to nodes that need a Go type.
func (s *survey) tag(o Options) {
	s.untag()
	// A name that yielded may fit another type. The next round finds that type.
	evicted := map[eviction]bool{}
	for again := len(o.Locked) > 0; again; {
		s.untag()
		again = s.tagLocked(o.Locked, evicted)
	}
	if len(o.Names) > 0 {
		s.tagConfigured(o.Names)
	}
}

func (s *survey) untag() {
	for _, n := range s.named {
		n.tag, n.locked = "", false
	}
}

// eviction is a name that a type does not get.
type eviction struct {
	name     string
	identity int
}

// unit is a set of nodes that would be one type without a lock.
type unit struct {
	nodes   []*node
	matches []*match // names that go to this type, best first
}

// tagLocked assigns the names of the lock. It adds names that yielded to better ones to evicted,
// and reports whether there are any.
func (s *survey) tagLocked(locked map[string]LockedName, evicted map[eviction]bool) bool {
	units, order := s.units()
	for _, m := range s.matchNames(locked, evicted) {
		u := units[m.first.key()]
		u.matches = append(u.matches, m)
	}
	again := false
	for _, u := range order {
		if weak := u.tag(locked); weak != nil {
			evicted[eviction{weak.name, weak.identity}] = true
			again = true
		}
	}
	return again
}

// units returns the units in the order of the document.
func (s *survey) units() (byKey map[groupKey]*unit, order []*unit) {
	byKey = map[groupKey]*unit{}
	for _, n := range s.named {
		u := byKey[n.key()]
		if u == nil {
			u = &unit{}
			byKey[n.key()] = u
			order = append(order, u)
		}
		u.nodes = append(u.nodes, n)
	}
	return byKey, order
}

// tag assigns names to the unit's nodes. It returns a name that yielded to a better one, or nil.
func (u *unit) tag(locked map[string]LockedName) (evicted *match) {
	if len(u.matches) == 0 {
		return nil
	}
	sort.SliceStable(u.matches, func(i, j int) bool { return u.matches[i].fit > u.matches[j].fit })
	// The uses of one type in a source may become anonymous, or get their name back.
	if u.nodes[0].nominal && u.nodes[0].scope.agent == nil {
		return u.tagAll(locked)
	}
	homeless := u.tagPlaces(locked)
	rest := u.matches[0]
	if len(homeless) > 0 {
		rest = homeless[0]
	}
	if rest.fit == fitsElsewhere && u.matches[0].fit > fitsElsewhere {
		rest = u.matches[0]
	}
	settled := false
	for _, n := range u.nodes {
		if n.tag == "" {
			n.tag, settled = rest.name, true
		}
	}
	if len(homeless) > 0 && !settled && homeless[0].fit.isStructure() {
		return u.evict(homeless[0])
	}
	return nil
}

// tagAll assigns the best name to all nodes of a type with its own name, which remains one type. If
// the earlier version had several types in its place, none of which has changed otherwise, the best
// name is the one that its own name gives, or else that of most uses.
func (u *unit) tagAll(locked map[string]LockedName) (evicted *match) {
	sort.SliceStable(u.matches, func(i, j int) bool {
		a, b := u.matches[i], u.matches[j]
		return a.fit > b.fit || a.fit == b.fit && a.fit == fitsBoth && a.isBetter(b)
	})
	name := u.matches[0].name
	for _, n := range u.nodes {
		n.tag = name
		n.locked = locked[n.place.path()].Name == name
	}
	if len(u.matches) > 1 {
		return u.matches[1]
	}
	return nil
}

// tagPlaces assigns names to the places that had them. It returns the names without a place.
func (u *unit) tagPlaces(locked map[string]LockedName) (homeless []*match) {
	here := map[string]bool{}
	for _, m := range u.matches {
		here[m.name] = true
	}
	used := map[string]bool{}
	for _, n := range u.nodes {
		if name := locked[n.place.path()].Name; here[name] && locked[n.place.path()].isType() {
			n.tag, n.locked, used[name] = name, true, true
		}
	}
	for _, m := range u.matches {
		if !used[m.name] {
			homeless = append(homeless, m)
		}
	}
	return homeless
}

// evict assigns a name that fits the structure to places that only kept their name by place,
// because the structure has not changed. It returns the name that these places had.
func (u *unit) evict(m *match) *match {
	for _, weak := range u.matches {
		if weak.fit >= m.fit || weak.fit.isStructure() || weak.fit == fitsElsewhere {
			continue
		}
		for _, n := range u.nodes {
			if n.tag == weak.name {
				n.tag = m.name
			}
		}
		return weak
	}
	return nil
}

// tagConfigured assigns the configured names. A single name renames the type at all its places.
// Several names make several types of it. In documents of agents, a name also applies to types
// of the same structure whose own name it is, so that it joins an anonymous type with these.
func (s *survey) tagConfigured(names map[string]string) {
	configured, structures := map[groupKey]string{}, map[int][]string{}
	for _, n := range s.named {
		name, ok := names[n.place.path()]
		if ok && configured[n.key()] == "" {
			configured[n.key()] = name
		}
		if ok && n.scope.agent != nil {
			structures[n.structure] = append(structures[n.structure], name)
		}
	}
	for _, n := range s.named {
		name, ok := names[n.place.path()]
		if !ok {
			name, ok = configured[n.key()]
		}
		if i := slices.IndexFunc(structures[n.structure], func(name string) bool { return slices.Index(s.ownNames(n), name) == 0 }); !ok && i >= 0 {
			name, ok = structures[n.structure][i], true
		}
		if ok {
			n.tag, n.locked = name, true
		}
	}
}
