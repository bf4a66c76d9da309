package gen

import (
	"strconv"

	"github.com/golem-gen/golem-gen/metadata"
)

// node is one use of a type.
type node struct {
	source *metadata.Type
	wit    *WITType // nil if the WIT is not known or does not match
	misfit string   // the name in the WIT of a type that does not match
	place  *place
	scope  *scope
	parts  []*node // fields, cases, items, inner; nil for a part without a type
	order  int     // position in the document
	top    bool    // the unnamed result of a function

	structure int // number in survey.structures: shape and names of members
	identity  int // number in survey.identities: also the type's own name and owner
	nominal   bool

	resource *resource // handles
	tag      string    // Go name in the lock or the configuration, "" for none
	locked   bool      // the tag is the locked name of this very place
	hidden   bool      // inside of a type that another use defines
	ownNames []string  // Go names that the type's own name gives; see the method of survey
}

// partsOf returns the types that a type consists of.
func partsOf(t *metadata.Type) []*metadata.Type {
	switch t.Kind {
	case metadata.KindRecord:
		list := make([]*metadata.Type, len(t.Fields))
		for i := range t.Fields {
			list[i] = t.Fields[i].Type
		}
		return list
	case metadata.KindVariant, kindPart:
		list := make([]*metadata.Type, len(t.Cases))
		for i := range t.Cases {
			list[i] = t.Cases[i].Type
		}
		return list
	case metadata.KindTuple:
		return t.Items
	case metadata.KindList, metadata.KindOption:
		return []*metadata.Type{t.Inner}
	case metadata.KindResult:
		return []*metadata.Type{t.Ok, t.Err}
	default:
		return nil
	}
}

// needsName reports whether a type becomes a Go type of its own.
func needsName(t *metadata.Type) bool {
	switch t.Kind {
	case metadata.KindRecord, metadata.KindVariant, metadata.KindEnum, metadata.KindFlags, kindPart:
		return true
	case metadata.KindTuple:
		return len(t.Items) > longestTuple
	default:
		return false
	}
}

// isBasic reports whether a type is fully described by its kind.
func isBasic(t *metadata.Type) bool { return t != nil && t.Kind < metadata.KindRecord }

// node adds a type and its parts to the survey. The parameter top is true for the unnamed result
// of a function, whose ok and err become Go results.
func (s *survey) node(t *metadata.Type, w *WITType, p *place, sc *scope, top bool) *node {
	if t == nil {
		return nil
	}
	n := &node{source: t, place: p, scope: sc, order: s.order, top: top}
	s.order++
	switch {
	case w.matches(t):
		n.wit = w
	case w != nil:
		n.misfit = w.Name
	}
	if needsName(t) {
		s.named = append(s.named, n)
	}
	list := partsOf(t)
	n.parts = make([]*node, len(list))
	for i, part := range list {
		switch w := n.wit.part(i); {
		case part == nil: // it has no value
		case w == nil && isBasic(part):
			n.parts[i] = s.basic(part)
		default:
			n.parts[i] = s.node(part, w, partPlace(n, i), sc, false)
		}
	}
	if t.Kind == metadata.KindHandle {
		n.resource = s.resourceOf(n)
	}
	s.number(n)
	return n
}

// basic returns the node of a basic type inside of another type. Only its numbers are used, so
// all uses share one node.
func (s *survey) basic(t *metadata.Type) *node {
	n := s.basics[t.Kind]
	if n == nil {
		n = &node{source: t}
		s.number(n)
		s.basics[t.Kind] = n
	}
	return n
}

// partPlace returns the place of the i-th part of a type.
func partPlace(n *node, i int) *place {
	t := n.source
	switch t.Kind {
	case metadata.KindRecord:
		return n.place.part(stepField, t.Fields[i].Name)
	case metadata.KindVariant, kindPart:
		return n.place.part(stepCase, t.Cases[i].Name)
	case metadata.KindTuple:
		return n.place.part(stepTuple, strconv.Itoa(i))
	case metadata.KindList:
		return n.place.part(stepList, "")
	case metadata.KindResult:
		return resultPlace(n.place, i, n.top)
	default:
		return n.place
	}
}

// resultPlace returns the place of ok (0) or err (1) of a result type.
func resultPlace(p *place, side int, top bool) *place {
	if top && p.step == stepResult {
		return p.parent.part([2]step{stepOk, stepErr}[side], "")
	}
	return p.part([2]step{stepInnerOk, stepInnerErr}[side], "")
}

// number sets the numbers of a node from the numbers of its parts.
func (s *survey) number(n *node) {
	structures, identities := s.numbers[0][:0], s.numbers[1][:0]
	for _, part := range n.parts {
		if part == nil {
			part = &node{structure: -1, identity: -1}
		}
		structures, identities = append(structures, part.structure), append(identities, part.identity)
	}
	s.numbers = [2][]int{structures, identities}
	n.structure = s.structures.number(structured{n.source, structures, n.handleLabel()})
	n.identity = s.identities.number(structured{n.source, identities, n.identityLabel()})
}

// identityLabel distinguishes types of equal structure by their own names,
// and handles by their resources.
func (n *node) identityLabel() string {
	if n.resource != nil {
		return n.handleLabel() + "/" + n.resource.place
	}
	if !needsName(n.source) {
		return ""
	}
	name, owner := n.ownName()
	if name == "" {
		return ""
	}
	n.nominal = true
	return name + " of " + owner
}

// handleLabel distinguishes handles by their resource, because the numbers of resources change
// between versions, and unstructured data that allows nothing from unstructured data that allows
// everything.
func (n *node) handleLabel() string {
	if isElement(n.source) && n.source.Names != nil {
		return "restricted"
	}
	if n.source.Kind != metadata.KindHandle {
		return ""
	}
	label := "own "
	if n.source.Borrowed {
		label = "borrow "
	}
	if n.resource.source != nil {
		label += n.resource.place
	}
	return label
}

// ownName returns the name of the type in the WIT or, without a WIT, in the metadata, and the
// interface that defines it, without its version. Both are empty for an anonymous type. The
// owner is ignored in documents of agents, which contain the same type with and without its
// owner.
func (n *node) ownName() (name, owner string) {
	name, owner = n.source.Name, n.source.Owner
	if n.scope.agent != nil {
		return name, ""
	}
	if n.wit != nil && metadata.IsName(n.wit.Name) {
		name, owner = n.wit.Name, n.wit.Owner
	}
	if name == "" {
		return "", ""
	}
	if owner == "" {
		owner = n.scope.place
	}
	return name, withoutVersion(owner)
}

// resourceOf returns the resource of a handle. If the interface does not export its functions,
// only handles of the resource are known.
func (s *survey) resourceOf(n *node) *resource {
	if r, ok := s.resources[n.source.ResourceID]; ok {
		return r
	}
	r := &resource{place: n.place.path(), id: n.source.ResourceID}
	s.resources[r.id] = r
	s.opaque = append(s.opaque, n)
	n.scope.resources = append(n.scope.resources, r)
	return r
}
