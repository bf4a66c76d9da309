package wire_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain draws more random values for thorough tests. They find within seconds what a
// fuzz target of the same properties would find within hours, because most texts of a fuzz
// target are too short to draw a value from. The flag -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(100, 20000)
	m.Run()
}
