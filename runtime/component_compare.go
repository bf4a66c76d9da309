package runtime

import (
	"strconv"
	"strings"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

// takes returns why a call must not be sent to a worker of the version, or "" if the function
// has the same meaning there as for the client.
func (v *componentVersion) takes(e expectation) (difference string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	difference, ok := v.verdicts[e]
	if !ok {
		if v.verdicts == nil {
			v.verdicts = make(map[expectation]string)
		}
		difference = v.compare(e)
		v.verdicts[e] = difference
	}
	return difference
}

func (v *componentVersion) compare(e expectation) (difference string) {
	if e.kind != "" && v.kind != "" && e.kind != v.kind {
		return "the component was " + strings.ToLower(e.kind) + ", now it is " + strings.ToLower(v.kind)
	}
	if e.constructor != nil {
		if difference := v.compareConstructor(e.constructor, e.byName); difference != "" {
			return difference
		}
	}
	return v.compareFunction(e.function, e.byName)
}

// compareConstructor compares the constructor of an implicit resource. Its arguments are passed
// by position as well, and identify the resource.
func (v *componentVersion) compareConstructor(fn *core.Function, byName bool) (difference string) {
	found := v.functions[functionKey(fn.Interface, fn.Name)]
	if found == nil {
		return "it has no function " + functionText(fn, "")
	}
	if difference = compareParameters(fn.Parameters, found.parameters, comparedBy(byName)); difference != "" {
		return "the constructor: " + difference
	}
	return ""
}

func (v *componentVersion) compareFunction(fn *core.Function, byName bool) (difference string) {
	found := v.functions[functionKey(fn.Interface, fn.Name)]
	switch {
	case found == nil && strings.HasSuffix(fn.Name, ".drop"):
		return "" // not every server lists the functions that drop resources
	case found == nil:
		return "it has no function " + functionText(fn, "")
	}
	if difference := compareParameters(fn.Parameters, found.parameters, comparedBy(byName)); difference != "" {
		return difference
	}
	if fn.NamedResults != found.named && fn.Result != "" && found.result != "" {
		return "the result is named in one version only"
	}
	return compareResults(fn.Result, found.result)
}

// compareFunc compares two types, like [wire.EqualTypes].
type compareFunc = func(pinned, found string) (path, difference string, alike bool)

// comparedBy returns how types of parameters are compared. If byName is set, types may differ as far
// as servers read values by name.
func comparedBy(byName bool) compareFunc {
	if byName {
		return wire.ReadAlike
	}
	return wire.EqualTypes
}

// compareParameters compares the number, names and order of parameters, because servers pass
// them by position, and their types by compare.
func compareParameters(pinned, found []core.Parameter, compare compareFunc) (difference string) {
	for i := range max(len(pinned), len(found)) {
		number := strconv.Itoa(i + 1)
		switch {
		case i >= len(found):
			return "parameter " + number + ", " + pinned[i].Name + ", is gone"
		case i >= len(pinned):
			return "parameter " + number + ", " + found[i].Name + ", is new"
		case pinned[i].Name != found[i].Name:
			return "parameter " + number + " was " + pinned[i].Name + ", now it is " + found[i].Name
		}
		if path, difference, alike := compare(pinned[i].Type, found[i].Type); !alike {
			return joinPath(pinned[i].Name, path) + ": " + difference
		}
	}
	return ""
}

// compareHandles compares the resources that the handles among the parameters of c are of. The handle
// that a method is called on is of the resource that the method names.
func (v *componentVersion) compareHandles(c *call) (difference string) {
	for i, u := range c.uses {
		if i == 0 && c.self {
			continue
		}
		if difference = v.compareResource(u.handle.resource); difference != "" {
			return difference
		}
	}
	return ""
}

// compareResource compares the resource that has the number of the pinned one. Servers number
// resources in the order in which functions name them, so one number can be that of two resources in
// two versions.
func (v *componentVersion) compareResource(pinned *core.Resource) (difference string) {
	found, ok := v.resources[pinned.ID]
	if !ok || pinned.Name == "" || sameResource(&found, pinned) {
		return ""
	}
	return "resource " + strconv.FormatUint(pinned.ID, 10) + " was " + pinned.Name + ", now it is " + found.Name
}

func compareResults(pinned, found string) (difference string) {
	if pinned == "" && found == "" {
		return ""
	}
	path, difference, equal := wire.EqualTypes(orNull(pinned), orNull(found))
	if equal {
		return ""
	}
	return joinPath("the result", path) + ": " + difference
}

func orNull(typ string) string {
	if typ == "" {
		return "null"
	}
	return typ
}
