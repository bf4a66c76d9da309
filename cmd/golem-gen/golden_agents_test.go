package main

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/metadata"
)

// agentGolden is a package in golden/ for agents.
type agentGolden struct {
	dir, document string
	revision      uint64 // of the deployment
	continues     bool   // keeps the names of the one before
}

// agentGoldens are a client as the documentation shows it, and the clients of two deployments
// to one environment: agents of all kinds, and what changes between the deployments.
var agentGoldens = []agentGolden{
	{dir: "bank", document: "bank.json"},
	{dir: "agents", document: "agent-types-v1.json"},
	{dir: "agentsv2", document: "agent-types-v2.json", revision: 1, continues: true},
}

func checkAgentGoldens(t *testing.T) {
	var locked map[string]gen.LockedName
	for _, g := range agentGoldens {
		t.Run(g.dir, func(t *testing.T) {
			d := recordedDeployment(t, g)
			if !g.continues {
				locked = nil
			}
			out, err := gen.GenerateAgents(d, gen.Options{
				Package: path.Base(g.dir), Locked: locked, TestPackage: true, ImportPath: modulePath + "/golden/" + g.dir,
			})
			if err != nil {
				t.Fatal(err)
			}
			locked = out.Names
			checkFiles(t, "../../golden/"+g.dir, out.Files)
		})
	}
}

// recordedDeployment returns the deployment of a document. A page of agent types, as recorded,
// does not say where it is from.
func recordedDeployment(t *testing.T, g agentGolden) *metadata.Deployment {
	t.Helper()
	text, err := os.ReadFile("../../testdata/agents/" + g.document)
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	if d.Application == "" {
		d.Application, d.Environment = "g15-app", "dev"
		d.Revision, d.HasRevision = g.revision, true
	}
	return d
}

// checkFiles compares a generated package with its folder.
func checkFiles(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		goldenfile.Check(t, filepath.Join(dir, name), string(files[name]))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if _, ok := files[name]; ok || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if goldenfile.Update() {
			err = os.Remove(filepath.Join(dir, name))
		}
		if !goldenfile.Update() || err != nil {
			t.Errorf("%s/%s is left over (%v)", dir, name, err)
		}
	}
}
