package metadata

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// DecodeDeployment decodes a document of agent types: the agent types of a deployment as
// servers list them, one of them, a component with agent types, a plain list of agent
// types, or a pinned document (see Deployment.Document). Keys may be in any order; unknown
// keys are ignored. The error is a *DocumentError that lists every problem of the document.
//
// Agent types, methods and configuration for which no client can be generated are left out
// and listed as Omitted.
func DecodeDeployment(data []byte) (*Deployment, error) {
	t, found, err := parseDocument(data, wantAgents)
	if err != nil {
		return nil, err
	}
	form, err := recogniseAgents(t)
	if err != nil {
		return nil, err
	}
	return decodeDeployment(t, found, form)
}

// DecodeAny decodes a document of either kind. The component or the deployment is nil. A
// component that exports functions is decoded as a component, even if it has agent types.
// The error is a *DocumentError.
func DecodeAny(data []byte) (*Component, *Deployment, error) {
	t, found, err := parseDocument(data, wantAny)
	if err != nil {
		return nil, nil, err
	}
	if form := agentsForm(t); form != noAgents && !exportsFunctions(t) {
		deployment, err := decodeDeployment(t, found, form)
		return nil, deployment, err
	}
	if err := recogniseTree(t, wantAny); err != nil {
		return nil, nil, err
	}
	component, err := decodeComponent(t, found)
	return component, nil, err
}

func decodeDeployment(t *tree, found *findings, form documentForm) (*Deployment, error) {
	d := agentDecoder{
		decoder:    decoder{tree: t, found: found, texts: make(map[string]string), spelling: sourceSpelling},
		deployment: new(Deployment),
		taken:      make(names),
	}
	d.document(form)
	if err := found.err(t); err != nil {
		return nil, err
	}
	d.sort()
	return d.deployment, nil
}

// agentDecoder decodes documents of agents.
type agentDecoder struct {
	decoder
	deployment *Deployment
	taken      names // agent types
}

func (d *agentDecoder) document(form documentForm) {
	switch form {
	case listOfAgents:
		d.agentTypes(0)
	case pageOfAgents:
		d.array(0, "values", d.agentTypes)
	case oneAgent:
		d.agentEntry(0)
	case partOfAgents:
		d.array(0, "agentTypes", d.agentTypes)
	case componentOfAgents:
		d.component()
	case pinnedAgents:
		d.pinned()
	}
}

// array calls f with the value of a required key, which must be an array.
func (d *agentDecoder) array(object int, key string, f func(array int)) {
	if i, ok := d.part(object, key, jsonArray); ok {
		f(i)
	}
}

// pinned reads the document that Deployment.Document writes.
func (d *agentDecoder) pinned() {
	p := d.deployment
	p.Application = d.plainText(0, "application", "application")
	p.Environment = d.plainText(0, "environment", "environment")
	p.Account = d.plainText(0, "account", "account")
	p.EnvironmentID = d.optionalID(0, "environmentId", "environment")
	if i, ok := d.optional(0, "deploymentRevision", jsonNumber); ok {
		p.Revision, p.HasRevision = d.uint(i, "the deployment revision"), true
	}
	d.array(0, "agentTypes", d.agentTypes)
	if i, ok := d.optional(0, "types", jsonArray); ok {
		d.chosen(i)
	}
}

// chosen reads the names of the agent types that were chosen. The document must have all of
// them.
func (d *agentDecoder) chosen(array int) {
	d.items(array, func(i int) {
		if !d.is(i, jsonString) {
			return
		}
		name := d.label(i, "agent type")
		if _, ok := d.taken[name]; !ok && name != "" {
			d.problem(i, fmt.Sprintf("there is no agent type %s in the document", quote(name)), fixFetch)
		}
		d.deployment.Chosen = append(d.deployment.Chosen, name)
	})
}

// component reads the document of a component, which implements all of its agent types.
func (d *agentDecoder) component() {
	c := new(Component)
	d.identity(c)
	c.Name = d.plainText(0, "componentName", "component")
	d.deployment.EnvironmentID = d.optionalID(0, "environmentId", "environment")
	metadata := d.tree.find(0, "metadata")
	d.array(metadata, "agentTypes", d.agentTypes)
	for _, a := range d.deployment.AgentTypes {
		a.ComponentID, a.ComponentRevision, a.ComponentName = c.ID, c.Version, c.Name
	}
}

func (d *agentDecoder) agentTypes(array int) {
	d.items(array, func(i int) {
		if d.is(i, jsonObject) {
			d.agentEntry(i)
		}
	})
}

// agentEntry reads a registered agent type, {"agentType":…,"implementedBy":…}, or an agent
// type alone.
func (d *agentDecoder) agentEntry(at int) {
	if d.tree.find(at, "agentType") < 0 {
		d.agentType(at)
		return
	}
	i, ok := d.part(at, "agentType", jsonObject)
	if !ok {
		return
	}
	a := d.agentType(i)
	by, ok := d.optional(at, "implementedBy", jsonObject)
	if !ok {
		return
	}
	if i, ok := d.part(by, "componentId", jsonString); ok {
		a.ComponentID = d.id(i, "component")
	}
	if i, ok := d.part(by, "componentRevision", jsonNumber); ok {
		a.ComponentRevision = d.uint(i, "the component revision")
	}
	a.ComponentName = d.plainText(by, "componentName", "component")
}

// plainText reads an optional name of something on the server, "" if it is missing.
func (d *agentDecoder) plainText(object int, key, what string) string {
	i, ok := d.optional(object, key, jsonString)
	if !ok {
		return ""
	}
	s := d.text(d.tree.text(i))
	if fault := componentNameFault(s); s != "" && fault != "" {
		d.problem(i, nameProblem(what, s, fault), "rename it on the server")
	}
	return s
}

// optionalID reads a UUID, "" if it is missing.
func (d *agentDecoder) optionalID(object int, key, what string) string {
	i, ok := d.optional(object, key, jsonString)
	if !ok {
		return ""
	}
	return d.id(i, what)
}

// sort sorts everything without an order of its own. Equal deployments then have equal
// documents.
func (d *agentDecoder) sort() {
	p := d.deployment
	slices.Sort(p.Chosen)
	p.Chosen = slices.Compact(p.Chosen)
	slices.SortFunc(p.AgentTypes, func(a, b *AgentType) int { return strings.Compare(a.Name, b.Name) })
	for _, a := range p.AgentTypes {
		slices.SortFunc(a.Methods, func(a, b *AgentMethod) int { return strings.Compare(a.Name, b.Name) })
		slices.SortFunc(a.Config, func(a, b ConfigDeclaration) int { return slices.Compare(a.Path, b.Path) })
	}
	slices.SortStableFunc(p.Omitted, func(a, b AgentOmission) int {
		return cmp.Or(strings.Compare(a.Agent, b.Agent), strings.Compare(a.Method, b.Method), strings.Compare(a.Config, b.Config))
	})
}
