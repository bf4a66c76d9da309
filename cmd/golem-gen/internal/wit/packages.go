package wit

import (
	"errors"
	"slices"

	"golang.org/x/mod/semver"
)

// Packages are the loaded packages, those of the component itself first.
type Packages struct {
	// Load adds more of the packages that are used, and reports whether it added any. It
	// is called while something is missing, and may be nil.
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

// pkg is a package, or a part of one. It is declared in a text, or was read in binary
// form.
type pkg struct {
	id         ID
	main       bool
	interfaces map[string]*interfaceDecl
	worlds     map[string]*worldDecl
	order      []*worldDecl
	resolved   map[string]*Interface
}

// NewPackages returns an empty set of packages.
func NewPackages() *Packages {
	return &Packages{
		byPath: map[string][]*pkg{}, types: map[*typeDecl]*resolution{},
		worlds: map[*worldDecl]*exportSet{}, reported: map[string]bool{},
	}
}

// Add adds the texts of one folder. One of them may name the package for all. The error is
// an *Error. Optional texts may define a name twice without an error.
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

// AddResolved adds a package that was read in binary form, by its interfaces.
func (r *Packages) AddResolved(id ID, interfaces map[string]*Interface) {
	r.append(&pkg{id: id, resolved: interfaces})
}

func (r *Packages) append(p *pkg) {
	r.list = append(r.list, p)
	r.byPath[p.id.Path()] = append(r.byPath[p.id.Path()], p)
}

// add adds the part of a package that is in a file.
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

// find returns the package with a name for which has is true. It has the version of id or,
// unless exact is set, the highest other one: the metadata is compared with everything
// that is taken from it.
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

// target is an interface, declared in a text or resolved.
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

// full adds the package to a path that was written in a file: the package that "use" at
// the top of the file names, or the package that contains the path.
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

// report records a missing part, once.
func (r *Packages) report(problem string) {
	if !r.reported[problem] && len(r.problems) < maxProblems {
		r.reported[problem] = true
		r.problems = append(r.problems, problem)
	}
}

// Broken records why a text of a used package is left out.
func (r *Packages) Broken(err error) { r.broken = append(r.broken, err) }

// Problems returns a sentence for each part that could not be resolved and is not
// required. If there are any, it also returns why texts were left out.
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
