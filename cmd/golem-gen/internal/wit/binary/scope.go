package binary

import "github.com/golem-gen/golem-gen/metadata"

// sort is a kind of things that have numbers.
type sort byte

const (
	sortCore sort = iota
	sortFunction
	sortValue
	sortType
	sortComponent
	sortInstance
)

// entity is a thing that has a number, of any sort but core. Of a sort that is not
// looked at, and where something is not known, all of it is nil.
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

	// to is what this node is another name of: its name by an export, what it is
	// instantiated with, and of handles their resource.
	to   *node
	name string    // by an export
	in   *instance // that exports it so
}

// member is a field, case, flag, parameter or result.
type member struct {
	name string
	typ  *node // nil for none
}

type function struct{ parameters, results []member }

// instance is what is exported by name.
type instance struct {
	name    string // by which it is exported or imported itself: "acme:shop/cart@1.4.0"
	names   []string
	exports map[string]entity
}

// scope is a component, or a type of components or instances, with numbers of its own.
type scope struct {
	parent  *scope
	spaces  [sortInstance + 1][]entity
	imports map[string]entity
	exports *instance
	nested  bool // it is a component inside of another, whose names of imports say nothing
	bound   bool // its imports are what it was instantiated with first
	lost    bool // functions from number known on are not known
	known   int
}

func newScope(parent *scope) *scope {
	return &scope{parent: parent, imports: map[string]entity{}, exports: &instance{exports: map[string]entity{}}}
}

func (s *scope) add(of sort, e entity) { s.spaces[of] = append(s.spaces[of], e) }

// get returns the thing of a number.
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

// export gives a thing a name. A type that is exported is another type from then on.
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

// instantiate returns what a component exports. What it is given for its imports counts
// the first time: types keep the names that they have there.
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
