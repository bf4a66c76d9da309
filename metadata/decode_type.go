package metadata

import (
	"fmt"
	"strings"
)

// maxTypeDepth is the maximum nesting of types.
const maxTypeDepth = 200

// requiredType reads the type under a required key. It returns nil after a problem.
func (d *decoder) requiredType(object int, key string, depth int) *Type {
	i, ok := d.part(object, key, jsonObject)
	if !ok {
		return nil
	}
	return d.typ(i, depth)
}

// optionalType reads the type under a key that may be missing or null.
func (d *decoder) optionalType(object int, key string, depth int) *Type {
	i, ok := d.optional(object, key, jsonObject)
	if !ok {
		return nil
	}
	return d.typ(i, depth)
}

// typ reads a type. It returns nil after a problem.
func (d *decoder) typ(at, depth int) *Type {
	if depth >= maxTypeDepth {
		d.problem(at, fmt.Sprintf("types are nested more than %d deep", maxTypeDepth), "fetch the document again")
		return nil
	}
	tag, ok := d.part(at, "type", jsonString)
	if !ok {
		return nil
	}
	kind, ok := kindOfTag[d.tree.text(tag)]
	if !ok {
		if !d.unsupportedType(d.tree.text(tag)) {
			d.unknownKind(tag)
		}
		return nil
	}
	if kind < KindRecord {
		return d.basic(kind)
	}
	t := &Type{Kind: kind}
	d.typeName(t, at)
	switch kind {
	case KindRecord:
		d.record(t, at, depth)
	case KindVariant:
		d.variant(t, at, depth)
	case KindEnum:
		d.enum(t, at)
	case KindFlags:
		d.flags(t, at)
	case KindTuple:
		d.tuple(t, at, depth)
	case KindList, KindOption:
		t.Inner = d.requiredType(at, "inner", depth+1)
	case KindResult:
		t.Ok = d.optionalType(at, "ok", depth+1)
		t.Err = d.optionalType(at, "err", depth+1)
	case KindHandle:
		if d.open {
			d.leaveOut("it uses a resource, which agents do not have")
		}
		d.handle(t, at)
	}
	return t
}

// basic returns the type of a kind without parts. It returns the same pointer each time,
// because two thirds of the types in documents are of such kinds.
func (d *decoder) basic(kind Kind) *Type {
	if d.basics[kind] == nil {
		d.basics[kind] = &Type{Kind: kind}
	}
	return d.basics[kind]
}

func (d *decoder) unknownKind(tag int) {
	s := d.tree.text(tag)
	fix := ""
	for name := range kindOfTag {
		if strings.EqualFold(name, s) {
			fix = "did you mean " + name + "?"
		}
	}
	what := "unknown kind of type " + quote(s)
	switch {
	case fix != "":
		d.problem(tag, what, fix)
	case d.open:
		d.leaveOut("it uses a type of kind " + quote(s) + ", which this golem-gen does not know")
	default:
		d.problem(tag, what, "try a newer golem-gen")
	}
}

// typeName reads the type's own name and owner. Both may be null.
func (d *decoder) typeName(t *Type, at int) {
	if i, ok := d.optional(at, "name", jsonString); ok {
		t.Name = d.label(i, "type")
	}
	if i, ok := d.optional(at, "owner", jsonString); ok {
		t.Owner = d.text(d.tree.text(i))
		if fault := d.ownerFault(t.Owner); fault != "" {
			d.problem(i, fmt.Sprintf("the owner %s %s", quote(t.Owner), fault), d.ownerFix)
		}
	}
}

func (d *decoder) record(t *Type, at, depth int) {
	if array, ok := d.part(at, "fields", jsonArray); ok {
		t.Fields = make([]Field, 0, d.tree.count(array))
		d.members(array, "field", func(i int, name string) {
			t.Fields = append(t.Fields, Field{name, d.requiredType(i, "typ", depth+1)})
		})
	}
}

func (d *decoder) variant(t *Type, at, depth int) {
	if array, ok := d.part(at, "cases", jsonArray); ok {
		t.Cases = make([]Case, 0, d.tree.count(array))
		d.members(array, "case", func(i int, name string) {
			t.Cases = append(t.Cases, Case{name, d.optionalType(i, "typ", depth+1)})
		})
		d.someCase(array)
	}
}

// members calls add for each object of an array with the object's name, which must be
// unique.
func (d *decoder) members(array int, what string, add func(i int, name string)) {
	taken := make(names)
	d.items(array, func(i int) {
		if !d.is(i, jsonObject) {
			return
		}
		name := d.name(i, what)
		d.unique(taken, i, what, name)
		add(i, name)
	})
}

func (d *decoder) enum(t *Type, at int) {
	array, ok := d.part(at, "cases", jsonArray)
	if !ok {
		return
	}
	t.Names = d.labels(array, "case")
	d.someCase(array)
}

// someCase records a problem for a type without cases, because it has no values.
func (d *decoder) someCase(array int) {
	if d.tree.count(array) == 0 {
		d.problem(array, "expected at least one case, found none", fixFetch)
	}
}

func (d *decoder) flags(t *Type, at int) {
	if array, ok := d.part(at, "names", jsonArray); ok {
		t.Names = d.labels(array, "flag")
	}
}

// labels reads a list of unique names.
func (d *decoder) labels(array int, what string) []string {
	taken := make(names)
	list := make([]string, 0, d.tree.count(array))
	d.items(array, func(i int) {
		if !d.is(i, jsonString) {
			return
		}
		name := d.label(i, what)
		d.unique(taken, i, what, name)
		list = append(list, name)
	})
	return list
}

func (d *decoder) tuple(t *Type, at, depth int) {
	array, ok := d.part(at, "items", jsonArray)
	if !ok {
		return
	}
	t.Items = make([]*Type, 0, d.tree.count(array))
	d.items(array, func(i int) {
		if d.is(i, jsonObject) {
			t.Items = append(t.Items, d.typ(i, depth+1))
		}
	})
}

func (d *decoder) handle(t *Type, at int) {
	if i, ok := d.part(at, "resource_id", jsonNumber); ok {
		t.ResourceID = d.uint(i, "the resource id")
	}
	i, ok := d.part(at, "mode", jsonString)
	if !ok {
		return
	}
	switch s := d.tree.text(i); s {
	case "Owned":
	case "Borrowed":
		t.Borrowed = true
	default:
		d.problem(i, fmt.Sprintf("unknown mode of a handle %s", quote(s)), "expected Owned or Borrowed")
	}
}
