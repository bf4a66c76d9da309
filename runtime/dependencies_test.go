package runtime_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestDependencies checks that generated clients link only the standard library and this
// module, and that only one file uses package unsafe.
func TestDependencies(t *testing.T) {
	const self = "github.com/golem-gen/golem-gen/runtime"
	files := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && startsModule(path) {
			return fs.SkipDir // not part of users' builds
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(name, "/")
			// The test server reads metadata. Clients do not depend on it.
			if name == "github.com/golem-gen/golem-gen/metadata" && strings.HasPrefix(path, "golemtest") {
				continue
			}
			standard := !strings.Contains(first, ".") && name != "C"
			if !standard && name != self && !strings.HasPrefix(name, self+"/") {
				t.Errorf("%s imports %s", path, name)
			}
			if name == "unsafe" && path != filepath.FromSlash("wire/unsafe.go") {
				t.Errorf("%s imports unsafe", path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Errorf("only %d files looked at", files)
	}
}

func startsModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}
