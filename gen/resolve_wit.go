package gen

import "github.com/golem-gen/golem-gen/metadata"

// witFunction is what the WIT has on a function, never nil.
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
		s.warnings = append(s.warnings, witMismatch(fn.place))
	}
	return none
}

func (s *survey) root(t *metadata.Type, w *WITType, p *place, sc *scope) *node {
	n := s.node(t, w, p, sc, p.step == stepResult)
	if s.wit != nil && w != nil && n != nil {
		s.reportMismatch(n, w)
	}
	return n
}

// reportMismatch warns of the outermost type that the WIT has otherwise.
func (s *survey) reportMismatch(n *node, w *WITType) {
	if n == nil {
		return
	}
	if n.wit == nil {
		if w != nil || needsName(n.source) {
			s.warnings = append(s.warnings, witMismatch(n.place.text))
		}
		return
	}
	for i, part := range n.parts {
		s.reportMismatch(part, n.wit.part(i))
	}
}
