// Package pin reads and writes the lock file: which version of each component and which
// deployment of agents a repository has pinned, and the Go names of their parts.
//
// The file is a small subset of YAML with one sorted line for each entry. Differences are
// small, and merges are easy. The package reads it line by line, which is much faster than
// reading YAML, and finds the lines that a failed merge left.
package pin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
	"github.com/golem-gen/golem-gen/gen"
)

// Name is the name of the lock file.
const Name = "golem-gen.lock"

// Lock has the clients by their directory.
type Lock map[string]*Client

// Client is the entry of a client.
type Client struct {
	Package   string // of Go
	Source    Source
	Origin    Origin
	Hash      string   // of the interface: "sha256:…"
	Documents []string // Digest of the document, if it was fetched; after a merge, those of both sides
	Names     map[string]gen.LockedName
}

// Origin is where the pinned document was fetched. It is empty if that is not known.
type Origin struct {
	Server  string // URL, without a slash at the end
	Project string // id of the project in which a component was looked up by name, "" for none
}

// properties returns the lines of an origin, in the order of the file. Empty ones are left out.
func (o *Origin) properties() []property {
	return []property{{"server", &o.Server, nil}, {"project", &o.Project, nil}}
}

// Source is a pinned version of a component, or a pinned deployment of agents.
type Source struct {
	Kind Kind

	// A component.
	ID      string
	Name    string // on the server
	Version uint64

	// Agents.
	Application string
	Environment string
	Deployment  uint64 // revision
}

// Kind is a kind of source.
type Kind uint8

// The kinds of source.
const (
	Component Kind = iota
	Agents
)

// String returns "component" or "environment".
func (k Kind) String() string {
	if k == Agents {
		return "environment"
	}
	return "component"
}

// sections has the title of the file's section for each kind.
var sections = [...]string{Component: "components", Agents: "agents"}

// property is a line of a source: a text or a number.
type property struct {
	key    string
	text   *string
	number *uint64
}

// properties returns the lines that a source of its kind has, in the order of the file.
func (s *Source) properties() []property {
	if s.Kind == Agents {
		return []property{{"application", &s.Application, nil}, {"environment", &s.Environment, nil}, {"deployment", nil, &s.Deployment}}
	}
	return []property{{"id", &s.ID, nil}, {"name", &s.Name, nil}, {"version", nil, &s.Version}}
}

// Title returns the name and the number: "shop version 3", "bank/prod deployment 3".
func (s Source) Title() string {
	if s.Kind == Agents {
		return s.Application + "/" + s.Environment + " " + s.Number()
	}
	return s.Name + " " + s.Number()
}

// Number returns the version or the revision of the deployment: "version 3",
// "deployment 3".
func (s Source) Number() string {
	if s.Kind == Agents {
		return fmt.Sprintf("deployment %d", s.Deployment)
	}
	return fmt.Sprintf("version %d", s.Version)
}

// Equal reports whether s and other are one version of one component, or one deployment to one
// environment.
func (s Source) Equal(other Source) bool {
	return s.Same(other) && s.Version == other.Version && s.Deployment == other.Deployment
}

// Same reports whether s and other are versions of one component, or deployments to one
// environment.
func (s Source) Same(other Source) bool {
	if s.Kind != other.Kind {
		return false
	}
	if s.Kind == Agents {
		return s.Application == other.Application && s.Environment == other.Environment
	}
	return strings.EqualFold(s.ID, other.ID)
}

const head = `# Written by golem-gen; commit it. It keeps the names in generated code: a type that
# does not change in a new version or deployment is never renamed.
# After a failed merge keep the lines of both sides and run golem-gen generate.
`

// Text returns the content of the lock file.
func (l Lock) Text() []byte {
	var b strings.Builder
	b.WriteString(head)
	dirs := slices.Sorted(maps.Keys(l))
	for kind, section := range sections {
		title := section + ":\n"
		for _, dir := range dirs {
			if c := l[dir]; c.Source.Kind == Kind(kind) {
				b.WriteString(title)
				title = ""
				c.write(&b, dir)
			}
		}
	}
	return []byte(b.String())
}

func (c *Client) write(b *strings.Builder, dir string) {
	fmt.Fprintf(b, "  %s:\n    package: %s\n", config.Scalar(dir), config.Scalar(c.Package))
	for _, p := range c.Source.properties() {
		if p.text != nil {
			fmt.Fprintf(b, "    %s: %s\n", p.key, config.Scalar(*p.text))
		} else {
			fmt.Fprintf(b, "    %s: %d\n", p.key, *p.number)
		}
	}
	for _, p := range c.Origin.properties() {
		if *p.text != "" {
			fmt.Fprintf(b, "    %s: %s\n", p.key, config.Scalar(*p.text))
		}
	}
	fmt.Fprintf(b, "    hash: %s\n", config.Scalar(c.Hash))
	if len(c.Documents) > 0 {
		fmt.Fprintf(b, "    document: %s\n", config.Scalar(strings.Join(c.Documents, " ")))
	}
	b.WriteString("    names:\n")
	for _, place := range slices.Sorted(maps.Keys(c.Names)) {
		given := c.Names[place]
		fmt.Fprintf(b, "      %s: %s\n", config.Scalar(place), config.Scalar(given.Name+" "+given.Structure))
	}
}

// For returns the entry of a client, without changing the lock. A client that has moved is found by
// its source and package. If its package has another name, it is found if no other entry has the
// source. A former directory must not be in use.
func (l Lock) For(dir, pkg string, source Source, inUse func(dir string) bool) (from string, found *Client) {
	if c, ok := l[dir]; ok {
		return dir, c
	}
	var renamed []string
	for _, other := range slices.Sorted(maps.Keys(l)) {
		switch c := l[other]; {
		case !c.Source.Same(source) || inUse(other):
		case c.Package == pkg:
			return other, c
		default:
			renamed = append(renamed, other)
		}
	}
	if len(renamed) == 1 {
		return renamed[0], l[renamed[0]]
	}
	return "", nil
}
