package command

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// generateHostileAgents generates a client from a document of agents with a text in one of its
// strings, and checks the client.
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

// TestHostileAgents puts every hostile text, and random ones, into some positions of a document
// of agents, each text into others. It checks that no text reaches generated code as anything but
// a string, a comment or a name.
func TestHostileAgents(t *testing.T) {
	base := []byte(agentsDocument)
	for n, text := range hostileTexts {
		step := thorough.Pick(23, 1)
		if text == "+build ignore" || text == "\ufeff" { // gofmt moves the first, and the compiler refuses the second
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
