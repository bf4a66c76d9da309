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
)

// temporaries is the pattern of the files that contain new text until they are renamed.
var temporaries = regexp.MustCompile(`^\.golem-gen-[A-Z2-7]{26}\.tmp$`)

// stage writes text to a temporary file next to a file, with the permissions of the file or
// of a new one.
func (r *Root) stage(name string, text []byte) (temporary string, err error) {
	temporary = path.Join(path.Dir(name), ".golem-gen-"+rand.Text()+".tmp")
	r.at("create", name)
	f, err := r.root.OpenFile(filepath.FromSlash(temporary), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	r.at("write", name)
	_, err = f.Write(text)
	if info, statErr := r.lstat(name); statErr == nil {
		err = errors.Join(err, f.Chmod(info.Mode().Perm()))
	} else if !errors.Is(statErr, fs.ErrNotExist) {
		err = errors.Join(err, statErr)
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		_ = r.root.Remove(filepath.FromSlash(temporary))
		return "", err
	}
	return temporary, nil
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
