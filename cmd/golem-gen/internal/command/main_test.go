package command

import (
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain reduces the number of random texts, because a client is generated from each of them.
// The flag -rapid.checks overrides it.
func TestMain(m *testing.M) {
	thorough.RandomChecks(10, 500)
	m.Run()
}
