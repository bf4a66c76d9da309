package gen

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestNothingIsUnused checks that generated code uses all unexported declarations of packages that
// it has.
func TestNothingIsUnused(t *testing.T) {
	options := Options{Package: "client", TestPackage: true, ImportPath: "example.com/client"}
	files, _ := filepath.Glob(documents + "/*/own/*.json")
	recorded, _ := filepath.Glob(documents + "/recorded/*/*.json")
	for i, file := range append(files, recorded...) {
		if i%thorough.Pick(4, 1) != 0 {
			continue
		}
		t.Run(file, func(t *testing.T) {
			out, err := Generate(decodeFile(t, file), options)
			if err != nil {
				t.Skip(err)
			}
			checkUsed(t, out.Files)
		})
	}
	t.Run("random", rapid.MakeCheck(func(t *rapid.T) {
		out, err := Generate(randomComponent(t), options)
		if err != nil {
			t.Skip(err)
		}
		checkUsed(t, out.Files)
	}))
}

// checkUsed reports the unexported declarations of each package that occur once.
func checkUsed(t rapid.TB, files map[string][]byte) {
	t.Helper()
	occurs, declared := map[string]int{}, map[string]bool{}
	for name, text := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		within := path.Dir(name) + " "
		for _, d := range file.Decls {
			for _, id := range declaredBy(d) {
				declared[within+id.Name] = !id.IsExported() && id.Name != "_"
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				occurs[within+id.Name]++
			}
			return true
		})
	}
	for name, unexported := range declared {
		if unexported && occurs[name] == 1 {
			t.Errorf("%s is not used", strings.TrimPrefix(name, ". "))
		}
	}
}

// declaredBy returns the names that a declaration of a package declares, other than methods.
func declaredBy(d ast.Decl) (names []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, spec.Name)
			case *ast.ValueSpec:
				names = append(names, spec.Names...)
			}
		}
	}
	return names
}
