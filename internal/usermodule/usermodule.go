// Package usermodule creates modules outside the tree that use this module, like users'
// modules, for tests that build generated code.
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

// New creates a module with a path, in a folder that is removed after the test. The module
// requires the one that contains the working directory.
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

// root returns the nearest folder above with a go.mod.
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

// Write writes a file. The name is its path in the module, with slashes.
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

// Command returns a go command in the module. It is killed when the test ends.
func (m Module) Command(t testing.TB, args ...string) *exec.Cmd {
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = m.Dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	return command
}

// Go runs the go command in the module, and fails the test if the command fails.
func (m Module) Go(t testing.TB, args ...string) {
	t.Helper()
	if out, err := m.Command(t, args...).CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%.4000s", args[0], err, out)
	}
}
