package wit

import (
	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// basic are the types without parts.
var basic = map[string]*gen.WITType{
	"bool": {Kind: metadata.KindBool},
	"s8":   {Kind: metadata.KindS8}, "s16": {Kind: metadata.KindS16}, "s32": {Kind: metadata.KindS32}, "s64": {Kind: metadata.KindS64},
	"u8": {Kind: metadata.KindU8}, "u16": {Kind: metadata.KindU16}, "u32": {Kind: metadata.KindU32}, "u64": {Kind: metadata.KindU64},
	"f32": {Kind: metadata.KindF32}, "float32": {Kind: metadata.KindF32},
	"f64": {Kind: metadata.KindF64}, "float64": {Kind: metadata.KindF64},
	"char": {Kind: metadata.KindChr}, "string": {Kind: metadata.KindStr},
	"error-context": {}, "stream": {}, "future": {},
}

// constructor is a type with arguments.
type constructor struct {
	kind     metadata.Kind // 0 for types that metadata does not have
	min, max int           // arguments, -1 for any number
}

var constructors = map[string]constructor{
	"list": {metadata.KindList, 1, 1}, "option": {metadata.KindOption, 1, 1}, "tuple": {metadata.KindTuple, 0, -1},
	"result": {metadata.KindResult, 0, 2}, "own": {metadata.KindHandle, 1, 1}, "borrow": {metadata.KindHandle, 1, 1},
	"stream": {0, 0, 2}, "future": {0, 0, 1}, "map": {0, 2, 2},
}

// expression resolves a type where it is used.
func (r *Packages) expression(in *scopeDecl, e *typeExpr) (*gen.WITType, error) {
	form, constructed := constructors[e.name]
	switch {
	case e.name == "":
		return nil, in.file.fail(e.offset, `"_" stands in a result only`)
	case e.escaped || len(e.items) == 0 && in.byName[e.name] != nil:
		return r.named(in, e.name, e.offset)
	case len(e.items) == 0 && basic[e.name] != nil:
		return basic[e.name], nil
	case !constructed && len(e.items) > 0:
		return nil, in.file.fail(e.offset, "%q takes no types in brackets", e.name)
	case !constructed:
		return r.named(in, e.name, e.offset)
	case len(e.items) < form.min || form.max >= 0 && len(e.items) > form.max:
		return nil, in.file.fail(e.offset, "%q has %d types in brackets", e.name, len(e.items))
	}
	t := &gen.WITType{Kind: form.kind}
	if e.length {
		t.Kind = 0
	}
	for _, item := range e.items {
		var part *gen.WITType
		if form.kind != metadata.KindResult || item.name != "" {
			var err error
			if part, err = r.expression(in, item); err != nil {
				return nil, err
			}
		}
		t.Items = append(t.Items, part)
	}
	switch form.kind {
	case metadata.KindHandle:
		return t.Items[0], nil
	case metadata.KindResult:
		t.Items = append(t.Items, nil, nil)[:2]
	}
	return t, nil
}
