package witpackage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit/binary"
)

// finder collects WIT: first the component's own, then, while something is missing,
// packages in folders nearby.
type finder struct {
	packages *wit.Packages
	worlds   []*wit.World // read in binary form
	places   []place      // where used packages may be, not searched yet
	known    map[string]bool
	files    int
}

// place is a folder that may contain packages, as files or as folders of files.
type place struct {
	path    string
	folders bool // each entry is a package, as in deps
}

// maxFiles is the maximum number of files of used packages that are read.
const maxFiles = 5000

func newFinder() *finder {
	f := &finder{packages: wit.NewPackages(), known: map[string]bool{}}
	f.packages.Load = f.load
	return f
}

// add adds the WIT at a path, each file once.
func (f *finder) add(path string) error {
	if path = filepath.Clean(path); f.known[path] {
		return nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no such file: give a .wit file, a folder of .wit files, or a .wasm file", path)
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		return f.addFolder(path)
	}
	data, err := readFile(path)
	if err != nil {
		return err
	}
	if err := f.addData(path, data); err != nil || binary.Is(data) {
		return err
	}
	f.known[path] = true
	f.addPlaces(filepath.Dir(path))
	return nil
}

// readFile reads a regular file that is not larger than a component can be.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file: %s", path, whatToGive)
	}
	if info.Size() > binary.MaxSize {
		return nil, fmt.Errorf("%s: larger than %d MiB: %s", path, binary.MaxSize>>20, whatToGive)
	}
	return os.ReadFile(path)
}

// addFolder adds the package whose files are in a folder or in its subfolder wit.
func (f *finder) addFolder(path string) error {
	names, err := filesOf(path)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		inner := filepath.Join(path, "wit")
		if names, _ = filesOf(inner); len(names) == 0 {
			return fmt.Errorf("%s: holds no .wit file: give the folder that has the world's .wit file", path)
		}
		path = inner
	}
	var files []*wit.File
	for _, name := range names {
		if f.known[name] {
			continue
		}
		data, err := readFile(name)
		if err != nil {
			return err
		}
		file, err := parseText(name, data)
		if err != nil {
			return err
		}
		f.known[name] = true
		files = append(files, file)
	}
	f.addPlaces(path)
	return f.packages.Add(files)
}

// filesOf returns the .wit files of a folder, in the order of their names.
func filesOf(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if strings.EqualFold(filepath.Ext(entry.Name()), ".wit") && !entry.IsDir() {
			names = append(names, filepath.Join(folder, entry.Name()))
		}
	}
	return names, nil
}

// load adds the packages of the next place, and reports whether there was one.
func (f *finder) load() bool {
	if len(f.places) == 0 || f.files >= maxFiles {
		return false
	}
	next := f.places[0]
	f.places = f.places[1:]
	f.addUsed(next.path)
	entries, err := os.ReadDir(next.path)
	if err != nil || !next.folders {
		return true
	}
	for _, entry := range entries {
		path := filepath.Join(next.path, entry.Name())
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			f.addUsed(path)
		} else if err == nil && strings.EqualFold(filepath.Ext(path), ".wasm") {
			f.addUsedBinary(path)
		}
	}
	return true
}

// addUsed adds the used packages whose files are in a folder. It skips files that cannot be
// read. If something needs their definitions, it is reported as missing.
func (f *finder) addUsed(folder string) {
	names, err := filesOf(folder)
	if err != nil {
		return
	}
	var files []*wit.File
	for _, name := range names {
		if f.files >= maxFiles || f.known[name] {
			continue
		}
		f.known[name] = true
		f.files++
		data, err := readFile(name)
		if err != nil {
			continue
		}
		file, err := wit.Parse(name, data, true)
		if err != nil {
			f.packages.Broken(err)
			continue
		}
		files = append(files, file)
	}
	if err := f.packages.Add(files); err != nil {
		f.packages.Broken(err)
	}
}

func (f *finder) addUsedBinary(path string) {
	f.files++
	data, err := readFile(path)
	if err != nil || !binary.Is(data) {
		return
	}
	p, err := binary.Decode(data)
	if err != nil {
		f.packages.Broken(fmt.Errorf("%s: %w", path, err))
		return
	}
	f.packages.AddResolved(p.ID, p.Interfaces)
}

// addPlaces records the places of packages that the WIT in a folder may use: the folder, its
// subfolder deps, and the folders above it, up to the one with the application's golem.yaml
// or the configuration.
func (f *finder) addPlaces(folder string) {
	f.place(folder, false)
	f.place(filepath.Join(folder, "deps"), true)
	for _, above := range applicationFolders(folder) {
		for _, pattern := range []string{"deps", "wit/deps", "common*/wit/deps", "common*/deps"} {
			f.glob(above, pattern, true)
		}
		for _, declared := range witDependencies(above) {
			f.place(filepath.Join(above, filepath.FromSlash(declared)), true)
		}
		for _, pattern := range []string{"wit", "common*/wit", "components*/*/wit"} {
			f.glob(above, pattern, false)
		}
	}
}

func (f *finder) glob(folder, pattern string, folders bool) {
	found, _ := fs.Glob(os.DirFS(folder), pattern)
	for _, path := range found {
		f.place(filepath.Join(folder, filepath.FromSlash(path)), folders)
	}
}

func (f *finder) place(path string, folders bool) {
	if !slices.Contains(f.places, place{path, folders}) {
		f.places = append(f.places, place{path, folders})
	}
}
