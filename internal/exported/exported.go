// Package exported lists the exported names of a package. Tests compare the list with a
// golden file, so each new name is a decision.
package exported

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// Names returns the exported names of the package in a directory, one on each line, in the
// order of go doc, with those of methods and fields. It does not read test files.
func Names(dir string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", err
	}
	positions := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		files = append(files, file)
	}
	if len(files) == 0 {
		return "", fmt.Errorf("%s: expected a package, found no Go files", dir)
	}
	pkg, err := doc.NewFromFiles(positions, files, "example/"+filepath.Base(dir))
	if err != nil {
		return "", err
	}
	var l list
	l.values("const ", pkg.Consts)
	l.values("var ", pkg.Vars)
	l.functions("func ", pkg.Funcs)
	for _, t := range pkg.Types {
		l.add("type ", t.Name)
		l.fields(t)
		l.values("const ", t.Consts)
		l.values("var ", t.Vars)
		l.functions("func ", t.Funcs)
		l.functions("method "+t.Name+".", t.Methods)
	}
	return l.String(), nil
}

// list is a list of names, one on each line.
type list struct{ strings.Builder }

func (l *list) add(kind, name string) {
	if ast.IsExported(name) {
		l.WriteString(kind + name + "\n")
	}
}

func (l *list) values(kind string, values []*doc.Value) {
	for _, v := range values {
		for _, name := range v.Names {
			l.add(kind, name)
		}
	}
}

func (l *list) functions(kind string, functions []*doc.Func) {
	for _, f := range functions {
		l.add(kind, f.Name)
	}
}

// fields lists the fields of a struct, embedded ones included, and the methods of an
// interface.
func (l *list) fields(t *doc.Type) {
	for _, spec := range t.Decl.Specs {
		switch typ := spec.(*ast.TypeSpec).Type.(type) {
		case *ast.StructType:
			l.members("field "+t.Name+".", typ.Fields)
		case *ast.InterfaceType:
			l.members("method "+t.Name+".", typ.Methods)
		}
	}
}

func (l *list) members(kind string, members *ast.FieldList) {
	for _, m := range members.List {
		for _, name := range m.Names {
			l.add(kind, name.Name)
		}
		if len(m.Names) == 0 {
			l.add(kind, embedded(m.Type))
		}
	}
}

// embedded returns the name of an embedded type.
func embedded(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return embedded(t.X)
	case *ast.SelectorExpr:
		return t.Sel.Name
	case *ast.IndexExpr:
		return embedded(t.X)
	}
	return ""
}
