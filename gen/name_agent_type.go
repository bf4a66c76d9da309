package gen

// nameSourceType sets the candidates for a type that has a name in the agents' source. Other
// structures can have the same name, even in one agent. Then the type is named after the place
// where it is used, or gets its agent's name in front if that agent has no other type of the
// name.
func (n *namer) nameSourceType(e *entity) {
	own, kind := n.spelling.words(e.group.named.witName), kindName(e.group.named.source.Kind)
	all := n.spelling.typeNames(e.scope, own, kind)
	if e.candidates = all[:1]; n.isAlone(e.group) {
		e.candidates = []string{all[0], n.spelling.qualifiers(e.scope)[0](own)}
	}
	e.longNames = func() {
		at := e.group.namingPlace()
		for _, words := range at.shortNames() {
			n.addCandidates(e, n.spelling.exportedWords(words))
		}
		path := at.wordsFrom(nil)
		n.addCandidates(e, n.spelling.exportedWords(path), n.spelling.qualifiers(e.scope)[0](path))
		n.addCandidates(e, all...)
	}
}

// isAlone reports whether one agent uses the type and has no other type of the name.
func (n *namer) isAlone(g *group) bool {
	if n.sameName == nil {
		n.sameName = map[string][]*group{}
		for _, other := range n.groups.order {
			if name := other.named.witName; name != "" {
				n.sameName[name] = append(n.sameName[name], other)
			}
		}
	}
	scope := g.scope
	for _, other := range n.sameName[g.named.witName] {
		for _, node := range other.nodes {
			if (other == g) != (node.scope == scope) {
				return false
			}
		}
	}
	return true
}
