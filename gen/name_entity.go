package gen

import (
	"github.com/golem-gen/golem-gen/metadata"
)

// source is where a name comes from. Names of earlier sources are given first.
type source uint8

const (
	configured source = iota
	locked
	asInterface
	asVersion // an interface whose name says its version
	asResource
	ownName
	byPlace
)

// entity is something that gets an exported name in the package: an interface, a
// resource, or a type. One of the three is set.
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

// entities lists everything that needs a name, in document order.
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
				e.candidates = e.candidates[1:] // the method that makes it by its arguments has its name
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

// fix lets configuration and lock decide, if they name the entity at one of its places.
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
		if !ok && e.iface != nil { // one that comes back
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

// sort is the word that entries of the lock for such an entity start with.
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

// opaque is the entity of a resource that is known by its handles only.
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

// isFixed reports whether the members of a type had their names in earlier versions.
func (e *entity) isFixed() bool { return e.source == locked || e.source == configured && e.old }

// label says in messages what the entity is.
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

// declares lists the exported names that generated code declares for an entity
// of that name. Those of a type's members are not among them: they can yield.
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
