package runtime_test

import (
	goflag "flag"
	"testing"

	"go.uber.org/goleak"

	"github.com/golem-gen/golem-gen/internal/thorough"
)

// TestMain runs fewer random programs than rapid does by default, because each of them
// calls a server many times. The flag -rapid.checks overrides it.
func TestMain(m *testing.M) {
	if err := goflag.Set("rapid.checks", thorough.Pick("30", "100")); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}
