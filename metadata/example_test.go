package metadata_test

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// greeter is a component with one function of the given parameters.
func greeter(parameters string) string {
	return `{"versionedComponentId":{"componentId":"5c89c92c-6e6a-5715-882b-637cd873451d","version":3},
		"componentName":"greeter","componentType":"Durable","metadata":{"exports":[
		{"type":"Instance","name":"acme:hello/api","functions":[{"name":"say-hello","parameters":[` + parameters + `],"results":[]}]}]}}`
}

func ExampleDecode() {
	component, err := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"Str"}}`)))
	if err != nil {
		panic(err)
	}
	api := component.Interfaces[0]
	fmt.Println(component.Name, component.Version, component.Kind)
	fmt.Println(component.FunctionName(api, api.Functions[0]))
	// Output:
	// greeter 3 Durable
	// acme:hello/api.{say-hello}
}

// Everything that is wrong with a document is told at once, with its place.
func ExampleDecode_problems() {
	_, err := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"String"}},{"name":"","typ":{"type":"U8"}}`)))
	for line := range strings.Lines(err.Error()) {
		fmt.Print(line)
	}
	fmt.Println()
	// Output:
	// 3:120: metadata.exports[0].functions[0].parameters[0].typ.type: the kind of type "String" is unknown: a newer golem-gen may know it
	// 3:139: metadata.exports[0].functions[0].parameters[1].name: the name of the parameter is empty: WIT names are letters and digits in words joined by '-', like add-item
}

func ExampleCompare() {
	pinned, _ := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"U32"}}`)))
	latest, _ := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"U64"}}`)))
	for _, change := range metadata.Compare(pinned, latest) {
		fmt.Println(change.Rule.ID, "at", change.Place())
	}
	// Output:
	// integer-widened at acme:hello/api.say-hello.to
}

func ExampleCanonical() {
	text, err := metadata.Canonical([]byte(greeter(`{"typ":{"type":"Str"},"name":"to"}`)))
	if err != nil {
		panic(err)
	}
	for i, line := range strings.SplitAfterN(string(text), "\n", 6) {
		if i < 5 {
			fmt.Print(line)
		}
	}
	// Output:
	// {
	//   "componentName": "greeter",
	//   "componentType": "Durable",
	//   "metadata": {
	//     "exports": [
}
