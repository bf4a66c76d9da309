// Package usermodule makes modules outside the tree that use this one, as users' modules
// do, for tests that build generated code.
package usermodule

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const golemGen = "github.com/golem-gen/golem-gen"

// A Module is a module in a folder of its own.
type Module struct{ Dir string }

// New makes a module of that path, in a folder that goes with the test. It requires the
// module that the working directory is in.
func New(t testing.TB, path string) Module {
	t.Helper()
	root, err := filepath.Abs(root(t))
	if err != nil {
		t.Fatal(err)
	}
	m := Module{t.TempDir()}
	m.Write(t, "go.mod", []byte("module "+path+"\n\ngo 1.25.0\n\nrequire "+golemGen+" v0.0.0\n\n"+
		"replace "+golemGen+" => "+filepath.ToSlash(root)+"\n"))
	return m
}

// root returns the folder above with this module's go.mod.
func root(t testing.TB) string {
	t.Helper()
	for dir := "."; len(dir) < 60; dir = filepath.Join(dir, "..") {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above the working directory")
	return ""
}

// Write writes a file, named by its path in the module with slashes.
func (m Module) Write(t testing.TB, name string, text []byte) {
	t.Helper()
	path := filepath.Join(m.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// WriteAll writes files into a folder of the module.
func (m Module) WriteAll(t testing.TB, folder string, files map[string][]byte) {
	t.Helper()
	for name, text := range files {
		m.Write(t, folder+"/"+name, text)
	}
}

// Command returns the go command in the module, to be run until the test ends.
func (m Module) Command(t testing.TB, args ...string) *exec.Cmd {
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = m.Dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	return command
}

// Go runs the go command in the module, and ends the test where it fails.
func (m Module) Go(t testing.TB, args ...string) {
	t.Helper()
	if out, err := m.Command(t, args...).CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%.4000s", args[0], err, out)
	}
}
