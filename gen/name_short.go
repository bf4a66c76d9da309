package gen

import "slices"

// nameByPlace sets the candidates for a type without a name of its own, shortest first: the last
// steps of its place, each also with the interface's name in front, and finally the whole path
// with the kind at the end. It leaves out names of methods.
func (n *namer) nameByPlace(e *entity, at *place, kind string) {
	for _, own := range at.shortNames() {
		n.addCandidates(e, n.spelling.exportedWords(own), n.spelling.qualifiers(e.scope)[0](own))
	}
	e.longNames = func() {
		names := n.spelling.typeNames(e.scope, at.wordsFrom(nil), kind)
		if n.addCandidates(e, names...); len(e.candidates) == 0 {
			e.candidates = names[len(names)-1:]
		}
	}
	if len(e.candidates) == 0 {
		e.lengthen()
	}
}

// lengthen adds candidates from the whole path, and reports whether there are any. Few types
// need them, and for deeply nested types they are long.
func (e *entity) lengthen() bool {
	add := e.longNames
	e.longNames = nil
	if add != nil {
		add()
	}
	return add != nil
}

func (n *namer) addCandidates(e *entity, names ...string) {
	for _, name := range names {
		if !n.isMethod(name) && !slices.Contains(e.candidates, name) {
			e.candidates = append(e.candidates, name)
		}
	}
}

// isMethod reports whether a function of the component has the name. A struct AddItem beside a
// method AddItem would confuse readers.
func (n *namer) isMethod(name string) bool {
	if n.methodNames == nil {
		n.methodNames = map[string]bool{}
		for _, sig := range n.survey.signatures {
			fn := sig.function
			n.methodNames[n.spelling.exported(fn.source.LocalName)] = true
			n.methodNames[n.options.Locked[fn.place].Name] = true
			n.methodNames[n.options.Names[fn.place]] = true
		}
	}
	return n.methodNames[name]
}

// settleShortNames makes names by place longer until no two types want the same name or a name
// that is taken. If several types want a name, none of them gets it, so that their order does
// not matter. Names that were skipped come last, for types that want the same names to the end.
func (n *namer) settleShortNames(entities []*entity) {
	list := slices.DeleteFunc(slices.Clone(entities), func(e *entity) bool { return e.source != byPlace })
	passed := map[*entity]int{}
	for {
		wanted := map[string][]*entity{}
		for _, e := range list {
			name := e.candidates[passed[e]]
			wanted[name] = append(wanted[name], e)
		}
		settled := true
		for name, rivals := range wanted {
			if len(rivals) == 1 {
				if _, _, taken := n.clash(rivals[0], name); !taken {
					continue
				}
			}
			for _, e := range rivals {
				if passed[e]+1 == len(e.candidates) && !e.lengthen() {
					continue
				}
				if passed[e]+1 < len(e.candidates) {
					passed[e]++
					settled = false
				}
			}
		}
		if settled {
			break
		}
	}
	for e, from := range passed {
		e.candidates = append(e.candidates[from:len(e.candidates):len(e.candidates)], e.candidates[:from]...)
	}
}
