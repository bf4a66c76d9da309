package golemtest

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
)

// TestExportedNames compares the package's exported names with a golden file, because users
// depend on them. go test ./runtime/golemtest -update rewrites the file.
func TestExportedNames(t *testing.T) {
	goldenfile.Check(t, "testdata/exported.golden", strings.Join(exportedNames(t, "."), "\n")+"\n")
}

// exportedNames returns the exported names of the package in a directory, including methods
// and fields, in the order of go doc.
func exportedNames(t *testing.T, dir string) []string {
	t.Helper()
	files := token.NewFileSet()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(files, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
	}
	pkg, err := doc.NewFromFiles(files, parsed, "golemtest")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	values := func(kind string, list []*doc.Value) {
		for _, v := range list {
			for _, name := range v.Names {
				if ast.IsExported(name) {
					names = append(names, kind+" "+name)
				}
			}
		}
	}
	functions := func(kind string, list []*doc.Func) {
		for _, f := range list {
			names = append(names, kind+f.Name)
		}
	}
	values("const", pkg.Consts)
	values("var", pkg.Vars)
	functions("func ", pkg.Funcs)
	for _, typ := range pkg.Types {
		names = append(names, "type "+typ.Name)
		for _, field := range fieldNames(typ) {
			names = append(names, "field "+typ.Name+"."+field)
		}
		values("const", typ.Consts)
		functions("func ", typ.Funcs)
		functions("method "+typ.Name+".", typ.Methods)
	}
	return names
}

// fieldNames returns the exported fields of a struct, and the methods of an interface.
func fieldNames(typ *doc.Type) []string {
	var list *ast.FieldList
	switch t := typ.Decl.Specs[0].(*ast.TypeSpec).Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return nil
	}
	var names []string
	for _, field := range list.List {
		for _, name := range field.Names {
			if name.IsExported() {
				names = append(names, name.Name)
			}
		}
	}
	return names
}
