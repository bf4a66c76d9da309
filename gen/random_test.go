package gen

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// randomNames are the names in random components. There are few, because structures and places
// should coincide, and some end like others or like generated names.
var randomNames = []string{"a", "b", "item", "items", "add-item", "item-price", "kind", "id", "value", "result", "error", "ok", "list-a"}

// randomComponent draws a component of the kind that servers before 1.3 list.
func randomComponent(t *rapid.T) *metadata.Component {
	c := &metadata.Component{ID: "id", Name: "random"}
	for _, name := range distinctNames(t, 1, 3) {
		c.Interfaces = append(c.Interfaces, randomInterface(t, name))
	}
	if rapid.Bool().Draw(t, "world") {
		c.Functions = randomFunctions(t, 2)
	}
	return c
}

func randomInterface(t *rapid.T, name string) *metadata.Interface {
	i := &metadata.Interface{
		Name: "acme:shop/" + name + "@1.0.0", Namespace: "acme", Package: "shop", ShortName: name, Version: "1.0.0",
		Functions: randomFunctions(t, 4),
	}
	// In WIT, a resource and a function of one interface have different names.
	if rapid.Bool().Draw(t, "resource") {
		resource := rapid.SampledFrom([]string{"ledger", "add", "kind-item"}).Draw(t, "name")
		i.Resources = append(i.Resources, randomResource(t, resource, rapid.Uint64().Draw(t, "id")))
	}
	return i
}

func randomResource(t *rapid.T, name string, id uint64) *metadata.Resource {
	self := metadata.Parameter{Name: "self", Type: &metadata.Type{Kind: metadata.KindHandle, ResourceID: id, Borrowed: true}}
	r := &metadata.Resource{Name: name, ID: id, HasID: true}
	drawConstructor(t, r)
	drawStatics(t, r)
	for _, fn := range randomFunctions(t, 2) {
		fn.Name, fn.Kind = "[method]"+name+"."+fn.LocalName, metadata.Method
		fn.Parameters = append([]metadata.Parameter{self}, fn.Parameters...)
		r.Methods = append(r.Methods, fn)
	}
	return r
}

// drawConstructor sets the constructor and the drop of a resource, or removes both.
func drawConstructor(t *rapid.T, r *metadata.Resource) {
	own := &metadata.Type{Kind: metadata.KindHandle, ResourceID: r.ID}
	r.Constructor, r.Drop = nil, nil
	if rapid.Bool().Draw(t, "constructor") {
		r.Constructor = &metadata.Function{
			Name: "[constructor]" + r.Name, LocalName: "new", Kind: metadata.Constructor, Results: []metadata.Result{{Type: own}},
		}
		r.Drop = &metadata.Function{
			Name: "[drop]" + r.Name, LocalName: "drop", Kind: metadata.Drop, Parameters: []metadata.Parameter{{Name: "self", Type: own}},
		}
	}
}

// drawStatics sets the static functions of a resource, whose names may be those of a constructor or
// a drop.
func drawStatics(t *rapid.T, r *metadata.Resource) {
	r.Statics = nil
	for _, name := range []string{"new", "drop", "from-handle"} {
		if oneIn(t, 3) {
			r.Statics = append(r.Statics, &metadata.Function{Name: "[static]" + r.Name + "." + name, LocalName: name, Kind: metadata.Static})
		}
	}
}

func distinctNames(t *rapid.T, least, most int) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(randomNames), least, most, rapid.ID[string]).Draw(t, "names")
}

func randomFunctions(t *rapid.T, most int) []*metadata.Function {
	var list []*metadata.Function
	for _, name := range distinctNames(t, 0, most) {
		fn := &metadata.Function{Name: name, LocalName: name}
		for _, parameter := range distinctNames(t, 0, 2) {
			fn.Parameters = append(fn.Parameters, metadata.Parameter{Name: parameter, Type: randomType(t, 3)})
		}
		if rapid.Bool().Draw(t, "answers") {
			fn.Results = []metadata.Result{{Type: randomType(t, 3)}}
		}
		list = append(list, fn)
	}
	return list
}

// leafKinds are the kinds of types without other types in them.
var leafKinds = []metadata.Kind{
	metadata.KindBool, metadata.KindS8, metadata.KindU8, metadata.KindS16, metadata.KindU16, metadata.KindS32, metadata.KindU32,
	metadata.KindS64, metadata.KindU64, metadata.KindF32, metadata.KindF64, metadata.KindChr, metadata.KindStr,
}

func randomType(t *rapid.T, depth int) *metadata.Type { return randomTypes{}.draw(t, depth) }

