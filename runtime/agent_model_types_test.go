package runtime_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// thing returns the agent type that random deployments begin with.
func thing() *metadata.AgentType {
	u32 := func() *metadata.Type { return &metadata.Type{Kind: metadata.KindU32} }
	tier := func() *metadata.Type {
		return &metadata.Type{Kind: metadata.KindEnum, Names: []string{"gold", "silver", "iron"}}
	}
	point := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{
		{Name: "x", Type: u32()},
		{Name: "y", Type: u32()},
		{Name: "note", Type: &metadata.Type{Kind: metadata.KindOption, Inner: &metadata.Type{Kind: metadata.KindStr}}},
	}}
	change := &metadata.Type{Kind: metadata.KindVariant, Cases: []metadata.Case{{Name: "add", Type: u32()}, {Name: "take", Type: u32()}, {Name: "keep"}}}
	options := &metadata.Type{Kind: metadata.KindFlags, Names: []string{"fast", "safe"}}
	tuple := func(parts ...any) (s metadata.DataSchema) {
		for i := 0; i < len(parts); i += 2 {
			s.Elements = append(s.Elements, metadata.Element{Name: parts[i].(string), Type: parts[i+1].(*metadata.Type)})
		}
		return s
	}
	return &metadata.AgentType{
		Name: "Thing", ComponentID: agentComponent, ComponentName: "acme:things",
		Constructor: metadata.AgentConstructor{Input: tuple("owner", &metadata.Type{Kind: metadata.KindStr}, "tier", tier())},
		Methods: []*metadata.AgentMethod{
			{Name: "change", Input: tuple("change", change, "options", options)},
			{Name: "move", Input: tuple("from", tier(), "to", tier(), "by", u32()), Output: tuple("value", u32())},
			{Name: "set", Input: tuple("to", point), Output: tuple("value", tier())},
		},
	}
}

// copied returns a deep copy of an agent type.
func copied(a *metadata.AgentType) *metadata.AgentType {
	d, err := metadata.DecodeDeployment(documentOf(a))
	if err != nil {
		panic(err)
	}
	return d.AgentTypes[0]
}

// documentOf returns the document of a deployment of an agent type, nil for a nil type.
func documentOf(a *metadata.AgentType) []byte {
	d := &metadata.Deployment{Application: "bank", Environment: "prod"}
	if a != nil {
		d.AgentTypes = append(d.AgentTypes, a)
	}
	return d.Document()
}

// allEdits are the kinds of edits of an agent type. Frequent kinds are repeated.
var allEdits = []string{"type", "type", "type", "parameters", "parameters", "method", "mode", "component", "result", "remove"}

// edited returns a copy of the agent type with random edits of some kinds, nil if they
// remove it.
func edited(r *rapid.T, a *metadata.AgentType, kinds []string) *metadata.AgentType {
	if a == nil {
		a = thing()
	}
	a = copied(a)
	for range rapid.IntRange(0, 2).Draw(r, "edits") {
		switch rapid.SampledFrom(kinds).Draw(r, "edit") {
		case "type":
			editType(r, rapid.SampledFrom(typesOf(a)).Draw(r, "type"))
		case "parameters":
			editParameters(r, rapid.SampledFrom(inputsOf(a)).Draw(r, "of"))
		case "method":
			if i := rapid.IntRange(0, 2).Draw(r, "method"); i < len(a.Methods) {
				a.Methods = slices.Delete(a.Methods, i, i+1)
			} else {
				a.Methods = thing().Methods
			}
		case "mode":
			a.Mode = metadata.Ephemeral - a.Mode
		case "component":
			a.ComponentID = agentComponent[:35] + rapid.SampledFrom([]string{"d", "e"}).Draw(r, "component")
		case "result":
			editResult(a.Methods)
		case "remove":
			return nil
		}
	}
	return a
}

func inputsOf(a *metadata.AgentType) []*metadata.DataSchema {
	list := []*metadata.DataSchema{&a.Constructor.Input}
	for _, m := range a.Methods {
		list = append(list, &m.Input)
	}
	return list
}

