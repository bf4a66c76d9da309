package command

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain takes fewer random texts than rapid does by itself, as each of them is generated
// from; -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(20, 500)
	m.Run()
}
