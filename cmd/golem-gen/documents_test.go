package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/internal/usermodule"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestEveryDocumentCompiles generates a client and a test package for each document with an
// interface of its own, and checks their types. When tests do everything, one of the documents
// has 1,000 functions, and the compiler builds and vets all clients in a module outside the tree.
func TestEveryDocumentCompiles(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	checker, err := typecheck.Clients()
	if err != nil {
		t.Fatal(err)
	}
	module := usermodule.New(t, "example.com/clients")
	clients := map[string]bool{} // by the hash of the interface
	err = filepath.WalkDir(documents, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
			return err
		}
		if filepath.Base(path) == "big-1000.json" && !thorough.On() {
			return nil
		}
		component := decodeDocument(t, path)
		if clients[component.Hash()] {
			return nil
		}
		pkg := fmt.Sprint("p", len(clients))
		clients[component.Hash()] = true
		out, err := gen.Generate(component, gen.Options{Package: pkg, TestPackage: true, ImportPath: "example.com/clients/" + pkg})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		if err := checker.Check("example.com/clients/"+pkg, out.Files); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if thorough.On() {
			module.WriteAll(t, pkg, out.Files)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d packages", len(clients))
	if thorough.On() {
		module.Go(t, "vet", "-trimpath", "./...")
	}
}

func decodeDocument(t *testing.T, path string) *metadata.Component {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	component, err := metadata.Decode(text)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return component
}
