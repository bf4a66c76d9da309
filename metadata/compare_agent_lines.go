package metadata

// agentLines sets the line, from 1, on which a document names each agent type, constructor
// and method. The keys are places in the form of CompareDeployments. The document decodes, so it has
// all names and lists.
func agentLines(t *tree, form documentForm, lines map[string]int) {
	counter := position{line: 1, column: 1}
	line := func(i int) int {
		// Keys come in any order, and a position only moves forward.
		at := counter
		at.advance(t.src, int(t.nodes[i].pos))
		return at.line
	}
	for _, a := range agentNodes(t, form) {
		counter.advance(t.src, int(t.nodes[a].pos))
		name := t.find(a, "typeName")
		place := t.text(name)
		lines[place] = line(name)
		for _, key := range []string{"constructor", "config"} {
			if i := t.find(a, key); i >= 0 {
				lines[place+"."+key] = line(i)
			}
		}
		methods := t.find(a, "methods")
		within := counter
		for m := methods + 1; m < t.end(methods); m = t.end(m) {
			name := t.find(m, "name")
			within.advance(t.src, int(t.nodes[m].pos))
			at := within
			at.advance(t.src, int(t.nodes[name].pos))
			lines[place+"."+t.text(name)] = at.line
		}
	}
}

// agentNodes returns the nodes of the agent types in a document that decodes.
func agentNodes(t *tree, form documentForm) []int {
	list := 0
	switch form {
	case oneAgent:
		return []int{agentNode(t, 0)}
	case pageOfAgents:
		list = t.find(0, "values")
	case componentOfAgents:
		list = t.find(t.find(0, "metadata"), "agentTypes")
	case partOfAgents, pinnedAgents:
		list = t.find(0, "agentTypes")
	}
	var nodes []int
	for i := list + 1; i < t.end(list); i = t.end(i) {
		nodes = append(nodes, agentNode(t, i))
	}
	return nodes
}

// agentNode returns the agent type in the entry of a registered one, or the node itself.
func agentNode(t *tree, i int) int {
	if agent := t.find(i, "agentType"); agent >= 0 {
		return agent
	}
	return i
}
