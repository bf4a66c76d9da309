package metadata

import (
	"slices"
	"strings"
)

// sent compares what clients send: the parameters of a method or a constructor.
func (c *agentComparison) sent(a at, old, new DataSchema) {
	switch {
	case old.Kind != new.Kind:
		c.add("schema-kind-changed", a, "(%s) is now (%s)", clip(schemaText(old)), clip(schemaText(new)))
	case old.Kind == SchemaMultimodal:
		c.alternatives(a, old.Elements, new.Elements)
	default:
		c.agentParameters(a, old.Elements, new.Elements)
	}
}

// agentParameters compares parameters, which are passed by position.
func (c *agentComparison) agentParameters(a at, old, new []Element) {
	m := matchNames(elementNames(old), elementNames(new), func(int, int) bool { return true })
	if m.permuted || len(old) == len(new) && m.moved() {
		c.add(elementPermutation(old, new), a, "(%s) is now (%s)", strings.Join(elementNames(old), ", "), strings.Join(elementNames(new), ", "))
	}
	c.matched(a, old, new, &m, "parameter-renamed", func(i int) {
		c.add("parameter-removed", a.onlyOld(old[i].Name), "%s: %s, parameter %d", old[i].Name, clip(elementText(old[i])), i+1)
	})
	for _, j := range m.fresh {
		c.add("parameter-added", a.onlyNew(new[j].Name), "%s: %s, parameter %d", new[j].Name, clip(elementText(new[j])), j+1)
	}
}

// matched compares the elements that both versions have, and calls removed for the other
// elements of old. renamed is the rule for elements with a new name.
func (c *agentComparison) matched(a at, old, new []Element, m *memberMatch, renamed string, removed func(i int)) {
	for i, e := range old {
		if m.toNew[i] < 0 {
			removed(i)
			continue
		}
		f := new[m.toNew[i]]
		part := a.part(e.Name, f.Name)
		if e.Name != f.Name {
			c.add(renamed, part, "%s is now %s", e.Name, f.Name)
		}
		c.elements(part, e, f)
	}
}

// elementPermutation returns the rule for parameters that changed places.
func elementPermutation(old, new []Element) string {
	id := "parameters-swapped"
	for i := range min(len(old), len(new)) {
		x, y := old[i], new[i]
		switch {
		case x.Kind != y.Kind:
			return "parameters-reordered"
		case x.Kind != ComponentModel || x.Type.Equal(y.Type):
		case !forms(x.Type).overlap(forms(y.Type)):
			return "parameters-reordered"
		default:
			id = "parameters-reordered-alike"
		}
	}
	return id
}

// elements compares the elements at a place in both versions.
func (c *agentComparison) elements(a at, old, new Element) {
	switch {
	case old.Kind != new.Kind:
		c.add("element-kind-changed", a, "%s is now %s", clip(elementText(old)), clip(elementText(new)))
	case old.Kind == ComponentModel:
		c.types(a, old.Type, new.Type)
	case old.Kind == UnstructuredText:
		c.restrictions(a, old.Languages, new.Languages)
	default:
		c.restrictions(a, old.MimeTypes, new.MimeTypes)
	}
}

// restrictions compares what is allowed. nil allows everything.
func (c *agentComparison) restrictions(a at, old, new []string) {
	if gone := allowedOnlyBy(old, new); gone != "" {
		c.add("restriction-removed", a, "%s not allowed any more", gone)
	}
	if fresh := allowedOnlyBy(new, old); fresh != "" {
		c.add("restriction-added", a, "%s allowed now", fresh)
	}
}

// allowedOnlyBy returns what the first list allows and the second does not, "" for nothing.
func allowedOnlyBy(list, other []string) string {
	switch {
	case other == nil:
		return ""
	case list == nil:
		return "others than " + joinedOr(other, "none") + " are"
	}
	only := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
	switch len(only) {
	case 0:
		return ""
	case 1:
		return only[0] + " is"
	default:
		return strings.Join(only, ", ") + " are"
	}
}

func joinedOr(list []string, empty string) string {
	if len(list) == 0 {
		return empty
	}
	return strings.Join(list, ", ")
}

// alternatives compares the alternatives of multimodal data, which servers take by position.
func (c *agentComparison) alternatives(a at, old, new []Element) {
	m := matchNames(elementNames(old), elementNames(new), func(i, j int) bool { return old[i].Kind == new[j].Kind })
	if m.permuted {
		c.add("alternatives-reordered", a, "%s", orderText(elementNames(old), elementNames(new), &m))
	}
	c.matched(a, old, new, &m, "alternative-renamed", func(i int) {
		c.add("alternative-removed", a.onlyOld(old[i].Name), "%s: %s, alternative %d of %d", old[i].Name, clip(elementText(old[i])), i+1, len(old))
	})
	for _, j := range m.fresh {
		id := "alternative-inserted"
		if m.isAppended(j) {
			id = "alternative-appended"
		}
		c.add(id, a.onlyNew(new[j].Name), "%s: %s, alternative %d of %d", new[j].Name, clip(elementText(new[j])), j+1, len(new))
	}
}

// answered compares what clients receive: the results of a method.
func (c *agentComparison) answered(a at, old, new DataSchema) {
	x, y := old.Elements, new.Elements
	switch {
	case old.Kind != new.Kind:
		c.add("schema-kind-changed", a.both("result"), "(%s) is now (%s)", clip(schemaText(old)), clip(schemaText(new)))
	case old.Kind == SchemaMultimodal:
		c.alternatives(a.both("result"), x, y)
	case len(x) == 0 && len(y) == 0:
	case len(x) == 0:
		c.add("result-added", a.onlyNew("result"), "%s", clip(schemaText(new)))
	case len(y) == 0:
		c.add("result-removed", a.onlyOld("result"), "%s", clip(schemaText(old)))
	case len(x) != len(y):
		c.add("results-changed", a.both("result"), "(%s) is now (%s)", clip(schemaText(old)), clip(schemaText(new)))
	case len(x) == 1:
		c.oneResult(a, x[0], y[0])
	default:
		for i := range x {
			part := a.part(x[i].Name, y[i].Name)
			if x[i].Name != y[i].Name {
				c.add("result-renamed", part, "%s is now %s", x[i].Name, y[i].Name)
			}
			c.elements(part, x[i], y[i])
		}
	}
}

// oneResult compares the usual result, whose name has no meaning.
func (c *agentComparison) oneResult(a at, old, new Element) {
	if old.Kind == ComponentModel && new.Kind == ComponentModel && old.Type.Kind == KindResult && new.Type.Kind == KindResult {
		c.elements(a, old, new) // places continue with "ok" and "err"
		return
	}
	c.elements(a.both("result"), old, new)
}

func elementNames(list []Element) []string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.Name
	}
	return names
}

func schemaText(s DataSchema) string { return (&WITPrinter{}).Schema(s) }

func elementText(e Element) string { return (&WITPrinter{}).Element(e) }