// typesOf returns all types in the agent type.
func typesOf(a *metadata.AgentType) (list []*metadata.Type) {
	var walk func(t *metadata.Type)
	walk = func(t *metadata.Type) {
		if t == nil {
			return
		}
		list = append(list, t)
		for _, f := range t.Fields {
			walk(f.Type)
		}
		for _, c := range t.Cases {
			walk(c.Type)
		}
		walk(t.Inner)
	}
	schemas := inputsOf(a)
	for _, m := range a.Methods {
		schemas = append(schemas, &m.Output)
	}
	for _, s := range schemas {
		for _, e := range s.Elements {
			walk(e.Type)
		}
	}
	return list
}

// editList swaps, adds, removes or renames items. add makes an item.
func editList[T any](r *rapid.T, list []T, add func() T, rename func(*T)) []T {
	list = slices.Clone(list)
	at := rapid.IntRange(0, len(list)).Draw(r, "at")
	edit := rapid.SampledFrom([]string{"swap", "swap", "add", "remove", "rename"}).Draw(r, "how")
	switch {
	case edit == "add" || len(list) == 0:
		return slices.Insert(list, at, add())
	case edit == "swap" && len(list) > 1:
		at %= len(list) - 1
		list[at], list[at+1] = list[at+1], list[at]
	case edit == "remove" && len(list) > 1:
		at %= len(list)
		return slices.Delete(list, at, at+1)
	default:
		rename(&list[at%len(list)])
	}
	return list
}

// newName returns a name that no item of the list has.
func newName[T any](list []T, name func(T) string) string {
	for i := 0; ; i++ {
		if new := fmt.Sprint("n", i); !slices.ContainsFunc(list, func(item T) bool { return name(item) == new }) {
			return new
		}
	}
}

func editParameters(r *rapid.T, s *metadata.DataSchema) {
	name := newName(s.Elements, func(e metadata.Element) string { return e.Name })
	s.Elements = editList(r, s.Elements,
		func() metadata.Element { return metadata.Element{Name: name, Type: optionalText(r)} },
		func(e *metadata.Element) { e.Name = name })
}

func optionalText(r *rapid.T) *metadata.Type {
	text := &metadata.Type{Kind: metadata.KindStr}
	if rapid.Bool().Draw(r, "optional") {
		return &metadata.Type{Kind: metadata.KindOption, Inner: text}
	}
	return text
}

// editType changes a type in place.
func editType(r *rapid.T, t *metadata.Type) {
	switch t.Kind {
	case metadata.KindRecord:
		name := newName(t.Fields, func(f metadata.Field) string { return f.Name })
		t.Fields = editList(r, t.Fields,
			func() metadata.Field { return metadata.Field{Name: name, Type: optionalText(r)} },
			func(f *metadata.Field) { f.Name = name })
	case metadata.KindVariant:
		name := newName(t.Cases, func(c metadata.Case) string { return c.Name })
		t.Cases = editList(r, t.Cases, func() metadata.Case { return metadata.Case{Name: name} }, func(c *metadata.Case) { c.Name = name })
	case metadata.KindEnum, metadata.KindFlags:
		name := newName(t.Names, func(s string) string { return s })
		t.Names = editList(r, t.Names, func() string { return name }, func(s *string) { *s = name })
	default:
		kinds := []metadata.Kind{metadata.KindU8, metadata.KindU32, metadata.KindU64, metadata.KindS32, metadata.KindF64, metadata.KindStr}
		*t = metadata.Type{Kind: rapid.SampledFrom(kinds).Draw(r, "kind")}
	}
}

func editResult(methods []*metadata.AgentMethod) {
	for _, m := range methods {
		if len(m.Output.Elements) == 0 {
			m.Output.Elements = []metadata.Element{{Name: "value", Type: &metadata.Type{Kind: metadata.KindU32}}}
		} else {
			m.Output.Elements = nil
		}
	}
}

