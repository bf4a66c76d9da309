package metadata

import (
	"slices"
	"strings"
)

// functions compares the functions of the world, of an interface, or of a resource.
func (c *comparison) functions(oldPlace, newPlace string, old, new []*Function) {
	after := map[string]*Function{}
	for _, f := range new {
		after[f.LocalName] = f
	}
	before := map[string]bool{}
	for _, f := range old {
		before[f.LocalName] = true
		c.function(oldPlace, newPlace, f, after[f.LocalName])
	}
	for _, f := range new {
		if !before[f.LocalName] {
			c.function(oldPlace, newPlace, nil, f)
		}
	}
}

// function compares a function that may be missing in one of the versions.
func (c *comparison) function(oldPlace, newPlace string, old, new *Function) {
	switch {
	case old == nil && new == nil:
		return
	case old == nil:
		c.export("function-added", "", newPlace+"."+new.LocalName, "%s: %s", new.Name, clip(new.WIT()))
		return
	case new == nil:
		c.export("function-removed", oldPlace+"."+old.LocalName, "", "%s: %s", old.Name, clip(old.WIT()))
		return
	}
	a := at{old: oldPlace, new: newPlace}.both(old.LocalName)
	switch {
	case old.Kind == Method && new.Kind == Static:
		c.add("method-became-static", a, "%s is now %s", old.Name, new.Name)
	case old.Kind == Static && new.Kind == Method:
		c.add("static-became-method", a, "%s is now %s", old.Name, new.Name)
	}
	c.parameters(a, withoutSelf(old), withoutSelf(new))
	c.self(a, old, new)
	c.results(a, old.Results, new.Results)
}

// self compares the handles of methods and drops. Only a hand-made document can have a
// difference here that its resources do not show.
func (c *comparison) self(a at, old, new *Function) {
	if old.Kind != new.Kind || len(withoutSelf(old)) == len(old.Parameters) || len(withoutSelf(new)) == len(new.Parameters) {
		return
	}
	a.use = UseParameter
	c.types(a.part(old.Parameters[0].Name, new.Parameters[0].Name), old.Parameters[0].Type, new.Parameters[0].Type)
}

func withoutSelf(f *Function) []Parameter {
	if (f.Kind == Method || f.Kind == Drop) && len(f.Parameters) > 0 {
		return f.Parameters[1:]
	}
	return f.Parameters
}

func (c *comparison) resources(oldPlace, newPlace string, old, new []*Resource) {
	after := map[string]*Resource{}
	for _, r := range new {
		after[r.Name] = r
	}
	before := map[string]bool{}
	for _, r := range old {
		before[r.Name] = true
		if after[r.Name] == nil {
			c.export("resource-removed", oldPlace+"."+r.Name, "", "resource %s", r.Name)
			continue
		}
		c.resource(oldPlace+"."+r.Name, newPlace+"."+r.Name, r, after[r.Name])
	}
	for _, r := range new {
		if !before[r.Name] {
			c.export("resource-added", "", newPlace+"."+r.Name, "resource %s", r.Name)
		}
	}
}

func (c *comparison) resource(oldPlace, newPlace string, old, new *Resource) {
	if old.HasID && new.HasID && old.ID != new.ID {
		c.export("resource-renumbered", oldPlace, newPlace, "number %d is now %d", old.ID, new.ID)
	}
	switch {
	case old.Constructor == nil && new.Constructor != nil:
		c.export("constructor-added", "", newPlace+".new", "%s", clip(new.Constructor.WIT()))
	case old.Constructor != nil && new.Constructor == nil:
		c.export("constructor-removed", oldPlace+".new", "", "%s", clip(old.Constructor.WIT()))
	default:
		c.function(oldPlace, newPlace, old.Constructor, new.Constructor)
	}
	c.functions(oldPlace, newPlace, slices.Concat(old.Methods, old.Statics), slices.Concat(new.Methods, new.Statics))
	c.function(oldPlace, newPlace, old.Drop, new.Drop)
}

// parameters compares parameters, which are passed by position.
func (c *comparison) parameters(a at, old, new []Parameter) {
	a.use = UseExport
	m := matchNames(parameterNames(old), parameterNames(new), func(int, int) bool { return true })
	if m.permuted || len(old) == len(new) && m.moved() {
		c.add(permutation(old, new), a, "(%s) is now (%s)", strings.Join(parameterNames(old), ", "), strings.Join(parameterNames(new), ", "))
	}
	for i, p := range old {
		if m.toNew[i] < 0 {
			c.add("parameter-removed", a.onlyOld(p.Name), "%s: %s, parameter %d", p.Name, clip(p.Type.WIT()), i+1)
			continue
		}
		q := new[m.toNew[i]]
		part := a.part(p.Name, q.Name)
		if p.Name != q.Name {
			c.add("parameter-renamed", part, "%s is now %s", p.Name, q.Name)
		}
		part.use = UseParameter
		c.types(part, p.Type, q.Type)
	}
	for _, j := range m.fresh {
		c.add("parameter-added", a.onlyNew(new[j].Name), "%s: %s, parameter %d", new[j].Name, clip(new[j].Type.WIT()), j+1)
	}
}

// permutation returns the rule for parameters that changed places.
func permutation(old, new []Parameter) string {
	id := "parameters-swapped"
	for i := range min(len(old), len(new)) {
		switch {
		case old[i].Type.Equal(new[i].Type):
		case !forms(old[i].Type).overlap(forms(new[i].Type)):
			return "parameters-reordered"
		default:
			id = "parameters-reordered-alike"
		}
	}
	return id
}

func parameterNames(list []Parameter) []string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return names
}

func (c *comparison) results(a at, old, new []Result) {
	a.use = UseExport
	switch {
	case len(old) == 0 && len(new) == 0:
	case len(old) == 0:
		c.add("result-added", a.onlyNew("result"), "%s", clip(resultText(new)))
	case len(new) == 0:
		c.add("result-removed", a.onlyOld("result"), "%s", clip(resultText(old)))
	case !slices.EqualFunc(old, new, func(x, y Result) bool { return x.Name == y.Name }):
		c.add("results-changed", a.both("result"), "%s is now %s", clip(resultText(old)), clip(resultText(new)))
	default:
		a.use = UseResult
		for i := range old {
			c.result(a, old[i], new[i])
		}
	}
}

func (c *comparison) result(a at, old, new Result) {
	switch {
	case old.Name != "":
		c.types(a.both(old.Name), old.Type, new.Type)
	case old.Type.Kind == KindResult && new.Type.Kind == KindResult:
		c.types(a, old.Type, new.Type) // places continue with "ok" and "err"
	default:
		c.types(a.both("result"), old.Type, new.Type)
	}
}

func resultText(list []Result) string {
	text := (&Function{Results: list}).WIT()
	_, result, _ := strings.Cut(text, " -> ")
	return result
}
