package gen

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// userModule is a module outside the tree that uses this one, as a user's does.
type userModule struct{ dir string }

// newUserModule makes a module of that path in a folder that goes with the test.
func newUserModule(t testing.TB, path string) userModule {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	m := userModule{t.TempDir()}
	m.write(t, "go.mod", []byte("module "+path+"\n\ngo 1.25.0\n\nrequire github.com/golem-gen/golem-gen v0.0.0\n\n"+
		"replace github.com/golem-gen/golem-gen => "+filepath.ToSlash(root)+"\n"))
	return m
}

func (m userModule) write(t testing.TB, name string, text []byte) {
	t.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeFiles writes what was generated into a folder.
func (m userModule) writeFiles(t testing.TB, folder string, out *Output) {
	t.Helper()
	for name, text := range out.Files {
		m.write(t, folder+"/"+name, text)
	}
}

// command runs the go command in the module.
func (m userModule) command(t testing.TB, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = m.dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%.4000s", args[0], err, out)
	}
}
