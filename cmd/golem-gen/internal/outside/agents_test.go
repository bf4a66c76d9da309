package outside_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/outside"
	"github.com/golem-gen/golem-gen/metadata"
)

// deployments decodes all documents of agents, and returns them by their paths. It skips the test
// if there are none.
func deployments(t *testing.T) map[string]*metadata.Deployment {
	t.Helper()
	folder := filepath.Join("../../../..", outside.Agents)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the documents of Golem's own agents are not part of the repository: %v", err)
	}
	list := make(map[string]*metadata.Deployment)
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".json") || strings.HasPrefix(name, "environment") {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		if list[name], err = metadata.DecodeDeployment(text); err != nil {
			t.Errorf("%s: %v", name, err)
			delete(list, name)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d documents in %s (%v)", len(list), folder, err)
	}
	return list
}

// TestAgents checks that no agent type or method of the SDKs is left out, and that the canonical
// document is the same deployment.
func TestAgents(t *testing.T) {
	for name, d := range deployments(t) {
		for _, o := range d.Omitted {
			t.Errorf("%s: %s", name, o)
		}
		document := d.Document()
		again, err := metadata.DecodeDeployment(document)
		if err != nil {
			t.Errorf("%s: the canonical document: %v", name, err)
			continue
		}
		if diff := cmp.Diff(string(document), string(again.Document())); diff != "" {
			t.Errorf("%s: the canonical document changes when it is pinned again (-first +second):\n%s", name, diff)
		}
		if d.Hash() != again.Hash() {
			t.Errorf("%s: the canonical document has another interface", name)
		}
	}
}
