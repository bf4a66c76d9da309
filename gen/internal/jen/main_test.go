package jen

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain draws more random texts where the tests do everything; -rapid.checks
// overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(100, 1000)
	m.Run()
}
