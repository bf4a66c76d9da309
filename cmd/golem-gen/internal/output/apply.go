package output

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"slices"
)

// Apply writes and removes files in the order of the changes; the lock file should come last.
// It first writes all new files next to their final places, then renames them. After an
// error it restores what it has changed.
//
// Apply returns an error if a file has changed since the changes were planned.
func (r *Root) Apply(changes Changes) error {
	defer r.exclusive()()
	r.sweep()
	changes, err := r.stillToDo(changes)
	if err != nil {
		return err
	}
	t := &transaction{root: r, staged: map[string]string{}}
	if err := t.run(changes); err != nil {
		t.undo()
		return err
	}
	t.removeEmptied(changes)
	return nil
}

// stillToDo returns the changes that are left to make: another run may have made some since
// they were planned.
func (r *Root) stillToDo(changes Changes) (Changes, error) {
	var left Changes
	for _, c := range changes {
		now, err := r.Read(c.Name)
		switch {
		case err != nil:
			return nil, err
		case same(now, c.Old):
			left = append(left, c)
		case !same(now, c.New):
			return nil, fmt.Errorf("%s has changed since it was read: run the command again", r.Shown(c.Name))
		}
	}
	return left, nil
}

// same reports whether texts are equal. A missing file differs from an empty one.
func same(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }

// transaction records what to undo.
type transaction struct {
	root    *Root
	folders []string // made on the way, outer ones first
	staged  map[string]string
	done    Changes
}

func (t *transaction) run(changes Changes) error {
	written := slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.New == nil })
	for some := range slices.Chunk(written, stagedAtOnce) {
		if err := t.stageAll(some); err != nil {
			return err
		}
	}
	for i, c := range changes {
		if i == len(changes)-1 {
			t.settle() // the last one must not reach the disk before the others
		}
		if err := t.perform(c); err != nil {
			return t.root.explain(c.Name, err)
		}
		t.done = append(t.done, c)
	}
	t.settle()
	return nil
}

func (t *transaction) perform(c Change) error {
	t.root.at("perform", c.Name)
	if c.New == nil {
		return t.root.root.Remove(filepath.FromSlash(c.Name))
	}
	err := t.root.root.Rename(filepath.FromSlash(t.staged[c.Name]), filepath.FromSlash(c.Name))
	if err == nil {
		delete(t.staged, c.Name)
	}
	return err
}

// settle syncs renames and removals to the disk, on systems that can.
func (t *transaction) settle() {
	var folders []string
	for _, c := range t.done {
		if folder := path.Dir(c.Name); !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	for _, folder := range folders {
		t.root.at("sync", folder)
		if f, err := t.root.root.Open(filepath.FromSlash(folder)); err == nil {
			_ = f.Sync()
			_ = f.Close()
		}
	}
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
	t.root.at("make", name)
	err := t.root.root.Mkdir(filepath.FromSlash(name), 0o777)
	if err == nil {
		t.folders = append(t.folders, name)
	}
	return err
}

// undo restores the old files. It ignores errors, since its caller returns an earlier one.
func (t *transaction) undo() {
	for _, temporary := range t.staged {
		_ = t.root.root.Remove(filepath.FromSlash(temporary))
	}
	for _, c := range t.done {
		if c.Old == nil {
			_ = t.root.root.Remove(filepath.FromSlash(c.Name))
			continue
		}
		if f, temporary, err := t.root.stage(c.Name, c.Old); err == nil {
			_, _ = f.Sync(), f.Close()
			_ = t.root.root.Rename(filepath.FromSlash(temporary), filepath.FromSlash(c.Name))
		}
	}
	for i := len(t.folders) - 1; i >= 0; i-- {
		_ = t.root.root.Remove(filepath.FromSlash(t.folders[i]))
	}
}

// removeEmptied removes folders that have become empty.
func (t *transaction) removeEmptied(changes Changes) {
	for _, c := range changes {
		if c.New != nil {
			continue
		}
		for folder := path.Dir(c.Name); folder != "."; folder = path.Dir(folder) {
			t.root.at("empty", folder)
			if t.root.root.Remove(filepath.FromSlash(folder)) != nil { // there are other files
				break
			}
		}
	}
}
