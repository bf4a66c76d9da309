package output

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	_ "github.com/golem-gen/golem-gen/internal/goldenfile"
)

const header = "// Generated."

func open(t *testing.T, files map[string]string) (*Root, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	root, err := OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(root.Close)
	return root, dir
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func generatedFiles(texts map[string]string) map[string][]byte {
	files := map[string][]byte{}
	for name, text := range texts {
		files[name] = []byte(header + "\n" + text)
	}
	return files
}

func TestGeneratedFilesReplaceTheOldOnes(t *testing.T) {
	root, dir := open(t, map[string]string{
		"p/same.go":           header + "\nsame",
		"p/old.go":            header + "\r\nold",
		"p/gone.go":           header + "\ngone",
		"p/gone.txt":          header + "\nno Go file",
		"p/mine.go":           "package p\n" + header,
		"p/ptest/gone.go":     header + "\ngone",
		"p/other/stays.go":    header + "\nanother package",
		"p/.golem-gen-abc.go": "of someone else",
		"p/folder.go/theirs":  "theirs",
		"p/deep/er/.golem-gen-" + strings.Repeat("B", 26) + ".tmp": "of a killed run",
	})
	emptyFolder := filepath.Join(dir, "p", ".golem-gen-"+strings.Repeat("A", 26)+".tmp")
	if err := os.Mkdir(emptyFolder, 0o777); err != nil {
		t.Fatal(err)
	}
	changes, err := root.Compare("p", header, generatedFiles(map[string]string{"same.go": "same", "old.go": "new", "new.go": "new", "deep/er/new.go": "new"}), []string{"ptest"}, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := root.Apply(changes); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"p/same.go": header + "\nsame", "p/old.go": header + "\nnew", "p/new.go": header + "\nnew", "p/deep/er/new.go": header + "\nnew",
		"p/gone.txt": header + "\nno Go file", "p/mine.go": "package p\n" + header, "p/other/stays.go": header + "\nanother package",
		"p/.golem-gen-abc.go": "of someone else", "p/folder.go/theirs": "theirs",
	}
	if d := cmp.Diff(want, read(t, dir)); d != "" {
		t.Error(d)
	}
	if _, err := os.Stat(filepath.Join(dir, "p", "ptest")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the emptied folder is still there")
	}
	if _, err := os.Stat(emptyFolder); err != nil {
		t.Error("the empty folder of someone else is gone")
	}
	if info, err := os.Stat(filepath.Join(dir, "p", "old.go")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the permissions have changed: %v %v", info.Mode(), err)
	}
}

// TestNamesThatDifferInCase removes no file that is one with a new file on some systems.
func TestNamesThatDifferInCase(t *testing.T) {
	root, _ := open(t, map[string]string{"p/CASE.go": header})
	changes, err := root.Compare("p", header, generatedFiles(map[string]string{"case.go": ""}), nil, false)
	if err != nil || slices.ContainsFunc(changes, func(c Change) bool { return c.New == nil }) {
		t.Errorf("%v %v", changes, err)
	}
}

func TestLineEndsOfAnotherSystemAreNoDifference(t *testing.T) {
	root, _ := open(t, map[string]string{"p/a.go": header + "\r\ntext\r\n", "lock": "a\r\nb\r\n"})
	changes, err := root.Compare("p", header, generatedFiles(map[string]string{"a.go": "text\n"}), nil, false)
	if err != nil || len(changes) > 0 {
		t.Errorf("%v %v", changes, err)
	}
	if changes, err = root.File("lock", []byte("a\nb\n")); err != nil || len(changes) > 0 {
		t.Errorf("%v %v", changes, err)
	}
}

func TestAllProblemsAreTold(t *testing.T) {
	root, dir := open(t, map[string]string{"p/a.go": "mine", "p/b.go/c": "a folder"})
	before := read(t, dir)
	_, err := root.Compare("p", header, generatedFiles(map[string]string{"a.go": "", "b.go": "", "../c.go": "", "g/../h.go": "", `d\..\..\e.go`: "", "/f.go": ""}), nil, false)
	want := `refusing to write "../c.go" outside p
refusing to write "/f.go" outside p
p/a.go exists and was not written by golem-gen: move it, generate into another directory, or use --force
p/b.go exists and is not a regular file: move it, or generate into another directory
refusing to write "d\\..\\..\\e.go" outside p
refusing to write "g/../h.go" outside p`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if d := cmp.Diff(before, read(t, dir)); d != "" {
		t.Error(d)
	}
}

// TestNothingChangesWhenSomethingFails makes each of the changes fail in turn.
func TestNothingChangesWhenSomethingFails(t *testing.T) {
	for _, bad := range []Change{
		{Name: "file/inside.go", New: []byte("x")},            // its folder is a file
		{Name: "folder", New: []byte("x")},                    // it is a folder that is not empty
		{Name: "file", Old: []byte("x")},                      // it was edited
		{Name: "file", New: []byte("x")},                      // it was not there
		{Name: "missing", Old: []byte("x"), New: []byte("y")}, // it is gone
		{Name: "empty", New: []byte("x")},                     // the same, without text
		{Name: "empty", Old: []byte("x"), New: []byte("y")},   // its text is gone
		{Name: "link/outside.go", New: []byte("x")},           // it leads outside
		{Name: "../outside.go", New: []byte("x")},             // the same
	} {
		for at := range 4 {
			outside := t.TempDir()
			root, dir := open(t, map[string]string{"file": "text", "folder/a": "text", "empty": "", "old": "old", "gone": "gone"})
			if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
				t.Skip("no symbolic links here")
			}
			before := read(t, dir)
			changes := Changes{{Name: "new/er/new", New: []byte("new")}, {Name: "old", Old: []byte("old"), New: []byte("new")}, {Name: "gone", Old: []byte("gone")}}
			changes = slices.Insert(changes, at, bad)
			if err := root.Apply(changes); err == nil {
				t.Errorf("%s: no error", bad.Name)
			}
			if d := cmp.Diff(before, read(t, dir)); d != "" {
				t.Errorf("%s at %d: %s", bad.Name, at, d)
			}
			if _, err := os.Stat(filepath.Join(dir, "new")); err == nil {
				t.Errorf("%s at %d: a folder is left over", bad.Name, at)
			}
			if left := read(t, outside); len(left) > 0 {
				t.Errorf("%s: written outside: %v", bad.Name, left)
			}
		}
	}
}

