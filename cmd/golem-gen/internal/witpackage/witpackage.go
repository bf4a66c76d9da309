// Package witpackage reads WIT packages: text, folders of text, the binary form,
// and components.
//
// The reading itself is done by wasm-tools, which the library carries as a
// WebAssembly module and runs in the process; it starts at the first call only. What
// that costs, measured on two cores of a server with Go 1.26:
//
//   - 5.2 MB of the command's 18.8 MB;
//   - 1.2 s for the first WIT on a machine, when the module is compiled; the machine
//     code is kept in the user's cache folder;
//   - 80 ms for a run that reads a WIT afterwards;
//   - nothing for one that reads none: 9 ms for generating the shop's client, with
//     this package as without it.
package witpackage

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.bytecodealliance.org/wit"

	"github.com/golem-gen/golem-gen/gen"
)

// Read reads what is at a path: a .wit file, a folder of them with the packages
// they use in its folder deps, a WIT package in binary form, or a component.
// Errors of WIT text are "file:line:column: what".
func Read(path string) (*gen.WIT, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file: give a .wit file, a folder of .wit files, or a .wasm file", path)
	}
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return readFolder(path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Decode(path, data)
}

// Decode reads a WIT package or a component from memory. The name stands for the
// data in errors.
func Decode(name string, data []byte) (*gen.WIT, error) {
	if len(data) == 0 {
		return nil, fmt.Errorf("%s: is empty: give WIT text, a WIT package in binary form, or a component", name)
	}
	if !isBinary(data) {
		data = withoutEmptyResults(data)
	}
	resolve, err := load(func() (*wit.Resolve, error) { return wit.DecodeWIT(bytes.NewReader(data)) })
	if err != nil {
		return nil, readingError(err, "<stdin>", name)
	}
	return convert(resolve), nil
}

func isBinary(data []byte) bool { return bytes.HasPrefix(data, []byte("\x00asm")) }

// readFolder reads a copy of the folder: text that the library's newer grammar
// no longer takes is mended on the way.
func readFolder(path string) (*gen.WIT, error) {
	temp, err := os.MkdirTemp("", "golem-gen-wit-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	folder := filepath.Join(temp, "wit")
	copied, err := copyFolder(path, folder)
	if err != nil {
		return nil, err
	}
	if copied == 0 {
		return nil, fmt.Errorf("%s: holds no .wit file: give the folder that has the world's .wit file", path)
	}
	resolve, err := load(func() (*wit.Resolve, error) { return wit.LoadWIT(folder) })
	if err != nil {
		return nil, readingError(err, folder, path)
	}
	return convert(resolve), nil
}

// copyFolder copies what WIT tools look at: .wit files of the folder itself, and
// all packages in deps. It returns the number of .wit files.
func copyFolder(from, to string) (int, error) {
	copied := 0
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		inside := relative == "." || relative == "deps" || strings.HasPrefix(relative, "deps"+string(filepath.Separator))
		if entry.IsDir() {
			if !inside {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, relative), 0o700)
		}
		extension := filepath.Ext(path)
		if extension != ".wit" && (!inside || extension != ".wasm") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if extension == ".wit" {
			copied++
			data = withoutEmptyResults(data)
		}
		return os.WriteFile(filepath.Join(to, relative), data, 0o600)
	})
	return copied, err
}
