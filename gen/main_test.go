package gen

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain reduces the number of random values, because clients are generated from most of them
// and type-checked. The flag -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(15, 100)
	m.Run()
}
