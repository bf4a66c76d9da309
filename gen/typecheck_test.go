package gen

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/internal/typecheck"
	"github.com/golem-gen/golem-gen/internal/usermodule"
	"github.com/golem-gen/golem-gen/metadata"
)

func newChecker(t testing.TB) *typecheck.Checker {
	t.Helper()
	checker, err := typecheck.Clients()
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

// checkTypes generates a client with its test package, and checks their types and that they are
// readable.
func checkTypes(t rapid.TB, checker *typecheck.Checker, c *metadata.Component) map[string][]byte {
	t.Helper()
	const path = "example.com/client"
	out, err := Generate(c, Options{Package: "client", TestPackage: true, ImportPath: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := checker.Check(path, out.Files); err != nil {
		t.Error(err)
	}
	checkReadable(t, out.Files)
	return out.Files
}

// TestHostileNamesCompile checks clients and test packages in which everything has the name of a
// Go keyword or of a declaration in either package: some names at a time and, when tests do
// everything, each alone and all together.
func TestHostileNamesCompile(t *testing.T) {
	thorough.WithoutRace(t, "checks generated code")
	checker := newChecker(t)
	names := unique(append(hostileNames(), strings.Fields("exports serve calls calls-func recorded-calls enqueued func options call-options "+
		"complete invoke document golemtest testserve json f exports-enqueue serve-fake worker-call new-worker-call fake bits")...))
	for some := range slices.Chunk(names, thorough.Pick(20, 1)) {
		t.Run(some[0], func(t *testing.T) { checkTypes(t, checker, everywhere(some)) })
	}
	if thorough.On() {
		files := checkTypes(t, checker, everywhere(names))
		module := usermodule.New(t, "example.com")
		module.WriteAll(t, "client", files)
		module.Go(t, "build", "-trimpath", "./...")
	}
}

func TestRandomComponentsCompile(t *testing.T) {
	checker := newChecker(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := randomComponent(rt)
		namesOf(rt, c, nil)
		checkTypes(rt, checker, c)
	})
}
