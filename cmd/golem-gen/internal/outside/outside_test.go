package outside_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/outside"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/witpackage"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/internal/usermodule"
	"github.com/golem-gen/golem-gen/metadata"
)

// document is a file outside of the repository, with its text.
type document struct {
	name      string // path below the folder, with slashes
	text      []byte
	component *metadata.Component
}

// documents reads all documents of components, and skips the test if there are none.
func documents(t *testing.T) []document {
	t.Helper()
	folder := filepath.Join("../../../..", outside.Folder)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the documents of Golem's own components are not part of the repository: %v", err)
	}
	var list []document
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".json") || strings.Contains(name, "big-1000") {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		component, err := metadata.Decode(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return nil
		}
		list = append(list, document{name, text, component})
		return nil
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d documents in %s (%v)", len(list), folder, err)
	}
	return list
}

// TestCanonical checks that the canonical text of a document is the same component, and its own
// canonical text.
func TestCanonical(t *testing.T) {
	for _, d := range documents(t) {
		canonical, err := metadata.Canonical(d.text)
		if err != nil {
			t.Errorf("%s: %v", d.name, err)
			continue
		}
		again, err := metadata.Decode(canonical)
		if err != nil || again.Hash() != d.component.Hash() {
			t.Errorf("%s: the canonical text is another component (%v)", d.name, err)
		}
		if changes := metadata.Compare(d.component, again); len(changes) > 0 {
			t.Errorf("%s: %d changes between a document and its canonical text", d.name, len(changes))
		}
		if twice, err := metadata.Canonical(canonical); err != nil || string(twice) != string(canonical) {
			t.Errorf("%s: the canonical text of the canonical text differs (%v)", d.name, err)
		}
	}
}

// TestClients checks that the client of a document is correct Go, and that a client generated
// with the names of the first one is the same. It generates documents with the same interface
// once, and one in four of them. When tests do everything, it takes all, and the compiler builds
// and vets the clients.
func TestClients(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	list := documents(t)
	checker, err := typecheck.Clients()
	if err != nil {
		t.Fatal(err)
	}
	module := usermodule.New(t, "example.com/clients")
	seen := map[string]bool{}
	for _, d := range list {
		if seen[d.component.Hash()] {
			continue
		}
		seen[d.component.Hash()] = true
		if len(seen)%thorough.Pick(4, 1) != 0 {
			continue
		}
		pkg := fmt.Sprint("p", len(seen))
		path := "example.com/clients/" + pkg
		options := gen.Options{Package: pkg, TestPackage: true, ImportPath: path}
		out, err := gen.Generate(d.component, options)
		if err != nil {
			t.Errorf("%s: %v", d.name, err)
			continue
		}
		if err := checker.Check(path, out.Files); err != nil {
			t.Errorf("%s: %v", d.name, err)
		}
		if thorough.On() {
			module.WriteAll(t, pkg, out.Files)
		}
		options.Locked = out.Names
		again, err := gen.Generate(d.component, options)
		if err != nil || !maps.EqualFunc(out.Files, again.Files, func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("%s: its own names locked give another client (%v)", d.name, err)
		}
	}
	t.Logf("%d documents with %d interfaces", len(list), len(seen))
	if thorough.On() {
		module.Go(t, "vet", "-trimpath", "./...")
	}
}

// TestBinaryWIT checks that the WIT in a document describes its exports, except for the interface
// that servers add to components that handle HTTP.
func TestBinaryWIT(t *testing.T) {
	read, step := 0, thorough.Pick(5, 1)
	for i, d := range documents(t) {
		if d.component.BinaryWIT == nil || i%step != 0 {
			continue
		}
		wit, err := witpackage.Decode(d.component, d.name, d.component.BinaryWIT)
		if err != nil {
			t.Error(err)
			continue
		}
		read++
		out, err := gen.Generate(d.component, gen.Options{Package: "client", WIT: wit, NamesOnly: true})
		if err != nil {
			t.Errorf("%s: %v", d.name, err)
			continue
		}
		for _, warning := range out.Warnings {
			if !strings.Contains(warning, "golem:http/incoming-handler") {
				t.Errorf("%s: %s", d.name, warning)
			}
		}
	}
	t.Logf("%d documents", read)
}
