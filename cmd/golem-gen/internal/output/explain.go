package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// Explain returns an error of package os about a file in the form "file: what is wrong: what to
// do". The file has the name in messages; an empty name stands for the path in the error.
// Explain returns other errors as they are if the name is empty.
func Explain(name string, err error) error {
	var failed *fs.PathError
	var linked *os.LinkError
	path := ""
	switch {
	case errors.As(err, &failed):
		path, err = failed.Path, failed.Err
	case errors.As(err, &linked):
		path, err = linked.New, linked.Err
	}
	if name == "" {
		name = path
	}
	switch {
	case err == nil || name == "":
		return err
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s: expected a folder, found a file: move the file, or choose another path", name)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s: expected a file, found a folder: move the folder, or choose another path", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: %w: check the permissions of the file and of its folder", name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// explain is Explain for the errors of os.Root.
func (r *Root) explain(name string, err error) error {
	if strings.Contains(err.Error(), "escapes from parent") {
		return fmt.Errorf("%s leads out of %s: give a path inside it that is not a symbolic link to another folder", r.Shown(name), r.root.Name())
	}
	if info, failed := r.lstat(name); errors.Is(err, fs.ErrExist) && failed == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s: expected a folder, found a symbolic link that leads nowhere: remove the link", r.Shown(name))
	}
	return Explain(r.Shown(name), err)
}
