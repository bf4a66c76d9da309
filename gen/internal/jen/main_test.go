package jen

import (
	"flag"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain draws more random texts where the tests do everything; -rapid.checks
// overrides it.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", thorough.Pick("100", "1000")); err != nil {
		panic(err)
	}
	m.Run()
}
