package wit

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
)

// Interface resolves an interface by its full name. It returns nil without an error if the
// interface is missing, or has an error in a package that is only used. Unless exact is
// set, it may return the interface of another version.
func (r *Packages) Interface(exported string, exact bool) (*gen.WITInterface, error) {
	id, name, ok := ParseInterface(exported)
	if !ok {
		return nil, nil
	}
	found, ok := r.interfaceOf(id, name, exact)
	switch {
	case !ok:
		return nil, nil
	case found.resolved != nil:
		return found.resolved.WITInterface, nil
	}
	face, err := r.face(found.decl)
	if err != nil && found.decl.file.optional {
		r.report(fmt.Sprintf("%v: the types of %s are named without it", err, exported))
		return nil, nil
	}
	return face, err
}

func (r *Packages) face(d *interfaceDecl) (*gen.WITInterface, error) {
	face := NewInterface(d.doc)
	for _, t := range d.types {
		if t.definition == definesResource {
			face.Resources[t.name] = &gen.WITResource{Doc: t.doc}
		}
	}
	for _, f := range d.functions {
		if err := r.function(&d.scopeDecl, f, f.name, face); err != nil {
			return nil, err
		}
	}
	return face.WITInterface, nil
}

// function resolves a function and adds it under its name.
func (r *Packages) function(in *scopeDecl, d *functionDecl, name string, to *Interface) (err error) {
	f := &gen.WITFunction{Doc: d.doc}
	if d.self != "" {
		f.Parameters = make([]gen.WITMember, 1)
		f.Parameters[0].Name = "self"
		if f.Parameters[0].Type, err = r.named(in, d.self, in.offset); err != nil {
			return err
		}
	}
	if f.Parameters, err = r.members(in, d.parameters, f.Parameters); err != nil {
		return err
	}
	if f.Results, err = r.members(in, d.results, nil); err != nil {
		return err
	}
	if d.made != "" {
		made, err := r.named(in, d.made, in.offset)
		if err != nil {
			return err
		}
		f.Results = []gen.WITMember{{Type: made}}
	}
	to.Functions[name] = f
	if d.async {
		to.Functions[asyncName(name)] = f
	}
	return nil
}

// asyncName returns the exported name of an asynchronous function: "[async]f", and of a
// method "[async method]r.f".
func asyncName(name string) string {
	if rest, ok := strings.CutPrefix(name, "["); ok {
		return "[async " + rest
	}
	return "[async]" + name
}

// members resolves parameters, results or fields and adds them to a list.
func (r *Packages) members(in *scopeDecl, list []memberDecl, to []gen.WITMember) ([]gen.WITMember, error) {
	for _, m := range list {
		member := gen.WITMember{Name: m.name, Doc: m.doc}
		if m.typ != nil {
			var err error
			if member.Type, err = r.expression(in, m.typ); err != nil {
				return nil, err
			}
		}
		to = append(to, member)
	}
	return to, nil
}