// randomTypes draws types. Their handles are of the resources with the IDs below resources.
type randomTypes struct{ resources uint64 }

func (r randomTypes) draw(t *rapid.T, depth int) *metadata.Type {
	kinds := []metadata.Kind{0, 0, metadata.KindEnum, metadata.KindFlags}
	if r.resources > 0 {
		kinds = append(kinds, metadata.KindHandle)
	}
	if depth > 0 {
		kinds = append(kinds, metadata.KindRecord, metadata.KindRecord, metadata.KindVariant, metadata.KindVariant,
			metadata.KindTuple, metadata.KindList, metadata.KindOption, metadata.KindResult)
	}
	typ := &metadata.Type{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
	switch typ.Kind {
	case 0:
		typ.Kind = rapid.SampledFrom(leafKinds).Draw(t, "leaf")
	case metadata.KindHandle:
		typ.ResourceID, typ.Borrowed = rapid.Uint64Max(r.resources-1).Draw(t, "resource"), rapid.Bool().Draw(t, "borrowed")
	case metadata.KindEnum:
		typ.Names = distinctNames(t, 1, 3)
	case metadata.KindFlags:
		typ.Names = distinctNames(t, 1, 3)
		if oneIn(t, 6) {
			typ.Names = numberedNames(rapid.SampledFrom([]int{8, 9, 17, 33, 64, 65, 130}).Draw(t, "flags"))
		}
	case metadata.KindRecord:
		for _, name := range distinctNames(t, 1, 3) {
			typ.Fields = append(typ.Fields, metadata.Field{Name: name, Type: r.draw(t, depth-1)})
		}
	case metadata.KindVariant:
		for _, name := range distinctNames(t, 1, 3) {
			typ.Cases = append(typ.Cases, metadata.Case{Name: name, Type: r.payload(t, depth-1)})
		}
	case metadata.KindTuple:
		typ.Items = r.items(t, depth-1)
	case metadata.KindList, metadata.KindOption:
		typ.Inner = r.draw(t, depth-1)
	case metadata.KindResult:
		typ.Ok, typ.Err = r.payload(t, depth-1), r.payload(t, depth-1)
	}
	return typ
}

// items draws the items of a tuple: a few deep ones, none, or many shallow ones.
func (r randomTypes) items(t *rapid.T, depth int) []*metadata.Type {
	n := rapid.SampledFrom([]int{2, 2, 2, 1, 3, 0, 16, 17}).Draw(t, "items")
	if n > 3 {
		depth = 0
	}
	var list []*metadata.Type
	for range n {
		list = append(list, r.draw(t, depth))
	}
	return list
}

func numberedNames(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("bit-n%d", i)
	}
	return list
}

func randomPayload(t *rapid.T, depth int) *metadata.Type { return randomTypes{}.payload(t, depth) }

func (r randomTypes) payload(t *rapid.T, depth int) *metadata.Type {
	if rapid.Bool().Draw(t, "unit") {
		return nil
	}
	return r.draw(t, depth)
}

// mutate draws the next version of a component. It does not change the old one.
func mutate(t *rapid.T, old *metadata.Component) *metadata.Component {
	next := &metadata.Component{ID: old.ID, Name: old.Name, Version: old.Version + 1}
	next.Functions = mutateFunctions(t, old.Functions)
	for _, i := range shuffled(t, old.Interfaces) {
		if oneIn(t, 10) {
			continue
		}
		changed := *i
		changed.Functions = mutateFunctions(t, i.Functions)
		changed.Resources = nil
		for _, r := range i.Resources {
			other := *r
			if len(r.Methods) > 0 { // or free functions would be added
				other.Methods = mutateFunctions(t, r.Methods)
			}
			if oneIn(t, 3) {
				drawConstructor(t, &other)
				drawStatics(t, &other)
			}
			changed.Resources = append(changed.Resources, &other)
		}
		next.Interfaces = append(next.Interfaces, &changed)
	}
	if len(next.Interfaces) > 0 && oneIn(t, 5) {
		next.Interfaces = addVersion(t, next.Interfaces)
	}
	if oneIn(t, 5) {
		added := randomInterface(t, rapid.SampledFrom(randomNames).Draw(t, "interface"))
		if !slices.ContainsFunc(next.Interfaces, func(i *metadata.Interface) bool { return i.ShortName == added.ShortName }) {
			next.Interfaces = append([]*metadata.Interface{added}, next.Interfaces...)
		}
	}
	return next
}

