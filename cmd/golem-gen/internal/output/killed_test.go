package output

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// theirs are files of others, some with names like those of golem-gen.
var theirs = map[string]string{
	"p/mine.go":             "package p",
	"p/notes.txt":           header + "\nnotes",
	"p/.golem-gen-mine.tmp": "no name of a temporary file",
	"p/.golem-gen-notes.go": "package p",
	"lock.bak":              "mine",
	"elsewhere/.golem-gen-" + strings.Repeat("A", 26) + ".tmp": "in a folder that is not written to",
}

// before and after are the generated files of two versions.
var (
	before = map[string]string{"a.go": "1", "b.go": "1", "gone.go": "1", "other/gone.go": "1"}
	after  = map[string]string{"a.go": "2", "b.go": "2", "new.go": "2", "ptest/new.go": "2"}
)

// generate writes a version of the folder p and the file lock. It returns early, as if killed,
// before the step with the number killAt. It returns the number of steps.
func generate(t *testing.T, dir string, texts map[string]string, version string, killAt int) (steps int, killed bool) {
	t.Helper()
	root, changes := plan(t, dir, texts, version)
	defer root.Close()
	type kill struct{}
	root.observe = func(string, string) {
		if steps == killAt {
			panic(kill{})
		}
		steps++
	}
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(kill); !ok {
				panic(p)
			}
			killed = true
		}
	}()
	if err := root.Apply(changes); err != nil {
		t.Fatal(err)
	}
	return steps, false
}

// plan compares the folder p and the file lock with a version.
func plan(t *testing.T, dir string, texts map[string]string, version string) (*Root, Changes) {
	t.Helper()
	root, err := OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	changes, err := root.Compare("p", header, generatedFiles(texts), []string{"other", "ptest"}, false)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := root.File("lock", []byte(version))
	if err != nil {
		t.Fatal(err)
	}
	return root, append(changes, lock...)
}

// TestKilledAtEveryStep kills a run before each of its steps. It checks that the run leaves
// complete files of one version or the other, with the lock file never ahead of the rest, that
// files of others do not change, that the mixture is detected, and that the next run, to either
// version, succeeds.
func TestKilledAtEveryStep(t *testing.T) {
	for at := 0; ; at++ {
		dir := t.TempDir()
		for name, text := range theirs {
			write(t, filepath.Join(dir, name), text)
		}
		generate(t, dir, before, "1", -1)
		whole := read(t, dir)
		_, killed := generate(t, dir, after, "2", at)
		checkLeft(t, at, dir)
		if left := read(t, dir); left["lock"] == "2" && !maps.Equal(left, wanted(after, "2")) {
			t.Errorf("killed at %d: the lock is ahead", at)
		}

		generate(t, dir, before, "1", -1)
		if d := cmp.Diff(whole, read(t, dir)); d != "" {
			t.Fatalf("killed at %d, and back: %s", at, d)
		}
		generate(t, dir, after, "2", at)
		generate(t, dir, after, "2", -1)
		want := wanted(after, "2")
		if d := cmp.Diff(want, read(t, dir)); d != "" {
			t.Fatalf("killed at %d, and again: %s", at, d)
		}
		if _, err := os.Stat(filepath.Join(dir, "p", "other")); err == nil && !killed {
			t.Error("the emptied folder is still there")
		}
		if !killed {
			if at < 15 {
				t.Errorf("there are only %d steps", at)
			}
			return
		}
	}
}

func wanted(texts map[string]string, lock string) map[string]string {
	want := map[string]string{"lock": lock}
	for name, text := range theirs {
		want[name] = text
	}
	for name, text := range generatedFiles(texts) {
		want["p/"+name] = string(text)
	}
	return want
}

// checkLeft checks the files that a killed run has left.
func checkLeft(t *testing.T, at int, dir string) {
	t.Helper()
	old, new := wanted(before, "1"), wanted(after, "2")
	left := read(t, dir)
	for name, text := range left {
		if !temporaries.MatchString(filepath.Base(name)) && text != old[name] && text != new[name] {
			t.Errorf("killed at %d: %s holds %q", at, name, text)
		}
	}
	for name, text := range theirs {
		if left[name] != text {
			t.Errorf("killed at %d: %s was touched", at, name)
		}
	}
	maps.DeleteFunc(left, func(name, _ string) bool { return temporaries.MatchString(filepath.Base(name)) && theirs[name] == "" })
	for _, v := range []struct {
		texts map[string]string
		lock  string
	}{{before, "1"}, {after, "2"}} {
		root, changes := plan(t, dir, v.texts, v.lock)
		root.Close()
		if whole := maps.Equal(left, wanted(v.texts, v.lock)); whole != (len(changes) == 0) {
			t.Errorf("killed at %d: version %s is whole: %v, but %d changes are seen", at, v.lock, whole, len(changes))
		}
	}
}

func TestEditsMeanwhileAreNotOverwritten(t *testing.T) {
	root, dir := open(t, map[string]string{"p/a.go": header + "\n1", "p/b.go": header + "\n1"})
	changes, err := root.Compare("p", header, generatedFiles(map[string]string{"a.go": "2", "b.go": "2"}), nil, false)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "p", "a.go"), header+"\n2") // another run was faster
	write(t, filepath.Join(dir, "p", "b.go"), "edited")
	want := "p/b.go has changed since it was read: run the command again"
	if err := root.Apply(changes); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if d := cmp.Diff(map[string]string{"p/a.go": header + "\n2", "p/b.go": "edited"}, read(t, dir)); d != "" {
		t.Error(d)
	}
}

// TestRunsAtTheSameTime lets many runs write the same two versions.
func TestRunsAtTheSameTime(t *testing.T) {
	dir := t.TempDir()
	done := make(chan error)
	const runs = 8
	for range runs {
		go func() {
			root, err := OpenRoot(dir, "")
			if err != nil {
				done <- err
				return
			}
			defer root.Close()
			changes, err := root.Compare("p", header, generatedFiles(after), nil, false)
			if err == nil {
				err = root.Apply(changes)
			}
			done <- err
		}()
	}
	for range runs {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	want := map[string]string{}
	for name, text := range generatedFiles(after) {
		want["p/"+name] = string(text)
	}
	if d := cmp.Diff(want, read(t, dir)); d != "" {
		t.Error(d)
	}
}
