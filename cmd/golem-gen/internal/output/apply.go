package output

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Apply writes and removes files. Everything is first written beside its place;
// when anything fails, what has been changed is changed back.
func (r *Root) Apply(changes Changes) error {
	t := &transaction{root: r}
	err := t.run(changes)
	if err != nil {
		t.undo()
		return err
	}
	t.removeEmptied(changes)
	return nil
}

// transaction remembers what there is to undo.
type transaction struct {
	root    *Root
	folders []string // made on the way, outer ones first
	staged  map[string]string
	done    Changes
}

func (t *transaction) run(changes Changes) error {
	t.staged = map[string]string{}
	for _, c := range changes {
		if c.New == nil {
			continue
		}
		if err := t.makeFolder(path.Dir(c.Name)); err != nil {
			return t.root.explain(path.Dir(c.Name), err)
		}
		temporary, err := t.root.stage(c.Name, c.New)
		if err != nil {
			return t.root.explain(c.Name, err)
		}
		t.staged[c.Name] = temporary
	}
	for _, c := range changes {
		if err := t.perform(c); err != nil {
			return t.root.explain(c.Name, err)
		}
		t.done = append(t.done, c)
	}
	return nil
}

func (t *transaction) perform(c Change) error {
	if c.New == nil {
		return t.root.root.Remove(filepath.FromSlash(c.Name))
	}
	err := t.root.root.Rename(filepath.FromSlash(t.staged[c.Name]), filepath.FromSlash(c.Name))
	if err == nil {
		delete(t.staged, c.Name)
	}
	return err
}

func (t *transaction) makeFolder(name string) error {
	if name == "." {
		return nil
	}
	if _, err := t.root.root.Stat(filepath.FromSlash(name)); err == nil {
		return nil
	}
	if err := t.makeFolder(path.Dir(name)); err != nil {
		return err
	}
	err := t.root.root.Mkdir(filepath.FromSlash(name), 0o777)
	if err == nil {
		t.folders = append(t.folders, name)
	}
	return err
}

// undo brings back what was there. It does what it can: the error that made it
// necessary is the one to tell.
func (t *transaction) undo() {
	for _, temporary := range t.staged {
		_ = t.root.root.Remove(filepath.FromSlash(temporary))
	}
	for _, c := range t.done {
		if c.Old == nil {
			_ = t.root.root.Remove(filepath.FromSlash(c.Name))
			continue
		}
		if temporary, err := t.root.stage(c.Name, c.Old); err == nil {
			_ = t.root.root.Rename(filepath.FromSlash(temporary), filepath.FromSlash(c.Name))
		}
	}
	for i := len(t.folders) - 1; i >= 0; i-- {
		_ = t.root.root.Remove(filepath.FromSlash(t.folders[i]))
	}
}

// removeEmptied removes folders whose last file was removed.
func (t *transaction) removeEmptied(changes Changes) {
	for _, c := range changes {
		if c.New != nil {
			continue
		}
		for folder := path.Dir(c.Name); folder != "."; folder = path.Dir(folder) {
			if t.root.root.Remove(filepath.FromSlash(folder)) != nil { // there are other files
				break
			}
		}
	}
}

// stage writes text to a new file beside a file, with the permissions that the file
// has, or that a new one gets.
func (r *Root) stage(name string, text []byte) (temporary string, err error) {
	temporary = path.Join(path.Dir(name), ".golem-gen-"+rand.Text())
	f, err := r.root.OpenFile(filepath.FromSlash(temporary), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	if info, statErr := r.lstat(name); statErr == nil {
		err = errors.Join(err, f.Chmod(info.Mode().Perm()))
	} else if !errors.Is(statErr, fs.ErrNotExist) {
		err = errors.Join(err, statErr)
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		_ = r.root.Remove(filepath.FromSlash(temporary))
		return "", err
	}
	return temporary, nil
}
