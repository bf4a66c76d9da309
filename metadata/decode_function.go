package metadata

import (
	"fmt"
)

// interfaceFunctions reads the functions of an interface and groups those of resources.
func (d *decoder) interfaceFunctions(c *Component, face *Interface, functions int) {
	taken := make(names)
	resources := make(map[string]*Resource)
	d.items(functions, func(i int) {
		if !d.is(i, jsonObject) {
			return
		}
		f, ok := d.exported(c, face.Name, i)
		d.unique(taken, i, "function", f.Name)
		if !ok {
			return
		}
		if f.Kind == Freestanding {
			face.Functions = append(face.Functions, f)
			return
		}
		name := d.text(f.resource())
		r := resources[name]
		if r == nil {
			r = &Resource{Name: name}
			resources[name] = r
			face.Resources = append(face.Resources, r)
		}
		d.resourceFunction(r, f, i, taken)
	})
}

// resourceFunction adds a function to its resource and checks the handle that it takes or
// returns.
func (d *decoder) resourceFunction(r *Resource, f *Function, at int, taken names) {
	switch f.Kind {
	case Constructor:
		r.Constructor = f
		if len(f.Results) != 1 || f.Results[0].Name != "" || !isHandle(f.Results[0].Type, false) {
			d.problem(at, "a constructor does not return one owned handle", fixFetch)
			return
		}
		d.resourceID(r, f.Results[0].Type, at)
	case Static:
		r.Statics = append(r.Statics, f)
		d.unique(taken, at, "function", r.Name+"."+f.LocalName)
	default:
		if f.Kind == Drop {
			r.Drop = f
		} else {
			r.Methods = append(r.Methods, f)
			d.unique(taken, at, "function", r.Name+"."+f.LocalName)
		}
		d.self(r, f, at)
	}
}

// self checks the first parameter of a method or a drop.
func (d *decoder) self(r *Resource, f *Function, at int) {
	what, borrowed := "method", true
	if f.Kind == Drop {
		what, borrowed = "drop", false
	}
	if len(f.Parameters) == 0 || !isHandle(f.Parameters[0].Type, borrowed) {
		mode := "an owned"
		if borrowed {
			mode = "a borrowed"
		}
		d.problem(at, fmt.Sprintf("the first parameter of a %s is not %s handle", what, mode), fixFetch)
		return
	}
	if f.Kind == Drop && (len(f.Parameters) > 1 || len(f.Results) > 0) {
		d.problem(at, "a drop has parameters or results besides the handle", fixFetch)
	}
	d.resourceID(r, f.Parameters[0].Type, at)
}

// isHandle reports whether t is a handle of the mode. It accepts nil, a type that could not
// be read and whose problem was recorded.
func isHandle(t *Type, borrowed bool) bool {
	return t == nil || t.Kind == KindHandle && t.Borrowed == borrowed
}

func (d *decoder) resourceID(r *Resource, handle *Type, at int) {
	if handle == nil {
		return
	}
	if r.HasID && r.ID != handle.ResourceID {
		d.problem(at, fmt.Sprintf("expected a handle of resource %[3]d like other functions of %[2]s, found resource %[1]d", handle.ResourceID, quote(r.Name), r.ID), fixFetch)
	}
	r.ID, r.HasID = handle.ResourceID, true
}

// function reads a function. Its Name is "" if the name has a problem.
func (d *decoder) function(at int) *Function {
	f := new(Function)
	if i, ok := d.part(at, "name", jsonString); ok {
		name := d.synchronous(d.tree.text(i))
		parts, fault := splitFunction(name)
		if fault != "" {
			d.problem(i, nameProblem("function", name, fault), fixFunction)
		} else {
			f.Name, f.LocalName, f.Kind = d.text(name), d.text(parts.local), parts.kind
		}
	}
	if i, ok := d.part(at, "parameters", jsonArray); ok {
		f.Parameters = d.parameters(i)
	}
	f.Results = d.results(at)
	return f
}

func (d *decoder) parameters(array int) []Parameter {
	if d.tree.count(array) == 0 {
		return nil
	}
	list := make([]Parameter, 0, d.tree.count(array))
	d.namedTypes(array, "parameter", func(name string, t *Type) {
		list = append(list, Parameter{name, t})
	})
	return list
}

// namedTypes reads a list of {"name":…,"typ":…} with unique names.
func (d *decoder) namedTypes(array int, what string, add func(name string, t *Type)) {
	taken := make(names)
	d.items(array, func(i int) {
		if !d.is(i, jsonObject) {
			return
		}
		name := d.name(i, what)
		d.unique(taken, i, what, name)
		add(name, d.requiredType(i, "typ", 0))
	})
}

// results reads "results", a list (1.0 to 1.2), or "result", one result or null (from 1.3
// on).
func (d *decoder) results(function int) []Result {
	if d.tree.has(function, "results") && d.tree.has(function, "result") {
		d.problem(function, `found both "results" and "result"`, "keep the one that the server wrote")
		return nil
	}
	if i, ok := d.optional(function, "result", jsonObject); ok {
		return []Result{d.result(i)}
	}
	array, ok := d.optional(function, "results", jsonArray)
	if !ok || d.tree.count(array) == 0 {
		return nil
	}
	list := make([]Result, 0, d.tree.count(array))
	taken := make(names)
	d.items(array, func(i int) {
		if d.is(i, jsonObject) {
			list = append(list, d.result(i))
			d.unique(taken, i, "result", list[len(list)-1].Name)
		}
	})
	if len(list) > 1 {
		for _, r := range list {
			if r.Name == "" {
				d.problem(array, "a result has no name", "give each of several results a name")
				break
			}
		}
	}
	return list
}

// result reads {"name":…,"typ":…}. The name may be missing or null.
func (d *decoder) result(at int) Result {
	var r Result
	if i, ok := d.optional(at, "name", jsonString); ok {
		r.Name = d.label(i, "result")
	}
	r.Type = d.requiredType(at, "typ", 0)
	return r
}
