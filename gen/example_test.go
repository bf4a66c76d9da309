package gen_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// document is a component that exports one function of one interface.
const document = `{
  "versionedComponentId": {"componentId": "5c89c92c-6e6a-5715-882b-637cd873451d", "version": 3},
  "componentName": "greeter", "componentType": "Durable",
  "metadata": {"exports": [{"type": "Instance", "name": "acme:hello/api", "functions": [
    {"name": "say-hello",
     "parameters": [{"name": "to", "typ": {"type": "Record", "fields": [{"name": "first-name", "typ": {"type": "Str"}}]}}],
     "results": [{"name": null, "typ": {"type": "Str"}}]}]}]}}`

// Generate returns the files of a client and the names in them. A caller passes the
// names to the next generation as Options.Locked.
func ExampleGenerate() {
	component, err := metadata.Decode([]byte(document))
	if err != nil {
		panic(err)
	}
	out, err := gen.Generate(component, gen.Options{Package: "greeter", Names: map[string]string{"api.say-hello.to": "Person"}})
	if err != nil {
		panic(err)
	}
	for _, name := range slices.Sorted(maps.Keys(out.Files)) {
		fmt.Println(name)
	}
	for line := range strings.Lines(string(out.Files["api.go"])) {
		if strings.Contains(line, "SayHello(ctx") && !strings.HasPrefix(line, "func") {
			fmt.Print(strings.TrimSpace(line), "\n")
			break
		}
	}
	fmt.Println(out.Names["api.say-hello.to"].Name)
	// Output:
	// api.go
	// api_types.go
	// api_wire.go
	// client.go
	// SayHello(ctx context.Context, to Person, opts ...runtime.CallOption) (string, error)
	// Person
}

// The error lists all configured names that cannot be used.
func ExampleNameErrors() {
	component, err := metadata.Decode([]byte(document))
	if err != nil {
		panic(err)
	}
	_, err = gen.Generate(component, gen.Options{Package: "greeter", Names: map[string]string{
		"api.say-hello.to": "person", "api.say-goodbye": "Leave",
	}})
	var names *gen.NameErrors
	if errors.As(err, &names) {
		for _, p := range names.Problems {
			fmt.Println(p.Place+":", p.Problem)
		}
	}
	// Output:
	// api.say-goodbye: the configuration names api.say-goodbye, but the component has no type, function, resource or interface there
	// api.say-hello.to: the configured name "person" of api.say-hello.to is not an exported Go name
}

// A locked name is kept, even if the component's own name would give another one.
func ExampleOptions_locked() {
	component, err := metadata.Decode([]byte(document))
	if err != nil {
		panic(err)
	}
	first, err := gen.Generate(component, gen.Options{Package: "greeter"})
	if err != nil {
		panic(err)
	}
	kept := first.Names["api.say-hello.to"]
	fmt.Println(kept.Name)
	kept.Name = "Visitor" // as golem-gen.lock might have it
	second, err := gen.Generate(component, gen.Options{Package: "greeter", Locked: map[string]gen.LockedName{"api.say-hello.to": kept}})
	if err != nil {
		panic(err)
	}
	fmt.Println(second.Names["api.say-hello.to"].Name)
	// Output:
	// SayHelloTo
	// Visitor
}

// The WIT of a component has the names of types. Documents before Golem 1.2.2 lack them.
func ExampleWIT() {
	component, err := metadata.Decode([]byte(document))
	if err != nil {
		panic(err)
	}
	person := &gen.WITType{
		Kind: metadata.KindRecord, Name: "person", Owner: "acme:hello/api", Doc: "Who is greeted.",
		Members: []gen.WITMember{{Name: "first-name", Type: &gen.WITType{Kind: metadata.KindStr}}},
	}
	out, err := gen.Generate(component, gen.Options{Package: "greeter", WIT: &gen.WIT{Interfaces: map[string]*gen.WITInterface{
		"acme:hello/api": {Functions: map[string]*gen.WITFunction{"say-hello": {
			Parameters: []gen.WITMember{{Name: "to", Type: person}},
			Results:    []gen.WITMember{{Type: &gen.WITType{Kind: metadata.KindStr}}},
		}}},
	}}})
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(out.Files["api_types.go"])) {
		if strings.HasPrefix(line, "// Person") || strings.HasPrefix(line, "type Person") {
			fmt.Print(line)
		}
	}
	// Output:
	// // Person is the record person.
	// type Person struct {
}
