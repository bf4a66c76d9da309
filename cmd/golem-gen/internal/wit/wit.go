// Package wit reads WIT text as far as a client needs it: the names and comments of
// the functions that a component exports, and of the types that they use.
//
// Text is parsed as a whole and resolved on demand, from the exports of one component
// on. So a package that only imports need may be missing, and a world of another
// component may be wrong. A type whose package is missing is opaque: it has a name,
// and its structure is that of the metadata.
//
// The grammar is that of the component model's WIT.md, with the spellings of earlier
// years ("float32", "-> ()", named results, no semicolons at the ends of lines).
// Feature gates are read and ignored: a gated function may well be exported.
package wit

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/gen"
)

// Limits on what is read. Real WIT stays far below them; they keep hostile text from
// taking the machine's memory or stack.
const (
	MaxSize      = 8 << 20 // bytes of a file
	maxTypeDepth = 100     // of types written inside of each other
	maxUseDepth  = 1000    // of definitions, uses and includes that lead to each other
	maxVersions  = 100     // of one package
	maxExports   = 500_000 // of all worlds, with what they include
	maxProblems  = 20      // that are reported
	maxBroken    = 3       // texts that cannot be read and are reported
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
// "cart" of acme:shop@1.4.0. It reports false for names of another form, as interfaces
// have that a world defines in place.
func ParseInterface(exported string) (id ID, name string, ok bool) {
	exported, id.Version, _ = strings.Cut(exported, "@")
	path, name, ok := strings.Cut(exported, "/")
	if !ok {
		return ID{}, "", false
	}
	id.Namespace, id.Name, ok = strings.Cut(path, ":")
	return id, name, ok
}

// Interface is an interface with everything that is known about it.
type Interface struct {
	*gen.WITInterface
	Types map[string]*gen.WITType // by name, with those that it uses
}

// NewInterface returns an interface that has nothing.
func NewInterface(doc string) *Interface {
	return &Interface{
		WITInterface: &gen.WITInterface{
			Doc: doc, Functions: map[string]*gen.WITFunction{}, Resources: map[string]*gen.WITResource{},
		},
		Types: map[string]*gen.WITType{},
	}
}

// Error is what is wrong with a text.
type Error struct {
	source *source
	offset int
	What   string
	Fix    string
}

// Position returns line and column, which start at 1. Columns count characters.
func (e *Error) Position() (line, column int) {
	before := e.source.text[:min(e.offset, len(e.source.text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[start:])
}

// Error is "file:line:column: what: fix".
func (e *Error) Error() string {
	line, column := e.Position()
	return fmt.Sprintf("%s:%d:%d: %s: %s", e.source.name, line, column, e.What, e.Fix)
}
