package wit

import (
	"errors"
	"slices"

	"golang.org/x/mod/semver"
)

// Packages are the packages at hand, those of the component itself first.
type Packages struct {
	// Load adds further packages, those that are used, and reports whether there were
	// any left to add. It is called while something is missing, and may be nil.
	Load func() bool

	list     []*pkg
	byPath   map[string][]*pkg
	types    map[*typeDecl]*resolution
	worlds   map[*worldDecl]*exportSet
	depth    int
	total    int // of exports of all worlds
	problems []string
	broken   []error // why packages are left out
	reported map[string]bool
}

// pkg is a package, or a part of it. Either it is declared in a text, or it came
// resolved from its binary form.
type pkg struct {
	id         ID
	main       bool
	interfaces map[string]*interfaceDecl
	worlds     map[string]*worldDecl
	order      []*worldDecl
	resolved   map[string]*Interface
}

// NewPackages returns no packages.
func NewPackages() *Packages {
	return &Packages{
		byPath: map[string][]*pkg{}, types: map[*typeDecl]*resolution{},
		worlds: map[*worldDecl]*exportSet{}, reported: map[string]bool{},
	}
}

// Add adds the texts of one folder. They may leave it to one of them to name their
// package. The error is an *Error; what optional texts define twice is no error.
func (r *Packages) Add(files []*File) error {
	var id ID
	for _, f := range files {
		for _, d := range f.packages {
			if id == (ID{}) {
				id = d.id
			}
		}
	}
	for _, f := range files {
		if len(f.unnamed.interfaces)+len(f.unnamed.worlds) > 0 {
			if id == (ID{}) {
				e := f.file.fail(0, "no package is named")
				e.Fix = `begin the file with a line like "package acme:shop;"`
				return e
			}
			f.unnamed.id = id
			if err := r.add(f.file, f.unnamed); err != nil {
				return err
			}
		}
		for _, d := range f.packages {
			if err := r.add(f.file, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// AddResolved adds a package that came in binary form, by its interfaces.
func (r *Packages) AddResolved(id ID, interfaces map[string]*Interface) {
	r.append(&pkg{id: id, resolved: interfaces})
}

func (r *Packages) append(p *pkg) {
	r.list = append(r.list, p)
	r.byPath[p.id.Path()] = append(r.byPath[p.id.Path()], p)
}

// add adds what a file has of a package to what other files have of it.
func (r *Packages) add(file *fileDecl, d *packageDecl) error {
	i := slices.IndexFunc(r.byPath[d.id.Path()], func(p *pkg) bool {
		return p.id == d.id && p.main == !file.optional && p.resolved == nil
	})
	if i < 0 {
		if len(r.byPath[d.id.Path()]) == maxVersions {
			return file.fail(0, "there are more than %d packages %s", maxVersions, d.id.Path())
		}
		r.append(&pkg{id: d.id, main: !file.optional, interfaces: map[string]*interfaceDecl{}, worlds: map[string]*worldDecl{}})
		i = len(r.byPath[d.id.Path()]) - 1
	}
	p := r.byPath[d.id.Path()][i]
	for _, item := range d.interfaces {
		item.id = d.id
		if p.interfaces[item.name] == nil {
			p.interfaces[item.name] = item
		} else if !file.optional {
			return file.fail(item.offset, "the interface %q is defined twice in %s", item.name, d.id)
		}
	}
	for _, item := range d.worlds {
		item.id = d.id
		if p.worlds[item.name] == nil {
			p.worlds[item.name] = item
			p.order = append(p.order, item)
		} else if !file.optional {
			return file.fail(item.offset, "the world %q is defined twice in %s", item.name, d.id)
		}
	}
	return nil
}

// find returns the package with that name that has something. It has the version
// asked for or else, where it need not be exact, the highest of all others: what is taken
// from it is compared with the metadata anyway.
func (r *Packages) find(id ID, has func(*pkg) bool, exact bool) *pkg {
	for {
		for _, p := range r.byPath[id.Path()] {
			if p.id.Version == id.Version && has(p) {
				return p
			}
		}
		if r.Load == nil || !r.Load() {
			break
		}
	}
	var best *pkg
	if exact {
		return nil
	}
	for _, p := range r.byPath[id.Path()] {
		if has(p) && (best == nil || semver.Compare("v"+p.id.Version, "v"+best.id.Version) > 0) {
			best = p
		}
	}
	return best
}

// target is an interface in one of its two forms.
type target struct {
	decl     *interfaceDecl
	resolved *Interface
}

// interfaceOf finds an interface by its full name.
func (r *Packages) interfaceOf(id ID, name string, exact bool) (target, bool) {
	p := r.find(id, func(p *pkg) bool { return p.interfaces[name] != nil || p.resolved[name] != nil }, exact)
	if p == nil {
		return target{}, false
	}
	return target{p.interfaces[name], p.resolved[name]}, true
}

// full gives a path that was written in a file its package: that which "use" at the
// top of the file says, or the package of what the path stands in.
func (s *scopeDecl) full(path interfacePath) interfacePath {
	for range len(s.file.uses) + 1 {
		alias, ok := s.file.uses[path.name]
		if path.id != (ID{}) || !ok || alias.name == path.name && alias.id == (ID{}) {
			break
		}
		path = interfacePath{alias.id, alias.name, path.offset}
	}
	if path.id == (ID{}) {
		path.id = s.id
	}
	return path
}

// report notes something that is missing, once.
func (r *Packages) report(problem string) {
	if !r.reported[problem] && len(r.problems) < maxProblems {
		r.reported[problem] = true
		r.problems = append(r.problems, problem)
	}
}

// Broken notes why a text of a used package is left out.
func (r *Packages) Broken(err error) { r.broken = append(r.broken, err) }

// Problems are what could not be resolved and did not have to be, a sentence each. Why
// texts are left out is among them where something is missing.
func (r *Packages) Problems() []string {
	list := r.problems
	for i, err := range r.broken {
		if len(r.problems) == 0 || i == maxBroken {
			break
		}
		list = append(list, err.Error()+" (the file is left out)")
	}
	return list
}

var errNotFound = errors.New("not found")
