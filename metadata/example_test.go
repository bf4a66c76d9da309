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

// The error lists all faults of a document with their places.
func ExampleDecode_problems() {
	_, err := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"String"}},{"name":"","typ":{"type":"U8"}}`)))
	for line := range strings.Lines(err.Error()) {
		fmt.Print(line)
	}
	fmt.Println()
	// Output:
	// 3:120: metadata.exports[0].functions[0].parameters[0].typ.type: unknown kind of type "String": try a newer golem-gen
	// 3:139: metadata.exports[0].functions[0].parameters[1].name: the name of the parameter is empty: use words of letters and digits joined by '-', like add-item
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

// Equal hashes mean equal interfaces. The hash does not depend on the component's name,
// id and version.
func ExampleComponent_Hash() {
	one, _ := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"U32"}}`)))
	two, _ := metadata.Decode([]byte(strings.Replace(greeter(`{"name":"to","typ":{"type":"U32"}}`), `"version":3`, `"version":4`, 1)))
	other, _ := metadata.Decode([]byte(greeter(`{"name":"to","typ":{"type":"U64"}}`)))
	fmt.Println(one.Hash()[:15], one.Hash() == two.Hash(), one.Hash() == other.Hash())
	// Output:
	// sha256:cea979d0 true false
}

// Rules lists the rules by which Compare classifies changes.
func ExampleRules() {
	for _, rule := range metadata.Rules() {
		if rule.ID == "field-added" {
			fmt.Println(rule.Title)
			fmt.Println(rule.Explain(metadata.UseParameter))
		}
	}
	// Output:
	// Field added to a record
	// Clients do not send it. With typ the number of fields does not match, which loses the worker; without, the missing field is refused. Go code compiles and sends the zero value, which the client refuses to send for enums, variants and results.
}

func ExampleParseSeverity() {
	severity, ok := metadata.ParseSeverity("breaking")
	fmt.Println(severity, ok, severity > metadata.SeverityHarmless)
	// Output:
	// breaking true true
}

// Lines returns the line of each place in a document.
func ExampleLines() {
	fmt.Println(metadata.Lines([]byte(greeter("")))["acme:hello/api.say-hello"])
	// Output:
	// 3
}

// A printer can give types other names, or print them without names.
func ExampleWITPrinter() {
	money := &metadata.Type{Kind: metadata.KindRecord, Fields: []metadata.Field{{Name: "units", Type: &metadata.Type{Kind: metadata.KindS64}}}}
	total := &metadata.Type{Kind: metadata.KindOption, Inner: money}
	printer := metadata.WITPrinter{Name: func(t *metadata.Type) string {
		if t == money {
			return "Money"
		}
		return ""
	}}
	fmt.Println(printer.Type(total))
	fmt.Println(printer.Members(money))
	fmt.Println(printer.Definition("Money", money))
	// Output:
	// option<Money>
	// [units: s64]
	// record Money {
	//   units: s64,
	// }
}

func ExampleDefinitionWIT() {
	t := &metadata.Type{Kind: metadata.KindEnum, Names: []string{"eur", "usd"}}
	fmt.Println(metadata.DefinitionWIT("currency", t))
	// Output:
	// enum currency {
	//   eur,
	//   usd,
	// }
}

func ExampleIsName() {
	fmt.Println(metadata.IsName("add-item"), metadata.IsName("add item"), metadata.IsName("2nd"))
	// Output:
	// true false false
}

func ExampleIsID() {
	fmt.Println(metadata.IsID("5c89c92c-6e6a-5715-882b-637cd873451d"), metadata.IsID("shop"))
	// Output:
	// true false
}
