package gen

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestThroughGeneratedCode compiles one program of clients, which reads values from answers of
// servers and writes them into requests.
func TestThroughGeneratedCode(t *testing.T) {
	thorough.WithoutRace(t, "runs a program of generated code")
	if testing.Short() {
		t.Skip("compiles some hundreds of types")
	}
	vectors := readVectors(t)
	plain, plugged := readTypes(t, vectors), randomBatches()
	deep, values := deepBatch()
	deepNumber := len(plain)
	plain = append(plain, deep)
	agents := append(agentBatches(), documentBatches(t)...)
	m := newModule(t, plain, plugged, agents)
	t.Run("vectors", func(t *testing.T) { checkVectors(t, m, vectors) })
	t.Run("random", func(t *testing.T) { checkRandom(t, m, len(plain), plugged) })
	t.Run("agents", func(t *testing.T) { checkAgentBatches(t, m, agents) })
	t.Run("deep", func(t *testing.T) { checkDeep(t, m, deepNumber, deep, values) })
}
