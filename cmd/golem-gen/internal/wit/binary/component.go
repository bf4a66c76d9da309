package binary

import "github.com/golem-gen/golem-gen/metadata"

const resourceKind = metadata.KindHandle

// The numbers of the sections that are read. All others contain core WebAssembly.
const (
	sectionCustom    = 0
	sectionComponent = 4
	sectionInstance  = 5
	sectionAlias     = 6
	sectionType      = 7
	sectionCanon     = 8
	sectionImport    = 10
	sectionExport    = 11
)

const preambleSize = 8

// component reads the sections of a component after its preamble. It calls custom with
// each custom section.
func (s *scope) component(r *reader, depth int, custom func(name string, data []byte)) {
	if depth > maxDepth {
		r.fail("components are nested more than %d deep", maxDepth)
	}
	for r.more() {
		id := r.byte()
		part := r.part(r.number())
		if r.err != nil {
			return
		}
		s.section(id, part, depth, custom)
		r.err = part.err
	}
}

func (s *scope) section(id byte, r *reader, depth int, custom func(string, []byte)) {
	switch id {
	case sectionCustom:
		if name := r.text(); custom != nil {
			custom(name, r.data[r.at:])
		}
	case sectionComponent:
		inner := newScope(s)
		inner.nested = true
		r.part(min(preambleSize, len(r.data)))
		inner.component(r, depth+1, nil)
		s.add(sortComponent, entity{scope: inner})
	case sectionInstance:
		r.each(func() { s.instance(r) })
	case sectionAlias:
		r.each(func() { s.alias(r) })
	case sectionType:
		r.each(func() { s.add(sortType, s.define(r, depth)) })
	case sectionCanon:
		s.canons(r)
	case sectionImport:
		r.each(func() {
			name := externalName(r)
			of, e := s.external(r)
			s.importAs(name, of, e)
		})
	case sectionExport:
		r.each(func() { s.exported(r) })
	}
}

// instance reads an instance: a component with its arguments, or exports by name.
func (s *scope) instance(r *reader) {
	made := &instance{exports: map[string]entity{}}
	switch r.byte() {
	case 0:
		component := s.get(r, sortComponent, r.number()).scope
		arguments := map[string]entity{}
		r.each(func() {
			name := r.text()
			of := sortOf(r)
			arguments[name] = s.thing(r, of, r.number())
		})
		if component != nil {
			made = component.instantiate(arguments)
		}
	case 1:
		r.each(func() {
			name := externalName(r)
			of := sortOf(r)
			made.names = append(made.names, name)
			made.exports[name] = s.thing(r, of, r.number())
		})
	default:
		r.fail("this kind of instance is not known")
	}
	s.add(sortInstance, entity{instance: made})
}

func (s *scope) thing(r *reader, of sort, index int) entity {
	if of == sortCore {
		return entity{}
	}
	return s.get(r, of, index)
}

// exported reads an export of a component. The export may have a type of its own.
func (s *scope) exported(r *reader) {
	name := externalName(r)
	of := sortOf(r)
	e := s.thing(r, of, r.number())
	switch r.byte() {
	case 0:
	case 1:
		if _, as := s.external(r); e.node == nil {
			e = as
		}
	default:
		r.fail("expected 0 or 1")
	}
	s.export(r, name, of, e)
}

// The codes of functions that connect core WebAssembly and components.
const (
	canonLift              = 0
	canonLower             = 1
	canonResourceNew       = 2
	canonResourceDrop      = 3
	canonResourceRep       = 4
	canonResourceDropAsync = 7
)

// canons reads the definitions of functions. Only those lifted to components have a type.
// After an unknown code, canons skips the rest, and further functions are unknown.
func (s *scope) canons(r *reader) {
	for n := r.number(); n > 0 && r.err == nil; n-- {
		switch r.byte() {
		case canonLift:
			r.byte()
			r.number()
			r.each(func() { canonOption(r) })
			s.add(sortFunction, s.get(r, sortType, r.number()))
		case canonLower:
			r.byte()
			r.number()
			r.each(func() { canonOption(r) })
		case canonResourceNew, canonResourceDrop, canonResourceRep, canonResourceDropAsync:
			r.number()
		default:
			if !s.lost {
				s.lost, s.known = true, len(s.spaces[sortFunction])
			}
			return
		}
	}
}

// canonOption reads an option and the number after it, if it has one.
func canonOption(r *reader) {
	switch r.byte() {
	case 3, 4, 5, 7, 8:
		r.number()
	}
}
