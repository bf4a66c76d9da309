package jen

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain draws more random texts when tests do everything. The flag -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(100, 1000)
	m.Run()
}
