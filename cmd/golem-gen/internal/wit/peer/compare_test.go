package peer

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
)

// comparison finds the first difference between two readings. Many places share a type, so it
// compares each pair of types once.
type comparison map[[2]*gen.WITType]bool

func (c comparison) interfaces(a, b *gen.WITInterface) string {
	if a == nil || b == nil {
		return unequal("interface", a != nil, b != nil)
	}
	if d := comments(a.Doc, b.Doc); d != "" {
		return d
	}
	if d := unequal("functions", len(a.Functions), len(b.Functions)); d != "" {
		return d
	}
	for name, f := range a.Functions {
		if d := c.functions(f, b.Functions[name]); d != "" {
			return name + ": " + d
		}
	}
	for name, r := range a.Resources {
		if b.Resources[name] == nil || comments(r.Doc, b.Resources[name].Doc) != "" {
			return "resource " + name
		}
	}
	return unequal("resources", len(a.Resources), len(b.Resources))
}

func (c comparison) functions(a, b *gen.WITFunction) string {
	if a == nil || b == nil {
		return unequal("function", a != nil, b != nil)
	}
	if d := comments(a.Doc, b.Doc); d != "" {
		return d
	}
	if d := c.members(a.Parameters, b.Parameters); d != "" {
		return d
	}
	return c.members(a.Results, b.Results)
}

func (c comparison) members(a, b []gen.WITMember) string {
	if d := unequal("members", len(a), len(b)); d != "" {
		return d
	}
	for i := range a {
		if d := unequal("names", a[i].Name, b[i].Name) + comments(a[i].Doc, b[i].Doc) + c.types(a[i].Type, b[i].Type); d != "" {
			return a[i].Name + ": " + d
		}
	}
	return ""
}

func (c comparison) types(a, b *gen.WITType) string {
	if a == nil || b == nil {
		return unequal("type", a != nil, b != nil)
	}
	pair := [2]*gen.WITType{a, b}
	if c[pair] {
		return ""
	}
	c[pair] = true
	type label struct {
		kind        any
		name, owner string
		items       int
	}
	d := unequal("type", label{a.Kind, a.Name, a.Owner, len(a.Items)}, label{b.Kind, b.Name, b.Owner, len(b.Items)})
	if d += comments(a.Doc, b.Doc); d != "" {
		return d
	}
	for i := range a.Items {
		if d := c.types(a.Items[i], b.Items[i]); d != "" {
			return fmt.Sprintf("%d: %s", i, d)
		}
	}
	return c.members(a.Members, b.Members)
}

// comments compares the words of comments, because wasm-tools keeps fewer spaces.
func comments(a, b string) string {
	return unequal("comments", strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func unequal[T comparable](what string, a, b T) string {
	if a == b {
		return ""
	}
	return fmt.Sprintf("%s %v and %v", what, a, b)
}
