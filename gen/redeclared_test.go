package gen

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/metadata"
)

// noImports lets code be checked without what it imports.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }

// redeclared generates a package and lists what it declares twice, or declares
// or uses in a way that clashes: names are the only thing it looks at.
func redeclared(t testing.TB, c *metadata.Component) []string {
	t.Helper()
	out, err := Generate(c, Options{Package: "client"})
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for name, text := range out.Files {
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("%s does not parse: %v\n%s", name, err, text)
		}
		files = append(files, file)
	}
	var clashes []string
	config := types.Config{Importer: noImports{}, Error: func(err error) {
		for _, sign := range []string{"redeclared", "duplicate", "already declared", "is not a type", "not an expression", "field and method", "undefined:", "cannot call"} {
			if strings.Contains(err.Error(), sign) {
				clashes = append(clashes, err.Error())
				return
			}
		}
	}}
	_, _ = config.Check("client", set, files, nil)
	return clashes
}

func TestNothingDeclaredTwice(t *testing.T) {
	for _, name := range unique(hostileNames()) {
		t.Run(name, func(t *testing.T) {
			for _, clash := range redeclared(t, everywhere([]string{name})) {
				t.Error(clash)
			}
		})
	}
	t.Run("all", func(t *testing.T) {
		for _, clash := range redeclared(t, everywhere(unique(hostileNames()))) {
			t.Error(clash)
		}
	})
}

func TestRandomDeclaresNothingTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := randomComponent(rt)
		namesOf(rt, c, nil)
		for _, clash := range redeclared(t, c) {
			rt.Error(clash)
		}
	})
}
