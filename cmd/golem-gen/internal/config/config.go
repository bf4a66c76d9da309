// Package config parses golem-gen.yaml, which lists the components and agents that a
// repository uses, where their metadata comes from and where their clients are written.
//
// It reports all problems of a file at once, each with its line and column.
package config

import (
	"fmt"
	"strings"
)

// Name is the name of the configuration file.
const Name = "golem-gen.yaml"

// Config is a valid configuration. It has at least one component or entry of agents.
type Config struct {
	Server     Server             `yaml:"server"`  // of entries that name none
	Servers    map[string]*Server `yaml:"servers"` // others, by name
	Components []*Component       `yaml:"components"`
	Agents     []*Agents          `yaml:"agents"`

	// Words that Go names contain in this spelling: "LLM".
	Initialisms []string `yaml:"initialisms"`

	file      string
	positions map[string]Position
}

// Server is where metadata is fetched from.
type Server struct {
	URL       string `yaml:"url"`        // "http://localhost:9881"; "" if nothing is fetched
	TokenEnv  string `yaml:"token-env"`  // environment variable with the token
	TokenFile string `yaml:"token-file"` // file with the token, relative to the configuration
	Project   string `yaml:"project"`    // id of the project in which components are looked up by name
}

// Entry is a client and the pinned document that it is generated from. Paths have slashes
// and are relative to the folder of the configuration. Only those of WIT may leave it.
type Entry struct {
	Package    string            `yaml:"package" required:"true"` // name of the Go package
	Server     string            `yaml:"server"`                  // name in servers; "" for the configuration's server
	Dir        string            `yaml:"dir"`                     // directory of the Go package; default internal/<package>
	Metadata   string            `yaml:"metadata"`                // pinned document; default golem/<package>.json
	Tests      bool              `yaml:"tests"`                   // also generate <package>test
	ImportPath string            `yaml:"import-path"`             // import path of the Go package; "" to derive it from go.mod
	Names      map[string]string `yaml:"names"`                   // place → Go name

	Of Source // the *Component or *Agents that the entry belongs to

	item string // "components[0]"
}

// Source is what a client is generated for: a *Component or *Agents.
type Source interface {
	// Label returns the name for messages: "acme:shop", "bank/prod".
	Label() string
	// Pinned returns the key and the number of the version to stay at, nil for the latest.
	Pinned() (key string, number *uint64)

	answersTo(name string) bool // on the command line
	check(r *reader)
}

// Component is a component and its client.
type Component struct {
	Entry
	Name    string   `yaml:"name"` // name or ID on the server: one of them
	ID      string   `yaml:"id"`
	Version *uint64  `yaml:"version"` // nil for the latest
	WIT     []string `yaml:"wit"`     // .wit files or folders, or .wasm; none for the WIT in the document
}

// Agents are the agent types of an application's environment, and their client.
type Agents struct {
	Entry
	Application string   `yaml:"application" required:"true"`
	Environment string   `yaml:"environment" required:"true"`
	Account     string   `yaml:"account"`    // e-mail address of the application's owner; "" for any that the token can see
	Types       []string `yaml:"types"`      // names of agent types; none for all
	Deployment  *uint64  `yaml:"deployment"` // revision of the deployment; nil for the current one
}

// Position is a place in the file; lines and columns start at 1.
type Position struct{ Line, Column int }

// Entries returns the entries of components, then those of agents.
func (c *Config) Entries() []*Entry {
	var list []*Entry
	for _, component := range c.Components {
		list = append(list, &component.Entry)
	}
	for _, agents := range c.Agents {
		list = append(list, &agents.Entry)
	}
	return list
}

// ServerOf returns the server of an entry and its name in messages: "server", or
// "servers.cloud".
func (c *Config) ServerOf(e *Entry) (s *Server, name string) {
	if e.Server == "" {
		return &c.Server, "server"
	}
	return c.Servers[e.Server], "servers." + e.Server
}

// Label returns the name of the component for messages, or its id if it has no name.
func (c *Component) Label() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID
}

// Pinned returns "version" and the version.
func (c *Component) Pinned() (key string, number *uint64) { return "version", c.Version }

func (c *Component) answersTo(name string) bool {
	return name == c.Name || strings.EqualFold(name, c.ID)
}

// Label returns the application and the environment: "bank/prod".
func (a *Agents) Label() string { return a.Application + "/" + a.Environment }

// Pinned returns "deployment" and the revision of the deployment.
func (a *Agents) Pinned() (key string, number *uint64) { return "deployment", a.Deployment }

func (a *Agents) answersTo(name string) bool { return name == a.Application || name == a.Label() }

// Is reports whether a name on the command line stands for e: its package, the name or id
// of its component, or its application, alone or with the environment as "bank/prod".
func (e *Entry) Is(name string) bool {
	return name != "" && (name == e.Package || e.Of.answersTo(name))
}

// TestFolder returns the folder of the test package inside Dir.
func (e *Entry) TestFolder() string { return e.Package + "test" }

// At returns the "file:line:column" of a key of an entry, or of the entry if it does not
// have the key.
func (c *Config) At(e *Entry, key ...string) string {
	position, ok := c.positions[strings.Join(append([]string{e.item}, key...), pathSeparator)]
	if !ok {
		position = c.positions[e.item]
	}
	return fmt.Sprintf("%s:%d:%d", c.file, position.Line, position.Column)
}

// Line returns the line of a key of an entry, 0 if the entry does not have the key.
func (c *Config) Line(e *Entry, key ...string) int {
	return c.positions[strings.Join(append([]string{e.item}, key...), pathSeparator)].Line
}

// AtServer returns the "file:line:column" of a key of an entry's server, or of the first
// line.
func (c *Config) AtServer(e *Entry, key string) string {
	path := "server"
	if e.Server != "" {
		path = join("servers", e.Server)
	}
	for _, at := range []string{join(path, key), path} {
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
