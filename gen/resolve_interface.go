package gen

import "github.com/golem-gen/golem-gen/metadata"

func (s *survey) addScopes(c *metadata.Component, locked map[string]LockedName) {
	interfaces := byVersion(c.Interfaces)
	places := placeInterfaces(interfaces, locked)
	s.retired = places.retired
	for _, iface := range interfaces {
		if len(iface.Functions) == 0 && len(iface.Resources) == 0 {
			continue // it has only types, which are found where they are used
		}
		sc := &scope{place: places.of[iface], iface: iface, versioned: places.versions[withoutVersion(iface.Name)] > 1}
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
	switch {
	case sc.agent != nil:
		return sc.agent.source.Name
	case sc.iface == nil:
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
		r := &resource{place: s.places.add(sc.place+"."+source.Name, ""), source: source, id: source.ID, indexed: isIndexable(source)}
		if w != nil && w.Resources[source.Name] != nil {
			r.doc = w.Resources[source.Name].Doc
		}
		sc.resources = append(sc.resources, r)
		if _, known := s.resources[source.ID]; source.HasID && !known {
			s.resources[source.ID] = r
		}
	}
}
