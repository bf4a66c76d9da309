package gen

import (
	"errors"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// stores returns a component whose names contain words of a special field.
func stores(fields ...string) *metadata.Component {
	record := &metadata.Type{Kind: metadata.KindRecord}
	for _, name := range fields {
		record.Fields = append(record.Fields, metadata.Field{Name: name, Type: str})
	}
	return &metadata.Component{Interfaces: []*metadata.Interface{{
		Name: "acme:fhir/fhir-store", Namespace: "acme", Package: "fhir", ShortName: "fhir-store",
		Functions: []*metadata.Function{
			{Name: "put-fhir", LocalName: "put-fhir", Parameters: []metadata.Parameter{{Name: "fhir-record", Type: record}}},
		},
	}}}
}

// TestInitialisms checks that new names contain the words of the configuration, and that names in
// the lock do not change unless everything is renamed.
func TestInitialisms(t *testing.T) {
	words := []string{"FHIR", "GraphQL"}
	generate := func(c *metadata.Component, o Options) (string, map[string]LockedName) {
		o.Package = "client"
		out, err := Generate(c, o)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, name := range sortedKeys(out.Files) {
			text += string(out.Files[name])
		}
		return text, out.Names
	}
	contains := func(when, text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: there is no %q", when, want)
			}
		}
	}
	plain := []string{"FhirStore interface", "PutFhir(ctx", "type FhirRecord struct", "FhirKey ", "GraphqlQuery "}
	spelled := []string{"FHIRStore interface", "PutFHIR(ctx", "type FHIRRecord struct", "FHIRKey ", "GraphQLQuery "}

	c := stores("fhir-key", "graphql-query")
	text, locked := generate(c, Options{})
	contains("without words", text, plain...)
	text, locked = generate(c, Options{Initialisms: words, Locked: locked})
	contains("words that come later", text, plain...)
	text, _ = generate(stores("fhir-key", "graphql-query", "kv-key"), Options{Initialisms: words, Locked: locked})
	contains("a field of an old type", text, append(plain, "KVKey ")...)

	names := map[string]string{"fhir-store.put-fhir.fhir-record": "Entry"}
	_, configured := generate(c, Options{Names: names})
	text, _ = generate(c, Options{Names: names, Initialisms: words, Locked: configured})
	contains("fields of an old type with a configured name", text, "type Entry struct", "FhirKey ", "GraphqlQuery ")
	text, _ = generate(c, Options{Names: names, Initialisms: words})
	contains("fields of a new type with a configured name", text, "type Entry struct", "FHIRKey ", "GraphQLQuery ")

	text, locked = generate(c, Options{Initialisms: words, Locked: locked, Rename: true})
	contains("renamed", text, spelled...)
	text, locked = generate(c, Options{Locked: locked})
	contains("words that go", text, spelled...)
	text, _ = generate(c, Options{Locked: locked, Rename: true})
	contains("renamed back", text, plain...)

	_, err := Generate(c, Options{Package: "client", Initialisms: []string{"a b"}})
	var problems *NameErrors
	if !errors.As(err, &problems) || !strings.Contains(err.Error(), `the initialism "a b" cannot stand in a Go name; write letters`) {
		t.Error(err)
	}
}

// TestInitialismTable checks that each spelling differs from its word only in upper-case letters.
func TestInitialismTable(t *testing.T) {
	for word, text := range initialisms.table {
		if strings.ToLower(text) != word || !IsInitialism(text) {
			t.Errorf("%s is spelled %s", word, text)
		}
	}
}
