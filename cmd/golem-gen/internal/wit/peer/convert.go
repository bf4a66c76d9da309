package peer

import (
	"go.bytecodealliance.org/wit"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// convert returns what gen needs: the exports of worlds, and the other interfaces of the
// packages too, because a world may be in another package.
func convert(r *wit.Resolve) *gen.WIT {
	c := &converter{types: map[*wit.TypeDef]*gen.WITType{}, out: &gen.WIT{Interfaces: map[string]*gen.WITInterface{}}}
	// Packages come in the order of their dependencies: the last one is the user's own.
	for i := len(r.Worlds) - 1; i >= 0; i-- {
		c.world(r.Worlds[i], len(r.Packages) == 0 || r.Worlds[i].Package == r.Packages[len(r.Packages)-1])
	}
	for _, i := range r.Interfaces {
		if i.Name != nil && i.Package != nil {
			c.face(interfaceName(i), i)
		}
	}
	return c.out
}

type converter struct {
	out   *gen.WIT
	types map[*wit.TypeDef]*gen.WITType
}

func (c *converter) world(w *wit.World, main bool) {
	w.Exports.All()(func(name string, item wit.WorldItem) bool {
		switch item := item.(type) {
		case *wit.InterfaceRef:
			if item.Interface.Name != nil {
				name = interfaceName(item.Interface)
			}
			c.face(name, item.Interface)
		case *wit.Function:
			if main {
				c.worldFunction(name, item)
			}
		}
		return true
	})
}

func (c *converter) worldFunction(name string, f *wit.Function) {
	world := c.out.Interfaces[""]
	if world == nil {
		world = newInterface("")
		c.out.Interfaces[""] = world
	}
	if world.Functions[name] == nil {
		world.Functions[name] = c.function(f)
	}
}

func newInterface(doc string) *gen.WITInterface {
	return &gen.WITInterface{Doc: doc, Functions: map[string]*gen.WITFunction{}, Resources: map[string]*gen.WITResource{}}
}

// interfaceName returns the name under which an interface is exported: "acme:shop/cart@1.4.0".
func interfaceName(i *wit.Interface) string {
	name := ownerName(i)
	if v := i.Package.Name.Version; v != nil {
		name += "@" + v.String()
	}
	return name
}

// ownerName returns the name without version. The library's own text escapes keywords of
// WIT by %, metadata does not.
func ownerName(i *wit.Interface) string {
	return i.Package.Name.Namespace + ":" + i.Package.Name.Package + "/" + *i.Name
}

func (c *converter) face(name string, i *wit.Interface) {
	if c.out.Interfaces[name] != nil {
		return
	}
	face := newInterface(i.Docs.Contents)
	c.out.Interfaces[name] = face
	i.TypeDefs.All()(func(name string, t *wit.TypeDef) bool {
		if _, ok := t.Kind.(*wit.Resource); ok {
			face.Resources[name] = &gen.WITResource{Doc: t.Docs.Contents}
		}
		return true
	})
	i.Functions.All()(func(_ string, f *wit.Function) bool {
		face.Functions[f.Name] = c.function(f)
		return true
	})
}

func (c *converter) function(f *wit.Function) *gen.WITFunction {
	out := &gen.WITFunction{Doc: f.Docs.Contents}
	for _, p := range f.Params {
		out.Parameters = append(out.Parameters, gen.WITMember{Name: p.Name, Type: c.typ(p.Type)})
	}
	for _, p := range f.Results {
		out.Results = append(out.Results, gen.WITMember{Name: p.Name, Type: c.typ(p.Type)})
	}
	return out
}

func (c *converter) typ(t wit.Type) *gen.WITType {
	switch t := t.(type) {
	case nil:
		return nil
	case *wit.TypeDef:
		return c.definition(t)
	default:
		return &gen.WITType{Kind: primitive(t)}
	}
}

// definition converts a type with a name or parts. An alias of a type with a
// name is that type.
func (c *converter) definition(t *wit.TypeDef) *gen.WITType {
	if known := c.types[t]; known != nil {
		return known
	}
	var out *gen.WITType
	if alias, ok := t.Kind.(*wit.TypeDef); ok {
		out = c.definition(alias)
	} else {
		out = c.structure(t)
	}
	c.types[t] = out
	return out
}

func (c *converter) structure(t *wit.TypeDef) *gen.WITType {
	out := &gen.WITType{Name: t.TypeName(), Doc: t.Docs.Contents}
	if owner, ok := t.Owner.(*wit.Interface); ok && owner.Name != nil && owner.Package != nil && out.Name != "" {
		out.Owner = ownerName(owner)
	}
	switch kind := t.Kind.(type) {
	case *wit.Record:
		out.Kind = metadata.KindRecord
		for _, f := range kind.Fields {
			out.Members = append(out.Members, gen.WITMember{Name: f.Name, Doc: f.Docs.Contents, Type: c.typ(f.Type)})
		}
	case *wit.Variant:
		out.Kind = metadata.KindVariant
		for _, k := range kind.Cases {
			out.Members = append(out.Members, gen.WITMember{Name: k.Name, Doc: k.Docs.Contents, Type: c.typ(k.Type)})
		}
	case *wit.Enum:
		out.Kind = metadata.KindEnum
		for _, k := range kind.Cases {
			out.Members = append(out.Members, gen.WITMember{Name: k.Name, Doc: k.Docs.Contents})
		}
	case *wit.Flags:
		out.Kind = metadata.KindFlags
		for _, f := range kind.Flags {
			out.Members = append(out.Members, gen.WITMember{Name: f.Name, Doc: f.Docs.Contents})
		}
	default:
		c.parts(out, t)
	}
	return out
}

func (c *converter) parts(out *gen.WITType, t *wit.TypeDef) {
	switch kind := t.Kind.(type) {
	case *wit.Tuple:
		out.Kind = metadata.KindTuple
		for _, item := range kind.Types {
			out.Items = append(out.Items, c.typ(item))
		}
	case *wit.List:
		out.Kind, out.Items = metadata.KindList, []*gen.WITType{c.typ(kind.Type)}
	case *wit.Option:
		out.Kind, out.Items = metadata.KindOption, []*gen.WITType{c.typ(kind.Type)}
	case *wit.Result:
		out.Kind, out.Items = metadata.KindResult, []*gen.WITType{c.typ(kind.OK), c.typ(kind.Err)}
	case *wit.Resource:
		out.Kind = metadata.KindHandle
	case *wit.Own:
		*out = *c.definition(kind.Type)
	case *wit.Borrow:
		*out = *c.definition(kind.Type)
	default:
		out.Kind = primitive(t.Kind)
	}
}

// primitive returns the kind of a type without parts, 0 for those that metadata does
// not have (streams, futures, error contexts).
func primitive(t wit.TypeDefKind) metadata.Kind {
	switch t.(type) {
	case wit.Bool:
		return metadata.KindBool
	case wit.S8:
		return metadata.KindS8
	case wit.U8:
		return metadata.KindU8
	case wit.S16:
		return metadata.KindS16
	case wit.U16:
		return metadata.KindU16
	case wit.S32:
		return metadata.KindS32
	case wit.U32:
		return metadata.KindU32
	case wit.S64:
		return metadata.KindS64
	case wit.U64:
		return metadata.KindU64
	case wit.F32:
		return metadata.KindF32
	case wit.F64:
		return metadata.KindF64
	case wit.Char:
		return metadata.KindChr
	case wit.String:
		return metadata.KindStr
	default:
		return 0
	}
}
