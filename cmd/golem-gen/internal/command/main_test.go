package command

import (
	"flag"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain takes fewer random texts than rapid does by itself, as each of them is generated
// from; -rapid.checks overrides it.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", thorough.Pick("20", "500")); err != nil {
		panic(err)
	}
	m.Run()
}
