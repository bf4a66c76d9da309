// Package witpackage finds a component's WIT on the disk, or in its metadata, and
// describes its exports by it.
//
// WIT is text, binary, or part of a component. Packages wit and wit/binary read it. This
// package knows where it is: the packages that the component's own WIT uses are in a folder
// deps beside it or, in Golem applications, at the root of the application. For types that
// cannot be found, the metadata has the structure.
package witpackage

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit"
	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit/binary"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// Read reads the WIT at paths and describes the component's exports by it. A path is a
// .wit file, a folder of them, or WebAssembly: a WIT package in binary form or a
// component. Errors of WIT text are "file:line:column: what is wrong: what to do".
func Read(c *metadata.Component, paths ...string) (*gen.WIT, error) {
	f := newFinder()
	for _, path := range paths {
		if err := f.add(path); err != nil {
			return nil, err
		}
	}
	return f.describe(c)
}

// Decode reads WIT from memory. Errors contain the name.
func Decode(c *metadata.Component, name string, data []byte) (*gen.WIT, error) {
	f := newFinder()
	if err := f.addData(name, data); err != nil {
		return nil, err
	}
	return f.describe(c)
}

// addData adds WIT of the component itself.
func (f *finder) addData(name string, data []byte) error {
	if len(data) == 0 {
		return fmt.Errorf("%s: is empty: %s", name, whatToGive)
	}
	if !binary.Is(data) {
		file, err := parseText(name, data)
		if err != nil {
			return err
		}
		return f.packages.Add([]*wit.File{file})
	}
	p, err := binary.Decode(data)
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, whatToGive)
	}
	f.worlds = append(f.worlds, p.Worlds...)
	f.packages.AddResolved(p.ID, p.Interfaces)
	return nil
}

// parseText parses WIT text of the component itself.
func parseText(name string, data []byte) (*wit.File, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s: is neither WebAssembly nor text in UTF-8: %s", name, whatToGive)
	}
	return wit.Parse(name, data, false)
}

const whatToGive = "give WIT text, a WIT package in binary form, or a component"

// describe returns what the WIT says about a component's exports.
func (f *finder) describe(c *metadata.Component) (*gen.WIT, error) {
	out := &gen.WIT{Interfaces: map[string]*gen.WITInterface{}}
	world := f.worldOf(c)
	if world != nil {
		functions, err := world.Functions()
		if err != nil {
			return nil, err
		}
		if len(functions.Functions) > 0 {
			out.Interfaces[""] = functions
		}
	}
	for _, i := range c.Interfaces {
		face, err := f.interfaceOf(c, world, i.Name)
		if err != nil {
			return nil, err
		}
		if face != nil {
			out.Interfaces[i.Name] = face
		}
	}
	out.Warnings = f.packages.Problems()
	return out, nil
}

// interfaceOf finds an interface among the exports of the world, or else in any package,
// because a component may be composed of several worlds. It accepts another version of the
// interface unless the component exports several, because each function is compared with
// the metadata.
func (f *finder) interfaceOf(c *metadata.Component, world *wit.World, name string) (*gen.WITInterface, error) {
	versions := 0
	for _, i := range c.Interfaces {
		if withoutVersion(i.Name) == withoutVersion(name) {
			versions++
		}
	}
	exact := versions > 1
	if world != nil {
		same := func(other string) bool { return other == name }
		i := slices.IndexFunc(world.Exports, same)
		if i < 0 && !exact {
			i = slices.IndexFunc(world.Exports, func(other string) bool { return withoutVersion(other) == withoutVersion(name) })
		}
		if i >= 0 {
			if face, err := world.Interface(world.Exports[i]); face != nil || err != nil {
				return face, err
			}
		}
	}
	return f.packages.Interface(name, exact)
}

// worldOf returns the world that exports most of what the component exports and, among
// several, the one with the fewest other exports. Worlds of used packages do not count. It
// returns nil if no world exports any of it.
func (f *finder) worldOf(c *metadata.Component) *wit.World {
	wanted := map[string]bool{}
	for _, i := range c.Interfaces {
		wanted[withoutVersion(i.Name)] = true
	}
	for _, fn := range c.Functions {
		wanted[fn.Name] = true
	}
	var best *wit.World
	most, least := 0, 0
	for _, w := range append(slices.Clone(f.worlds), f.packages.Worlds()...) {
		found := 0
		for _, name := range w.Exports {
			if wanted[withoutVersion(name)] {
				found++
			}
		}
		rest := len(w.Exports) - found
		if found > most || best != nil && found == most && rest < least {
			best, most, least = w, found, rest
		}
	}
	return best
}

func withoutVersion(name string) string {
	name, _, _ = strings.Cut(name, "@")
	return name
}
