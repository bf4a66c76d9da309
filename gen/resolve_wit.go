package gen

import "github.com/golem-gen/golem-gen/metadata"

// witFunction returns the WIT's description of a function. It is never nil.
func (s *survey) witFunction(sc *scope, fn *function) *WITFunction {
	none := &WITFunction{
		Parameters: make([]WITMember, len(fn.source.Parameters)),
		Results:    make([]WITMember, len(fn.source.Results)),
	}
	if s.wit == nil {
		return none
	}
	if w := s.described[sc].function(fn.source); w != nil {
		fn.doc = w.Doc
		return w
	}
	if fn.source.Kind != metadata.Drop {
		s.differ(sc, fn.place)
	}
	return none
}

func (s *survey) root(t *metadata.Type, w *WITType, p *place, sc *scope, fn *function) *node {
	n := s.node(t, w, p, sc, p.step == stepResult)
	if s.wit != nil && w != nil && n != nil && differs(n, w) {
		s.differ(sc, fn.place)
	}
	return n
}

// differs reports whether the WIT describes a type, or a type inside of it, differently from the
// metadata.
func differs(n *node, w *WITType) bool {
	switch {
	case n == nil:
		return false
	case n.wit == nil:
		return w != nil || needsName(n.source)
	case n.wit.Opaque:
		return false
	}
	for i, part := range n.parts {
		if differs(part, n.wit.part(i)) {
			return true
		}
	}
	return false
}
