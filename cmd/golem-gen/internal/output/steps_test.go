package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryStepCanFail lets one step of a run fail, by what another program does to the
// disk right before it. Everything is as it was before, but for what the other program
// did.
func TestEveryStepCanFail(t *testing.T) {
	changes := Changes{
		{Name: "new/er/a", New: []byte("new")},
		{Name: "b", Old: []byte("old"), New: []byte("new")},
		{Name: "sub/c", Old: []byte("old")},
		{Name: "new/d", New: []byte("new")},
		{Name: "lock", Old: []byte("old"), New: []byte("new")},
	}
	inTheWay := func(t *testing.T, file string) {
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(file, "theirs"), "theirs")
	}
	for _, test := range []struct {
		step, name string
		sabotage   func(t *testing.T, file string)
		others     string // files of the other program
	}{
		{"make", "new", func(t *testing.T, file string) { write(t, file, "theirs") }, "new"},
		{"make", "new/er", func(t *testing.T, file string) { write(t, file, "theirs") }, "new/er"},
		{"create", "new/er/a", func(_ *testing.T, file string) { _ = os.RemoveAll(filepath.Dir(file)) }, ""},
		{"write", "new/d", func(t *testing.T, file string) {
			if runtime.GOOS == "windows" {
				t.Skip("an open file cannot be removed here")
			}
			_ = os.RemoveAll(filepath.Dir(file))
			write(t, filepath.Dir(file), "theirs")
		}, ""},
		{"perform", "new/er/a", inTheWay, "new/er/a/theirs"},
		{"perform", "b", inTheWay, "b/theirs"},
		{"perform", "sub/c", inTheWay, "sub/c/theirs"},
		{"perform", "new/d", inTheWay, "new/d/theirs"},
		{"perform", "lock", inTheWay, "lock/theirs"},
	} {
		t.Run(test.step+" "+test.name, func(t *testing.T) {
			root, dir := open(t, map[string]string{"b": "old", "sub/c": "old", "lock": "old"})
			want := read(t, dir)
			failed := false
			root.observe = func(step, name string) {
				if step == test.step && name == test.name && !failed {
					failed = true
					test.sabotage(t, filepath.Join(dir, filepath.FromSlash(name)))
				}
			}
			err := root.Apply(changes)
			if err == nil || !strings.HasPrefix(err.Error(), strings.TrimSuffix(test.name, "/a")) {
				t.Errorf("got %v, want an error about %s", err, test.name)
			}
			if delete(want, test.name); test.others != "" {
				want[test.others] = "theirs"
			}
			if d := cmp.Diff(want, read(t, dir)); d != "" {
				t.Error(d)
			}
			if _, err := os.Stat(filepath.Join(dir, "new")); !errors.Is(err, fs.ErrNotExist) && !strings.HasPrefix(test.others, "new") {
				t.Error("a folder is left over")
			}
		})
	}
}

// TestOrderOfSteps shows that texts reach the disk before they get their names, and that
// the last file, the lock, gets its name after the others have theirs on the disk.
func TestOrderOfSteps(t *testing.T) {
	root, _ := open(t, map[string]string{"p/b": "old", "p/c": "old", "lock": "old"})
	var got []string
	root.observe = func(step, name string) { got = append(got, step+" "+name) }
	err := root.Apply(Changes{
		{Name: "p/q/a", New: []byte("new")},
		{Name: "p/b", Old: []byte("old"), New: []byte("new")},
		{Name: "p/c", Old: []byte("old")},
		{Name: "lock", Old: []byte("old"), New: []byte("new")},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"make p/q",
		"create p/q/a", "write p/q/a", "create p/b", "write p/b", "create lock", "write lock",
		"sync p/q/a", "sync p/b", "sync lock",
		"perform p/q/a", "perform p/b", "perform p/c",
		"sync p/q", "sync p",
		"perform lock",
		"sync p/q", "sync p", "sync .",
		"empty p",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
