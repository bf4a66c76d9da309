package binary

import "github.com/golem-gen/golem-gen/metadata"

// sort is a sort of entities. Each sort has its own numbers.
type sort byte

const (
	sortCore sort = iota
	sortFunction
	sortValue
	sortType
	sortComponent
	sortInstance
)

// entity is something with a number, of any sort but core. All fields are nil for a sort
// that is not read, and for an unknown entity.
type entity struct {
	node     *node     // a value type or resource
	function *function // a function, or the type of functions
	instance *instance // an instance, or the type of instances
	scope    *scope    // a component, or the type of components
}

// node is a value type or a resource.
type node struct {
	kind    metadata.Kind
	members []member
	items   []*node

	// to is the node that this node stands for: the exported type, the argument of an
	// instantiation, or the resource of a handle.
	to   *node
	name string    // of an export
	in   *instance // that exports it under the name
}

// member is a field, case, flag, parameter or result.
type member struct {
	name string
	typ  *node // nil for none
}

type function struct{ parameters, results []member }

// instance is a set of exports by name.
type instance struct {
	name    string // of its own export or import: "acme:shop/cart@1.4.0"
	names   []string
	exports map[string]entity
}

// scope is a component, or a type of components or instances, with numbers of its own.
type scope struct {
	parent  *scope
	spaces  [sortInstance + 1][]entity
	imports map[string]entity
	exports *instance
	nested  bool // a component in another one; names of its imports mean nothing
	bound   bool // the imports have the arguments of the first instantiation
	lost    bool // functions with the number known and higher are unknown
	known   int
}

func newScope(parent *scope) *scope {
	return &scope{parent: parent, imports: map[string]entity{}, exports: &instance{exports: map[string]entity{}}}
}

func (s *scope) add(of sort, e entity) { s.spaces[of] = append(s.spaces[of], e) }

// get returns the entity with a number.
func (s *scope) get(r *reader, of sort, index int) entity {
	if of == sortFunction && s.lost && index >= s.known {
		return entity{}
	}
	if index >= len(s.spaces[of]) {
		r.fail("number %d is not defined", index)
		return entity{}
	}
	return s.spaces[of][index]
}

// export exports an entity under a name. The exported type is a new type.
func (s *scope) export(r *reader, name string, of sort, e entity) {
	if e.node != nil {
		e.node = &node{to: e.node, name: name, in: s.exports}
	}
	nameInstance(name, e)
	if _, twice := s.exports.exports[name]; twice {
		r.fail("%q is exported twice", name)
		return
	}
	s.exports.names = append(s.exports.names, name)
	s.exports.exports[name] = e
	s.add(of, e)
}

// importAs adds an import. The types of a world, and those that it uses, are its imports.
func (s *scope) importAs(name string, of sort, e entity) {
	if e.node != nil {
		e.node = &node{to: e.node}
		if !s.nested {
			e.node.name, e.node.in = name, s.exports
		}
	}
	nameInstance(name, e)
	s.imports[name] = e
	s.add(of, e)
}

func nameInstance(name string, e entity) {
	if e.instance != nil && e.instance.name == "" {
		e.instance.name = name
	}
}

// instantiate returns the exports of a component. The arguments of the first instantiation
// stand for its imports: types keep the names that they have there.
func (s *scope) instantiate(arguments map[string]entity) *instance {
	if !s.bound {
		s.bound = true
		for name, argument := range arguments {
			if own := s.imports[name].node; own != nil && argument.node != nil {
				own.to = argument.node
			}
		}
	}
	return s.exports
}
