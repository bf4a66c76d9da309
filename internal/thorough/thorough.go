// Package thorough selects how much the tests do.
//
// A plain go test ./... checks every promise, but takes samples where more of the same
// would seldom find more: some of many random types, one step in a hundred. With the
// environment variable GOLEM_GEN_THOROUGH=1, which .ci/run sets for one of its steps, the
// tests take everything, and compile code that is otherwise only type-checked.
package thorough

import (
	"flag"
	"os"
	"strconv"
	"testing"
)

// Variable is the name of the environment variable. Its value is "1" for everything, and
// anything else for samples.
const Variable = "GOLEM_GEN_THOROUGH"

// On reports whether the tests do everything.
func On() bool { return os.Getenv(Variable) == "1" }

// Pick returns all if the tests do everything, and sample otherwise.
func Pick[T any](sample, all T) T {
	if On() {
		return all
	}
	return sample
}

// WithoutRace skips a test if the race detector is on and would see nothing of the test,
// because it runs other programs or checks the types of generated code. The reason says
// which.
func WithoutRace(t testing.TB, reason string) {
	t.Helper()
	if race {
		t.Skipf("%s: the race detector sees nothing of it", reason)
	}
}

// Only skips a test unless the tests do everything. The reason says what the test takes.
func Only(t testing.TB, reason string) {
	t.Helper()
	if !On() {
		t.Skipf("%s: set %s=1 to run it", reason, Variable)
	}
}

// RandomChecks sets how many random values rapid draws for a property: some, or many when
// tests do everything. TestMain calls it. The flag -rapid.checks overrides it.
func RandomChecks(some, many int) {
	if err := flag.Set("rapid.checks", strconv.Itoa(Pick(some, many))); err != nil {
		panic(err)
	}
}
