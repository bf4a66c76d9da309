package metadata

import (
	"slices"
	"strings"
)

// AgentChange is one difference between the interfaces of two deployments of agents.
type AgentChange struct {
	Rule *AgentRule
	Use  Use // where the changed thing is used

	// Old and New are the places in the two documents, "" where the thing is missing: agent
	// type, method ("constructor" for the constructor, "config" for configuration),
	// parameter (or "result", "ok", "err"), then fields, cases and indexes of tuple items,
	// joined by dots, as in "Account.deposit.item.price". Lists and options are not part of
	// a place.
	Old, New string

	Text    string // what changed here, one sentence without names of places
	Effects AgentEffects
}

// Severity sums up the effects. A change that generated clients decline is not harmless.
func (c AgentChange) Severity() Severity {
	return declined(c.Effects.Severity(), c.Rule.Declined(c.Use))
}

// Place returns the place in the new document, or in the old one if the thing was removed.
func (c AgentChange) Place() string {
	if c.New != "" {
		return c.New
	}
	return c.Old
}

// CompareDeployments returns every change of the agent types' interfaces between two
// deployments, by agent type, method and place. Additions come after the other changes of
// what they were added to. CompareDeployments ignores ids, revisions, descriptions and
// names of environments, except that it reports a type that moved to another component of
// one environment.
func CompareDeployments(old, new *Deployment) []AgentChange {
	var list []AgentChange
	c := agentComparison{old: old, new: new}
	c.note = func(id string, a at, text string) {
		r := agentRule(id)
		list = append(list, AgentChange{Rule: r, Use: a.use, Old: a.old, New: a.new, Text: text, Effects: r.Effects(a.use)})
	}
	for _, before := range old.AgentTypes {
		after := new.AgentType(before.Name)
		if after == nil {
			c.export("agent-type-removed", before.Name, "", "agent type %s with %s", before.Name, counted(len(before.Methods), "method"))
			continue
		}
		c.agentType(before, after)
	}
	for _, after := range new.AgentTypes {
		if old.AgentType(after.Name) == nil {
			c.export("agent-type-added", "", after.Name, "agent type %s with %s", after.Name, counted(len(after.Methods), "method"))
		}
	}
	return list
}

// agentComparison compares the parts that agents have and components do not.
type agentComparison struct {
	comparison
	old, new *Deployment
}

func (c *agentComparison) agentType(old, new *AgentType) {
	place := old.Name
	switch {
	case old.Mode == Durable && new.Mode == Ephemeral:
		c.export("agent-became-ephemeral", place, place, "%s was %s and is %s", old.Name, old.Mode, new.Mode)
	case old.Mode != new.Mode:
		c.export("agent-became-durable", place, place, "%s was %s and is %s", old.Name, old.Mode, new.Mode)
	}
	if c.moved(old, new) {
		c.export("agent-component-changed", place, place, "component %s is now %s", componentOf(old), componentOf(new))
	}
	a := at{old: place, new: place}
	identity := a.both("constructor")
	identity.use = UseIdentity
	c.sent(identity, old.Constructor.Input, new.Constructor.Input)
	c.agentMethods(a, old, new)
	c.config(a.both("config"), old.Config, new.Config)
}

// moved reports whether an agent type is implemented by another component of the same
// environment. Other environments have other ids.
func (c *agentComparison) moved(old, new *AgentType) bool {
	return c.old.EnvironmentID != "" && c.old.EnvironmentID == c.new.EnvironmentID &&
		old.ComponentID != "" && new.ComponentID != "" && old.ComponentID != new.ComponentID
}

func componentOf(a *AgentType) string {
	if a.ComponentName != "" {
		return a.ComponentName
	}
	return a.ComponentID
}

func (c *agentComparison) agentMethods(a at, old, new *AgentType) {
	for _, before := range old.Methods {
		after := new.Method(before.Name)
		if after == nil {
			c.add("method-removed", a.onlyOld(before.Name), "%s: %s", before.Name, clip(before.WIT()))
			continue
		}
		part := a.both(before.Name)
		part.use = UseParameter
		c.sent(part, before.Input, after.Input)
		part.use = UseResult
		c.answered(part, before.Output, after.Output)
	}
	for _, after := range new.Methods {
		if old.Method(after.Name) == nil {
			c.add("method-added", a.onlyNew(after.Name), "%s: %s", after.Name, clip(after.WIT()))
		}
	}
}

// config compares the configuration that clients give and the secrets that servers have.
func (c *agentComparison) config(a at, old, new []ConfigDeclaration) {
	before, after := bySource(old, ConfigLocal), bySource(new, ConfigLocal)
	if len(before) == 0 && len(after) > 0 {
		c.add("first-config-added", a, "%s", counted(len(after), "value"))
	}
	c.declarations(a, "config", before, after)
	c.declarations(a, "secret", bySource(old, ConfigSecret), bySource(new, ConfigSecret))
}

func bySource(list []ConfigDeclaration, s ConfigSource) []ConfigDeclaration {
	return slices.DeleteFunc(slices.Clone(list), func(c ConfigDeclaration) bool { return c.Source != s })
}

// declarations compares configuration of one source. The ids of its rules begin with what.
func (c *agentComparison) declarations(a at, what string, old, new []ConfigDeclaration) {
	for _, before := range old {
		path := strings.Join(before.Path, ".")
		i := slices.IndexFunc(new, func(n ConfigDeclaration) bool { return slices.Equal(n.Path, before.Path) })
		switch {
		case i < 0:
			c.add(what+"-removed", a.onlyOld(path), "%s: %s", path, clip(before.Type.WIT()))
		case !before.Type.Equal(new[i].Type):
			c.add(what+"-type-changed", a.both(path), "%s", becomes(before.Type, new[i].Type))
		}
	}
	for _, after := range new {
		if slices.ContainsFunc(old, func(o ConfigDeclaration) bool { return slices.Equal(o.Path, after.Path) }) {
			continue
		}
		id, path := what+"-added", strings.Join(after.Path, ".")
		if after.Type.Kind == KindOption {
			id = "optional-" + id
		}
		c.add(id, a.onlyNew(path), "%s: %s", path, clip(after.Type.WIT()))
	}
}
