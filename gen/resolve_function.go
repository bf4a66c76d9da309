package gen

import "github.com/golem-gen/golem-gen/metadata"

// signature is a function with the nodes of its types.
type signature struct {
	function   *function
	parameters []*node // without self
	results    []*node
}

func (s *survey) addFunctions(sc *scope) {
	if sc.iface == nil {
		sc.functions = s.addList(sc, nil, s.model.component.Functions)
		return
	}
	sc.functions = s.addList(sc, nil, sc.iface.Functions)
	for _, r := range sc.resources {
		if r.source == nil {
			continue
		}
		r.constructor = s.addFunction(sc, r, r.source.Constructor)
		r.methods = s.addList(sc, r, r.source.Methods)
		r.statics = s.addList(sc, r, r.source.Statics)
		r.drop = s.addFunction(sc, r, r.source.Drop)
	}
}

func (s *survey) addList(sc *scope, r *resource, list []*metadata.Function) []*function {
	var out []*function
	for _, fn := range list {
		out = append(out, s.addFunction(sc, r, fn))
	}
	return out
}

func (s *survey) addFunction(sc *scope, r *resource, source *metadata.Function) *function {
	if source == nil {
		return nil
	}
	own, marked := sc.place+"."+source.LocalName, sc.place+"."+source.Name
	owner := ""
	if r != nil {
		own, owner = r.place+"."+source.LocalName, r.source.Name
	}
	if isLikeNewOrDrop(source) {
		own = marked
	}
	text := s.places.add(own, marked)
	fn := &function{place: text, source: source}
	sig := &signature{function: fn}
	s.signatures = append(s.signatures, sig)
	s.addTypes(sc, sig, s.functionPlace(text, owner, source), s.witFunction(sc, fn))
	return fn
}

// isLikeNewOrDrop reports whether a method or a static function has the local name of a constructor
// or a drop. Its place is marked even if the resource has none: a later version can have one, and
// must not take over the place and with it the Go name in the lock.
func isLikeNewOrDrop(fn *metadata.Function) bool {
	return (fn.Kind == metadata.Method || fn.Kind == metadata.Static) && (fn.LocalName == "new" || fn.LocalName == "drop")
}

func (s *survey) addTypes(sc *scope, sig *signature, at *place, w *WITFunction) {
	source := sig.function.source
	parameters, witParameters := source.Parameters, w.Parameters
	if source.Kind == metadata.Method || source.Kind == metadata.Drop {
		parameters, witParameters = parameters[min(1, len(parameters)):], witParameters[min(1, len(witParameters)):]
	}
	taken := map[string]bool{}
	for i, p := range parameters {
		taken[p.Name] = true
		sig.function.parameters = append(sig.function.parameters, parameter{name: p.Name})
		sig.parameters = append(sig.parameters, s.root(p.Type, witParameters[i].Type, at.part(stepParameter, p.Name), sc, sig.function))
	}
	for i, r := range source.Results {
		sig.function.results = append(sig.function.results, result{name: r.Name})
		sig.results = append(sig.results, s.root(r.Type, w.Results[i].Type, at.ofResult(r.Name, taken), sc, sig.function))
	}
}

// ofResult returns the place of a function's result. If a parameter has the name that the place
// would have, the place is "cart.total().result".
func (p *place) ofResult(name string, parameters map[string]bool) *place {
	at := *p
	if parameters[name] || (name == "" && (parameters["result"] || parameters["ok"] || parameters["err"])) {
		at.text += "()"
	}
	if name != "" {
		return at.part(stepParameter, name)
	}
	return at.part(stepResult, "")
}
