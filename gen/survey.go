package gen

import (
	"sort"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// worldPlace is the place of the functions that the world exports directly. It is
// kept free where there are none, so that they can come later.
const worldPlace = "world"

// newSurvey makes the first pass over a component.
func newSurvey(c *metadata.Component, o Options) *survey {
	s := &survey{
		model:      &model{component: c, pkg: o.Package},
		wit:        o.WIT,
		structures: newStructureTable(),
		identities: newStructureTable(),
		resources:  map[uint64]*resource{},
		described:  map[*scope]*WITInterface{},
		places:     &placeSet{taken: map[string]bool{worldPlace: true}},
	}
	s.addScopes(c, o.Locked)
	// All resources come before all handles: a handle may come first in the document.
	for _, sc := range s.model.scopes {
		s.addResources(sc)
	}
	for _, sc := range s.model.scopes {
		s.addFunctions(sc)
	}
	return s
}

func (s *survey) addScopes(c *metadata.Component, locked map[string]LockedName) {
	places := interfacePlaces(c.Interfaces, locked)
	for i, iface := range c.Interfaces {
		sc := &scope{place: places[i], iface: iface}
		s.places.taken[sc.place] = true
		if w := s.wit.find(iface.Name); w != nil {
			sc.doc = w.Doc
			s.described[sc] = w
		}
		s.model.scopes = append(s.model.scopes, sc)
	}
	if len(c.Functions) > 0 {
		sc := &scope{place: worldPlace}
		s.described[sc] = s.wit.find("")
		s.model.scopes = append(s.model.scopes, sc)
	}
}

func (sc *scope) exportName() string {
	if sc.iface == nil {
		return ""
	}
	return sc.iface.Name
}

func (s *survey) addResources(sc *scope) {
	if sc.iface == nil {
		return
	}
	w := s.described[sc]
	for _, source := range sc.iface.Resources {
		r := &resource{place: s.places.add(sc.place+"."+source.Name, ""), source: source, id: source.ID}
		if w != nil && w.Resources[source.Name] != nil {
			r.doc = w.Resources[source.Name].Doc
		}
		sc.resources = append(sc.resources, r)
		if _, known := s.resources[source.ID]; source.HasID && !known {
			s.resources[source.ID] = r
		}
	}
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
	within, owner := sc.place, ""
	if r != nil {
		within, owner = r.place, r.source.Name
	}
	// Two functions of one resource can have one local name: a static "new"
	// beside the constructor. The document's own name tells them apart.
	text := s.places.add(within+"."+source.LocalName, sc.place+"."+source.Name)
	fn := &function{place: text, source: source}
	sig := &signature{function: fn}
	s.signatures = append(s.signatures, sig)
	s.addTypes(sc, sig, functionPlace(text, owner, source), s.witFunction(sc, fn))
	return fn
}

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
		sig.parameters = append(sig.parameters, s.root(p.Type, witParameters[i].Type, at.part(stepParameter, p.Name), sc))
	}
	for i, r := range source.Results {
		sig.function.results = append(sig.function.results, result{name: r.Name})
		sig.results = append(sig.results, s.root(r.Type, w.Results[i].Type, at.ofResult(r.Name, taken), sc))
	}
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

// ofResult is the place of a function's result. Where a parameter has the name
// that the result's place would have, the place is "cart.total().result".
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

// placeSet has the places that are taken.
type placeSet struct{ taken map[string]bool }

// add takes the first of two places that is free; if neither is, the second one
// is marked until it is.
func (s *placeSet) add(text, other string) string {
	if s.taken[text] {
		if text = other; text == "" {
			text = "[resource]"
		}
	}
	for s.taken[text] {
		text += "'"
	}
	s.taken[text] = true
	return text
}

// interfacePlaces gives every interface its place: the short name, and for those
// that come later with the same one also package, namespace, version, as far as
// it takes. An interface that had a place in an earlier version keeps it.
func interfacePlaces(interfaces []*metadata.Interface, locked map[string]LockedName) []string {
	places := make([]string, len(interfaces))
	taken := map[string]bool{worldPlace: true}
	held := heldPlaces(locked)
	for i, iface := range interfaces {
		if list := held[withoutVersion(iface.Name)]; len(list) > 0 {
			places[i] = list[0]
			taken[list[0]] = true
			held[withoutVersion(iface.Name)] = list[1:]
		}
	}
	namesakes := map[string]int{}
	for _, iface := range interfaces {
		namesakes[iface.Package+"/"+iface.ShortName]++
	}
	for i, iface := range interfaces {
		if places[i] != "" {
			continue
		}
		for _, text := range qualified(iface, namesakes) {
			if !taken[text] {
				places[i] = text
				break
			}
		}
		if places[i] == "" {
			places[i] = "[interface]" + iface.Name
		}
		taken[places[i]] = true
	}
	return places
}

// heldPlaces lists the places of interfaces in the lock by name without version.
func heldPlaces(locked map[string]LockedName) map[string][]string {
	held := map[string][]string{}
	for text, entry := range locked {
		if name, ok := strings.CutPrefix(entry.Structure, sortInterface+":"); ok {
			held[name] = append(held[name], text)
		}
	}
	for _, list := range held {
		sort.Slice(list, func(i, j int) bool {
			return len(list[i]) < len(list[j]) || len(list[i]) == len(list[j]) && list[i] < list[j]
		})
	}
	return held
}

// qualified lists the possible places of an interface, best first. Package and
// short name are passed over where another interface has both.
func qualified(iface *metadata.Interface, namesakes map[string]int) []string {
	list := []string{iface.ShortName}
	if iface.Package == "" {
		return list
	}
	if short := iface.Package + "/" + iface.ShortName; namesakes[short] == 1 {
		list = append(list, short)
	}
	return append(list, withoutVersion(iface.Name), iface.Name)
}
