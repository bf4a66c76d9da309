package outside_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/outside"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/internal/usermodule"
)

// TestAgentClients checks that the client of a document is correct Go, and that a client
// generated with the names of the first one is the same. It generates documents with the same
// interface once. When tests do everything, the compiler builds and vets the clients.
func TestAgentClients(t *testing.T) {
	list := deployments(t)
	checker, err := typecheck.Clients()
	if err != nil {
		t.Fatal(err)
	}
	module := usermodule.New(t, "example.com/agents")
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(list)) {
		d := list[name]
		if seen[d.Hash()] {
			continue
		}
		seen[d.Hash()] = true
		pkg := fmt.Sprint("p", len(seen))
		options := gen.Options{Package: pkg, TestPackage: true, ImportPath: "example.com/agents/" + pkg}
		out, err := gen.GenerateAgents(d, options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := checker.Check(options.ImportPath, out.Files); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if thorough.On() {
			module.WriteAll(t, pkg, out.Files)
		}
		options.Locked = out.Names
		again, err := gen.GenerateAgents(d, options)
		if err != nil || !maps.EqualFunc(out.Files, again.Files, func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("%s: its own names locked give another client (%v)", name, err)
		}
	}
	t.Logf("%d documents with %d interfaces", len(list), len(seen))
	if thorough.On() {
		module.Go(t, "vet", "-trimpath", "./...")
	}
}

// TestAgentData sends random data of the types that the SDKs write through generated code.
func TestAgentData(t *testing.T) {
	folder, err := filepath.Abs(filepath.Join("../../../..", outside.Agents, "sdk"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the documents of Golem's own agents are not part of the repository: %v", err)
	}
	thorough.Only(t, "builds clients of some of their data")
	command := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-run", "TestThroughGeneratedCode/agents",
		"github.com/golem-gen/golem-gen/gen", "-agents", folder)
	command.Env = append(os.Environ(), thorough.Variable+"=0")
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.4000s", err, out)
	}
}
