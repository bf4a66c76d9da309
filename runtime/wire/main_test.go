package wire_test

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain draws as many random values as take seconds where the tests do everything:
// that finds what a fuzz target of the same properties would find in hours, as most texts
// of a fuzz target are too short to draw a value from. -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(100, 20000)
	m.Run()
}
