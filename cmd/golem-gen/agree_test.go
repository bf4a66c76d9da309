package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/command"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/internal/thorough"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestCommandsAgree runs generate, generate --check, inspect and diff on documents, and on
// versions of them whose interfaces have other versions. It checks that they agree in every name
// and every change. When tests do everything, it takes every document.
func TestCommandsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("generates every document several times")
	}
	for _, file := range documentFiles(t) {
		t.Run(strings.TrimPrefix(filepath.ToSlash(file), documents), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := newAgreement(t, text)
			a.pin(text)
			a.warnings = a.succeed("generate")
			first := a.agree()
			a.same(text)
			if a.sideBySide() {
				return // what follows gives all versions of an interface the same one
			}

			next := withVersion(t, text, false)
			a.pin(next)
			a.warnings = a.succeed("generate")
			a.sameNames("with other versions", first, a.agree())
			if d := cmp.Diff(a.handedOn(text, next), a.warned()); d != "" {
				t.Errorf("diff and generate disagree on names that are handed on (-diff +generate):\n%s", d)
			}

			a.pin(text)
			a.succeed("generate")
			a.sameNames("in the version before", first, a.agree())
			if bytes.Contains(text, []byte(`"Handle"`)) {
				return // resources of two interfaces would have one number
			}
			both := withVersion(t, text, true)
			a.pin(both)
			if warnings := a.succeed("generate"); strings.Contains(warnings, " calls ") {
				t.Errorf("a name is handed on while its version is exported: %s", warnings)
			}
			a.sameNames("side by side", first, a.agree())
			for _, change := range a.diff(text, both) {
				if change.Rule != "interface-added" {
					t.Errorf("diff finds %v where only versions of interfaces were added", change)
				}
			}
		})
	}
}

// documentFiles returns all documents or, when tests take samples, the last one of each
// interface, which has its WIT if any has. It leaves out the one with 1,000 functions.
func documentFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(documents, func(file string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(file, ".json") {
			files = append(files, file)
		}
		return err
	})
	if err != nil || len(files) < 60 {
		t.Fatalf("%d documents (%v)", len(files), err)
	}
	if thorough.On() {
		return files
	}
	known := map[string]bool{}
	slices.Reverse(files)
	return slices.DeleteFunc(files, func(file string) bool {
		hash := decodeDocument(t, file).Hash()
		drop := known[hash] || filepath.Base(file) == "big-1000.json"
		known[hash] = true
		return drop
	})
}

// agreement is a repository with one component.
type agreement struct {
	t        *testing.T
	dir      string
	warnings string // of the last generation
}

func newAgreement(t *testing.T, text []byte) *agreement {
	t.Helper()
	c, err := metadata.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	a := &agreement{t: t, dir: t.TempDir()}
	a.write("golem-gen.yaml", fmt.Appendf(nil, "components:\n  - package: client\n    id: %s\n", c.ID))
	return a
}

func (a *agreement) write(name string, text []byte) {
	a.t.Helper()
	file := filepath.Join(a.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		a.t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		a.t.Fatal(err)
	}
}

func (a *agreement) pin(text []byte) { a.t.Helper(); a.write("golem/client.json", text) }

func (a *agreement) run(args ...string) (code int, stdout, stderr string) {
	var out, errors bytes.Buffer
	code = command.Run(args, command.Environment{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errors, Dir: a.dir, Getenv: func(string) string { return "" }})
	return code, out.String(), errors.String()
}

// succeed runs a command and returns what it printed on standard error.
func (a *agreement) succeed(args ...string) string {
	a.t.Helper()
	code, stdout, stderr := a.run(args...)
	if code != 0 {
		a.t.Fatalf("%v: exit code %d\n%s%s", args, code, stdout, stderr)
	}
	return stderr
}

// names returns the names in the lock file.
func (a *agreement) names() map[string]gen.LockedName {
	a.t.Helper()
	text, err := os.ReadFile(filepath.Join(a.dir, pin.Name))
	if err != nil {
		a.t.Fatal(err)
	}
	lock, err := pin.Parse(pin.Name, text)
	if err != nil {
		a.t.Fatal(err)
	}
	return lock["internal/client"].Names
}

// agree compares the lock file, the generated code, generate --check and inspect, and returns the
// names.
func (a *agreement) agree() map[string]gen.LockedName {
	a.t.Helper()
	if code, stdout, _ := a.run("generate", "--check"); code != 0 || stdout != "" {
		a.t.Errorf("generate --check: exit code %d\n%.2000s", code, stdout)
	}
	names := a.names()
	want := map[string]string{}
	for place, given := range names {
		if !gen.IsMemberPlace(place) {
			want[place] = given.Name
		}
	}
	_, stdout, stderr := a.run("inspect", "--names", "golem/client.json")
	var got struct{ Names map[string]string }
	if err := yaml.Unmarshal([]byte(stdout), &got); err != nil {
		a.t.Fatalf("%v %s", err, stderr)
	}
	if d := cmp.Diff(want, got.Names); d != "" && len(want)+len(got.Names) > 0 {
		a.t.Errorf("inspect --names differs from the lock file (-lock +inspect):\n%s", d)
	}
	_, stdout, _ = a.run("inspect", "golem/client.json")
	shown := map[string]bool{}
	for word := range strings.FieldsSeq(stdout) {
		shown[word] = true
	}
	declared := a.declared()
	for place, name := range want {
		if !declared[name] {
			a.t.Errorf("the lock file has the name %s for %s, and no code declares it", name, place)
		}
		if !shown[name] {
			a.t.Errorf("inspect does not show %s, the name of %s", name, place)
		}
	}
	return names
}

// declared returns the types and methods of the generated package.
func (a *agreement) declared() map[string]bool {
	a.t.Helper()
	list := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(a.dir, "internal/client/*.go"))
	if err != nil {
		a.t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			a.t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				list[n.Name.Name] = true
			case *ast.FuncDecl:
				list[n.Name.Name] = true
				return false
			}
			return true
		})
	}
	return list
}

// sameNames checks that everything that is still there has the same name.
func (a *agreement) sameNames(when string, before, after map[string]gen.LockedName) {
	a.t.Helper()
	for place, was := range before {
		if now, stays := after[place]; stays && now.Name != was.Name {
			a.t.Errorf("%s: %s was called %s and is called %s", when, place, was.Name, now.Name)
		} else if !stays {
			a.t.Errorf("%s: %s, called %s, is gone", when, place, was.Name)
		}
	}
}

// same checks that a document does not differ from itself.
func (a *agreement) same(text []byte) {
	a.t.Helper()
	if changes := a.diff(text, text); len(changes) > 0 {
		a.t.Errorf("diff finds changes in a document compared with itself: %v", changes)
	}
}

type agreementChange struct{ Rule, Old, New, Text string }

func (a *agreement) diff(old, new []byte) []agreementChange {
	a.t.Helper()
	a.write("old.json", old)
	a.write("new.json", new)
	_, stdout, stderr := a.run("diff", "--format", "json", "old.json", "new.json")
	var report struct{ Changes []agreementChange }
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		a.t.Fatalf("%v %s", err, stderr)
	}
	return report.Changes
}
