package gen

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
)

// The lock remembers the Go name of everything by place, with its structure. A
// type of the next version is taken for an older one by, best first,
//
//   - the same place and structure;
//   - the same structure at another place of the same interface;
//   - the same place with another structure;
//   - the same structure in another interface.
//
// Each old name goes to one type only, the one that fits best. The other way
// round, two places that were called differently stay two Go types when a new
// version makes their structures equal: neither name is given up, and they do
// not swap when the structures part again.

// What entries of the lock that are not types start with.
const (
	sortInterface = "interface"
	sortResource  = "resource"
	sortFunction  = "function"
)

// sort is the word before the colon: "record", "function", …
func (l LockedName) sort() string {
	word, _, _ := strings.Cut(l.Structure, ":")
	return word
}

func (l LockedName) isType() bool {
	switch l.sort() {
	case "", sortInterface, sortResource, sortFunction:
		return false
	default:
		return true
	}
}

// structureOf is the structure of a node's type as the lock has it.
func (s *survey) structureOf(n *node) string {
	return kindWord(n.source.Kind) + ":" + s.structures.hashes[n.structure]
}

// fit tells how well a type of this version fits a locked name.
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

// tag lets lock and configuration name the nodes that need a Go type.
func (s *survey) tag(o Options) {
	s.untag()
	// A name that had to yield may fit another type, which is then found in the
	// next round.
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

// eviction is a name that does not go to a type.
type eviction struct {
	name     string
	identity int
}

// unit is a set of nodes that would be one type if there were no lock.
type unit struct {
	nodes   []*node
	matches []*match // names that go to this type, the best first
}

// tagLocked gives the names of the lock. It adds the names that had to yield to
// better ones to evicted, and tells whether there are any.
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

// units lists the units in document order.
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

// placesByName turns the lock's types around. The names come in the order of
// their first places.
func placesByName(locked map[string]LockedName) (places map[string][]string, names []string) {
	places = map[string][]string{}
	for _, place := range sortedKeys(locked) {
		entry := locked[place]
		if !entry.isType() {
			continue
		}
		if len(places[entry.Name]) == 0 {
			names = append(names, entry.Name)
		}
		places[entry.Name] = append(places[entry.Name], place)
	}
	return places, names
}

// scopePlace is the place of the interface that a place is in, "" when the
// interface is gone.
func scopePlace(place string, scopes map[string]bool) string {
	for i := range len(place) {
		if place[i] == '.' && scopes[place[:i]] {
			return place[:i]
		}
	}
	return ""
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

// tag gives the unit's nodes the names that go to it. It returns a name that had
// to yield to a better one, nil if there is none.
func (u *unit) tag(locked map[string]LockedName) (evicted *match) {
	if len(u.matches) == 0 {
		return nil
	}
	sort.SliceStable(u.matches, func(i, j int) bool { return u.matches[i].fit > u.matches[j].fit })
	if u.nodes[0].nominal {
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
	if len(homeless) > 0 && !settled && homeless[0].fit == fitsStructure {
		return u.evict(homeless[0])
	}
	return nil
}

// tagAll gives a type that has a name of its own, and so stays one, the best name.
func (u *unit) tagAll(locked map[string]LockedName) (evicted *match) {
	name := u.matches[0].name
	for _, n := range u.nodes {
		n.tag = name
		n.locked = locked[n.place.text].Name == name
	}
	if len(u.matches) > 1 {
		return u.matches[1]
	}
	return nil
}

// tagPlaces gives names to the places that had them, and returns those names
// that no place asks for.
func (u *unit) tagPlaces(locked map[string]LockedName) (homeless []*match) {
	here := map[string]bool{}
	for _, m := range u.matches {
		here[m.name] = true
	}
	used := map[string]bool{}
	for _, n := range u.nodes {
		if name := locked[n.place.text].Name; here[name] && locked[n.place.text].isType() {
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

// evict gives a name that fits the structure to places that kept theirs by place
// only: the structure is what did not change. It returns the name they had.
func (u *unit) evict(m *match) *match {
	for _, weak := range u.matches {
		if weak.fit != fitsPlace && weak.fit != fitsOtherKind {
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

// tagConfigured gives configured names. One of them renames the type at all its
// places; several for one type make it several.
func (s *survey) tagConfigured(names map[string]string) {
	configured := map[groupKey]string{}
	for _, n := range s.named {
		if name, ok := names[n.place.text]; ok && configured[n.key()] == "" {
			configured[n.key()] = name
		}
	}
	for _, n := range s.named {
		name, ok := names[n.place.text]
		if !ok {
			name, ok = configured[n.key()]
		}
		if ok {
			n.tag, n.locked = name, true
		}
	}
}

// keepNames collects what the lock is to hold.
func (n *namer) keepNames(entities []*entity) {
	for _, e := range entities {
		switch {
		case e.iface != nil:
			n.names[e.place] = LockedName{e.iface.goName, sortInterface + ":" + withoutVersion(e.iface.exportName())}
		case e.resource != nil:
			n.names[e.resource.place] = LockedName{e.resource.goName, sortResource + ":" + e.resource.name()}
		default:
			for _, node := range e.group.nodes {
				n.names[node.place.text] = LockedName{e.group.named.goName, n.survey.structureOf(node)}
			}
		}
	}
	for _, sig := range n.survey.signatures {
		n.names[sig.function.place] = LockedName{sig.function.goName, sortFunction + ":" + n.survey.hashSignature(sig)}
	}
}

// name is the resource's name in the component, "" when it is not known.
func (r *resource) name() string {
	if r.source == nil {
		return ""
	}
	return r.source.Name
}

// hashSignature hashes a function's parameters and results.
func (s *survey) hashSignature(sig *signature) string {
	var b []byte
	add := func(name string, n *node) {
		b = appendCounted(b, name)
		b = append(b, s.structures.hashes[n.structure]...)
	}
	for i, n := range sig.parameters {
		add(sig.function.parameters[i].name, n)
	}
	b = append(b, '>')
	for i, n := range sig.results {
		add(sig.function.results[i].name, n)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// sortedKeys are the keys of a map, sorted.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
