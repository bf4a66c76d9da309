package gen

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// randomAgents draws a deployment whose types have names, owners or neither, from so few that
// structures and names coincide.
func randomAgents(t *rapid.T) *metadata.Deployment {
	d := new(metadata.Deployment)
	for _, name := range distinctNames(t, 1, 3) {
		d.AgentTypes = append(d.AgentTypes, randomAgent(t, name))
	}
	return d
}

func randomAgent(t *rapid.T, name string) *metadata.AgentType {
	a := &metadata.AgentType{Name: name, Mode: rapid.SampledFrom([]metadata.ComponentKind{metadata.Durable, metadata.Ephemeral}).Draw(t, "mode")}
	a.Constructor.Input = randomSchema(t, 0, 2)
	for _, method := range distinctNames(t, 0, 4) {
		a.Methods = append(a.Methods, &metadata.AgentMethod{Name: method, Input: randomSchema(t, 0, 2), Output: randomSchema(t, 0, 2)})
	}
	for _, path := range distinctNames(t, 0, 2) {
		a.Config = append(a.Config, metadata.ConfigDeclaration{Path: []string{"limits", path}, Type: sourceType(t)})
	}
	return a
}

// randomSchema draws data of all kinds.
func randomSchema(t *rapid.T, least, most int) metadata.DataSchema {
	s := metadata.DataSchema{Kind: rapid.SampledFrom([]metadata.SchemaKind{metadata.SchemaTuple, metadata.SchemaTuple, metadata.SchemaMultimodal}).Draw(t, "schema")}
	if s.Kind == metadata.SchemaMultimodal {
		least = 1
	}
	for _, name := range distinctNames(t, least, most) {
		e := metadata.Element{Name: name, Kind: rapid.SampledFrom([]metadata.ElementKind{
			metadata.ComponentModel, metadata.ComponentModel, metadata.ComponentModel, metadata.UnstructuredText, metadata.UnstructuredBinary,
		}).Draw(t, "element")}
		restricted := rapid.Bool().Draw(t, "restricted")
		switch {
		case e.Kind == metadata.ComponentModel:
			e.Type = sourceType(t)
		case e.Kind == metadata.UnstructuredText && restricted:
			e.Languages = []string{"en", "de"}
		case restricted:
			e.MimeTypes = []string{"image/png"}
		}
		s.Elements = append(s.Elements, e)
	}
	return s
}

// sourceType draws a type as the SDKs write it, with a name of its own or without.
func sourceType(t *rapid.T) *metadata.Type {
	typ := randomType(t, 3)
	var give func(*metadata.Type)
	give = func(typ *metadata.Type) {
		if typ == nil {
			return
		}
		if typ.Name = rapid.SampledFrom([]string{"", "Item", "item_kind", "A"}).Draw(t, "own name"); typ.Name != "" {
			typ.Owner = rapid.SampledFrom([]string{"", "./model"}).Draw(t, "owner")
		}
		for _, part := range partsOf(typ) {
			give(part)
		}
	}
	give(typ)
	return typ
}

func TestRandomAgentsCompile(t *testing.T) {
	checker := newChecker(t)
	rapid.Check(t, func(rt *rapid.T) {
		d := randomAgents(rt)
		namesOfDeployment(rt, d, nil)
		checkAgents(rt, checker, d)
	})
}

// TestNamesOfAgentsStay changes random deployments, whose agents come in any order, and checks
// that names stay.
func TestNamesOfAgentsStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := randomAgents(rt)
		locked := namesOfDeployment(rt, d, nil)
		for range 3 {
			next := mutateAgents(rt, d)
			names := namesOfDeployment(rt, next, locked)
			checkKept(rt, locked, names, ownNamesByPlace(next))
			checkOwnKept(rt, [2]*metadata.Deployment{d, next}, locked, names)
			shuffledNext := *next
			shuffledNext.AgentTypes = rapid.Permutation(next.AgentTypes).Draw(rt, "order")
			if diff := cmp.Diff(names, namesOfDeployment(rt, &shuffledNext, locked)); diff != "" {
				rt.Fatalf("the order of agents changes names (-sorted +shuffled):\n%s", diff)
			}
			d, locked = next, names
		}
	})
}

