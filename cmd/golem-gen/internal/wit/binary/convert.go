package binary

import (
	"strings"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/wit"
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// maxLinks is the maximum length of a chain of nodes.
const maxLinks = 2000

// converter converts nodes to types of package gen, each node once.
type converter struct {
	types      map[*node]*gen.WITType
	interfaces map[*instance]*wit.Interface
	worlds     map[*wit.World]*scope
	scopes     []*scope // worlds, and the declarations of interfaces and worlds
	depth      int
}

func newConverter() *converter {
	return &converter{
		types: map[*node]*gen.WITType{}, interfaces: map[*instance]*wit.Interface{}, worlds: map[*wit.World]*scope{},
	}
}

// world returns the world of a scope with its exports: instances and functions.
func (c *converter) world(s *scope, name string, id wit.ID) *wit.World {
	functions := wit.NewInterface("")
	interfaces := map[string]*wit.Interface{}
	w := &wit.World{
		ID: id, Name: name,
		Functions: func() (*gen.WITInterface, error) { return functions.WITInterface, nil },
		Interface: func(name string) (*gen.WITInterface, error) {
			if found := interfaces[name]; found != nil {
				return found.WITInterface, nil
			}
			return nil, nil
		},
	}
	c.worlds[w], c.scopes = s, append(c.scopes, s)
	for _, name := range s.exports.names {
		switch e := s.exports.exports[name]; {
		case e.instance != nil:
			interfaces[name] = c.face(e.instance)
		case e.function != nil:
			functions.Functions[name] = c.function(e.function)
		default:
			continue
		}
		w.Exports = append(w.Exports, name)
	}
	return w
}

func (c *converter) face(i *instance) *wit.Interface {
	if known := c.interfaces[i]; known != nil {
		return known
	}
	face := wit.NewInterface("")
	c.interfaces[i] = face
	for _, name := range i.names {
		switch e := i.exports[name]; {
		case e.node != nil:
			t := c.typ(e.node)
			face.Types[name] = t
			if t.Kind == metadata.KindHandle && t.Name == name && t.Owner == ownerOf(i) {
				face.Resources[name] = &gen.WITResource{}
			}
		case e.function != nil:
			face.Functions[name] = c.function(e.function)
		}
	}
	return face
}

func (c *converter) function(f *function) *gen.WITFunction {
	return &gen.WITFunction{Parameters: c.members(f.parameters), Results: c.members(f.results)}
}

func (c *converter) members(list []member) []gen.WITMember {
	var out []gen.WITMember
	for _, m := range list {
		out = append(out, gen.WITMember{Name: m.name, Type: c.typ(m.typ)})
	}
	return out
}

// typ converts a type. At its first export, the type gets the name and the interface of
// the export, and it keeps them.
func (c *converter) typ(n *node) *gen.WITType {
	if n == nil {
		return nil
	}
	if known := c.types[n]; known != nil {
		return known
	}
	c.types[n] = &gen.WITType{Opaque: true} // for a cycle of links, which no valid form has
	if c.depth++; c.depth <= maxLinks {
		c.types[n] = c.convert(n)
	}
	c.depth--
	return c.types[n]
}

func (c *converter) convert(n *node) *gen.WITType {
	if n.to != nil {
		t := c.typ(n.to)
		if t.Name != "" || n.name == "" {
			return t
		}
		named := *t
		named.Name, named.Owner = n.name, ownerOf(n.in)
		return &named
	}
	t := &gen.WITType{Kind: n.kind, Members: c.members(n.members)}
	for _, item := range n.items {
		t.Items = append(t.Items, c.typ(item))
	}
	return t
}

// ownerOf returns the name of an interface without version, "" for a world or an interface
// that a world defines in place.
func ownerOf(i *instance) string {
	if !strings.Contains(i.name, "/") {
		return ""
	}
	name, _, _ := strings.Cut(i.name, "@")
	return name
}
