// Package output writes a set of files: all of them or none, never over a file of the user
// and never outside one folder.
//
// No system replaces several files at once. A process that is killed between two renames
// leaves some files old and some new, each of them complete. [Root.Compare] compares all
// bytes and finds such a mixture; the next run writes the rest and removes temporary files.
// Runs at the same time wait for each other.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/diff"
)

// Root is a folder. Nothing is read or written outside it, not even through symbolic links.
// Names are relative to it, with slashes.
type Root struct {
	root   *os.Root
	prefix string // before names in messages

	folders map[string]bool         // that files are planned in
	observe func(step, name string) // for tests: called before anything on the disk changes or is synced
}

func (r *Root) at(step, name string) {
	if r.observe != nil {
		r.observe(step, name)
	}
}

// OpenRoot opens a folder. Errors and differences show the names of its files after the shown
// name, which may be empty.
func OpenRoot(folder, shown string) (*Root, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return &Root{root: root, prefix: shown}, nil
}

// Close closes the folder.
func (r *Root) Close() { _ = r.root.Close() }

// Shown returns the name of a file for messages.
func (r *Root) Shown(name string) string {
	if r.prefix == "" {
		return name
	}
	return path.Join(filepath.ToSlash(r.prefix), name)
}

// Read reads a file. The text is nil if there is no such file.
func (r *Root) Read(name string) (text []byte, err error) {
	if _, err := r.lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	text, err = r.root.ReadFile(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: expected a file, found a symbolic link that leads nowhere: remove the link", r.Shown(name))
	}
	if err != nil {
		return nil, r.explain(name, err)
	}
	if text == nil {
		text = []byte{}
	}
	return text, nil
}

// Has reports whether there is a file or folder with a name.
func (r *Root) Has(name string) bool {
	_, err := r.lstat(name)
	return err == nil
}

func (r *Root) lstat(name string) (fs.FileInfo, error) {
	return r.root.Lstat(filepath.FromSlash(name))
}

// Change is a file to write or remove.
type Change struct {
	Name string
	Old  []byte // nil if there is no file
	New  []byte // nil to remove the file
}

// Changes are the files to write and remove below a root.
type Changes []Change

// Compare returns the changes after which the generated files in a folder are exactly files.
// It removes generated files of earlier runs from the folder and from its folders in nested.
// Compare returns an error for a file in the way that does not start with the line header, and
// for a file of another package in the same folder, unless force is set.
func (r *Root) Compare(folder, header string, files map[string][]byte, nested []string, force bool) (Changes, error) {
	info, err := r.root.Stat(filepath.FromSlash(folder))
	if err == nil && !info.IsDir() {
		err = syscall.ENOTDIR
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, r.explain(folder, err)
	}
	var changes Changes
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		change, err := r.compareFile(folder, name, header, files[name], force)
		switch {
		case err != nil:
			problems = append(problems, err)
		case change != nil:
			changes = append(changes, *change)
		}
	}
	for _, inner := range append([]string{"."}, nested...) {
		left, err := r.leftOver(folder, inner, header, files, force)
		if err != nil {
			problems = append(problems, err)
		}
		changes = append(changes, left...)
	}
	return changes, errors.Join(problems...)
}

