package command

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
	"github.com/golem-gen/golem-gen/gen"
)

// place is where the client of a single document is written.
type place struct {
	root   *output.Root
	folder string // of the package, below root
	file   string // lock file, in root; "" for none
	lock   pin.Lock
	known  bool // the lock file lists the folder
}

// openPlace opens the directory of --out, and the lock file of --lock above it.
func (f *generateFlags) openPlace(env Environment) (*place, error) {
	if f.lock == "" {
		root, folder, err := openOut(env, f.out)
		return &place{root: root, folder: folder}, err
	}
	above, file := filepath.Split(f.lock)
	folder, err := relative(env.path(above), env.path(f.out))
	if err != nil || !filepath.IsLocal(folder) {
		return nil, fmt.Errorf("--out %s is not in or below the folder of --lock %s: change one of them", f.out, f.lock)
	}
	if _, err := os.Stat(filepath.Join(env.path(above), config.Name)); err == nil && file == pin.Name {
		return nil, fmt.Errorf("%s belongs to %s in the same folder: give --lock another name, or add the client there", f.lock, config.Name)
	}
	p := &place{folder: filepath.ToSlash(folder), file: file}
	if p.root, err = output.OpenRoot(filepath.Clean(env.path(above)), above); err != nil {
		return nil, fmt.Errorf("--lock %s: cannot open its folder (%w): give a file in an existing folder", f.lock, err)
	}
	text, err := p.root.Read(file)
	if err == nil {
		p.lock, err = pin.Parse(p.root.Shown(file), text)
	}
	if err != nil {
		p.root.Close()
		return nil, err
	}
	p.known = p.lock[p.folder] != nil
	return p, nil
}

// relative returns a path relative to a folder. Both may be relative to the working directory
// of the process.
func relative(folder, path string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	return filepath.Rel(folder, path)
}

// names returns the names in the lock file. A package that has moved takes its names along.
func (p *place) names(pkg string, source pin.Source) map[string]gen.LockedName {
	from, locked := p.lock.For(p.folder, pkg, source, p.root.Has)
	if locked == nil {
		return nil
	}
	delete(p.lock, from)
	return locked.Names
}

// record plans the change of the lock file, if there is one.
func (p *place) record(pkg string, c *client) (output.Changes, error) {
	if p.file == "" {
		return nil, nil
	}
	p.lock[p.folder] = lockOf(pkg, c.subject, c.output.Names)
	return p.root.File(p.file, p.lock.Text())
}

// openOut opens the nearest existing folder at or above the directory. No folder is made
// before files are written.
func openOut(env Environment, out string) (root *output.Root, folder string, err error) {
	above := filepath.Clean(out)
	for {
		_, err := os.Stat(env.path(above))
		if err == nil || filepath.Dir(above) == above {
			break
		}
		above = filepath.Dir(above)
	}
	if folder, err = filepath.Rel(above, filepath.Clean(out)); err != nil {
		return nil, "", err
	}
	if info, err := os.Stat(env.path(above)); err == nil && !info.IsDir() {
		return nil, "", fmt.Errorf("%s is not a directory: choose another --out", above)
	}
	shown := above
	if shown == "." {
		shown = ""
	}
	root, err = output.OpenRoot(env.path(above), shown)
	return root, filepath.ToSlash(folder), err
}
