package binary

// maxDepth is the maximum nesting of components and their types.
const maxDepth = 100

// declarations reads the declarations in a type of components or instances.
func (s *scope) declarations(r *reader, depth int) {
	if depth > maxDepth {
		r.fail("types are nested more than %d deep", maxDepth)
		return
	}
	r.each(func() {
		switch r.byte() {
		case 1:
			s.add(sortType, s.define(r, depth))
		case 2:
			s.alias(r)
		case 3:
			name := externalName(r)
			of, e := s.external(r)
			s.importAs(name, of, e)
		case 4:
			name := externalName(r)
			of, e := s.external(r)
			s.export(r, name, of, e)
		default:
			r.fail("this declaration of a type is not known")
		}
	})
}

// externalName reads the name of an import or export.
func externalName(r *reader) string {
	kind := r.byte()
	name := r.text()
	switch kind {
	case 0, 1:
	case 2: // with notes
		r.each(func() {
			r.byte()
			r.bytes()
		})
	default:
		r.fail("this kind of name is not known")
	}
	return name
}

// external reads the sort and the type of an import or export.
func (s *scope) external(r *reader) (sort, entity) {
	switch of := sort(r.byte()); of {
	case sortCore:
		r.byte()
		r.number()
		return of, entity{}
	case sortFunction:
		return of, s.get(r, sortType, r.number())
	case sortValue:
		if r.byte() == 0 {
			r.number()
		} else {
			s.value(r)
		}
		return of, entity{}
	case sortType:
		if r.byte() == 0 {
			return of, s.get(r, sortType, r.number())
		}
		return of, entity{node: &node{kind: resourceKind}}
	case sortComponent, sortInstance:
		return of, s.get(r, sortType, r.number())
	}
	r.fail("this sort of import or export is not known")
	return sortCore, entity{}
}

// sortOf reads a sort. For core sorts, another byte follows.
func sortOf(r *reader) sort {
	of := sort(r.byte())
	if of == sortCore {
		r.byte()
	}
	if of > sortInstance {
		r.fail("this sort of thing is not known")
		return sortCore
	}
	return of
}

// alias reads an alias of an export of an instance, or of an entity of an enclosing
// component.
func (s *scope) alias(r *reader) {
	of := sortOf(r)
	switch r.byte() {
	case 0:
		instance := s.get(r, sortInstance, r.number()).instance
		name := r.text()
		if instance == nil {
			s.add(of, entity{})
			return
		}
		e, ok := instance.exports[name]
		if !ok {
			r.fail("there is no export %q", name)
		}
		s.add(of, e)
	case 1:
		r.number()
		r.text()
	case 2:
		outer := s
		for n := r.number(); n > 0 && outer != nil; n-- {
			outer = outer.parent
		}
		index := r.number()
		switch {
		case of == sortCore:
		case outer == nil:
			r.fail("there are not so many components around this one")
		default:
			s.add(of, outer.get(r, of, index))
		}
	default:
		r.fail("this kind of alias is not known")
	}
}
