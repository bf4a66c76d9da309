package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

// project is a repository with a configuration.
type project struct {
	env    Environment
	dir    string // folder of the configuration, absolute
	shown  string // the same, relative to the working directory
	root   *output.Root
	config *config.Config
	lock   pin.Lock
}

// noProjectError reports that there is no configuration.
type noProjectError struct{ dir string }

func (e *noProjectError) Error() string {
	return fmt.Sprintf("no %s in %s or above it: run golem-gen init", config.Name, e.dir)
}

// isNoProject reports whether the error is that there is no configuration.
func isNoProject(err error) bool {
	var none *noProjectError
	return errors.As(err, &none)
}

// openProject reads the configuration and the lock file. Without a file it looks for the
// configuration in the working directory and above, up to the top of the repository.
func openProject(env Environment, file string) (*project, error) {
	file, err := findConfig(env, file)
	if err != nil {
		return nil, err
	}
	p := &project{env: env, dir: filepath.Dir(file)}
	p.shown = p.fromWorkingDir(p.dir)
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, output.Explain(filepath.Join(p.shown, filepath.Base(file)), err)
	}
	if p.config, err = config.Parse(filepath.Join(p.shown, filepath.Base(file)), text); err != nil {
		return nil, err
	}
	if p.root, err = output.OpenRoot(p.dir, p.shown); err != nil {
		return nil, err
	}
	locked, err := p.root.Read(pin.Name)
	if err == nil {
		p.lock, err = pin.Parse(p.root.Shown(pin.Name), locked)
	}
	if err != nil {
		p.root.Close()
		return nil, err
	}
	return p, nil
}

func (p *project) close() { p.root.Close() }

// fromWorkingDir returns a folder relative to the working directory, for messages.
func (p *project) fromWorkingDir(dir string) string {
	working, err := p.env.workingDir()
	if err != nil {
		return dir
	}
	relative, err := filepath.Rel(working, dir)
	if err != nil || strings.Count(relative, "..") > 4 {
		return dir
	}
	return relative
}

// findConfig returns the absolute path of the configuration.
func findConfig(env Environment, file string) (string, error) {
	if file != "" {
		full, err := filepath.Abs(env.path(file))
		if err != nil {
			return "", err
		}
		info, err := os.Stat(full)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("%s: no such file: run golem-gen init", file)
		case err == nil && info.IsDir():
			return "", fmt.Errorf("%s: is a directory: give the configuration file, like %s", file, config.Name)
		}
		return full, nil
	}
	working, err := env.workingDir()
	if err != nil {
		return "", err
	}
	for dir := working; ; dir = filepath.Dir(dir) {
		full := filepath.Join(dir, config.Name)
		if _, err := os.Lstat(full); err == nil {
			info, err := os.Stat(full)
			if err == nil && !info.IsDir() {
				return full, nil
			}
			return "", fmt.Errorf("%s: is a directory, or a symbolic link that leads nowhere: remove it and run golem-gen init", full)
		}
		_, err := os.Lstat(filepath.Join(dir, ".git"))
		if err == nil || filepath.Dir(dir) == dir {
			return "", &noProjectError{working}
		}
	}
}

// selected returns the named entries, or all entries if there are no names.
func (p *project) selected(names []string) ([]*config.Entry, error) {
	entries := p.config.Entries()
	if len(names) == 0 {
		return entries, nil
	}
	wanted := make(map[*config.Entry]bool)
	for _, name := range names {
		found := false
		for _, e := range entries {
			if e.Is(name) {
				wanted[e], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("%s has no entry %q: use one of these: %s", filepath.Join(p.shown, config.Name), name, p.packages())
		}
	}
	return slices.DeleteFunc(entries, func(e *config.Entry) bool { return !wanted[e] }), nil
}

func (p *project) packages() string {
	var names []string
	for _, e := range p.config.Entries() {
		names = append(names, e.Package)
	}
	return strings.Join(names, ", ")
}

// inUse reports whether the configuration has an entry with that directory.
func (p *project) inUse(dir string) bool {
	return slices.ContainsFunc(p.config.Entries(), func(e *config.Entry) bool { return e.Dir == dir })
}

// pinned reads the pinned document of an entry, and checks that it describes what the
// configuration names.
func (p *project) pinned(e *config.Entry) (*document, error) {
	shown := p.root.Shown(e.Metadata)
	text, err := p.root.Read(e.Metadata)
	if err != nil {
		return nil, err
	}
	if text == nil {
		return nil, fmt.Errorf("%s: no such file: run golem-gen fetch", shown)
	}
	read, err := parseDocument(shown, shown, text, decoderFor(e.Of))
	if err != nil {
		return nil, err
	}
	if key, expected, found := read.mismatch(e.Of); key != "" {
		return nil, fmt.Errorf("%s: expected %s, found %s in %s: run golem-gen fetch, or change the configuration", p.config.At(e, key), expected, found, shown)
	}
	return read, nil
}
