// Package binary reads WIT from WebAssembly: a WIT package in binary form, which metadata
// documents contain, the types of a component, and the WIT that compilers leave in the core
// module of a component.
//
// It evaluates the types of the component model as far as exports need them: the types,
// functions and instances by number, and the names under which they are exported. It skips
// code. A type that several interfaces use is one type, by the links between instances.
package binary

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit"
)

// MaxSize is the maximum size of WebAssembly in bytes. Components may contain interpreters.
const MaxSize = 512 << 20

// Package is the WIT in WebAssembly.
type Package struct {
	ID         wit.ID                    // zero for a component, or if everything is in worlds
	Interfaces map[string]*wit.Interface // of the package, by short name
	Worlds     []*wit.World
}

// The preambles of core modules and components: magic, version, and layer.
var (
	magic          = []byte("\x00asm")
	layerModule    = []byte("\x00asm\x01\x00\x00\x00")
	layerComponent = []byte("\x00asm\x0d\x00\x01\x00")
)

// Is reports whether data is WebAssembly, rather than text.
func Is(data []byte) bool { return bytes.HasPrefix(data, magic) }

// Decode reads WebAssembly. Errors name the byte, and have one line.
func Decode(data []byte) (*Package, error) {
	switch {
	case len(data) > MaxSize:
		return nil, fmt.Errorf("the file is larger than %d MiB", MaxSize>>20)
	case bytes.HasPrefix(data, layerModule):
		return decodeModule(data)
	case !bytes.HasPrefix(data, layerComponent):
		return nil, errors.New("this is no WebAssembly component of a known version")
	}
	return decodeComponent(data, 0)
}

func decodeComponent(data []byte, base int) (*Package, error) {
	root := newScope(nil)
	r := &reader{data: data[preambleSize:], base: base + preambleSize}
	var docs []byte
	root.component(r, 0, func(name string, data []byte) {
		if name == docsSection {
			docs = data
		}
	})
	if r.err != nil {
		return nil, r.err
	}
	c := newConverter()
	p := &Package{Interfaces: map[string]*wit.Interface{}}
	if !p.declared(c, root) {
		p.Worlds = []*wit.World{c.world(root, "", wit.ID{})}
	}
	c.comment(p.ID, docs)
	return p, nil
}

// decodeModule reads the WIT in a core module.
func decodeModule(data []byte) (*Package, error) {
	r := &reader{data: data[preambleSize:], base: preambleSize}
	all := &Package{Interfaces: map[string]*wit.Interface{}}
	for r.more() {
		id := r.byte()
		part := r.part(r.number())
		if r.err != nil || id != sectionCustom {
			continue
		}
		if !strings.HasPrefix(part.text(), "component-type") || part.err != nil || !bytes.HasPrefix(part.data[part.at:], layerComponent) {
			continue
		}
		p, err := decodeComponent(part.data[part.at:], part.base+part.at)
		if err != nil {
			return nil, err
		}
		all.Worlds = append(all.Worlds, p.Worlds...)
	}
	if r.err == nil && len(all.Worlds) == 0 {
		return nil, errors.New("a core module without WIT, not a component")
	}
	return all, r.err
}

// declared reads the binary form of a WIT package, and reports whether it is one: a
// component that exports types of components, one for each interface and world.
func (p *Package) declared(c *converter, root *scope) bool {
	found := false
	for _, name := range root.exports.names {
		declaration := root.exports.exports[name].scope
		if declaration == nil || len(declaration.exports.names) != 1 {
			continue
		}
		full := declaration.exports.names[0]
		id, short, ok := wit.ParseInterface(full)
		if !ok {
			continue
		}
		switch item := declaration.exports.exports[full]; {
		case item.instance != nil:
			p.Interfaces[short] = c.face(item.instance)
		case item.scope != nil:
			p.Worlds = append(p.Worlds, c.world(item.scope, short, id))
		default:
			continue
		}
		c.scopes = append(c.scopes, declaration)
		p.ID, found = id, true
	}
	return found
}