// drawJSON returns a random value of a type, as servers write it.
func drawJSON(r *rapid.T, t *metadata.Type) string {
	switch t.Kind {
	case metadata.KindRecord:
		var parts []string
		for _, f := range t.Fields {
			parts = append(parts, fmt.Sprintf("%q:%s", f.Name, drawJSON(r, f.Type)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case metadata.KindVariant:
		c := rapid.SampledFrom(t.Cases).Draw(r, "case")
		value := "null"
		if c.Type != nil {
			value = drawJSON(r, c.Type)
		}
		return fmt.Sprintf("{%q:%s}", c.Name, value)
	case metadata.KindEnum:
		return quoteJSON(rapid.SampledFrom(t.Names).Draw(r, "case"))
	case metadata.KindFlags:
		set := []string{}
		for _, name := range t.Names {
			if rapid.Bool().Draw(r, name) {
				set = append(set, name)
			}
		}
		b, _ := json.Marshal(set)
		return string(b)
	case metadata.KindOption:
		if rapid.Bool().Draw(r, "some") {
			return drawJSON(r, t.Inner)
		}
		return "null"
	case metadata.KindStr:
		return rapid.SampledFrom([]string{`"a"`, `"b"`}).Draw(r, "text")
	case metadata.KindF64:
		return rapid.SampledFrom([]string{"0.5", "2.0"}).Draw(r, "number")
	}
	return rapid.SampledFrom([]string{"1", "2"}).Draw(r, "number")
}

// anyJSON returns some value of a type.
func anyJSON(t *metadata.Type) string {
	switch t.Kind {
	case metadata.KindRecord:
		var parts []string
		for _, f := range t.Fields {
			parts = append(parts, fmt.Sprintf("%q:%s", f.Name, anyJSON(f.Type)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case metadata.KindVariant:
		if t.Cases[0].Type == nil {
			return fmt.Sprintf("{%q:null}", t.Cases[0].Name)
		}
		return fmt.Sprintf("{%q:%s}", t.Cases[0].Name, anyJSON(t.Cases[0].Type))
	case metadata.KindEnum:
		return quoteJSON(t.Names[0])
	case metadata.KindFlags:
		return "[]"
	case metadata.KindOption:
		return "null"
	case metadata.KindStr:
		return `"a"`
	}
	return "1"
}

// sameSchema reports whether values of two schemas mean the same by position and by name.
func sameSchema(a, b metadata.DataSchema, named bool, same func(a, b *metadata.Type) bool) bool {
	if len(a.Elements) != len(b.Elements) {
		return false
	}
	for i := range a.Elements {
		x, y := a.Elements[i], b.Elements[i]
		if named && x.Name != y.Name || !same(x.Type, y.Type) {
			return false
		}
	}
	return true
}

// sameType reports whether two types are equal.
func sameType(a, b *metadata.Type) bool {
	return string(a.AppendJSON(nil)) == string(b.AppendJSON(nil))
}

// takesValues reports whether values of a mean the same as values of b by position and by name.
func takesValues(a, b *metadata.Type) bool {
	if a == nil || b == nil || a.Kind != b.Kind {
		return a == b
	}
	switch a.Kind {
	case metadata.KindEnum:
		return len(a.Names) <= len(b.Names) && slices.Equal(a.Names, b.Names[:len(a.Names)])
	case metadata.KindVariant:
		return len(a.Cases) <= len(b.Cases) && slices.EqualFunc(a.Cases, b.Cases[:len(a.Cases)], func(x, y metadata.Case) bool {
			return x.Name == y.Name && takesValues(x.Type, y.Type)
		})
	case metadata.KindRecord:
		return slices.EqualFunc(a.Fields, b.Fields, func(x, y metadata.Field) bool { return x.Name == y.Name && takesValues(x.Type, y.Type) })
	case metadata.KindOption:
		return takesValues(a.Inner, b.Inner)
	}
	return sameType(a, b)
}

// sameIdentity reports whether parameters of the constructor stand for the same agent in two
// versions of a type.
func sameIdentity(a, b *metadata.AgentType) bool {
	return a.Mode == b.Mode && sameSchema(a.Constructor.Input, b.Constructor.Input, true, sameType)
}

// sameCall reports whether a call of the method by a means the same to b, another version of the type.
func sameCall(a, b *metadata.AgentType, method string) bool {
	m, n := a.Method(method), b.Method(method)
	return sameIdentity(a, b) && m != nil && n != nil && sameSchema(m.Input, n.Input, true, takesValues) && sameSchema(m.Output, n.Output, false, sameType)
}
