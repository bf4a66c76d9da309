package gen

// nameScope is a set of Go names that must differ: the package's, an
// interface's methods, a struct's fields.
type nameScope struct {
	owners map[string]string // Go name → what has it, in words for messages
}

// newNameScope returns a scope in which the given names cannot be had.
func newNameScope(owner string, reserved ...string) *nameScope {
	s := &nameScope{owners: make(map[string]string, len(reserved))}
	for _, name := range reserved {
		s.owners[name] = owner
	}
	return s
}

// holder returns the first of the names that is taken, and what has it.
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

// first takes the first candidate that is free.
func (s *nameScope) first(owner string, candidates ...string) (string, bool) {
	for _, name := range candidates {
		if s.take(owner, name) {
			return name, true
		}
	}
	return "", false
}
