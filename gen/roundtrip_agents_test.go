package gen

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// An agentBatch is the data of one generated package of agents. For each schema, the agent type
// Source has a method that returns such data and one that takes it. Another agent type has a
// constructor that takes it, and a configuration of these types.
type agentBatch []metadata.DataSchema

const roundTripAgentComponent = "01a22040-4146-7230-891d-cecb5eeeaec9"

// deployment decodes the deployment from its document, like one that a user has pinned.
func (b agentBatch) deployment(t *testing.T) *metadata.Deployment {
	t.Helper()
	read, err := metadata.DecodeDeployment([]byte(b.document()))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func (b agentBatch) document() string {
	d := &metadata.Deployment{Application: "round-trip", Environment: "test", HasRevision: true}
	source := &metadata.AgentType{Name: "Source"}
	for i, schema := range b {
		source.Methods = append(source.Methods,
			&metadata.AgentMethod{Name: fmt.Sprintf("get-t%d", i), Output: schema},
			&metadata.AgentMethod{Name: fmt.Sprintf("take-t%d", i), Input: schema})
		made := &metadata.AgentType{
			Name: fmt.Sprintf("Made%d", i), Constructor: metadata.AgentConstructor{Input: schema},
			Methods: []*metadata.AgentMethod{{Name: "touch"}},
		}
		if i%4 == 3 {
			made.Mode = metadata.Ephemeral
		}
		d.AgentTypes = append(d.AgentTypes, made)
		if configurable(schema) {
			set := &metadata.AgentType{Name: fmt.Sprintf("Set%d", i), Methods: []*metadata.AgentMethod{{Name: "touch"}}}
			for n, e := range schema.Elements {
				set.Config = append(set.Config, metadata.ConfigDeclaration{Path: configPath(n), Type: e.Type})
			}
			d.AgentTypes = append(d.AgentTypes, set)
		}
	}
	d.AgentTypes = append(d.AgentTypes, source)
	for _, a := range d.AgentTypes {
		a.ComponentID, a.ComponentName = roundTripAgentComponent, "round:trip"
	}
	return string(d.Document())
}

// generator returns a function that generates the package. The configuration joins the types of
// Source with those of the agents that get its data.
func (b agentBatch) generator(t *testing.T) func(Options) (*Output, error) {
	return func(o Options) (*Output, error) {
		out, err := GenerateAgents(b.deployment(t), o)
		if err != nil {
			return nil, err
		}
		for place, given := range out.Names {
			for _, to := range b.placesOfAgents(place) {
				if out.Names[to].isType() {
					o.Names[place], o.Names[to] = given.Name, given.Name
				}
			}
		}
		return GenerateAgents(b.deployment(t), o)
	}
}

// placesOfAgents returns the places, in the agents that take the same data, that correspond to a
// place of a parameter of Source.
func (b agentBatch) placesOfAgents(place string) []string {
	from, ok := strings.CutPrefix(place, "Source.take-t")
	number, rest, inside := strings.Cut(from, ".")
	i, err := strconv.Atoi(number)
	if !ok || !inside || err != nil {
		return nil
	}
	list := []string{"Made" + number + ".new." + rest}
	name, _, _ := strings.Cut(rest, ".")
	for n, e := range b[i].Elements {
		if e.Name == name {
			list = append(list, "Set"+number+".config."+placeName(strings.Join(configPath(n), "."))+strings.TrimPrefix(rest, name))
		}
	}
	return list
}

// configPath returns the path of the n-th element in the configuration. There are at most ten, so
// paths sort like elements.
func configPath(n int) []string { return []string{"limits", fmt.Sprintf("e%d", n)} }

// configurable reports whether each element of the schema can be a value of a configuration.
func configurable(s metadata.DataSchema) bool {
	for _, e := range s.Elements {
		if e.Kind != metadata.ComponentModel {
			return false
		}
	}
	return s.Kind != metadata.SchemaMultimodal && len(s.Elements) > 0 && splitResult(s) == ""
}

// splitResult returns the name of the driver's function for methods that return the data, if it
// is a result: its two sides are a value and an error in Go.
func splitResult(s metadata.DataSchema) string {
	if s.Kind == metadata.SchemaMultimodal || len(s.Elements) != 1 || s.Elements[0].Kind != metadata.ComponentModel {
		return ""
	}
	if kind := callKind(s.Elements[0].Type); kind != "value" {
		return kind
	}
	return ""
}

// agentTable returns the Go code that lists the generated functions of agents.
func agentTable(t *testing.T, batches []agentBatch) string {
	t.Helper()
	var imports, packages, table strings.Builder
	for i, b := range batches {
		fmt.Fprintf(&imports, "\t\"example.com/roundtrip/a%[1]d\"\n\t\"example.com/roundtrip/a%[1]d/a%[1]dtest\"\n", i)
		fmt.Fprintf(&packages, "\t\t\"a%d\": {agentCalls%d, agentPlug%d},\n", i, i, i)
		fmt.Fprintf(&table, "\nfunc agentPlug%[1]d(server *golemtest.Server, client *runtime.Client) {\n\tvar agents a%[1]dtest.Agents\n", i)
		for _, a := range b.deployment(t).AgentTypes {
			fmt.Fprintf(&table, "\timplement(&agents.%[2]s, client, a%[1]d.New%[2]s)\n", i, a.Name)
		}
		fmt.Fprintf(&table, "\ta%dtest.Serve(server, agents)\n}\n", i)
		fmt.Fprintf(&table, "\nfunc agentCalls%d(client *runtime.Client) map[string]call {\n"+
			"\ts := a%d.NewSource(client)\n\tat := time.Date(2030, 1, 2, 3, 4, 5, 678, time.FixedZone(\"\", 3600))\n\treturn map[string]call{\n", i, i)
		for n, schema := range b {
			table.WriteString(b.calls(i, n, schema))
		}
		table.WriteString("\t}\n}\n")
	}
	return "package main\n\nimport (\n\t\"time\"\n\n\t\"github.com/golem-gen/golem-gen/runtime\"\n\t\"github.com/golem-gen/golem-gen/runtime/golemtest\"\n\n" + imports.String() + ")\n\n" +
		"func init() {\n\tagentPackages = map[string]agentPackage{\n" + packages.String() + "\t}\n}\n" + table.String()
}

// calls returns the lines of the table for the n-th schema of package i.
func (b agentBatch) calls(i, n int, schema metadata.DataSchema) string {
	name := fmt.Sprintf("a%d.%d", i, n)
	if kind := splitResult(schema); kind != "" {
		return fmt.Sprintf("\t\t%q: %s(s.GetT%d, s.TakeT%d),\n", name, kind, n, n)
	}
	lines := fmt.Sprintf("\t\t%q: value(s.GetT%d, s.TakeT%d),\n", name, n, n) +
		fmt.Sprintf("\t\t%q: value(s.GetT%d, s.Enqueue().TakeT%d),\n", name+".enqueue", n, n) +
		fmt.Sprintf("\t\t%q: value(s.GetT%d, s.Schedule(at).TakeT%d),\n", name+".schedule", n, n) +
		fmt.Sprintf("\t\t%q: values(s.GetT%d, made(client, a%d.NewMade%d)),\n", name+".made", n, i, n)
	if configurable(schema) {
		lines += fmt.Sprintf("\t\t%q: values(s.GetT%d, configured(client, a%d.NewSet%d, a%d.Set%dConfig{})),\n", name+".set", n, i, n, i, n)
	}
	return lines
}
