// Package output puts generated files into a directory: all of them or none, and
// never in the place of a file that is not generated.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Plan is the difference between a directory and the files that belong there.
type Plan struct {
	dir    string
	write  map[string][]byte // files that are missing or differ
	old    map[string][]byte // what is there now of those and of the left over
	remove []string          // left over from an earlier generation
}

// Compare plans how dir comes to hold exactly files, among others that do not start
// with header. A file that is in the way and does not start with header is an error,
// unless force is set.
func Compare(dir, header string, files map[string][]byte, force bool) (*Plan, error) {
	p := &Plan{dir: dir, write: map[string][]byte{}, old: map[string][]byte{}}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		entries = nil
	} else if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := p.compareFile(name, header, files[name], force); err != nil {
			return nil, err
		}
	}
	for _, entry := range entries {
		name := entry.Name()
		if _, ours := files[name]; ours || !entry.Type().IsRegular() || !strings.HasSuffix(name, ".go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		if generated(text, header) {
			p.remove = append(p.remove, name)
			p.old[name] = text
		}
	}
	return p, nil
}

func (p *Plan) compareFile(name, header string, text []byte, force bool) error {
	if !filepath.IsLocal(name) || filepath.Base(name) != name {
		return fmt.Errorf("refusing to write %q outside of %s", name, p.dir)
	}
	path := filepath.Join(p.dir, name)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		p.write[name] = text
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is in the way and is no regular file: move it, or choose another --out", path)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !generated(old, header) && !force {
		return fmt.Errorf("%s is in the way and was not written by golem-gen: move it, choose another --out, or use --force", path)
	}
	if !bytes.Equal(old, text) {
		p.write[name], p.old[name] = text, old
	}
	return nil
}

func generated(text []byte, header string) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(bytes.TrimRight(line, "\r")) == header
}

// Empty tells that the directory holds just what it should.
func (p *Plan) Empty() bool { return len(p.write) == 0 && len(p.remove) == 0 }

// Diff shows the difference as a unified diff, from what is there to what should be.
func (p *Plan) Diff() []byte {
	var b bytes.Buffer
	names := append(slices.Collect(maps.Keys(p.write)), p.remove...)
	slices.Sort(names)
	for _, name := range names {
		path := filepath.ToSlash(filepath.Join(p.dir, name))
		b.Write(diff.Diff("a/"+path, p.old[name], "b/"+path, p.write[name]))
	}
	return b.Bytes()
}

// Apply writes and removes files. Everything is first written beside its place: when
// that fails, nothing has changed.
func (p *Plan) Apply() (err error) {
	if err := os.MkdirAll(p.dir, 0o777); err != nil {
		return err
	}
	staged := map[string]string{}
	defer func() {
		for _, temporary := range staged {
			_ = os.Remove(temporary)
		}
	}()
	for _, name := range slices.Sorted(maps.Keys(p.write)) {
		temporary, err := stage(p.dir, p.write[name])
		if err != nil {
			return err
		}
		staged[name] = temporary
	}
	for _, name := range slices.Sorted(maps.Keys(staged)) {
		if err := os.Rename(staged[name], filepath.Join(p.dir, name)); err != nil {
			return err
		}
		delete(staged, name)
	}
	for _, name := range p.remove {
		if err := os.Remove(filepath.Join(p.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// stage writes text to a new file in dir, with the permissions that a file there gets.
func stage(dir string, text []byte) (name string, err error) {
	f, err := os.CreateTemp(dir, ".golem-gen-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Close(), os.Chmod(f.Name(), 0o644))
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// Print writes all files one after the other, each under a line "-- name --" (the
// txtar form).
func Print(w io.Writer, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := fmt.Fprintf(w, "-- %s --\n%s", name, files[name]); err != nil {
			return err
		}
	}
	return nil
}
