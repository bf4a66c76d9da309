package wit

import (
	"github.com/golem-gen/golem-gen/gen"
)

// World is a world with its exports.
type World struct {
	ID      ID // of its package
	Name    string
	Exports []string // names of interfaces ("acme:shop/cart@1.4.0") and functions

	// Functions resolves the functions that the world exports directly.
	Functions func() (*gen.WITInterface, error)

	// Interface resolves an interface by the name under which the world exports it. It
	// returns nil if the world does not export it, or if the interface is missing.
	Interface func(name string) (*gen.WITInterface, error)
}

// exportSet is a set of exports, by name.
type exportSet struct {
	names  []string
	byName map[string]export
}

type export struct {
	exportDecl
	world *worldDecl
}

// Worlds returns the worlds of all packages loaded so far, in the order of the texts. If
// the includes of a world are missing, it has only its own exports.
func (r *Packages) Worlds() []*World {
	var list []*World
	for _, p := range r.list {
		for _, d := range p.order {
			set := r.exports(d)
			list = append(list, &World{
				ID: p.id, Name: d.name, Exports: set.names,
				Functions: func() (*gen.WITInterface, error) { return r.functions(set) },
				Interface: func(name string) (*gen.WITInterface, error) { return r.exported(set, name) },
			})
		}
	}
	return list
}

// exports returns the exports of a world and of the worlds that it includes.
func (r *Packages) exports(w *worldDecl) *exportSet {
	if known := r.worlds[w]; known != nil {
		return known
	}
	set := &exportSet{byName: map[string]export{}}
	r.worlds[w] = set // ends the recursion for worlds that include each other
	for _, e := range w.exports {
		name := e.name
		if name == "" {
			path := w.full(e.path)
			name = path.id.Interface(path.name)
		}
		r.export(set, name, export{e, w})
	}
	r.depth++
	defer func() { r.depth-- }()
	for _, include := range w.include {
		if r.depth > maxUseDepth {
			break
		}
		path := w.full(include.path)
		p := r.find(path.id, func(p *pkg) bool { return p.worlds[path.name] != nil }, false)
		if p == nil || r.total >= maxExports {
			continue
		}
		other := r.exports(p.worlds[path.name])
		for _, name := range other.names {
			as := name
			if renamed, ok := include.with[name]; ok {
				as = renamed
			}
			r.export(set, as, other.byName[name])
		}
	}
	return set
}

func (r *Packages) export(s *exportSet, name string, e export) {
	if _, known := s.byName[name]; !known && r.total < maxExports {
		r.total++
		s.names = append(s.names, name)
		s.byName[name] = e
	}
}

// functions resolves the functions among exports.
func (r *Packages) functions(set *exportSet) (*gen.WITInterface, error) {
	face := NewInterface("")
	for _, name := range set.names {
		e := set.byName[name]
		if e.function == nil {
			continue
		}
		if err := r.function(&e.world.scopeDecl, e.function, name, face); err != nil {
			return nil, err
		}
	}
	return face.WITInterface, nil
}

// exported resolves an interface among exports.
func (r *Packages) exported(set *exportSet, name string) (*gen.WITInterface, error) {
	e, ok := set.byName[name]
	switch {
	case !ok || e.function != nil:
		return nil, nil
	case e.inline != nil:
		return r.face(e.inline)
	}
	path := e.world.full(e.path)
	if found, err := r.Interface(path.id.Interface(path.name), false); found != nil || err != nil {
		return found, err
	}
	if e.world.id == path.id {
		return nil, e.world.file.fail(e.path.offset, "there is no interface %q in %s", path.name, path.id)
	}
	return nil, nil
}
