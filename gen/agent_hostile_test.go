package gen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/metadata"
)

// hostileIdentifiers returns names of any source language: names in generated code, names that
// differ only by their spelling, and names that Go cannot have.
func hostileIdentifiers() []string {
	list := strings.Fields("Account account ACCOUNT account-methods AccountMethods account_enqueue newAccount AccountConfig accountConfig2 " +
		"create Create enqueue schedule Schedule agent Agent ID id iD type Type phantom client Client methods parts part at now time Time " +
		"userID userId user_id USER_ID UserIds HTTPServer httpServer http_server getURL get$url $ _ __ _private x1 1x 0 " +
		"naïve Überweisung größe 名前 имя Имя ǆ ßtraße a.b a#b a%2Eb a'b a[b] a:b a,b a/b Foo<Bar> Map<string,Foo> 'x' op+ 🙂 " +
		"Deployment Agents Serve serve document worker new New constructor config Config toString valueOf")
	return append(list, hostileNames()...)
}

// agentsEverywhere returns a deployment with the names as every kind of name. The names must have
// different Go names, see distinctGo. Each agent type has that many methods with the names,
// beginning with its own.
func agentsEverywhere(names []string, methods int) *metadata.Deployment {
	record := &metadata.Type{Kind: metadata.KindRecord}
	variant := &metadata.Type{Kind: metadata.KindVariant}
	tuple := metadata.DataSchema{}
	parts := metadata.DataSchema{Kind: metadata.SchemaMultimodal}
	for i, name := range names {
		record.Fields = append(record.Fields, metadata.Field{Name: name, Type: str})
		variant.Cases = append(variant.Cases, metadata.Case{Name: name, Type: str})
		element := metadata.Element{Name: name, Type: str, Kind: metadata.ElementKind(i % 3)}
		if element.Kind != metadata.ComponentModel {
			element.Type = nil
		}
		tuple.Elements = append(tuple.Elements, element)
		parts.Elements = append(parts.Elements, element)
	}
	types := []*metadata.Type{
		record, variant, {Kind: metadata.KindEnum, Names: names}, {Kind: metadata.KindFlags, Names: names},
	}
	first := &metadata.AgentType{Name: "Every", Constructor: metadata.AgentConstructor{Input: tuple}}
	for i, typ := range types {
		first.Methods = append(first.Methods, &metadata.AgentMethod{
			Name: fmt.Sprintf("use%d", i), Input: single("v", typ), Output: single("r", typ),
		})
	}
	first.Methods = append(first.Methods,
		&metadata.AgentMethod{Name: "tuple", Input: tuple, Output: tuple},
		&metadata.AgentMethod{Name: "parts", Input: parts, Output: parts})
	d := &metadata.Deployment{Application: "hostile", AgentTypes: []*metadata.AgentType{first}}
	for i, name := range names {
		fromOwn := slices.Concat(names[i:], names[:i])
		d.AgentTypes = append(d.AgentTypes, hostileAgent(name, fromOwn[:methods], i))
	}
	return d
}

func single(name string, t *metadata.Type) metadata.DataSchema {
	return metadata.DataSchema{Elements: []metadata.Element{{Name: name, Type: t}}}
}

// hostileAgent returns an agent type whose type, parameters, methods and configuration have its
// own name.
func hostileAgent(name string, all []string, i int) *metadata.AgentType {
	named := []*metadata.Type{
		{Kind: metadata.KindEnum, Names: []string{name, fmt.Sprint("x", i)}},
		{Kind: metadata.KindFlags, Names: []string{name, fmt.Sprint("x", i)}},
		{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: name, Type: str}, {Name: fmt.Sprint("x", i), Type: str}}},
		{Kind: metadata.KindVariant, Cases: []metadata.Case{{Name: name, Type: str}, {Name: fmt.Sprint("x", i)}}},
	}[i%4]
	named.Name = name
	a := &metadata.AgentType{
		Name: name, Mode: metadata.ComponentKind(i % 2),
		Constructor: metadata.AgentConstructor{Input: single(name, named)},
	}
	for _, method := range all {
		a.Methods = append(a.Methods, &metadata.AgentMethod{Name: method, Input: single(name, named)})
		if len(a.Methods) < 3 {
			a.Config = append(a.Config, metadata.ConfigDeclaration{Path: []string{method, name}, Type: named})
		}
	}
	return a
}

// distinctGo drops names with the same Go name: documents with both need the configuration.
func distinctGo(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, name := range list {
		if key := strings.ToLower(initialisms.ofIdentifiers().exported(name)); !seen[key] {
			seen[key] = true
			out = append(out, name)
		}
	}
	return out
}

// checkAgents generates a client of agents with its fakes, twice, and checks its types.
func checkAgents(t rapid.TB, checker *typecheck.Checker, d *metadata.Deployment) *Output {
	t.Helper()
	const path = "example.com/client"
	options := Options{Package: "client", TestPackage: true, ImportPath: path}
	out, err := GenerateAgents(d, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := checker.Check(path, out.Files); err != nil {
		t.Error(err)
	}
	checkReadable(t, out.Files)
	options.Locked = out.Names
	again, err := GenerateAgents(d, options)
	if err != nil {
		t.Fatal("with its own lock:", err)
	}
	for name, text := range out.Files {
		if string(again.Files[name]) != string(text) {
			t.Errorf("its own lock changes %s", name)
		}
	}
	return out
}

// TestHostileAgentsCompile checks the types of clients and test packages of agents in which
// everything has such names: some at a time and, when tests do everything, each alone and all
// together.
func TestHostileAgentsCompile(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	checker := newChecker(t)
	names := distinctGo(hostileIdentifiers())
	for some := range slices.Chunk(names, thorough.Pick(20, 1)) {
		t.Run(some[0], func(t *testing.T) { checkAgents(t, checker, agentsEverywhere(some, min(6, len(some)))) })
	}
	if thorough.On() {
		t.Run("all", func(t *testing.T) { checkAgents(t, checker, agentsEverywhere(names, len(names))) })
	}
}
