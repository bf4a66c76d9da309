// Package config parses golem-gen.yaml, which lists the components that a repository uses,
// where their metadata comes from and where their clients are written.
//
// It reports all problems of a file at once, each with its line and column.
package config

import (
	"fmt"
	"strings"
)

// Name is the name of the configuration file.
const Name = "golem-gen.yaml"

// Config is a valid configuration.
type Config struct {
	Server     Server       `yaml:"server"`
	Components []*Component `yaml:"components" required:"true"`

	// Words that are written so wherever they stand in Go names: "LLM".
	Initialisms []string `yaml:"initialisms"`

	file      string
	positions map[string]Position
}

// Server is where metadata is fetched from.
type Server struct {
	URL       string `yaml:"url"`        // "http://localhost:9881"; "" if nothing is fetched
	TokenEnv  string `yaml:"token-env"`  // environment variable that holds the token
	TokenFile string `yaml:"token-file"` // file that holds the token, relative to the configuration
	Project   string `yaml:"project"`    // id of the project in which components are looked up by name
}

// Component is a component and its client. Paths have slashes, are relative to the folder
// of the configuration and do not leave it.
type Component struct {
	Package    string            `yaml:"package" required:"true"` // name of the Go package
	Name       string            `yaml:"name"`                    // name or ID on the server: one of them
	ID         string            `yaml:"id"`
	Version    *uint64           `yaml:"version"`     // nil for the latest
	Dir        string            `yaml:"dir"`         // directory of the Go package; default internal/<package>
	Metadata   string            `yaml:"metadata"`    // pinned document; default golem/<package>.json
	WIT        []string          `yaml:"wit"`         // .wit files or folders, or .wasm; none for the WIT in the document
	Tests      bool              `yaml:"tests"`       // also generate <package>test
	ImportPath string            `yaml:"import-path"` // import path of the Go package; "" to derive it from go.mod
	Names      map[string]string `yaml:"names"`       // place → Go name

	index int
}

// Position is a place in the file; lines and columns start at 1.
type Position struct{ Line, Column int }

// Label returns the name of the component for messages, or its id if it has no name.
func (c *Component) Label() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID
}

// Is reports whether a component on the command line, given by package, name or id, is c.
func (c *Component) Is(name string) bool {
	return name != "" && (name == c.Package || name == c.Name || strings.EqualFold(name, c.ID))
}

// TestFolder returns the folder of the test package inside Dir.
func (c *Component) TestFolder() string { return c.Package + "test" }

// At returns the "file:line:column" of a key of a component, or of the component if it does
// not have the key.
func (c *Config) At(component *Component, key ...string) string {
	item := fmt.Sprintf("components[%d]", component.index)
	position, ok := c.positions[strings.Join(append([]string{item}, key...), pathSeparator)]
	if !ok {
		position = c.positions[item]
	}
	return fmt.Sprintf("%s:%d:%d", c.file, position.Line, position.Column)
}

// AtServer returns the "file:line:column" of a key of the server, or of the first line.
func (c *Config) AtServer(key string) string {
	for _, at := range []string{"server" + pathSeparator + key, "server"} {
		if p, ok := c.positions[at]; ok {
			return fmt.Sprintf("%s:%d:%d", c.file, p.Line, p.Column)
		}
	}
	return c.file + ":1:1"
}

// Error lists all problems of a file in the order of the file.
type Error struct {
	File     string
	Problems []Problem
}

// Problem is one problem of a file.
type Problem struct {
	Position
	What, Fix string
}

// Error returns a line for each problem: "file:line:column: what is wrong: what to do".
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s: %s", e.File, p.Line, p.Column, p.What, p.Fix)
	}
	return strings.Join(lines, "\n")
}
