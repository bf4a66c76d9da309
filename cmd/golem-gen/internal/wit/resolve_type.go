package wit

import (
	"errors"
	"fmt"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// resolution is the result of resolving a definition, nil while it is being resolved.
type resolution struct {
	node *gen.WITType
	err  error
	done bool
}

// named resolves the type that has a name in an interface or world.
func (r *Packages) named(in *scopeDecl, name string, offset int) (*gen.WITType, error) {
	d := in.byName[name]
	if d == nil {
		return nil, in.file.fail(offset, "the type %q is not defined", name)
	}
	known := r.types[d]
	if known == nil {
		known = &resolution{}
		r.types[d] = known
		if r.depth++; r.depth > maxUseDepth {
			known.err = in.file.fail(d.offset, "more than %d types lead to each other", maxUseDepth)
		} else {
			known.node, known.err = r.definition(in, d)
		}
		r.depth--
		known.done = true
	}
	if !known.done {
		return nil, in.file.fail(d.offset, "the type %q is defined by itself", d.name)
	}
	return known.node, known.err
}

func (r *Packages) definition(in *scopeDecl, d *typeDecl) (*gen.WITType, error) {
	switch d.definition {
	case definesUse:
		return r.used(in, d)
	case definesAlias:
		return r.alias(in, d)
	}
	members, err := r.members(in, d.members, nil)
	if err != nil {
		return nil, err
	}
	return &gen.WITType{Kind: kinds[d.definition], Name: d.name, Owner: in.owner(), Doc: d.doc, Members: members}, nil
}

var kinds = [...]metadata.Kind{
	definesRecord: metadata.KindRecord, definesVariant: metadata.KindVariant, definesEnum: metadata.KindEnum,
	definesFlags: metadata.KindFlags, definesResource: metadata.KindHandle,
}

// owner returns the name, without version, of the interface that defines types here. It is
// "" for worlds and for interfaces that a world defines in place.
func (s *scopeDecl) owner() string {
	if s.isWorld || s.name == "" {
		return ""
	}
	return s.id.Path() + "/" + s.name
}

// alias resolves a definition that gives a type a name, or another name.
func (r *Packages) alias(in *scopeDecl, d *typeDecl) (*gen.WITType, error) {
	t, err := r.expression(in, d.alias)
	if err != nil {
		return nil, err
	}
	if t.Name != "" || t.Opaque {
		return t, nil
	}
	named := *t
	named.Name, named.Owner, named.Doc = d.name, in.owner(), d.doc
	return &named, nil
}

// used resolves a type of another interface. If the interface or the type is missing or has
// an error, the result is opaque. In a package of the user's own, it is an error.
func (r *Packages) used(in *scopeDecl, d *typeDecl) (*gen.WITType, error) {
	path := in.full(d.use)
	found, ok := r.interfaceOf(path.id, path.name, false)
	own := path.id == in.id
	var t *gen.WITType
	var err error
	switch {
	case !ok && own:
		return nil, in.file.fail(d.use.offset, "there is no interface %q in %s", path.name, path.id)
	case !ok:
		r.report(fmt.Sprintf("the package of %s is not beside the WIT nor in a folder deps, so only the names of its types are known", path))
	case found.resolved != nil:
		if t = found.resolved.Types[d.usedName]; t == nil {
			err = errNotFound
		}
	case found.decl.byName[d.usedName] == nil:
		err = in.file.fail(d.offset, "the interface %q has no type %q", path.name, d.usedName)
	default:
		t, err = r.named(&found.decl.scopeDecl, d.usedName, d.offset)
	}
	if err != nil && own {
		return nil, err
	}
	if err != nil {
		r.reportUsed(path, d.usedName, found, err)
	}
	if t == nil {
		t = &gen.WITType{Opaque: true, Name: d.usedName, Owner: path.id.Path() + "/" + path.name}
	}
	return t, nil
}

func (r *Packages) reportUsed(path interfacePath, name string, found target, err error) {
	if errors.Is(err, errNotFound) || found.decl.byName[name] == nil {
		r.report(fmt.Sprintf("%s has no type %q, so only the name of it is known", path, name))
		return
	}
	r.report(fmt.Sprintf("%v (only the name of %q of %s is known)", err, name, path))
}