func (r *Root) compareFile(folder, name, header string, text []byte, force bool) (*Change, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) || path.Clean(name) != name || strings.Contains(name, `\`) {
		return nil, fmt.Errorf("refusing to write %q outside %s", name, r.Shown(folder))
	}
	full := path.Join(folder, name)
	r.look(path.Dir(full))
	info, err := r.lstat(full)
	if errors.Is(err, fs.ErrNotExist) {
		return &Change{Name: full, New: text}, nil
	}
	if err != nil {
		return nil, r.explain(full, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s exists and is not a regular file: move it, or generate into another directory", r.Shown(full))
	}
	old, err := r.Read(full)
	if err != nil {
		return nil, err
	}
	if !generated(old, header) && !force {
		return nil, fmt.Errorf("%s exists and was not written by golem-gen: move it, generate into another directory, or use --force", r.Shown(full))
	}
	if sameText(old, text) {
		return nil, nil
	}
	return &Change{Name: full, Old: old, New: text}, nil
}

// leftOver returns the generated Go files in a folder that are not in files. It returns an error
// for a file of another package that was not generated, unless force is set.
func (r *Root) leftOver(folder, inner, header string, files map[string][]byte, force bool) (Changes, error) {
	full := path.Join(folder, inner)
	r.look(full)
	entries, err := fs.ReadDir(r.root.FS(), full)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, r.explain(full, err)
	}
	var changes Changes
	for _, entry := range entries {
		if !entry.Type().IsRegular() || path.Ext(entry.Name()) != ".go" || among(files, path.Join(inner, entry.Name())) {
			continue
		}
		text, err := r.Read(path.Join(full, entry.Name()))
		if err != nil {
			return nil, err
		}
		if generated(text, header) {
			changes = append(changes, Change{Name: path.Join(full, entry.Name()), Old: text})
			continue
		}
		if err := r.checkNeighbor(inner, path.Join(full, entry.Name()), text, files); err != nil && !force {
			return nil, err
		}
	}
	return changes, nil
}

// among reports whether files has a name, ignoring case as some file systems do.
func among(files map[string][]byte, name string) bool {
	if _, ok := files[name]; ok {
		return true
	}
	for known := range files {
		if strings.EqualFold(known, name) {
			return true
		}
	}
	return false
}

// sameText compares texts, ignoring line ends that version control may have changed.
func sameText(old, text []byte) bool {
	return bytes.Equal(old, text) || bytes.Equal(bytes.ReplaceAll(old, []byte("\r\n"), []byte("\n")), text)
}

// generated reports whether a text begins with the header. Some editors write a byte order mark
// before it.
func generated(text []byte, header string) bool {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n"))
	return string(bytes.TrimRight(line, "\r")) == header
}

// File returns the changes after which one file, generated or not, has the text. If the file is a
// symbolic link, they change the file that it leads to.
func (r *Root) File(name string, text []byte) (Changes, error) {
	r.look(path.Dir(name))
	old, err := r.Read(name)
	if err != nil || (old != nil && sameText(old, text)) {
		return nil, err
	}
	if name, err = r.follow(name); err != nil {
		return nil, err
	}
	r.look(path.Dir(name))
	return Changes{{Name: name, Old: old, New: text}}, nil
}

// follow returns the name of the file that a symbolic link leads to, or the name if the file is
// none. The file can be read, so the link leads neither out of the folder nor in a circle.
func (r *Root) follow(name string) (string, error) {
	for {
		info, err := r.lstat(name)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return name, nil // a file that is missing is written anew
		}
		to, err := r.root.Readlink(filepath.FromSlash(name))
		if err != nil {
			return "", r.explain(name, err)
		}
		name = path.Join(path.Dir(name), filepath.ToSlash(to))
	}
}

// Diff returns the changes as a unified diff.
func (r *Root) Diff(changes Changes) []byte {
	sorted := slices.SortedFunc(slices.Values(changes), func(a, b Change) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	for _, c := range sorted {
		before, after := path.Join("a", r.inDiff(c.Name)), path.Join("b", r.inDiff(c.Name))
		if c.Old == nil {
			before = "/dev/null"
		}
		if c.New == nil {
			after = "/dev/null"
		}
		b.Write(diff.Diff(before, c.Old, after, c.New))
	}
	return b.Bytes()
}

// inDiff returns the name of a file without leading "../".
func (r *Root) inDiff(name string) string {
	name = r.Shown(name)
	for strings.HasPrefix(name, "../") {
		name = name[len("../"):]
	}
	return name
}

// Print writes all files in txtar form, each after a line "-- name --".
func Print(w io.Writer, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := fmt.Fprintf(w, "-- %s --\n%s", name, files[name]); err != nil {
			return err
		}
	}
	return nil
}
