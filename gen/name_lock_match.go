package gen

import "strings"

// fit is how well a type of this version fits a locked name.
type fit uint8

const (
	unfit fit = iota
	fitsElsewhere
	fitsOtherKind // the place, where a record became a variant, say
	fitsPlace
	fitsStructure
	fitsBoth
)

// match is the type that a locked name goes to.
type match struct {
	name     string
	fit      fit
	identity int
	first    *node // the first use that fits
}

// matchNames finds the type for each locked name.
func (s *survey) matchNames(locked map[string]LockedName, evicted map[eviction]bool) []*match {
	uses := s.indexUses()
	places, names := placesByName(locked)
	var matches []*match
	for _, name := range names {
		v := newVotes(name, evicted)
		for _, place := range places[name] {
			structure := locked[place].Structure
			if n := uses.byPlace[place]; n != nil {
				v.place(n, s.structureOf(n), structure)
			}
			v.structure(uses.byStructure[structure], scopePlace(place, uses.scopes))
		}
		if v.best.fit != unfit {
			matches = append(matches, v.match())
		}
	}
	return matches
}

// useIndex finds uses of types.
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
		index.byPlace[n.place.text] = n
		structure := s.structureOf(n)
		index.byStructure[structure] = append(index.byStructure[structure], n)
	}
	for _, sc := range s.model.scopes {
		index.scopes[sc.place] = true
	}
	return index
}

// votes finds the type that fits a locked name best.
type votes struct {
	name   string
	counts map[fit]map[int]int // fit → identity → places
	firsts map[fit]map[int]*node
	best   match
	looked map[string]bool // interfaces already searched for the structure

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
	case kindNow == kindBefore:
		v.vote(fitsPlace, n)
	default:
		v.vote(fitsOtherKind, n)
	}
}

// structure votes for the first use of the structure in the interface, and for
// the first anywhere.
func (v *votes) structure(nodes []*node, within string) {
	if len(nodes) == 0 || v.best.fit == fitsBoth || v.looked[within] {
		return
	}
	v.looked[within] = true
	v.vote(fitsElsewhere, nodes[0])
	for _, n := range nodes {
		if within == "" || n.scope.place == within {
			v.vote(fitsStructure, n)
			return
		}
	}
}

// match is the type with the most votes of the best sort; of several, the first.
func (v *votes) match() *match {
	m := &match{name: v.name, fit: v.best.fit}
	most := 0
	for identity, count := range v.counts[m.fit] {
		first := v.firsts[m.fit][identity]
		if count > most || count == most && first.order < m.first.order {
			most, m.identity, m.first = count, identity, first
		}
	}
	return m
}
