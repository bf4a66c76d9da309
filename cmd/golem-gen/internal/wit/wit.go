// Package wit reads the parts of WIT text that a client needs: the names and comments of
// the functions that a component exports, and of the types that they use.
//
// It parses all text, but resolves only what the exports of one component need. So a
// package that only imports need may be missing, and a world of another component may
// have errors. A type whose package is missing is opaque: it has a name, and the metadata
// has its structure.
//
// The grammar is that of the component model's WIT.md, with the spellings of earlier
// years ("float32", "-> ()", named results, no semicolons at the ends of lines). The
// parser ignores feature gates, because a gated function may be exported.
package wit

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen"
)

// Limits on what is read. Real WIT is far below them. They keep hostile text from
// exhausting memory or stack.
const (
	MaxSize      = 8 << 20 // bytes of a file
	maxTypeDepth = 100     // nesting of types
	maxUseDepth  = 1000    // length of a chain of definitions, uses and includes
	maxVersions  = 100     // of one package
	maxExports   = 500_000 // of all worlds, with those that they include
	maxProblems  = 20      // reported
	maxBroken    = 3       // texts with errors that are reported
)

// ID is the name of a package: "acme:shop@1.4.0".
type ID struct {
	Namespace, Name string
	Version         string // "" for none
}

// Path is the name without version: "acme:shop".
func (id ID) Path() string { return id.Namespace + ":" + id.Name }

func (id ID) String() string { return id.Path() + versionSuffix(id.Version) }

// Interface is the name under which an interface of the package is exported:
// "acme:shop/cart@1.4.0".
func (id ID) Interface(name string) string {
	return id.Path() + "/" + name + versionSuffix(id.Version)
}

func versionSuffix(version string) string {
	if version == "" {
		return ""
	}
	return "@" + version
}

// ParseInterface splits the exported name of an interface: "acme:shop/cart@1.4.0" is
// "cart" of acme:shop@1.4.0. It reports false for names of another form, such as the name
// of an interface that a world defines in place.
func ParseInterface(exported string) (id ID, name string, ok bool) {
	exported, id.Version, _ = strings.Cut(exported, "@")
	path, name, ok := strings.Cut(exported, "/")
	if !ok {
		return ID{}, "", false
	}
	id.Namespace, id.Name, ok = strings.Cut(path, ":")
	return id, name, ok
}

// Interface is an interface with the types that it defines or uses.
type Interface struct {
	*gen.WITInterface
	Types map[string]*gen.WITType // by name, including used ones
}

// NewInterface returns an interface without functions, resources and types.
func NewInterface(doc string) *Interface {
	return &Interface{
		WITInterface: &gen.WITInterface{
			Doc: doc, Functions: map[string]*gen.WITFunction{}, Resources: map[string]*gen.WITResource{},
		},
		Types: map[string]*gen.WITType{},
	}
}

// Error is an error in a text.
type Error struct {
	source *source
	offset int
	What   string
	Fix    string
}

// Position returns the line and the column, from 1. Columns count characters.
func (e *Error) Position() (line, column int) {
	before := e.source.text[:min(e.offset, len(e.source.text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[start:])
}

// Error returns "file:line:column: what: fix".
func (e *Error) Error() string {
	line, column := e.Position()
	return fmt.Sprintf("%s:%d:%d: %s: %s", e.source.name, line, column, e.What, e.Fix)
}
