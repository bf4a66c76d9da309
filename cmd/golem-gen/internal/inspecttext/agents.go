package inspecttext

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/paint"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// WriteAgents prints the agent types of a deployment, as Write prints a component. It spells
// names as the agents' source does. Types without a name there, and types that share one,
// have their Go names.
func WriteAgents(w io.Writer, d *metadata.Deployment, names map[string]gen.LockedName, brush paint.Brush) error {
	p := &printer{brush: brush, names: surveyAgents(d, names), defined: map[string]bool{}}
	sources := p.names.sourceNames()
	p.label = func(goName string) string { return cmp.Or(sources[goName], goName) }
	p.witPrinter.Name, p.witPrinter.Source = p.witName, true
	p.deploymentHeader(d)
	for _, a := range d.AgentTypes {
		p.agentType(a)
	}
	if len(d.AgentTypes) == 0 {
		p.line("", "no agent types")
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

func (p *printer) deploymentHeader(d *metadata.Deployment) {
	name := "agents"
	if d.Application != "" || d.Environment != "" {
		name = paint.Clean(d.Application + "/" + d.Environment)
	}
	p.b.WriteString(p.brush.Paint(paint.Bold, name))
	if d.HasRevision {
		fmt.Fprintf(&p.b, ", deployment %d", d.Revision)
	}
	p.b.WriteByte('\n')
	var listed []string
	for _, a := range d.AgentTypes {
		if a.ComponentID == "" {
			continue
		}
		line := fmt.Sprintf("component %s, revision %d", paint.Clean(strings.TrimSpace(a.ComponentName+" "+a.ComponentID)), a.ComponentRevision)
		if len(listed) == 0 || listed[len(listed)-1] != line {
			listed = append(listed, line)
			p.b.WriteString(p.brush.Paint(paint.Faint, line) + "\n")
		}
	}
}

// agentType prints an agent type: its constructor, its configuration and its methods. The
// definition of a type comes before its first use.
func (p *printer) agentType(a *metadata.AgentType) {
	p.row("", strings.ToLower(a.Mode.String())+" agent "+a.Name, p.names.agents[a])
	p.schemaDefinitions("  ", a.Constructor.Input)
	constructor := ""
	if p.names.agents[a] != "" {
		constructor = "New" + p.names.agents[a]
	}
	p.row("  ", p.witPrinter.AgentConstructor(&a.Constructor), constructor)
	for _, c := range a.Config {
		p.definitions("  ", c.Type)
		text := strings.ToLower(c.Source.String()) + " config " + strings.Join(c.Path, ".") + ": " + p.witPrinter.Type(c.Type)
		goName := ""
		if c.Source == metadata.ConfigLocal {
			goName = p.names.configs[a]
		}
		p.row("  ", text, goName)
	}
	for _, m := range a.Methods {
		p.schemaDefinitions("  ", m.Input)
		p.schemaDefinitions("  ", m.Output)
		for _, part := range p.names.parts[m] {
			p.row("  ", "multimodal "+part, part)
		}
		p.row("  ", m.Name+": "+p.witPrinter.AgentMethod(m), p.names.methods[m])
	}
	if len(a.Methods) == 0 {
		p.line("  ", "no methods")
	}
}

func (p *printer) schemaDefinitions(indent string, s metadata.DataSchema) {
	for _, e := range s.Elements {
		p.definitions(indent, e.Type)
	}
}

// surveyAgents finds the Go names of a deployment by the places that gen gives.
func surveyAgents(d *metadata.Deployment, byPlace map[string]gen.LockedName) *goNames {
	n := &goNames{
		byPlace: byPlace,
		types:   map[*metadata.Type]string{},
		agents:  map[*metadata.AgentType]string{},
		configs: map[*metadata.AgentType]string{},
		methods: map[*metadata.AgentMethod]string{},
		parts:   map[*metadata.AgentMethod][]string{},
		opaque:  map[uint64]string{},
		handles: map[uint64]string{},
	}
	places := n.agentPlaces()
	for _, a := range d.AgentTypes {
		at := places[a.Name]
		n.agents[a] = byPlace[at].Name
		n.configs[a] = byPlace[at+".config"].Name
		n.schema(at+".new", a.Constructor.Input)
		for _, c := range a.Config {
			part := ".config."
			if c.Source == metadata.ConfigSecret {
				part = ".secrets."
			}
			n.typ(at+part+gen.PlaceName(strings.Join(c.Path, ".")), c.Type)
		}
		for _, m := range a.Methods {
			place := n.first(at+".[method]"+gen.PlaceName(m.Name), at+"."+gen.PlaceName(m.Name))
			n.methods[m] = byPlace[place].Name
			n.method(place, m)
		}
	}
	return n
}

// sourceNames returns the names of types in the source, by their Go names.
func (n *goNames) sourceNames() map[string]string {
	sources, uses := map[string]string{}, map[string]int{}
	for t, goName := range n.types {
		if t.Name != "" && sources[goName] == "" {
			sources[goName] = t.Name
			uses[t.Name]++
		}
	}
	maps.DeleteFunc(sources, func(_, source string) bool { return uses[source] > 1 })
	return sources
}

// method records the Go names of the parameters and the result of a method. As for functions of
// components, gen marks the method in the place of a result by "()" if a parameter has its place.
func (n *goNames) method(place string, m *metadata.AgentMethod) {
	n.schema(place, m.Input)
	out, marked := m.Output, place+"()"
	switch {
	case out.Kind == metadata.SchemaMultimodal:
		n.schema(place+".result", out)
		n.schema(marked+".result", out)
	case len(out.Elements) == 1 && out.Elements[0].Type != nil:
		n.result(place, metadata.Result{Type: out.Elements[0].Type})
	default:
		n.schema(place, out)
		n.schema(marked, out)
	}
	for _, at := range []string{place + ".part", place + ".result.part", marked + ".result.part"} {
		entry := n.byPlace[at]
		if strings.HasPrefix(entry.Structure, "part:") && !slices.Contains(n.parts[m], entry.Name) {
			n.parts[m] = append(n.parts[m], entry.Name)
		}
	}
}

// schema records the Go names of the elements of a schema.
func (n *goNames) schema(place string, s metadata.DataSchema) {
	if s.Kind == metadata.SchemaMultimodal {
		place += ".part"
	}
	for _, e := range s.Elements {
		n.typ(place+"."+gen.PlaceName(e.Name), e.Type)
	}
}

// agentPlaces returns the place of each agent type by its name.
func (n *goNames) agentPlaces() map[string]string {
	places := map[string]string{}
	for place, entry := range n.byPlace {
		if name, ok := strings.CutPrefix(entry.Structure, "agent:"); ok && !gen.IsMemberPlace(place) {
			places[name] = place
		}
	}
	return places
}

// first returns the first of the places that has a name, or the last one.
func (n *goNames) first(places ...string) string {
	for _, place := range places {
		if n.byPlace[place].Name != "" {
			return place
		}
	}
	return places[len(places)-1]
}
