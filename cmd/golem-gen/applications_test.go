package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/command"
	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// exampleApplications are applications that call a component and agents.
var exampleApplications = []string{"../../testdata/orders", "../../testdata/transfers"}

// TestExampleApplications runs the tests of applications that use their generated test packages:
// with the server, with fakes, and with a golden transcript.
func TestExampleApplications(t *testing.T) {
	thorough.WithoutRace(t, "runs the go command")
	if testing.Short() {
		t.Skip("compiles modules")
	}
	for _, dir := range exampleApplications {
		t.Run(filepath.Base(dir), func(t *testing.T) { checkApplication(t, dir) })
	}
}

func checkApplication(t *testing.T, dir string) {
	// The tests also vet all packages. Tests that passed before on the same files need not run
	// again.
	generate, test := []string{"generate", "--check"}, []string{"test", "-vet=all", "./..."}
	environment := os.Environ()
	if goldenfile.Update() {
		generate = []string{"generate"}
		environment = append(environment, golemtest.UpdateEnv+"=1")
	}
	if goldenfile.Update() || thorough.On() {
		test = slices.Insert(test, 1, "-count=1")
	}
	var stdout, stderr bytes.Buffer
	env := command.Environment{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Dir: dir, Getenv: os.Getenv}
	if code := command.Run(generate, env); code != 0 {
		t.Errorf("exit code %d, %s%s\ngo test ./cmd/golem-gen -update brings it up to date", code, stderr.String(), stdout.String())
	}
	run := exec.CommandContext(t.Context(), "go", test...)
	run.Dir, run.Env = dir, environment
	out, err := run.CombinedOutput()
	if err != nil {
		t.Errorf("go %s: %v", strings.Join(test, " "), err)
	}
	t.Logf("go %s:\n%s", strings.Join(test, " "), out)
}
