package gen

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// randomAgents draws a deployment whose types have names, owners or neither, so that
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

// sourceType draws a type as the SDKs write them: with a name of its own or without.
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

// TestNamesOfAgentsStay takes random deployments through random changes.
func TestNamesOfAgentsStay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := randomAgents(rt)
		locked := namesOfDeployment(rt, d, nil)
		for range 3 {
			d = mutateAgents(rt, d)
			names := namesOfDeployment(rt, d, locked)
			checkKept(rt, locked, names)
			locked = names
		}
	})
}

// namesOfDeployment names a deployment; one whose names have to be settled by
// configuration is not of use to a test.
func namesOfDeployment(t *rapid.T, d *metadata.Deployment, locked map[string]LockedName) map[string]LockedName {
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
	d := &metadata.Deployment{AgentTypes: slices.Clone(old.AgentTypes)}
	for i, a := range d.AgentTypes {
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			d.AgentTypes[i] = randomAgent(t, a.Name)
		case 1:
			changed := *a
			changed.Methods = nil
			for _, m := range a.Methods {
				next := *m
				switch rapid.IntRange(0, 2).Draw(t, "method") {
				case 0:
					next.Input = randomSchema(t, 0, 2)
				case 1:
					next.Input.Elements = anonymousElements(m.Input.Elements)
				}
				changed.Methods = append(changed.Methods, &next)
			}
			d.AgentTypes[i] = &changed
		}
	}
	return d
}

// anonymousElements are the elements without the types' own names.
func anonymousElements(list []metadata.Element) []metadata.Element {
	out := slices.Clone(list)
	for i := range out {
		if out[i].Type != nil {
			anonymous := *out[i].Type
			anonymous.Name, anonymous.Owner = "", ""
			out[i].Type = &anonymous
		}
	}
	return out
}
