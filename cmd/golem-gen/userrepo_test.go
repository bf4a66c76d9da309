package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/diff"

	"github.com/golem-gen/golem-gen/internal/goldenfile"
	"github.com/golem-gen/golem-gen/internal/thorough"
)

const (
	userRepository = "../../testdata/userrepo"
	localServer    = "http://localhost:9881" // in the configuration
)

// TestUserRepository works in a repository as a user does. It checks twice that go generate
// changes nothing in the committed files, and then moves a component to its next version. The go
// command runs each command once; after that, they run in the process.
func TestUserRepository(t *testing.T) {
	thorough.WithoutRace(t, "runs the go command")
	if testing.Short() {
		t.Skip("builds the command and vets a module")
	}
	server := newGolemServer(t)
	r := &repository{t: t, dir: t.TempDir()}
	r.copyFrom(userRepository)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	r.addSums("../../go.sum")
	r.replace("go.mod", "=> ../..", "=> "+filepath.ToSlash(root))
	for _, file := range []string{"golem-gen.yaml", "golem-gen.lock"} {
		r.replace(file, localServer, server.URL+"/before")
	}
	if goldenfile.Update() {
		r.run(0, "go", "tool", "golem-gen", "fetch")
	}

	committed := r.files()
	first := r.run(0, "go", "generate", "./...")
	if goldenfile.Update() {
		r.copyGeneratedTo(userRepository, server.URL+"/before")
		committed = r.files()
	}
	r.equal("go generate", committed)
	r.equalText("go generate", strings.ReplaceAll(first, "wrote", "unchanged"), `unchanged internal/shop: 9 files, 16 functions (shop-a version 0)
unchanged clients/stock: 13 files, 54 functions (echo version 0)
`)
	r.golemGen(0, "generate")
	r.equal("generate once more", committed)
	r.equalText("fetch", r.run(0, "go", "tool", "golem-gen", "fetch"), "unchanged golem/shop.json: shop-a version 0\nunchanged golem/echo.json: echo version 0\n")
	r.equal("fetch", committed)
	r.run(0, "go", "vet", "-trimpath", "./...")

	r.replace("golem-gen.yaml", server.URL+"/before", server.URL+"/1.2.0")
	committed = r.files()
	if out := r.golemGen(1, "diff"); !strings.Contains(out, "shop-a: version 0 (golem/shop.json) → version 1") {
		t.Errorf("golem-gen diff does not show the new version:\n%s", out)
	}
	r.equalText("fetch", r.golemGen(0, "fetch"), "fetched golem/shop.json: shop-a version 1, was version 0\nunchanged golem/echo.json: echo version 0\n")
	r.run(1, "go", "tool", "golem-gen", "generate", "--check")
	r.golemGen(0, "generate")
	r.equalText("generate --check", r.golemGen(0, "generate", "--check"), "")
	r.run(0, "go", "vet", "-trimpath", "./...")
	changes := difference(committed, r.files())
	if strings.Contains(changes, "\n-type ") || strings.Contains(changes, "stock/") {
		t.Errorf("a type is renamed or removed, or the component that stayed has changed:\n%s", changes)
	}
	goldenfile.Check(r.t, "../../testdata/userrepo.diff", strings.ReplaceAll(changes, server.URL, localServer))
}

// repository is a copy of the user's repository.
type repository struct {
	t   *testing.T
	dir string
}

func (r *repository) copyFrom(dir string) {
	r.t.Helper()
	if err := os.CopyFS(r.dir, os.DirFS(dir)); err != nil {
		r.t.Fatal(err)
	}
}

// addSums lets the go command use the modules that this module requires.
func (r *repository) addSums(file string) {
	r.t.Helper()
	sums := filepath.Join(r.dir, "go.sum")
	var all []byte
	for _, from := range []string{sums, file} {
		text, err := os.ReadFile(from)
		if err != nil {
			r.t.Fatal(err)
		}
		all = append(all, text...)
	}
	if err := os.WriteFile(sums, all, 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// copyGeneratedTo copies the files that golem-gen has written, with the usual URL instead of that
// of the test server.
func (r *repository) copyGeneratedTo(dir, server string) {
	r.t.Helper()
	for name, text := range r.files() {
		if name == "go.mod" || name == "golem-gen.yaml" {
			continue
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(to, []byte(strings.ReplaceAll(text, server, localServer)), 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *repository) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) copyFile(from, name string) {
	r.t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		r.t.Fatal(err)
	}
	r.write(name, string(text))
}

func (r *repository) replace(name, old, with string) {
	r.t.Helper()
	file := filepath.Join(r.dir, name)
	text, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(old)) {
		r.t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte(old), []byte(with)), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// run runs a program and returns its standard output.
func (r *repository) run(code int, args ...string) string {
	r.t.Helper()
	command := exec.CommandContext(r.t.Context(), args[0], args[1:]...)
	command.Dir = r.dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod -buildvcs=false", "GOWORK=off")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if command.ProcessState == nil {
		r.t.Fatal(err)
	}
	if got := command.ProcessState.ExitCode(); got != code {
		r.t.Fatalf("%s: exit code %d, want %d\n%s%.4000s", strings.Join(args, " "), got, code, stderr.Bytes(), out)
	}
	return string(out)
}

// files returns all files but go.sum and go.mod, which the go command completes.
func (r *repository) files() map[string]string {
	r.t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(r.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "go.sum" || entry.Name() == "go.mod" {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(r.dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return files
}

func (r *repository) equal(what string, want map[string]string) {
	r.t.Helper()
	if changes := difference(want, r.files()); changes != "" {
		r.t.Errorf("%s changed:\n%.4000s\ngo test ./cmd/golem-gen -update rewrites testdata/userrepo", what, changes)
	}
}

func (r *repository) equalText(what, got, want string) {
	r.t.Helper()
	if changes := cmp.Diff(want, got); changes != "" {
		r.t.Errorf("%s printed (-want +got):\n%s", what, changes)
	}
}

// difference returns a unified diff of two sets of files.
func difference(before, after map[string]string) string {
	names := slices.Collect(maps.Keys(before))
	for name := range after {
		if _, ok := before[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var b bytes.Buffer
	for _, name := range names {
		b.Write(diff.Diff("a/"+name, []byte(before[name]), "b/"+name, []byte(after[name])))
	}
	return b.String()
}
