package gen

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
)

// The lock contains the Go name of everything, by place, with its structure. A type of the next
// version gets the name of an old type by the best of these matches, best first:
//
//   - the same place and structure;
//   - the same structure at another place of the same interface, or the same place with another
//     structure, if the type's own name gives the locked name;
//   - the same structure at another place of the same interface;
//   - the same place with another structure;
//   - the same structure in another interface.
//
// Each old name goes to one type only, the one that fits best. In documents of agents, uses
// that have not changed keep their name, and so stay one type, even if one of them has lost or
// got a name of its own. Conversely, two places with different names stay two Go types if a new
// version makes their structures equal. Neither name is given up, and the names do not swap
// when the structures differ again.

// The first words of entries of the lock that are not types.
const (
	sortInterface     = "interface"
	sortAgent         = "agent"
	sortConfiguration = "configuration"
	sortResource      = "resource"
	sortFunction      = "function"
)

// sort returns the word before the colon: "record", "function", …
func (l LockedName) sort() string {
	word, _, _ := strings.Cut(l.Structure, ":")
	return word
}

func (l LockedName) isType() bool {
	switch l.sort() {
	case "", sortInterface, sortAgent, sortConfiguration, sortResource, sortFunction:
		return false
	default:
		return true
	}
}

// structureOf returns the structure of a node's type in the form of the lock.
func (s *survey) structureOf(n *node) string {
	return kindWord(n.source.Kind) + ":" + s.structures.hashes[n.structure]
}

// placesByName returns the places of each type in the lock. The names are in the order of their
// first places.
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

// scopePlace returns the place of the interface that a place is in, or "" if the interface no
// longer exists.
func scopePlace(place string, scopes map[string]bool) string {
	for i := range len(place) {
		if place[i] == '.' && scopes[place[:i]] {
			return place[:i]
		}
	}
	return ""
}

// keepNames collects the names for the lock.
func (n *namer) keepNames(entities []*entity) {
	for _, e := range entities {
		switch {
		case e.iface != nil:
			n.names[e.place] = LockedName{e.iface.goName, e.iface.sort() + ":" + e.iface.exportName()}
		case e.resource != nil:
			n.names[e.resource.place] = LockedName{e.resource.goName, sortResource + ":" + e.resource.name()}
		default:
			for _, node := range e.group.nodes {
				n.names[node.place.path()] = LockedName{e.group.named.goName, n.survey.structureOf(node)}
			}
		}
	}
	for place, name := range n.retired {
		n.names[place+retiredMark+n.survey.retired[place]] = LockedName{name, sortInterface + ":" + n.survey.retired[place]}
	}
	n.keepConfigurations()
	for _, sig := range n.survey.signatures {
		if sig.function.goName == "" {
			continue // a constructor of an agent, which has the name of its agent type
		}
		n.names[sig.function.place] = LockedName{sig.function.goName, sortFunction + ":" + n.survey.hashSignature(sig)}
	}
}

// keepRetired reserves the Go names of interfaces that no longer exist, so that the next version
// does not give them to other interfaces. The lock keeps the names of those of which another
// version is exported. A configured name may be one of them.
func (n *namer) keepRetired() {
	exported := map[string]bool{}
	for _, sc := range n.survey.model.scopes {
		exported[sc.place] = true
	}
	for _, key := range sortedKeys(n.options.Locked) {
		entry := n.options.Locked[key]
		place, _, _ := strings.Cut(key, retiredMark)
		if sort := entry.sort(); sort != sortInterface && sort != sortAgent || exported[place] {
			continue
		}
		e := &entity{iface: retiredScope(place, entry), place: place}
		free := n.pkg.take(e.label()+" of an earlier version", e.declares(entry.Name)...)
		if _, remembered := n.survey.retired[place]; free && remembered {
			n.retired[place] = entry.Name
		}
	}
}

// name returns the resource's name in the component, or "" if it is unknown.
func (r *resource) name() string {
	if r.source == nil {
		return ""
	}
	return r.source.Name
}

// hashSignature returns a hash of a function's parameters and results.
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

// sortedKeys returns the sorted keys of a map.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
