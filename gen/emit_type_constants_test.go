package gen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestTypeConstants shows the types with constants: those without a Go name that several
// parameters and results have, each once, in the first interface that uses it. If the names of
// two types make one word, one of them has a hash in its name.
func TestTypeConstants(t *testing.T) {
	word := recordOf("a", str)
	one := useAll("one", str, word, optionOf(word), optionOf(word), optionOf(listOf(str)), optionOf(listOf(str)), listOf(str), optionOf(str))
	c := &metadata.Component{Interfaces: []*metadata.Interface{one, useAll("two", listOf(str), str)}}
	out, err := Generate(c, Options{Package: "client", Names: map[string]string{"one.use1.v": "ListString"}})
	if err != nil {
		t.Fatal(err)
	}
	const list, optionOfList = "typeListStringX5a82ebd0", "typeOptionListStringX2d24019d"
	for file, types := range map[string][]string{
		"one_wire.go": {
			"wire.TypeString", "typeListString", "typeOptionListString", "typeOptionListString", optionOfList, optionOfList, list,
			"`{\"inner\":{\"type\":\"Str\"},\"type\":\"Option\"}`",
		},
		"two_wire.go": {list, "wire.TypeString"},
	} {
		text := string(out.Files[file])
		for n, typ := range types {
			_, function, _ := strings.Cut(text, fmt.Sprintf("\"use%d\"", n))
			if got, _, _ := strings.Cut(function, "}}"); !strings.HasSuffix(got, "{Name: \"v\", Type: "+typ) {
				t.Errorf("%s: the parameter of use%d is %q, want the type %s", file, n, got, typ)
			}
		}
		if declared := strings.Contains(text, "\t"+list+" "); declared != (file == "one_wire.go") {
			t.Errorf("%s declares %s: %v", file, list, declared)
		}
	}
}

// useAll returns an interface with a function for each type: use0, use1, ….
func useAll(short string, types ...*metadata.Type) *metadata.Interface {
	i := &metadata.Interface{Name: "acme:shop/" + short, Namespace: "acme", Package: "shop", ShortName: short}
	for n, typ := range types {
		name := fmt.Sprint("use", n)
		i.Functions = append(i.Functions, &metadata.Function{Name: name, LocalName: name, Parameters: []metadata.Parameter{{Name: "v", Type: typ}}})
	}
	return i
}
