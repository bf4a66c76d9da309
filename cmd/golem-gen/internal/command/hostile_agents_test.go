package command

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// generateHostileAgents puts a text into one string of a document of agents.
func generateHostileAgents(t rapid.TB, base []byte, text string, at int) {
	t.Helper()
	deployment, err := metadata.DecodeDeployment(hostileDocument(t, base, text, at))
	if err != nil {
		checkShown(t, "an error", err.Error())
		return
	}
	if again, err := metadata.DecodeDeployment(deployment.Document()); err != nil || again.Hash() != deployment.Hash() {
		t.Errorf("the pinned document is not that of the deployment: %v", err)
	}
	out, err := gen.GenerateAgents(deployment, gen.Options{Package: "shop", TestPackage: true, ImportPath: "example.com/a/internal/shop"})
	if err != nil {
		if strings.Contains(err.Error(), "defect") {
			t.Error(err)
		}
		checkShown(t, "an error", err.Error())
		return
	}
	for name, source := range out.Files {
		checkGenerated(t, name, source)
	}
}

// TestHostileAgents puts every hostile text into some positions, each into others, and random
// ones: no text, wherever it stands in a document of agents, reaches generated code as
// anything but what it is.
func TestHostileAgents(t *testing.T) {
	base := []byte(agentsDocument)
	for n, text := range hostileTexts {
		step := thorough.Pick(23, 1)
		if text == "+build ignore" || text == "\ufeff" { // what gofmt moves, and what the compiler refuses
			step = 1
		}
		for at := n % step; at < positions(t, base); at += step {
			generateHostileAgents(t, base, text, at)
			if t.Failed() {
				t.Fatalf("with %.100q at %d", text, at)
			}
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		text, at := hostileText().Draw(r, "text"), rapid.IntRange(0, positions(t, base)-1).Draw(r, "position")
		generateHostileAgents(r, base, text, at)
	})
}
