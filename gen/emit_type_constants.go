package gen

// typeConstants are the constants for types that have no Go name and that several
// parameters and results are of: optionMoneyType. What is used once is written where
// it is used.
type typeConstants struct {
	names    map[string]string         // the type as an expression → the constant's name
	declared map[*scope][]typeConstant // by the scope that is the first to use them
}

type typeConstant struct {
	name string
	typ  *goType
}

// newTypeConstants names the constants of a client.
func newTypeConstants(m *model) *typeConstants {
	c := &typeConstants{names: map[string]string{}, declared: map[*scope][]typeConstant{}}
	first := map[string]*scope{}
	taken := map[string]bool{}
	for _, s := range m.scopes {
		s.visitDescribed(func(t *goType) {
			name := t.constantName()
			if name == "" {
				return
			}
			text := typeOf(t).source()
			if first[text] == nil {
				first[text] = s
				return
			}
			// Two types whose names make one word do not both have a constant.
			if c.names[text] == "" && !taken[name] {
				c.names[text], taken[name] = name, true
				c.declared[first[text]] = append(c.declared[first[text]], typeConstant{name, t})
			}
		})
	}
	return c
}

// visitDescribed calls f with the types that the scope's descriptors mention.
func (s *scope) visitDescribed(f func(*goType)) {
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

// constantName is the name of the type's constant: its structure as one word. It is
// empty for types that have a constant anyway, and where no short word says it.
func (t *goType) constantName() string {
	if t.named != nil || t.isBasic() {
		return ""
	}
	name := t.structure("")
	if len(name) > longestHelper {
		return ""
	}
	return lowerFirst(name) + "Type"
}

// use is the expression for a use of a type: its constant, if it has one.
func (c *typeConstants) use(t *goType) *typeText {
	x := typeOf(t)
	if name := c.names[x.source()]; name != "" {
		x = &typeText{}
		x.constant(name)
	}
	return x
}
