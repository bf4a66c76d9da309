package gen

// typeConstants are constants for types without a Go name that several parameters and results
// have, such as typeOptionMoney. A type that is used once is written where it is used.
type typeConstants struct {
	names    map[string]string         // expression of the type → name of the constant
	declared map[*scope][]typeConstant // by the scope that uses them first
}

type typeConstant struct {
	name string
	typ  *goType
}

// newTypeConstants names the constants of a client.
func newTypeConstants(m *model, structures *structureNames) *typeConstants {
	c := &typeConstants{names: map[string]string{}, declared: map[*scope][]typeConstant{}}
	first := map[string]*scope{}
	for _, s := range m.scopes {
		s.visitDescribed(func(t *goType) {
			if t.hasConstant() {
				return
			}
			text := string(typeOf(t).appendSource(nil))
			switch {
			case first[text] == nil:
				first[text] = s
			case c.names[text] == "":
				c.names[text] = "type" + structures.of(t)
				c.declared[first[text]] = append(c.declared[first[text]], typeConstant{c.names[text], t})
			}
		})
	}
	return c
}

// visitDescribed calls f with the types in the scope's descriptors.
func (s *scope) visitDescribed(f func(*goType)) {
	if s.agent != nil {
		s.visitAgent(f)
		return
	}
	for fn, r := range s.every() {
		if self := fn.self(r); self != nil {
			f(self)
		}
		for _, p := range fn.parameters {
			f(p.typ)
		}
		if fn.answer() != noResult && fn.answer() != named {
			f(fn.results[0].typ)
		}
	}
}

// visitAgent is like visitDescribed, for an agent type.
func (s *scope) visitAgent(f func(*goType)) {
	visit := func(t *goType) {
		if parts := t.parts(); parts == nil {
			f(t)
		} else {
			for i := range parts.members {
				f(parts.members[i].typ)
			}
		}
	}
	for _, fn := range s.withTypes() {
		for _, p := range fn.parameters {
			visit(p.typ)
		}
		for _, r := range fn.results {
			visit(r.typ)
		}
	}
}

// hasConstant reports whether a type has a constant regardless of how often it is used.
func (t *goType) hasConstant() bool { return t.named != nil || t.isBasic() }

// use returns the expression for a use of a type: its constant, if it has one.
func (c *typeConstants) use(t *goType) *typeText {
	x := typeOf(t)
	if t.hasConstant() {
		return x
	}
	var buffer [128]byte // most types are shorter
	if name := c.names[string(x.appendSource(buffer[:0]))]; name != "" {
		x = &typeText{}
		x.constant(name)
	}
	return x
}
