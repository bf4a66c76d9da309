package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestEveryDocumentBuilds generates a client and a test package for each real component document that
// has an interface of its own, and compiles and vets all of them in a module outside
// the tree.
func TestEveryDocumentBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles hundreds of packages")
	}
	root := filepath.Join("..", "..", "..", "shared", "data", "metadata")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the documents of real components are not beside the repository; those in testdata are tested as goldens")
	}
	module := t.TempDir()
	n := generateAll(t, root, module)
	t.Logf("%d packages", n)
	build(t, module)
}

// TestBigComponentBuilds does the same for 1,000 functions.
func TestBigComponentBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles 1,000 functions")
	}
	module := t.TempDir()
	generateInto(t, "../../testdata/metadata/golem-1.1/own/big-1000.json", filepath.Join(module, "big"), "big", map[string]bool{})
	build(t, module)
}

func generateAll(t *testing.T, root, module string) int {
	t.Helper()
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" || strings.Contains(path, "big-1000") {
			return err
		}
		pkg := fmt.Sprintf("p%d", len(seen))
		generateInto(t, path, filepath.Join(module, pkg), pkg, seen)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(seen)
}

// generateInto writes the client of a document, unless one with the same interface
// was written before.
func generateInto(t *testing.T, document, dir, pkg string, seen map[string]bool) {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	component, err := metadata.Decode(text)
	if err != nil {
		t.Errorf("%s: %v", document, err)
		return
	}
	if seen[component.Hash()] {
		return
	}
	seen[component.Hash()] = true
	out, err := gen.Generate(component, gen.Options{Package: pkg, TestPackage: true, ImportPath: "example.com/clients/" + pkg})
	if err != nil {
		t.Errorf("%s: %v", document, err)
		return
	}
	if err := os.MkdirAll(filepath.Join(dir, pkg+"test"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range out.Files {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// build vets, and so compiles, all packages of a module that requires this one.
func build(t *testing.T, module string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	text := "module example.com/clients\n\ngo 1.25.0\n\nrequire " + modulePath + " v0.0.0\n\n" +
		"replace " + modulePath + " => " + filepath.ToSlash(root) + "\n"
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	vet := exec.CommandContext(t.Context(), "go", "vet", "-trimpath", "./...")
	vet.Dir = module
	vet.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := vet.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%.4000s", err, out)
	}
}
