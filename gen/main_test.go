package gen

import (
	"flag"
	"os"
	"testing"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain takes fewer random values than rapid does by itself, as clients are generated
// of most of them and type-checked; -rapid.checks overrides it.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", thorough.Pick("30", "100")); err != nil {
		panic(err)
	}
	flag.Parse()
	os.Exit(m.Run())
}
