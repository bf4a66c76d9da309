package gen

import (
	"slices"
	"strings"
)

// fit is how well a type of this version fits a name in the lock.
type fit uint8

const (
	unfit fit = iota
	fitsElsewhere
	fitsOtherKind // the place, with another kind: a record became a variant, for example
	fitsPlace
	fitsStructure
	fitsOwnName          // the place, and the type's own name is the locked one
	fitsOwnNameStructure // the structure, and the type's own name is the locked one
	fitsBoth
)

// isStructure reports whether the structure fits, at another place of the interface.
func (f fit) isStructure() bool { return f == fitsStructure || f == fitsOwnNameStructure }

// match is the type that gets a name of the lock.
type match struct {
	name     string
	fit      fit
	identity int
	first    *node // the first use that fits
	places   int   // how many uses fit
	own      bool  // the type's own name gives the name
}

// isBetter reports whether m has a better claim than other, which fits as well, to be the match of a
// name or to name a type: by the type's own name, by the number of uses, and by the first use.
func (m *match) isBetter(other *match) bool {
	switch {
	case m.own != other.own:
		return m.own
	case m.places != other.places:
		return m.places > other.places
	}
	return m.first.order < other.first.order
}

// matchNames returns the type for each name of the lock.
func (s *survey) matchNames(locked map[string]LockedName, evicted map[eviction]bool) []*match {
	uses := s.indexUses()
	places, names := placesByName(locked)
	var matches []*match
	for _, name := range names {
		v := newVotes(name, evicted)
		v.isOwn = func(n *node) bool { return slices.Contains(s.ownNames(n), name) }
		for _, place := range places[name] {
			structure := locked[place].Structure
			if n := uses.byPlace[place]; n != nil {
				v.place(n, s.structureOf(n), structure)
			}
			v.structure(uses.byStructure[structure], scopePlace(place, uses.scopes))
		}
		if v.best.fit != unfit {
			matches = append(matches, v.matches()...)
		}
	}
	return matches
}

// ownNames returns candidates for the Go name from the type's own name, best first.
func (s *survey) ownNames(n *node) []string {
	own, _ := n.ownName()
	if own != "" && n.ownNames == nil {
		n.ownNames = s.spelling.typeNames(n.scope, s.spelling.words(own), kindName(n.source.Kind))
	}
	return n.ownNames
}

// useIndex is an index of the uses of types.
type useIndex struct {
	byPlace     map[string]*node
	byStructure map[string][]*node // in document order
	scopes      map[string]bool    // the places of the interfaces
}

func (s *survey) indexUses() *useIndex {
	index := &useIndex{byPlace: map[string]*node{}, byStructure: map[string][]*node{}, scopes: map[string]bool{}}
	for _, n := range s.named {
		if n.hidden {
			continue
		}
		index.byPlace[n.place.path()] = n
		structure := s.structureOf(n)
		index.byStructure[structure] = append(index.byStructure[structure], n)
	}
	for _, sc := range s.model.scopes {
		index.scopes[sc.place] = true
	}
	return index
}

// votes collects votes for the type that fits a name of the lock best.
type votes struct {
	name   string
	counts map[fit]map[int]int // fit → identity → places
	firsts map[fit]map[int]*node
	best   match
	looked map[string]bool // interfaces already searched for the structure
	isOwn  func(*node) bool

	evicted map[eviction]bool
}

func newVotes(name string, evicted map[eviction]bool) *votes {
	return &votes{name: name, evicted: evicted, counts: map[fit]map[int]int{}, firsts: map[fit]map[int]*node{}, looked: map[string]bool{}}
}

func (v *votes) vote(f fit, n *node) {
	if v.evicted[eviction{v.name, n.identity}] {
		return
	}
	if v.counts[f] == nil {
		v.counts[f], v.firsts[f] = map[int]int{}, map[int]*node{}
	}
	v.counts[f][n.identity]++
	if first := v.firsts[f][n.identity]; first == nil || n.order < first.order {
		v.firsts[f][n.identity] = n
	}
	v.best.fit = max(v.best.fit, f)
}

func (v *votes) place(n *node, now, before string) {
	kindNow, _, _ := strings.Cut(now, ":")
	kindBefore, _, _ := strings.Cut(before, ":")
	switch {
	case now == before:
		v.vote(fitsBoth, n)
	case v.isOwn(n):
		v.vote(fitsOwnName, n)
	case kindNow == kindBefore:
		v.vote(fitsPlace, n)
	default:
		v.vote(fitsOtherKind, n)
	}
}

// structure votes for the first use of the structure in the interface, and for the first use
// anywhere.
func (v *votes) structure(nodes []*node, within string) {
	if len(nodes) == 0 || v.best.fit == fitsBoth || v.looked[within] {
		return
	}
	v.looked[within] = true
	v.vote(fitsElsewhere, nodes[0])
	here := false
	for _, n := range nodes {
		switch inside := within == "" || n.scope.place == within; {
		case inside && v.isOwn(n):
			v.vote(fitsOwnNameStructure, n)
			return
		case inside && !here:
			v.vote(fitsStructure, n)
			here = true
		}
	}
}

// matches returns the type with the best claim among those with votes of the best kind. In
// documents of agents, it returns all types that are unchanged at one of the name's places.
func (v *votes) matches() []*match {
	var best *match
	var others []*match
	for identity, places := range v.counts[v.best.fit] {
		first := v.firsts[v.best.fit][identity]
		m := &match{name: v.name, fit: v.best.fit, identity: identity, first: first, places: places}
		// A type whose own name has changed at some uses is another one there.
		m.own = m.fit == fitsBoth && first.scope.agent == nil && v.isOwn(first)
		if m.fit == fitsBoth && first.scope.agent != nil {
			others = append(others, m)
		}
		if best == nil || m.isBetter(best) {
			best = m
		}
	}
	if len(others) == 0 {
		return []*match{best}
	}
	slices.SortFunc(others, func(a, b *match) int { return a.first.order - b.first.order })
	return others
}
