package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/output"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/pin"
)

// project is a repository with a configuration.
type project struct {
	env    Environment
	dir    string // folder of the configuration, absolute
	shown  string // the same, as seen from the working directory
	root   *output.Root
	config *config.Config
	lock   pin.Lock
}

// noProjectError says that there is no configuration.
type noProjectError struct{ dir string }

func (e *noProjectError) Error() string {
	return fmt.Sprintf("there is no %s in %s or above it: golem-gen init writes one", config.Name, e.dir)
}

// isNoProject tells whether there is no configuration, rather than a bad one.
func isNoProject(err error) bool {
	var none *noProjectError
	return errors.As(err, &none)
}

// openProject reads configuration and lock file. The file is looked for from the
// working directory upwards, to the top of the repository, unless it is given.
func openProject(env Environment, file string) (*project, error) {
	file, err := findConfig(env, file)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := &project{env: env, dir: filepath.Dir(file)}
	p.shown = p.fromWorkingDir(p.dir)
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

// fromWorkingDir is a folder as people would write it.
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
		if _, err := os.Stat(full); errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s: there is no such file: golem-gen init writes one", file)
		}
		return full, nil
	}
	working, err := env.workingDir()
	if err != nil {
		return "", err
	}
	for dir := working; ; dir = filepath.Dir(dir) {
		full := filepath.Join(dir, config.Name)
		if info, err := os.Stat(full); err == nil && info.Mode().IsRegular() {
			return full, nil
		}
		_, err := os.Lstat(filepath.Join(dir, ".git"))
		if err == nil || filepath.Dir(dir) == dir {
			return "", &noProjectError{working}
		}
	}
}

// selected returns the components that are named, all of them when none is.
func (p *project) selected(names []string) ([]*config.Component, error) {
	if len(names) == 0 {
		return p.config.Components, nil
	}
	wanted := make(map[*config.Component]bool)
	for _, name := range names {
		found := false
		for _, c := range p.config.Components {
			if c.Is(name) {
				wanted[c], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("%s has no component %q: give a package, name or id of it: %s", filepath.Join(p.shown, config.Name), name, p.packages())
		}
	}
	var list []*config.Component
	for _, c := range p.config.Components {
		if wanted[c] {
			list = append(list, c)
		}
	}
	return list, nil
}

func (p *project) packages() string {
	var names []string
	for _, c := range p.config.Components {
		names = append(names, c.Package)
	}
	return strings.Join(names, ", ")
}

// inUse tells whether the configuration has a component with that directory.
func (p *project) inUse(dir string) bool {
	for _, c := range p.config.Components {
		if c.Dir == dir {
			return true
		}
	}
	return false
}

// pinned reads a component's pinned document, and checks that it is the component
// and version that the configuration wants.
func (p *project) pinned(c *config.Component) (*document, error) {
	shown := p.root.Shown(c.Metadata)
	text, err := p.root.Read(c.Metadata)
	if err != nil {
		return nil, err
	}
	if text == nil {
		return nil, fmt.Errorf("%s: there is no such file: golem-gen fetch gets it", shown)
	}
	read, err := parseDocument(shown, shown, text)
	if err != nil {
		return nil, err
	}
	d := read.Component
	const mend = "golem-gen fetch gets it, or change the configuration"
	switch {
	case c.ID != "" && !strings.EqualFold(c.ID, d.ID):
		return nil, fmt.Errorf("%s: the id is %s, but %s is that of %s: %s", p.config.At(c, "id"), c.ID, shown, d.ID, mend)
	case c.Name != "" && c.Name != d.Name:
		return nil, fmt.Errorf("%s: the name is %q, but %s is that of %q: %s", p.config.At(c, "name"), c.Name, shown, d.Name, mend)
	case c.Version != nil && *c.Version != d.Version:
		return nil, fmt.Errorf("%s: the version is %d, but %s is version %d: %s", p.config.At(c, "version"), *c.Version, shown, d.Version, mend)
	}
	return read, nil
}