// addVersion exports one of the interfaces in another version too, before or after all others.
func addVersion(t *rapid.T, list []*metadata.Interface) []*metadata.Interface {
	old := rapid.SampledFrom(list).Draw(t, "versioned")
	base, _, _ := strings.Cut(old.Name, "@")
	added := *old
	added.Version = rapid.SampledFrom([]string{"1.0.0", "2.0.0", "2.1.0"}).Draw(t, "version")
	added.Name = base + "@" + added.Version
	added.Functions, added.Resources = mutateFunctions(t, old.Functions), nil
	if slices.ContainsFunc(list, func(i *metadata.Interface) bool { return i.Name == added.Name }) {
		return list
	}
	if rapid.Bool().Draw(t, "front") {
		return append([]*metadata.Interface{&added}, list...)
	}
	return append(list[:len(list):len(list)], &added)
}

func oneIn(t *rapid.T, n int) bool { return rapid.IntRange(1, n).Draw(t, "chance") == 1 }

func shuffled[T any](t *rapid.T, list []T) []T {
	if len(list) < 2 || !oneIn(t, 4) {
		return list
	}
	return rapid.Permutation(list).Draw(t, "order")
}

func mutateFunctions(t *rapid.T, list []*metadata.Function) []*metadata.Function {
	var out []*metadata.Function
	for _, fn := range shuffled(t, list) {
		if oneIn(t, 8) {
			continue
		}
		changed := *fn
		changed.Parameters, changed.Results = nil, nil
		for _, p := range fn.Parameters {
			changed.Parameters = append(changed.Parameters, metadata.Parameter{Name: p.Name, Type: mutateType(t, p.Type, 3)})
		}
		for _, r := range fn.Results {
			changed.Results = append(changed.Results, metadata.Result{Type: mutateType(t, r.Type, 3)})
		}
		out = append(out, &changed)
	}
	if len(list) > 0 && list[0].Kind != metadata.Freestanding {
		return out
	}
	for _, added := range randomFunctions(t, 1) {
		if !slices.ContainsFunc(out, func(fn *metadata.Function) bool { return fn.Name == added.Name }) {
			out = append([]*metadata.Function{added}, out...)
		}
	}
	return out
}

func mutateType(t *rapid.T, old *metadata.Type, depth int) *metadata.Type {
	if old == nil || old.Kind == metadata.KindHandle {
		return old
	}
	if oneIn(t, 15) {
		return randomType(t, depth)
	}
	typ := *old
	typ.Names = mutateNames(t, old.Names)
	typ.Fields, typ.Cases, typ.Items = nil, nil, nil
	for _, f := range shuffled(t, old.Fields) {
		if len(old.Fields) == 1 || !oneIn(t, 12) {
			typ.Fields = append(typ.Fields, metadata.Field{Name: f.Name, Type: mutateType(t, f.Type, depth-1)})
		}
	}
	for _, c := range shuffled(t, old.Cases) {
		if len(old.Cases) == 1 || !oneIn(t, 12) {
			typ.Cases = append(typ.Cases, metadata.Case{Name: c.Name, Type: mutateType(t, c.Type, depth-1)})
		}
	}
	addMember(t, &typ, depth)
	for _, item := range old.Items {
		typ.Items = append(typ.Items, mutateType(t, item, depth-1))
	}
	typ.Inner = mutateType(t, old.Inner, depth-1)
	typ.Ok, typ.Err = mutateType(t, old.Ok, depth-1), mutateType(t, old.Err, depth-1)
	return &typ
}

func addMember(t *rapid.T, typ *metadata.Type, depth int) {
	if !oneIn(t, 10) {
		return
	}
	name := rapid.SampledFrom(randomNames).Draw(t, "member")
	switch {
	case typ.Kind == metadata.KindRecord && !slices.ContainsFunc(typ.Fields, func(f metadata.Field) bool { return f.Name == name }):
		typ.Fields = append([]metadata.Field{{Name: name, Type: randomType(t, depth-1)}}, typ.Fields...)
	case typ.Kind == metadata.KindVariant && !slices.ContainsFunc(typ.Cases, func(c metadata.Case) bool { return c.Name == name }):
		typ.Cases = append([]metadata.Case{{Name: name, Type: randomPayload(t, depth-1)}}, typ.Cases...)
	}
}

func mutateNames(t *rapid.T, list []string) []string {
	if list == nil || !oneIn(t, 8) {
		return list
	}
	name := rapid.SampledFrom(randomNames).Draw(t, "name")
	if slices.Contains(list, name) {
		return list
	}
	return append([]string{name}, list...)
}
