package output

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFileInTheWayOfAFolder(t *testing.T) {
	root, _ := open(t, map[string]string{"internal": "mine"})
	_, err := root.Compare("internal/shop", header, generatedFiles(map[string]string{"a.go": "a", "b.go": "b"}), nil, false)
	want := "internal/shop: expected a folder, found a file: move the file, or choose another path"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestFileInsteadOfAFolder(t *testing.T) {
	root, _ := open(t, map[string]string{"internal/shop": "mine"})
	_, err := root.Compare("internal/shop", header, generatedFiles(map[string]string{"a.go": "a", "b.go": "b"}), []string{"shoptest"}, false)
	want := "internal/shop: expected a folder, found a file: move the file, or choose another path"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestFileInsteadOfANestedFolder(t *testing.T) {
	root, _ := open(t, map[string]string{"p/ptest": "mine"})
	_, err := root.Compare("p", header, generatedFiles(map[string]string{"a.go": "a"}), []string{"ptest"}, false)
	want := "p/ptest: expected a folder, found a file: move the file, or choose another path"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestLinkThatLeadsNowhere(t *testing.T) {
	root, dir := open(t, map[string]string{"internal/other": ""})
	if err := os.Symlink("none", filepath.Join(dir, "internal", "shop")); err != nil {
		t.Skip("no symbolic links here")
	}
	changes, err := root.Compare("internal/shop", header, generatedFiles(map[string]string{"a.go": "a"}), nil, false)
	if err == nil {
		err = root.Apply(changes)
	}
	want := "internal/shop: expected a folder, found a symbolic link that leads nowhere: remove the link"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// FuzzCompare checks that, with any name of a file, only files in the folder that have the header
// are changed.
func FuzzCompare(f *testing.F) {
	for _, name := range []string{"a.go", "../a.go", "/a.go", `..\a.go`, "b/../../a.go", "mine.go", "link/a.go", "", ".", "..", "a\x00b", strings.Repeat("x", 10000), "CON", "a/"} {
		f.Add(name)
	}
	above := f.TempDir()
	write(f, filepath.Join(above, "outside", "o.go"), header)
	write(f, filepath.Join(above, "root", "p", "mine.go"), "mine")
	if err := os.Symlink("../../outside", filepath.Join(above, "root", "p", "link")); err != nil {
		f.Skip("no symbolic links here")
	}
	before := read(f, above)
	f.Fuzz(func(t *testing.T, name string) {
		root, err := OpenRoot(filepath.Join(above, "root"), "")
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		changes, err := root.Compare("p", header, generatedFiles(map[string]string{name: ""}), nil, false)
		if err == nil {
			err = root.Apply(changes)
		}
		after := read(t, above)
		if err == nil {
			delete(after, filepath.ToSlash(filepath.Join("root", "p", filepath.FromSlash(name))))
		}
		if !maps.Equal(before, after) {
			t.Fatalf("%q: %v", name, after)
		}
		if err == nil { // leaves the folder as it was for the next name
			first, _, _ := strings.Cut(name, "/")
			if err := os.RemoveAll(filepath.Join(above, "root", "p", first)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
