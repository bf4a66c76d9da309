package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/metadata"
)

// agentGoldens are the golden packages of agents by their documents: the client in the
// documentation, agents of all kinds, and constructs that no other document has. Package agentsv2
// has those agents of all kinds that differ in the next deployment.
var agentGoldens = map[string]string{"bank": "bank.json", "agents": "agent-types-v1.json", "rareagents": "rare.json"}

func checkAgentGoldens(t *testing.T) {
	for dir, document := range agentGoldens {
		t.Run(dir, func(t *testing.T) {
			checkFiles(t, "../../golden/"+dir, generateAgents(t, dir, document, 0, nil).Files)
		})
	}
	t.Run("agents, deployed again", checkNextDeployment)
	t.Run("agentsv2", func(t *testing.T) {
		before := generateAgents(t, "agents", agentGoldens["agents"], 0, nil)
		next := recordedDeployment(t, "agent-types-v2.json", 1)
		for _, a := range next.AgentTypes { // which was recorded in another environment
			a.ComponentID = recordedDeployment(t, agentGoldens["agents"], 0).AgentTypes[0].ComponentID
		}
		out, err := gen.GenerateAgents(next, gen.Options{
			Package: "agentsv2", Locked: before.Names, AgentTypes: []string{"AddedAgent", "CtorDrifting", "Drifting", "ModeDrifting"},
			TestPackage: true, ImportPath: modulePath + "/golden/agentsv2",
		})
		if err != nil {
			t.Fatal(err)
		}
		checkFiles(t, "../../golden/agentsv2", out.Files)
	})
}

// checkNextDeployment generates the client of the next deployment to the environment with the
// names of the golden package, and compares the differences with testdata/dialects.
func checkNextDeployment(t *testing.T) {
	checker, err := typecheck.Clients()
	if err != nil {
		t.Fatal(err)
	}
	before := generateAgents(t, "agents", agentGoldens["agents"], 0, nil)
	after := generateAgents(t, "agents", "agent-types-v2.json", 1, before.Names)
	if err := checker.Check(modulePath+"/golden/agents", after.Files); err != nil {
		t.Error(err)
	}
	goldenfile.Check(t, "testdata/dialects/agents-v2.diff", changedLines("", before.Files, after.Files))
}

func generateAgents(t *testing.T, dir, document string, revision uint64, locked map[string]gen.LockedName) *gen.Output {
	t.Helper()
	out, err := gen.GenerateAgents(recordedDeployment(t, document, revision), gen.Options{
		Package: dir, Locked: locked, TestPackage: true, ImportPath: modulePath + "/golden/" + dir,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// recordedDeployment returns the deployment of a document. A page of agent types, as recorded,
// does not say where it is from.
func recordedDeployment(t *testing.T, document string, revision uint64) *metadata.Deployment {
	t.Helper()
	text, err := os.ReadFile("../../testdata/agents/" + document)
	if err != nil {
		t.Fatal(err)
	}
	d, err := metadata.DecodeDeployment(text)
	if err != nil {
		t.Fatal(err)
	}
	if d.Application == "" {
		d.Application, d.Environment = "g15-app", "dev"
		d.Revision, d.HasRevision = revision, true
	}
	return d
}

// checkFiles compares a generated package and its test package with their folders.
func checkFiles(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	folders := map[string]bool{dir: true}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		goldenfile.Check(t, filepath.Join(dir, name), string(files[name]))
		folders[filepath.Join(dir, filepath.Dir(name))] = true
	}
	for folder := range folders {
		checkLeftOver(t, dir, folder, files)
	}
}

// checkLeftOver fails for Go files in a folder that the package in dir does not have.
func checkLeftOver(t *testing.T, dir, folder string, files map[string][]byte) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range found {
		name, err := filepath.Rel(dir, file)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := files[filepath.ToSlash(name)]; ok || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if goldenfile.Update() {
			err = os.Remove(file)
		}
		if !goldenfile.Update() || err != nil {
			t.Errorf("%s is left over (%v)", file, err)
		}
	}
}
