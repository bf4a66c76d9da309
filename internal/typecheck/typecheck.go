// Package typecheck checks generated packages with go/types.
//
// It finds the errors that the compiler would find at a tenth of the cost: the go command
// compiles the imported packages once, and the packages themselves are only read.
package typecheck

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
)

// A Checker checks packages against the packages that they may import. It is not safe
// for concurrent use.
type Checker struct {
	files    *token.FileSet
	compiled types.Importer // what New was asked for
}

// New returns a checker of packages that import the named ones and their imports. The names
// are import paths of this module or of the standard library. The go command compiles the
// packages that are not in its cache.
func New(ctx context.Context, imports ...string) (*Checker, error) {
	const format = "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}"
	list := exec.CommandContext(ctx, "go", append([]string{"list", "-export", "-deps", "-f", format}, imports...)...)
	out, err := list.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("go list -export: %w\n%s", err, failed.Stderr)
	}
	if err != nil {
		return nil, fmt.Errorf("go list -export: %w", err)
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		exports[name] = file
	}
	c := &Checker{files: token.NewFileSet()}
	c.compiled = importer.ForCompiler(c.files, "gc", func(name string) (io.ReadCloser, error) {
		file, ok := exports[name]
		if !ok {
			return nil, fmt.Errorf("package %s is not among those to import", name)
		}
		return os.Open(file)
	})
	return c, nil
}

// Clients returns a checker of generated clients, which import package runtime and the
// packages below it. All tests of a process share it.
var Clients = sync.OnceValues(func() (*Checker, error) {
	return New(context.Background(), "github.com/golem-gen/golem-gen/runtime/...")
})

// Check checks a package and the packages in the folders below it. The names of files are
// paths from the package's folder, with slashes. importPath is the path under which the
// packages below import the package. The error joins the first error of each package.
func (c *Checker) Check(importPath string, files map[string][]byte) error {
	folders := map[string][]*ast.File{}
	for name, text := range files {
		parsed, err := parser.ParseFile(c.files, name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folders[path.Dir(name)] = append(folders[path.Dir(name)], parsed)
	}
	checked := importedFrom{c.compiled, map[string]*types.Package{}}
	var errs []error
	for _, folder := range slices.Sorted(maps.Keys(folders)) { // "." comes first
		name := path.Join(importPath, folder)
		config := types.Config{Importer: checked, GoVersion: "go1.25"}
		pkg, err := config.Check(name, c.files, folders[folder], nil)
		checked.packages[name] = pkg
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// importedFrom imports the packages that were checked, and others as compiled.
type importedFrom struct {
	compiled types.Importer
	packages map[string]*types.Package
}

func (i importedFrom) Import(name string) (*types.Package, error) {
	if pkg := i.packages[name]; pkg != nil {
		return pkg, nil
	}
	return i.compiled.Import(name)
}
