package gen

import (
	"github.com/golem-gen/golem-gen/metadata"
)

// source is the origin of a name. Names with a smaller source are assigned first.
type source uint8

const (
	configured source = iota
	locked
	asInterface
	asVersion // an interface whose name contains its version
	asResource
	ownName
	byPlace
)

// entity is an interface, a resource or a type, which get exported names in the package. One of
// the three fields is set.
type entity struct {
	scope    *scope
	iface    *scope
	resource *resource
	group    *group

	place      string
	source     source
	old        bool     // earlier versions had it
	candidates []string // possible names, best first
	longNames  func()   // adds more of them; nil when there are none
}

// entities returns all entities in the order of the document.
func (n *namer) entities() []*entity {
	var list []*entity
	for _, sc := range n.survey.model.scopes {
		e := &entity{scope: sc, iface: sc, place: sc.place, source: asInterface, candidates: n.spelling.interfaceNames(sc)}
		if bindsVersion(sc.place) {
			e.source = asVersion
		}
		list = append(list, n.fix(e, sc.place))
	}
	for _, sc := range n.survey.model.scopes {
		for _, r := range sc.resources {
			if r.source == nil {
				continue
			}
			e := &entity{scope: sc, resource: r, place: r.place, source: asResource}
			e.candidates = n.spelling.typeNames(e.scope, n.spelling.words(r.source.Name), "resource")
			if r.constructor != nil && wellKnownMethods[e.candidates[0]] {
				e.candidates = e.candidates[1:] // the method that makes it from its arguments has its name
			}
			list = append(list, n.fix(e, r.place))
		}
	}
	for _, node := range n.survey.opaque {
		list = append(list, n.opaque(node))
	}
	for _, g := range n.groups.order {
		list = append(list, n.typeEntity(g))
	}
	return list
}

// fix sets the name of the entity if the configuration or the lock names it at one of the
// places.
func (n *namer) fix(e *entity, places ...string) *entity {
	for _, place := range places {
		if name, ok := n.options.Names[place]; ok {
			e.source, e.candidates, e.longNames = configured, []string{name}, nil
			break
		}
	}
	for _, place := range places {
		if _, ok := n.options.Names[place]; ok {
			n.settled[place] = true
		}
		entry, ok := n.options.Locked[place]
		if !ok && e.iface != nil { // an interface that is exported again
			entry, ok = n.options.Locked[place+retiredMark+e.iface.exportName()]
		}
		if !ok || entry.sort() != e.sort() {
			continue
		}
		e.old = true
		if e.source > locked {
			e.source, e.candidates, e.longNames = locked, []string{entry.Name}, nil
		}
	}
	return e
}

// sort returns the first word of the entity's entries in the lock.
func (e *entity) sort() string {
	switch {
	case e.iface != nil:
		return e.iface.sort()
	case e.resource != nil:
		return sortResource
	default:
		return kindWord(e.group.named.source.Kind)
	}
}

// opaque returns the entity of a resource of which only handles are known.
func (n *namer) opaque(at *node) *entity {
	e := &entity{scope: at.scope, resource: at.resource, place: at.place.path(), source: byPlace}
	if at.wit != nil && metadata.IsName(at.wit.Name) {
		e.source, e.candidates = ownName, n.spelling.typeNames(e.scope, n.spelling.words(at.wit.Name), "resource")
		e.resource.doc = at.wit.Doc
	} else {
		n.nameByPlace(e, at.place, "resource")
	}
	return n.fix(e, at.place.path())
}

func (n *namer) typeEntity(g *group) *entity {
	e := &entity{scope: g.scope, group: g, place: g.named.place, source: byPlace}
	tag := g.definition.tag
	for _, place := range g.named.places {
		_, inLock := n.options.Locked[place]
		e.old = e.old || inLock
		if _, ok := n.options.Names[place]; ok {
			n.settled[place] = true
			e.source, e.place = configured, place
		}
	}
	if tag != "" {
		e.candidates = []string{tag}
		if e.source != configured {
			e.source = locked
		}
		return e
	}
	kind := kindName(g.named.source.Kind)
	if g.named.witName != "" {
		e.source, e.candidates = ownName, n.spelling.typeNames(e.scope, n.spelling.words(g.named.witName), kind)
		if e.scope.agent != nil {
			n.nameSourceType(e)
		}
		return e
	}
	n.nameByPlace(e, g.namingPlace(), kind)
	return e
}

// isFixed reports whether earlier versions have named the members of the type.
func (e *entity) isFixed() bool { return e.source == locked || e.source == configured && e.old }

// label describes the entity in messages.
func (e *entity) label() string {
	switch {
	case e.iface != nil:
		if e.iface.agent != nil {
			return "the agent type " + e.place
		}
		return "the interface " + e.place
	case e.resource != nil:
		return "the resource " + e.place
	default:
		return "the type of " + e.place
	}
}

// declares returns the exported names that generated code declares for an entity with a name. It
// leaves out names of members, which yield to other names.
func (e *entity) declares(name string) []string {
	switch {
	case e.iface != nil:
		if e.iface.agent != nil {
			return []string{name, name + "Methods", name + "Enqueue", "New" + name}
		}
		return []string{name, name + "Enqueue"}
	case e.resource != nil:
		return []string{name, name + "Methods", name + "Enqueue", "Indexed" + name}
	}
	switch e.group.named.source.Kind {
	case metadata.KindVariant, kindPart:
		return []string{name, name + "Kind", "Unmarshal" + name}
	case metadata.KindEnum:
		return []string{name, name + "Values"}
	default:
		return []string{name}
	}
}

func (e *entity) set(name string) {
	switch {
	case e.iface != nil:
		e.iface.goName = name
	case e.resource != nil:
		e.resource.goName = name
	default:
		e.group.named.goName = name
		e.group.named.variable = lowerFirst(name)
	}
}
