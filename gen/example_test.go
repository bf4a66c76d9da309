package gen_test

import (
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

// The files of a client, and the names that it gave, which go into the next
// generation as Options.Locked.
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
