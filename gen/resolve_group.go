package gen

// group is a Go type and all of its uses.
type group struct {
	named *namedType
	scope *scope  // of the first use
	nodes []*node // document order

	// definition is the use whose parts are the type's parts. Other uses differ only in tags,
	// for example after a lock was edited by hand.
	definition *node
}

// groupKey is equal for the uses of one Go type.
type groupKey struct {
	identity int    // the structure, for agents with a tag
	scope    *scope // nil for types that the whole package shares
	tag      string
}

// key returns the group key of a node. A type that has a name of its own, or that the lock or
// the configuration names, is one type in all interfaces or agent types. Other types are
// separate for each interface or agent type. In documents of agents, uses to which the lock or
// the configuration gives one name are one type, whether they have a name of their own or not.
func (n *node) key() groupKey {
	switch {
	case n.scope.agent != nil && n.tag != "":
		return groupKey{identity: n.structure, tag: n.tag}
	case n.nominal || n.tag != "":
		return groupKey{identity: n.identity, tag: n.tag}
	default:
		return groupKey{identity: n.identity, scope: n.scope}
	}
}

// grouping is the result of the last pass of resolving.
type grouping struct {
	groups map[groupKey]*group
	order  []*group // in the order of their first uses
}

// group makes Go types of the nodes and adds them to the model.
func (s *survey) group(o Options) *grouping {
	s.tag(o)
	b := s.assign()
	// A name may have gone to a type that occurs only inside of others, and another use may
	// define these in the end. Try again without such uses.
	for tries := 0; tries < 3 && len(o.Locked) > 0 && s.lost(b); tries++ {
		s.tag(o)
		b = s.assign()
	}
	for _, g := range b.order {
		b.define(g)
	}
	for _, sig := range s.signatures {
		for i, n := range sig.parameters {
			sig.function.parameters[i].typ = b.goType(n)
		}
		for i, n := range sig.results {
			sig.function.results[i].typ = b.goType(n)
		}
	}
	return b
}

// assign puts every node into its group.
func (s *survey) assign() *grouping {
	b := &grouping{groups: map[groupKey]*group{}}
	for _, n := range s.named {
		n.hidden = false
		g := b.groups[n.key()]
		if g == nil {
			g = &group{definition: n}
			b.groups[n.key()] = g
		}
		if !g.definition.locked && n.locked {
			g.definition = n
		}
	}
	for _, sig := range s.signatures {
		for _, n := range sig.parameters {
			b.use(n, n)
		}
		for _, n := range sig.results {
			b.use(n, n)
		}
	}
	return b
}

// lost reports whether a name was assigned to nodes but no type got it.
func (s *survey) lost(b *grouping) bool {
	for _, n := range s.named {
		if n.hidden && n.locked && b.groups[n.key()].named == nil {
			return true
		}
	}
	return false
}

// use adds a node to its group. In a type that is used again, like is the corresponding node in
// the definition of the type. Otherwise it is n itself.
func (b *grouping) use(n, like *node) {
	if n == nil {
		return
	}
	if needsName(n.source) {
		g := b.groups[like.key()]
		if g.named == nil {
			g.named = &namedType{}
			g.scope = n.scope
			b.order = append(b.order, g)
		}
		g.nodes = append(g.nodes, n)
		n.hidden = n != like
		like = g.definition
	}
	for i, part := range n.parts {
		b.use(part, like.parts[i])
	}
}

// define sets the contents of a type except Go names.
func (b *grouping) define(g *group) {
	t, d := g.named, g.definition
	for _, n := range g.nodes {
		t.places = append(t.places, n.place.path())
	}
	t.place, t.source = g.namingPlace().path(), d.source
	t.witName, _ = d.ownName()
	if d.wit != nil {
		t.doc = d.wit.Doc
	}
	t.members = make([]member, memberCount(d))
	for i := range t.members {
		t.members[i] = member{name: memberName(d, i), doc: d.wit.memberDoc(i)}
		if i < len(d.parts) {
			t.members[i].typ = b.goType(d.parts[i])
		}
	}
	g.scope.types = append(g.scope.types, t)
}

// namingPlace returns the place that names the type: the first of the least deep places with a
// name of their own or, if there are none, of all places.
func (g *group) namingPlace() *place {
	best := g.nodes[0].place
	for _, n := range g.nodes {
		if p := n.place; p.isNamed() != best.isNamed() && p.isNamed() || p.isNamed() == best.isNamed() && p.depth < best.depth {
			best = p
		}
	}
	return best
}

func memberCount(n *node) int { return max(len(n.parts), len(n.source.Names)) }

func memberName(n *node, i int) string {
	t := n.source
	switch {
	case i < len(t.Fields):
		return t.Fields[i].Name
	case i < len(t.Cases):
		return t.Cases[i].Name
	case i < len(t.Names):
		return t.Names[i]
	default:
		return tupleField(i)
	}
}

func (b *grouping) goType(n *node) *goType {
	if n == nil {
		return nil
	}
	t := &goType{source: n.source, resource: n.resource}
	if needsName(n.source) {
		t.named = b.groups[n.key()].named
		return t
	}
	for _, part := range n.parts {
		t.items = append(t.items, b.goType(part))
	}
	return t
}
