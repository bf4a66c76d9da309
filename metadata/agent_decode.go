package metadata

import (
	"fmt"
	"strings"
)

// agentType reads an agent type and adds it to the deployment. If no client can be
// generated for its constructor, agentType adds an omission instead.
func (d *agentDecoder) agentType(at int) *AgentType {
	a := new(AgentType)
	if i, ok := d.part(at, "typeName", jsonString); ok {
		a.Name = d.label(i, "agent type")
		if strings.Contains(a.Name, "(") {
			d.problem(i, nameProblem("agent type", a.Name, "contains '('"), fixSource)
		}
		d.unique(d.taken, i, "agent type", a.Name)
	}
	a.Description = d.anyText(at, "description")
	a.SourceLanguage = d.anyText(at, "sourceLanguage")
	if i, ok := d.optional(at, "mode", jsonString); ok {
		a.Mode = d.agentMode(i)
	}
	d.leftOut = ""
	if i, ok := d.part(at, "constructor", jsonObject); ok {
		a.Constructor = AgentConstructor{
			Name:        d.anyText(i, "name"),
			Description: d.anyText(i, "description"),
			PromptHint:  d.anyText(i, "promptHint"),
			Input:       d.schema(i, "inputSchema", "parameter"),
		}
	}
	leftOut := d.leftOut
	before := len(d.deployment.Omitted)
	d.methods(a, at)
	d.config(a, at)
	if leftOut != "" {
		d.deployment.Omitted = append(d.deployment.Omitted[:before], AgentOmission{
			Agent: a.Name, Reason: "its constructor cannot be called: " + leftOut, JSON: d.compact(at),
		})
		return a
	}
	d.deployment.AgentTypes = append(d.deployment.AgentTypes, a)
	return a
}

func (d *agentDecoder) agentMode(i int) ComponentKind {
	switch s := d.tree.text(i); s {
	case "Durable":
	case "Ephemeral":
		return Ephemeral
	default:
		d.problem(i, fmt.Sprintf("unknown mode of an agent type %s", quote(s)), "expected Durable or Ephemeral")
	}
	return Durable
}

// anyText reads an optional text on which nothing depends.
func (d *agentDecoder) anyText(object int, key string) string {
	i, ok := d.optional(object, key, jsonString)
	if !ok {
		return ""
	}
	return d.text(d.tree.text(i))
}

// compact returns the JSON text of a node without white space.
func (d *agentDecoder) compact(i int) string { return string(d.tree.appendCompact(nil, i)) }

func (d *agentDecoder) methods(a *AgentType, at int) {
	taken := make(names)
	d.array(at, "methods", func(array int) {
		d.items(array, func(i int) {
			if d.is(i, jsonObject) {
				d.method(a, i, taken)
			}
		})
	})
}

func (d *agentDecoder) method(a *AgentType, at int, taken names) {
	d.leftOut = ""
	m := &AgentMethod{
		Name:        d.name(at, "method"),
		Description: d.anyText(at, "description"),
		PromptHint:  d.anyText(at, "promptHint"),
		Input:       d.schema(at, "inputSchema", "parameter"),
		Output:      d.schema(at, "outputSchema", "result"),
	}
	d.unique(taken, at, "method", m.Name)
	if d.leftOut != "" {
		d.deployment.Omitted = append(d.deployment.Omitted, AgentOmission{Agent: a.Name, Method: m.Name, Reason: d.leftOut, JSON: d.compact(at)})
		return
	}
	a.Methods = append(a.Methods, m)
}

// config reads the declarations of configuration. Documents before 1.5 have none.
func (d *agentDecoder) config(a *AgentType, at int) {
	array, ok := d.optional(at, "config", jsonArray)
	if !ok {
		return
	}
	taken := make(names)
	d.items(array, func(i int) {
		if d.is(i, jsonObject) {
			d.declaration(a, i, taken)
		}
	})
}

func (d *agentDecoder) declaration(a *AgentType, at int, taken names) {
	d.leftOut = ""
	var c ConfigDeclaration
	if i, ok := d.part(at, "source", jsonString); ok {
		switch s := d.tree.text(i); s {
		case "Local":
		case "Secret":
			c.Source = ConfigSecret
		default:
			d.leaveOut("its source " + quote(s) + " is not known to this golem-gen")
		}
	}
	d.array(at, "path", func(array int) {
		d.items(array, func(i int) {
			if d.is(i, jsonString) {
				c.Path = append(c.Path, d.label(i, "configuration"))
			}
		})
		if d.tree.count(array) == 0 {
			d.problem(array, "the path of a configuration is empty", fixFetch)
		}
	})
	path := strings.Join(c.Path, ".")
	key := strings.Join(c.Path, "\x00")
	if _, ok := taken[key]; ok && path != "" {
		d.problem(at, "duplicate configuration "+quote(path), fixFetch)
	}
	taken[key] = struct{}{}
	c.Type = d.requiredType(at, "valueType", 0)
	if d.leftOut != "" {
		d.deployment.Omitted = append(d.deployment.Omitted, AgentOmission{Agent: a.Name, Config: path, Reason: d.leftOut, JSON: d.compact(at)})
		return
	}
	a.Config = append(a.Config, c)
}
