package output

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
)

// temporaries is the pattern of the files that contain new text until they are renamed.
var temporaries = regexp.MustCompile(`^\.golem-gen-[A-Z2-7]{26}\.tmp$`)

// stagedAtOnce is how many files are written before the disk is waited for. It writes them
// together, in little more time than one.
const stagedAtOnce = 64

// stageAll writes the texts of changes to temporary files and waits until the disk has them.
func (t *transaction) stageAll(changes Changes) error {
	var open []*os.File
	defer func() {
		for _, f := range open {
			_ = f.Close()
		}
	}()
	for _, c := range changes {
		if err := t.makeFolder(path.Dir(c.Name)); err != nil {
			return t.root.explain(path.Dir(c.Name), err)
		}
		f, temporary, err := t.root.stage(c.Name, c.New)
		if err != nil {
			return t.root.explain(c.Name, err)
		}
		t.staged[c.Name] = temporary
		open = append(open, f)
	}
	results := make([]error, len(changes))
	var group sync.WaitGroup
	for i, f := range open {
		t.root.at("sync", changes[i].Name)
		group.Go(func() { results[i] = errors.Join(f.Sync(), f.Close()) })
	}
	group.Wait()
	for i, err := range results {
		if err != nil {
			return t.root.explain(changes[i].Name, err)
		}
	}
	return nil
}

// stage writes text to a temporary file next to a file, with the permissions of the file or
// of a new one. The file is open.
func (r *Root) stage(name string, text []byte) (f *os.File, temporary string, err error) {
	temporary = path.Join(path.Dir(name), ".golem-gen-"+rand.Text()+".tmp")
	r.at("create", name)
	f, err = r.root.OpenFile(filepath.FromSlash(temporary), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, "", err
	}
	r.at("write", name)
	_, err = f.Write(text)
	if info, statErr := r.lstat(name); statErr == nil {
		err = errors.Join(err, f.Chmod(info.Mode().Perm()))
	} else if !errors.Is(statErr, fs.ErrNotExist) {
		err = errors.Join(err, statErr)
	}
	if err != nil {
		_ = f.Close()
		_ = r.root.Remove(filepath.FromSlash(temporary))
		return nil, "", err
	}
	return f, temporary, nil
}

// look records a folder that files are written to.
func (r *Root) look(folder string) {
	if r.folders == nil {
		r.folders = map[string]bool{}
	}
	r.folders[path.Clean(folder)] = true
}

// sweep removes the temporary files of a killed run from the recorded folders.
func (r *Root) sweep() {
	for _, folder := range slices.Sorted(maps.Keys(r.folders)) {
		entries, err := fs.ReadDir(r.root.FS(), folder)
		if err != nil {
			continue // reported where the folder is used
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() && temporaries.MatchString(entry.Name()) {
				_ = r.root.Remove(filepath.FromSlash(path.Join(folder, entry.Name())))
			}
		}
	}
}