func TestReadStaysInside(t *testing.T) {
	root, dir := open(t, nil)
	write(t, filepath.Join(filepath.Dir(dir), "secret"), "secret")
	if err := os.Symlink("../secret", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	_, err := root.Read("link")
	want := "link leads out of " + dir + ": give a path inside it that is not a symbolic link to another folder"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if text, err := root.Read("none"); text != nil || err != nil {
		t.Errorf("%q %v", text, err)
	}
}

// TestMissingAndEmptyFiles tells files that are not there from those without text.
func TestMissingAndEmptyFiles(t *testing.T) {
	root, dir := open(t, map[string]string{"empty": "", "folder/a": ""})
	if text, err := root.Read("empty"); text == nil || len(text) > 0 || err != nil {
		t.Errorf("%q %v", text, err)
	}
	if !root.Has("empty") || !root.Has("folder") || root.Has("none") {
		t.Error("Has is wrong")
	}
	for name, want := range map[string]Changes{"empty": nil, "none": {{Name: "none", New: []byte{}}}} {
		changes, err := root.File(name, []byte{})
		if d := cmp.Diff(want, changes); d != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
	if changes, err := root.File("folder", nil); err == nil || changes != nil {
		t.Errorf("%v %v", changes, err)
	}
	if _, err := OpenRoot(filepath.Join(dir, "none"), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestExplain(t *testing.T) {
	denied := &fs.PathError{Op: "open", Path: "/home/me/shop.json", Err: fs.ErrPermission}
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"shop.json", denied, "shop.json: permission denied: check the permissions of the file and of its folder"},
		{"", denied, "/home/me/shop.json: permission denied: check the permissions of the file and of its folder"},
		{"b", &os.LinkError{Op: "rename", Old: "/a", New: "/b", Err: fs.ErrClosed}, "b: file already closed"},
		{"shop.json", &fs.PathError{Op: "read", Path: "/shop.json", Err: syscall.EISDIR}, "shop.json: expected a file, found a folder: move the folder, or choose another path"},
		{"shop.json", errors.New("disk on fire"), "shop.json: disk on fire"},
		{"", errors.New("x.wit:1:2: disk on fire"), "x.wit:1:2: disk on fire"},
	} {
		if got := Explain(test.name, test.err).Error(); got != test.want {
			t.Errorf("got %s\nwant %s", got, test.want)
		}
	}
	if !errors.Is(Explain("", denied), fs.ErrPermission) {
		t.Error("the cause is lost")
	}
	for _, name := range []string{"", "shop.json"} {
		if err := Explain(name, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestDiffNamesFilesFromTheRepository(t *testing.T) {
	root := &Root{prefix: "../../sub"}
	got := string(root.Diff(Changes{{Name: "p/b.go", Old: []byte("x\n")}, {Name: "p/a.go", New: []byte("y\n")}}))
	want := "diff /dev/null b/sub/p/a.go\n--- /dev/null\n+++ b/sub/p/a.go\n@@ -0,0 +1,1 @@\n+y\ndiff a/sub/p/b.go /dev/null\n--- a/sub/p/b.go\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPrint(t *testing.T) {
	var b bytes.Buffer
	if err := Print(&b, map[string][]byte{"b.go": []byte("b\n"), "a.go": []byte("a\n")}); err != nil || b.String() != "-- a.go --\na\n-- b.go --\nb\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestPrintReturnsErrors(t *testing.T) {
	if err := Print(full{}, map[string][]byte{"a.go": nil}); err == nil {
		t.Error("no error")
	}
}
