package metadata

// documentForm is one of the forms in which documents describe agent types.
type documentForm uint8

const (
	noAgents          documentForm = iota // the document is something else
	listOfAgents                          // [{"agentType":…},…] or [{"typeName":…},…]
	pageOfAgents                          // {"values":[{"agentType":…},…]}
	oneAgent                              // {"agentType":…} or {"typeName":…}
	partOfAgents                          // {"agentTypes":[…]}: a part of another document
	componentOfAgents                     // {"metadata":{"agentTypes":[…]}}
	pinnedAgents                          // {"agentTypes":[…],"application":…}: see Deployment.Document
)

// agentsForm recognises documents of agent types by their keys.
func agentsForm(t *tree) documentForm {
	switch t.nodes[0].kind {
	case jsonArray:
		if t.count(0) > 0 && isAgent(t, 1) {
			return listOfAgents
		}
	case jsonObject:
		return objectForm(t)
	}
	return noAgents
}

func objectForm(t *tree) documentForm {
	if t.find(0, "agentTypes") >= 0 {
		if t.find(0, "application") >= 0 || t.find(0, "environment") >= 0 || t.find(0, "environmentId") >= 0 {
			return pinnedAgents
		}
		return partOfAgents
	}
	if isAgent(t, 0) {
		return oneAgent
	}
	if values := t.find(0, "values"); values >= 0 && t.count(values) > 0 && isAgent(t, values+1) {
		return pageOfAgents
	}
	if metadata := t.find(0, "metadata"); metadata >= 0 {
		if agents := t.find(metadata, "agentTypes"); agents >= 0 && t.count(agents) > 0 {
			return componentOfAgents
		}
	}
	return noAgents
}

// isAgent reports whether a node is a registered agent type or an agent type alone.
func isAgent(t *tree, i int) bool {
	return t.find(i, "agentType") >= 0 || t.find(i, "typeName") >= 0
}

// exportsFunctions reports whether the document describes a component with exports.
func exportsFunctions(t *tree) bool {
	metadata := t.find(0, "metadata")
	if metadata < 0 {
		return false
	}
	exports := t.find(metadata, "exports")
	return exports >= 0 && t.count(exports) > 0
}

// recogniseAgents returns the form of a document of agent types, or an error that names the
// kind of another document.
func recogniseAgents(t *tree) (documentForm, error) {
	if form := agentsForm(t); form != noAgents {
		return form, nil
	}
	want := wantAgents
	switch root := t.nodes[0]; root.kind {
	case jsonObject:
		if values := t.find(0, "values"); values >= 0 && t.nodes[values].kind == jsonArray && t.count(values) == 0 {
			return noAgents, want.other("the document is an empty page: the deployment has no agent types", "deploy agents, then fetch again; or "+want.give())
		}
		if t.find(0, "versionedComponentId") >= 0 || t.find(0, "metadata") >= 0 {
			return noAgents, want.other("the document describes a component without agent types", "give it where a component is expected, or "+want.give())
		}
		return noAgents, recogniseObject(t, want)
	case jsonArray:
		return noAgents, recogniseList(t, want)
	default:
		return noAgents, want.other("the document is "+root.kind.String()+", not "+want.long, "")
	}
}
