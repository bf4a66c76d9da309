package gen

import (
	"slices"

	"github.com/golem-gen/golem-gen/metadata"
)

// A WIT that belongs to another version of the component may describe some uses of a type and not
// others, for example because one function that takes the type has got a parameter. Equal
// structures in one interface are one type unless the WIT or the lock says otherwise, so the
// description is valid for all uses.

// alike is a set of uses of types with one structure in one interface.
type alike struct {
	structure int
	described []*node // the WIT names their type
	others    []*node
}

// adopt describes uses that the WIT does not describe, like the others of the same structure.
func (s *survey) adopt(locked map[string]LockedName) {
	sets := s.alike()
	// The description of a type takes precedence over descriptions of its parts. The number of a
	// structure is greater than the numbers of its parts.
	slices.SortStableFunc(sets, func(a, b *alike) int { return b.structure - a.structure })
	for _, set := range sets {
		if set.isOne(locked) {
			for _, n := range set.others {
				n.describe(set.described[0].wit)
			}
		}
	}
	for _, sig := range s.signatures {
		for _, n := range slices.Concat(sig.parameters, sig.results) {
			s.renumber(n)
		}
	}
}

// alike returns the sets of uses in the order of the document.
func (s *survey) alike() (sets []*alike) {
	type key struct {
		scope     *scope
		structure int
	}
	index := map[key]*alike{}
	for _, n := range s.named {
		set := index[key{n.scope, n.structure}]
		if set == nil {
			set = &alike{structure: n.structure}
			index[key{n.scope, n.structure}] = set
			sets = append(sets, set)
		}
		switch {
		case n.wit != nil && metadata.IsName(n.wit.Name):
			set.described = append(set.described, n)
		case n.source.Name == "":
			set.others = append(set.others, n)
		}
	}
	return sets
}

// isOne reports whether neither names in the WIT nor names in the lock say that the uses are of
// several types.
func (a *alike) isOne(locked map[string]LockedName) bool {
	if len(a.described) == 0 || len(a.others) == 0 {
		return false
	}
	name, owner := a.described[0].ownName()
	names := map[string]bool{}
	for _, n := range a.described {
		if other, otherOwner := n.ownName(); other != name || otherOwner != owner {
			return false
		}
		if entry := locked[n.place.path()]; entry.isType() {
			names[entry.Name] = true
		}
	}
	for _, n := range a.others {
		entry := locked[n.place.path()]
		if n.misfit != "" && n.misfit != name || entry.isType() && len(names) > 0 && !names[entry.Name] {
			return false
		}
	}
	return true
}

// describe sets the WIT's description of a node and its parts.
func (n *node) describe(w *WITType) {
	if n == nil || n.scope == nil { // a basic type, which all uses share
		return
	}
	n.wit = nil
	if w.matches(n.source) {
		n.wit = w
	}
	for i, part := range n.parts {
		part.describe(n.wit.part(i))
	}
}

// renumber sets the numbers of a node and its parts again.
func (s *survey) renumber(n *node) {
	if n == nil || n.scope == nil {
		return
	}
	for _, part := range n.parts {
		s.renumber(part)
	}
	s.number(n)
}
