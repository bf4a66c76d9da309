package gen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestTypeConstants shows which types have constants: those without a Go name that
// several parameters and results are of, each once, where the first interface is that
// uses it. Of two types whose names make one word, one has it.
func TestTypeConstants(t *testing.T) {
	word := recordOf("a", str)
	one := useAll("one", str, word, optionOf(word), optionOf(word), optionOf(listOf(str)), optionOf(listOf(str)), listOf(str), optionOf(str))
	c := &metadata.Component{Interfaces: []*metadata.Interface{one, useAll("two", listOf(str), str)}}
	out, err := Generate(c, Options{Package: "client", Names: map[string]string{"one.use1.v": "ListString"}})
	if err != nil {
		t.Fatal(err)
	}
	const inPlace = "`{\"inner\":{\"inner\":{\"type\":\"Str\"},\"type\":\"List\"},\"type\":\"Option\"}`"
	for file, types := range map[string][]string{
		"one_wire.go": {
			"wire.TypeString", "typeListString", "optionListStringType", "optionListStringType", inPlace, inPlace, "listStringType",
			"`{\"inner\":{\"type\":\"Str\"},\"type\":\"Option\"}`",
		},
		"two_wire.go": {"listStringType"},
	} {
		text := strings.ReplaceAll(string(out.Files[file]), ",\n\t\tParameters", ", Parameters") // on a line of their own or not
		for n, typ := range types {
			if want := fmt.Sprintf("%q, Parameters: []stub.Parameter{{Name: \"v\", Type: %s}}", fmt.Sprint("use", n), typ); !strings.Contains(text, want) {
				t.Errorf("%s: there is no %s in\n%s", file, want, text)
			}
		}
		if declared := strings.Contains(text, "\tlistStringType       = "); declared != (file == "one_wire.go") {
			t.Errorf("%s declares listStringType: %v", file, declared)
		}
	}
}

// useAll is an interface with a function for each type: use0, use1, ….
func useAll(short string, types ...*metadata.Type) *metadata.Interface {
	i := &metadata.Interface{Name: "acme:shop/" + short, Namespace: "acme", Package: "shop", ShortName: short}
	for n, typ := range types {
		name := fmt.Sprint("use", n)
		i.Functions = append(i.Functions, &metadata.Function{Name: name, LocalName: name, Parameters: []metadata.Parameter{{Name: "v", Type: typ}}})
	}
	return i
}