// checkOwnKept checks that a place whose type keeps its own name keeps the Go name made of it,
// unless an unchanged type or another type with that own name has the Go name.
func checkOwnKept(t *rapid.T, deployments [2]*metadata.Deployment, before, after map[string]LockedName) {
	was, is := ownNamesByPlace(deployments[0]), ownNamesByPlace(deployments[1])
	entitled := map[string]bool{}
	for place, now := range after {
		if before[place] == now || slices.Contains(is[place], now.Name) {
			entitled[now.Name] = true
		}
	}
	for place, old := range before {
		now, stays := after[place]
		if stays && now.Name != old.Name && slices.Contains(was[place], old.Name) && slices.Contains(is[place], old.Name) && !entitled[old.Name] {
			t.Fatalf("the type of %s has its own name as before, was called %s and is called %s", place, old.Name, now.Name)
		}
	}
}

// ownNamesByPlace returns the Go names that are made of the types' own names.
func ownNamesByPlace(d *metadata.Deployment) map[string][]string {
	s := newAgentSurvey(d, Options{})
	names := map[string][]string{}
	for _, n := range s.named {
		names[n.place.path()] = s.ownNames(n)
	}
	return names
}

// namesOfDeployment names a deployment. It skips the test's value if the names need the
// configuration.
func namesOfDeployment(t *rapid.T, d *metadata.Deployment, locked map[string]LockedName) map[string]LockedName {
	d, err := chosen(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	types, groups := resolveAgents(d, Options{Package: "client", Locked: locked})
	_, names, err := giveNames(types, groups, Options{Package: "client", Locked: locked})
	var clashes *NameErrors
	if errors.As(err, &clashes) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// mutateAgents draws the next deployment.
func mutateAgents(t *rapid.T, old *metadata.Deployment) *metadata.Deployment {
	d := new(metadata.Deployment)
	for _, a := range old.AgentTypes {
		switch rapid.IntRange(0, 9).Draw(t, "change") {
		case 0:
		case 1:
			d.AgentTypes = append(d.AgentTypes, randomAgent(t, a.Name))
		default:
			d.AgentTypes = append(d.AgentTypes, mutateAgent(t, a))
		}
	}
	for _, added := range randomAgents(t).AgentTypes {
		if oneIn(t, 3) && d.AgentType(added.Name) == nil {
			d.AgentTypes = append(d.AgentTypes, added)
		}
	}
	slices.SortFunc(d.AgentTypes, func(a, b *metadata.AgentType) int { return strings.Compare(a.Name, b.Name) })
	return d
}

func mutateAgent(t *rapid.T, old *metadata.AgentType) *metadata.AgentType {
	a := *old
	a.Constructor.Input = mutateSchema(t, old.Constructor.Input)
	a.Methods, a.Config = nil, nil
	for _, m := range old.Methods {
		if !oneIn(t, 8) {
			a.Methods = append(a.Methods, &metadata.AgentMethod{Name: m.Name, Input: mutateSchema(t, m.Input), Output: mutateSchema(t, m.Output)})
		}
	}
	for _, name := range distinctNames(t, 0, 1) {
		if a.Method(name) == nil {
			a.Methods = append(a.Methods, &metadata.AgentMethod{Name: name, Input: randomSchema(t, 0, 2)})
		}
	}
	for _, c := range old.Config {
		c.Type = mutateSourceType(t, c.Type)
		a.Config = append(a.Config, c)
	}
	return &a
}

func mutateSchema(t *rapid.T, old metadata.DataSchema) metadata.DataSchema {
	if oneIn(t, 10) {
		return randomSchema(t, 0, 2)
	}
	s := metadata.DataSchema{Kind: old.Kind, Elements: shuffled(t, slices.Clone(old.Elements))}
	for i, e := range s.Elements {
		if e.Type != nil {
			s.Elements[i].Type = mutateSourceType(t, e.Type)
		}
	}
	return s
}

// mutateSourceType changes a type, or only its own name.
func mutateSourceType(t *rapid.T, old *metadata.Type) *metadata.Type {
	typ := *mutateType(t, old, 3)
	if oneIn(t, 6) {
		typ.Name, typ.Owner = rapid.SampledFrom([]string{"", "Item"}).Draw(t, "own name"), ""
	}
	return &typ
}
