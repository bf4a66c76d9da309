// Package pin is the lock file: which version of each component a repository has
// pinned, and what its parts are called in Go.
//
// The file is a small subset of YAML: a line for each thing, sorted, so that
// differences are small and merges are easy. It is read line by line, which is much
// faster than YAML as a whole, and finds the lines that a failed merge left.
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

// Lock is what a lock file holds: components by the directory of their client.
type Lock map[string]*Component

// Component is a pinned version of a component.
type Component struct {
	Package string // of the Go client
	ID      string
	Name    string // on the server
	Version uint64
	Hash    string // of the interface: "sha256:…"
	Names   map[string]gen.LockedName
}

const head = `# Written by golem-gen; commit it. It keeps the names in generated code: a type that
# does not change in a new version of its component is never renamed.
# After a failed merge keep the lines of both sides and run golem-gen generate.
components:
`

// Text is the content of the lock file.
func (l Lock) Text() []byte {
	var b strings.Builder
	b.WriteString(head)
	for _, dir := range slices.Sorted(maps.Keys(l)) {
		c := l[dir]
		fmt.Fprintf(&b, "  %s:\n", config.Scalar(dir))
		fmt.Fprintf(&b, "    package: %s\n    id: %s\n    name: %s\n", config.Scalar(c.Package), config.Scalar(c.ID), config.Scalar(c.Name))
		fmt.Fprintf(&b, "    version: %d\n    hash: %s\n    names:\n", c.Version, config.Scalar(c.Hash))
		for _, place := range slices.Sorted(maps.Keys(c.Names)) {
			given := c.Names[place]
			fmt.Fprintf(&b, "      %s: %s\n", config.Scalar(place), config.Scalar(given.Name+" "+given.Structure))
		}
	}
	return []byte(b.String())
}

// For returns what the lock has for a client, without changing the lock. A client
// that has moved is found by its component and package, unless the place that it
// had is still in use.
func (l Lock) For(dir, pkg, id string, inUse func(dir string) bool) (from string, found *Component) {
	if c, ok := l[dir]; ok {
		return dir, c
	}
	for _, other := range slices.Sorted(maps.Keys(l)) {
		if c := l[other]; c.Package == pkg && strings.EqualFold(c.ID, id) && !inUse(other) {
			return other, c
		}
	}
	return "", nil
}
