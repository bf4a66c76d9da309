package gen

// nameScope is a set of Go names that must differ, such as the names of a package, the methods
// of an interface or the fields of a struct.
type nameScope struct {
	owners     map[string]string // Go name → what has it, in words for messages
	configured map[string]string // Go name → place of the function that has it by the configuration
}

// newNameScope returns a scope with reserved names.
func newNameScope(owner string, reserved ...string) *nameScope {
	s := &nameScope{owners: make(map[string]string, len(reserved))}
	for _, name := range reserved {
		s.owners[name] = owner
	}
	return s
}

// configure takes a name that the configuration gives to the function of a place.
func (s *nameScope) configure(place, owner, name string) {
	s.take(owner, name)
	if s.configured == nil {
		s.configured = make(map[string]string)
	}
	s.configured[name] = place
}

// holder returns the first of the names that is taken, and its owner.
func (s *nameScope) holder(names ...string) (name, owner string, taken bool) {
	for _, name := range names {
		if owner, taken := s.owners[name]; taken {
			return name, owner, true
		}
	}
	return "", "", false
}

// take reserves the names if all of them are free.
func (s *nameScope) take(owner string, names ...string) bool {
	if _, _, taken := s.holder(names...); taken {
		return false
	}
	for _, name := range names {
		s.owners[name] = owner
	}
	return true
}

// first takes the first candidate that is free, and reports whether there is one.
func (s *nameScope) first(owner string, candidates ...string) (string, bool) {
	for _, name := range candidates {
		if s.take(owner, name) {
			return name, true
		}
	}
	return "", false
}
