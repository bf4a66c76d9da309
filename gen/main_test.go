package gen

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain takes fewer random values than rapid does by itself, as clients are generated
// of most of them and type-checked; -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(30, 100)
	m.Run()
}
