package witpackage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit/binary"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// LeftOut returns a sentence for each export that is in the component's WIT, in the
// document, and that the server left out of the list of exports. Golem 1.2.5 and 1.3 leave
// out a whole interface if one of its functions has a result without types, and interfaces
// that the world defines in place.
func LeftOut(c *metadata.Component) []string {
	p, err := binary.Decode(c.BinaryWIT)
	if err != nil || len(p.Worlds) != 1 {
		return nil
	}
	listed := map[string]bool{}
	for _, i := range c.Interfaces {
		listed[i.Name] = true
	}
	for _, f := range c.Functions {
		listed[f.Name] = true
	}
	for _, o := range c.Omitted {
		listed[o.Interface], listed[o.Function] = true, true
	}
	var sentences []string
	functions, _ := p.Worlds[0].Functions()
	for _, name := range p.Worlds[0].Exports {
		if listed[name] {
			continue
		}
		if f := functions.Functions[name]; f != nil {
			sentences = append(sentences, leftOut("function", name, bare(map[string]*gen.WITFunction{name: f})))
			continue
		}
		// Metadata has no interfaces without functions.
		if face, _ := p.Worlds[0].Interface(name); face != nil && len(face.Functions) > 0 {
			sentences = append(sentences, leftOut("interface", name, bare(face.Functions)))
		}
	}
	return sentences
}

// leftOut returns a sentence about what was left out, why, and what the author can do.
func leftOut(what, name string, bare []string) string {
	sentence := fmt.Sprintf("the server's metadata leaves out the exported %s %s, so the client does not have it", what, name)
	switch {
	case len(bare) > 0:
		return fmt.Sprintf(`%s: this server does so where a function has a "result" without types (%s): the component's author can write "result<_, string>" there, or move these functions to an interface of their own`,
			sentence, strings.Join(bare, ", "))
	case what == "interface" && !strings.Contains(name, "/"):
		return sentence + ": this server does so with an interface that the world defines in place: the component's author can define it outside of the world, and export it by its name"
	}
	return sentence
}

// bare returns the functions with a result without types in any place.
func bare(functions map[string]*gen.WITFunction) []string {
	var names []string
	seen := map[*gen.WITType]bool{}
	for name, f := range functions {
		if slices.ContainsFunc(slices.Concat(f.Parameters, f.Results), func(m gen.WITMember) bool { return hasBare(m.Type, seen) }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// hasBare reports whether a type is or contains a result without types. seen has the types
// that were checked before.
func hasBare(t *gen.WITType, seen map[*gen.WITType]bool) bool {
	if t == nil {
		return false
	}
	if known, ok := seen[t]; ok {
		return known
	}
	seen[t] = false
	found := t.Kind == metadata.KindResult && t.Items[0] == nil && t.Items[1] == nil
	for _, part := range t.Items {
		found = hasBare(part, seen) || found
	}
	for _, m := range t.Members {
		found = hasBare(m.Type, seen) || found
	}
	seen[t] = found
	return found
}
