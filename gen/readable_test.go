package gen

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/gen/internal/jen"
	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestGeneratedCodeIsReadable checks all generated packages in the repository.
func TestGeneratedCodeIsReadable(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	files := map[string][]byte{}
	for _, root := range []string{"../golden", "../testdata/orders", "../testdata/transfers", "../testdata/userrepo"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" {
				return err
			}
			text, err := os.ReadFile(path)
			if bytes.HasPrefix(text, []byte(Header)) {
				files[path] = text
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 100 {
		t.Fatalf("there are %d generated files", len(files))
	}
	checkReadable(t, files)
}

// checkReadable checks that files are formatted as gofmt does, that everything exported has
// a comment that starts with its name, that the methods of a type name their receiver alike, and
// that no line is too long.
func checkReadable(t rapid.TB, files map[string][]byte) {
	t.Helper()
	for _, name := range sortedKeys(files) {
		for line := range strings.Lines(string(files[name])) {
			if line = strings.TrimSuffix(line, "\n"); columns(line) > jen.LongestLine && !isOneName(line) {
				t.Errorf("%s: a line of %d columns: %s", name, columns(line), line)
			}
		}
		if formatted, err := format.Source(files[name]); err != nil || !bytes.Equal(formatted, files[name]) {
			t.Errorf("%s is not as gofmt has it: %v\n%s", name, err, cmp.Diff(string(formatted), string(files[name])))
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, files[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, identifier := range undocumented(file) {
			t.Errorf("%s: %s has no comment", name, identifier)
		}
		for _, method := range otherReceivers(file) {
			t.Errorf("%s: the receiver of %s has another name than that of the methods before", name, method)
		}
	}
}

// otherReceivers returns the methods whose receiver has another name than in the type's first
// method.
func otherReceivers(file *ast.File) []string {
	first := map[string]string{}
	var others []string
	for _, decl := range file.Decls {
		method, ok := decl.(*ast.FuncDecl)
		if !ok || method.Recv == nil || len(method.Recv.List[0].Names) == 0 {
			continue
		}
		typ := method.Recv.List[0].Type
		if pointer, ok := typ.(*ast.StarExpr); ok {
			typ = pointer.X
		}
		owner, name := typ.(*ast.Ident).Name, method.Recv.List[0].Names[0].Name
		if first[owner] == "" {
			first[owner] = name
		}
		if first[owner] != name {
			others = append(others, owner+"."+method.Name.Name)
		}
	}
	return others
}

// isOneName reports whether a line is too long because of a name that cannot be broken: the
// longest name takes at least a third of the line.
func isOneName(line string) bool {
	longest := 0
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t()[]{},*&.\"", r) }) {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return longest > jen.LongestLine/3
}

// undocumented returns the exported identifiers of a file that have no comment, or a comment
// about another one.
func undocumented(file *ast.File) []string {
	var list []string
	check := func(name *ast.Ident, comments ...*ast.CommentGroup) {
		documented := slices.ContainsFunc(comments, func(c *ast.CommentGroup) bool { return strings.HasPrefix(c.Text(), name.Name+" ") })
		if name.IsExported() && !documented {
			list = append(list, name.Name)
		}
	}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			check(d.Name, d.Doc)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					check(s.Name, d.Doc, s.Doc)
					if methods, ok := s.Type.(*ast.InterfaceType); ok {
						for _, m := range methods.Methods.List {
							check(m.Names[0], m.Doc)
						}
					}
				case *ast.ValueSpec:
					// Constants and variables of a group share a comment.
					if s.Names[0].IsExported() && d.Doc == nil {
						list = append(list, s.Names[0].Name)
					}
				}
			}
		}
	}
	return list
}

// columns returns the width of a line.
func columns(line string) int {
	return utf8.RuneCountInString(line) + (jen.TabWidth-1)*strings.Count(line, "\t")
}
