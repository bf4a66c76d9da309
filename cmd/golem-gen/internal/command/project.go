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
		if _, err := os.Stat(full); errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s: no such file: run golem-gen init", file)
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

// selected returns the named components, or all components if there are no names.
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
			return nil, fmt.Errorf("%s has no component %q: use one of these: %s", filepath.Join(p.shown, config.Name), name, p.packages())
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

// inUse reports whether the configuration has a component with that directory.
func (p *project) inUse(dir string) bool {
	for _, c := range p.config.Components {
		if c.Dir == dir {
			return true
		}
	}
	return false
}

// pinned reads the pinned document of a component. The component and version have to be those
// of the configuration.
func (p *project) pinned(c *config.Component) (*document, error) {
	shown := p.root.Shown(c.Metadata)
	text, err := p.root.Read(c.Metadata)
	if err != nil {
		return nil, err
	}
	if text == nil {
		return nil, fmt.Errorf("%s: no such file: run golem-gen fetch", shown)
	}
	read, err := parseDocument(shown, shown, text)
	if err != nil {
		return nil, err
	}
	d := read.Component
	const mend = "run golem-gen fetch, or change the configuration"
	switch {
	case c.ID != "" && !strings.EqualFold(c.ID, d.ID):
		return nil, fmt.Errorf("%s: expected component %s, found %s in %s: %s", p.config.At(c, "id"), c.ID, d.ID, shown, mend)
	case c.Name != "" && c.Name != d.Name:
		return nil, fmt.Errorf("%s: expected component %q, found %q in %s: %s", p.config.At(c, "name"), c.Name, d.Name, shown, mend)
	case c.Version != nil && *c.Version != d.Version:
		return nil, fmt.Errorf("%s: expected version %d, found %d in %s: %s", p.config.At(c, "version"), *c.Version, d.Version, shown, mend)
	}
	return read, nil
}
