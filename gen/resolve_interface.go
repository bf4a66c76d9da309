package gen

import (
	"sort"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

func (s *survey) addScopes(c *metadata.Component, locked map[string]LockedName) {
	places := interfacePlaces(c.Interfaces, locked)
	for i, iface := range c.Interfaces {
		sc := &scope{place: places[i], iface: iface}
		s.places.taken[sc.place] = true
		if w := s.wit.find(iface.Name); w != nil {
			sc.doc = w.Doc
			s.described[sc] = w
		}
		s.model.scopes = append(s.model.scopes, sc)
	}
	if len(c.Functions) > 0 {
		sc := &scope{place: worldPlace}
		s.described[sc] = s.wit.find("")
		s.model.scopes = append(s.model.scopes, sc)
	}
}

func (sc *scope) exportName() string {
	if sc.iface == nil {
		return ""
	}
	return sc.iface.Name
}

func (s *survey) addResources(sc *scope) {
	if sc.iface == nil {
		return
	}
	w := s.described[sc]
	for _, source := range sc.iface.Resources {
		r := &resource{place: s.places.add(sc.place+"."+source.Name, ""), source: source, id: source.ID}
		if w != nil && w.Resources[source.Name] != nil {
			r.doc = w.Resources[source.Name].Doc
		}
		sc.resources = append(sc.resources, r)
		if _, known := s.resources[source.ID]; source.HasID && !known {
			s.resources[source.ID] = r
		}
	}
}

// interfacePlaces gives every interface its place: the short name, and for those
// that come later with the same one also package, namespace, version, as far as
// it takes. An interface that had a place in an earlier version keeps it.
func interfacePlaces(interfaces []*metadata.Interface, locked map[string]LockedName) []string {
	places := make([]string, len(interfaces))
	taken := map[string]bool{worldPlace: true}
	held := heldPlaces(locked)
	for i, iface := range interfaces {
		if list := held[withoutVersion(iface.Name)]; len(list) > 0 {
			places[i] = list[0]
			taken[list[0]] = true
			held[withoutVersion(iface.Name)] = list[1:]
		}
	}
	namesakes := map[string]int{}
	for _, iface := range interfaces {
		namesakes[iface.Package+"/"+iface.ShortName]++
	}
	for i, iface := range interfaces {
		if places[i] != "" {
			continue
		}
		for _, text := range qualified(iface, namesakes) {
			if !taken[text] {
				places[i] = text
				break
			}
		}
		if places[i] == "" {
			places[i] = "[interface]" + iface.Name
		}
		taken[places[i]] = true
	}
	return places
}

// heldPlaces lists the places of interfaces in the lock by name without version.
func heldPlaces(locked map[string]LockedName) map[string][]string {
	held := map[string][]string{}
	for text, entry := range locked {
		if name, ok := strings.CutPrefix(entry.Structure, sortInterface+":"); ok {
			held[name] = append(held[name], text)
		}
	}
	for _, list := range held {
		sort.Slice(list, func(i, j int) bool {
			return len(list[i]) < len(list[j]) || len(list[i]) == len(list[j]) && list[i] < list[j]
		})
	}
	return held
}

// qualified lists the possible places of an interface, best first. Package and
// short name are passed over where another interface has both.
func qualified(iface *metadata.Interface, namesakes map[string]int) []string {
	list := []string{iface.ShortName}
	if iface.Package == "" {
		return list
	}
	if short := iface.Package + "/" + iface.ShortName; namesakes[short] == 1 {
		list = append(list, short)
	}
	return append(list, withoutVersion(iface.Name), iface.Name)
}
