package difftext

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

func basic(k metadata.Kind) *metadata.Type { return &metadata.Type{Kind: k} }

var (
	u8, u32, s32 = basic(metadata.KindU8), basic(metadata.KindU32), basic(metadata.KindS32)
	f32, f64     = basic(metadata.KindF32), basic(metadata.KindF64)
	str          = basic(metadata.KindStr)
)

func record(pairs ...any) *metadata.Type {
	t := basic(metadata.KindRecord)
	for i := 0; i < len(pairs); i += 2 {
		t.Fields = append(t.Fields, metadata.Field{Name: pairs[i].(string), Type: pairs[i+1].(*metadata.Type)})
	}
	return t
}

func variant(parts ...any) *metadata.Type {
	t := basic(metadata.KindVariant)
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			t.Cases = append(t.Cases, metadata.Case{Name: p})
		case *metadata.Type:
			t.Cases[len(t.Cases)-1].Type = p
		}
	}
	return t
}

func names(k metadata.Kind, list ...string) *metadata.Type {
	return &metadata.Type{Kind: k, Names: list}
}

func enum(list ...string) *metadata.Type  { return names(metadata.KindEnum, list...) }
func flags(list ...string) *metadata.Type { return names(metadata.KindFlags, list...) }
func option(t *metadata.Type) *metadata.Type {
	return &metadata.Type{Kind: metadata.KindOption, Inner: t}
}

func tuple(items ...*metadata.Type) *metadata.Type {
	return &metadata.Type{Kind: metadata.KindTuple, Items: items}
}

// typePairs has two versions of a type for each rule about types, which the rule distinguishes.
var typePairs = map[string][2]*metadata.Type{
	"field-added":               {record("a", u8), record("a", u8, "b", str)},
	"option-field-added":        {record("a", u8), record("a", u8, "b", option(str))},
	"field-removed":             {record("a", u8, "b", str), record("a", u8)},
	"field-removed-shifting":    {record("a", u8, "b", str), record("b", str)},
	"field-renamed":             {record("a", u8), record("c", u8)},
	"option-field-renamed":      {record("a", option(u8)), record("c", option(u8))},
	"fields-reordered":          {record("a", u32, "b", u32), record("b", u32, "a", u32)},
	"fields-reordered-mixed":    {record("a", u32, "b", str), record("b", str, "a", u32)},
	"enum-case-appended":        {enum("a", "b"), enum("a", "b", "c")},
	"enum-case-inserted":        {enum("a", "b"), enum("c", "a", "b")},
	"enum-case-removed":         {enum("a", "b"), enum("b")},
	"enum-last-case-removed":    {enum("a", "b"), enum("a")},
	"enum-case-renamed":         {enum("a", "b"), enum("a", "c")},
	"enum-cases-reordered":      {enum("a", "b"), enum("b", "a")},
	"flag-appended":             {flags("a", "b"), flags("a", "b", "c")},
	"flag-inserted":             {flags("a", "b"), flags("c", "a", "b")},
	"flag-removed":              {flags("a", "b"), flags("b")},
	"last-flag-removed":         {flags("a", "b"), flags("a")},
	"flag-renamed":              {flags("a", "b"), flags("a", "c")},
	"flags-reordered":           {flags("a", "b"), flags("b", "a")},
	"variant-case-appended":     {variant("a", u8, "b"), variant("a", u8, "b", "c")},
	"variant-case-inserted":     {variant("a", "b"), variant("c", "a", "b")},
	"variant-case-removed":      {variant("a", "b"), variant("b")},
	"variant-last-case-removed": {variant("a", "b"), variant("a")},
	"variant-case-renamed":      {variant("a", "b"), variant("a", "c")},
	"variant-cases-reordered":   {variant("a", "b"), variant("b", "a")},
	"payload-added":             {variant("a", "b"), variant("a", "b", u8)},
	"optional-payload-added":    {variant("a", "b"), variant("a", "b", option(u8))},
	"payload-removed":           {variant("a", "b", u8), variant("a", "b")},
	"integer-widened":           {u8, u32},
	"integer-narrowed":          {u32, s32},
	"float-widened":             {f32, f64},
	"float-narrowed":            {f64, f32},
	"number-kind-changed":       {u32, f64},
	"became-optional":           {str, option(str)},
	"became-required":           {option(str), str},
	"tuple-item-added":          {tuple(u8), tuple(u8, str)},
	"tuple-item-removed":        {tuple(u8, str), tuple(u8)},
	"type-changed":              {str, u32},
	"type-reinterpreted":        {enum("a"), str},
}

// TestSourceEffects generates both versions of a type, the second with the names of the first,
// and compares the rule's effect on Go callers with the changes of the exported declarations.
func TestSourceEffects(t *testing.T) {
	for id, pair := range typePairs {
		for _, use := range []metadata.Use{metadata.UseParameter, metadata.UseResult} {
			old, new := using(use, pair[0]), using(use, pair[1])
			changes := metadata.Compare(old, new)
			if len(changes) != 1 || changes[0].Rule.ID != id {
				t.Errorf("%s: %d changes", id, len(changes))
				continue
			}
			before, locked := declarations(t, old, nil)
			after, _ := declarations(t, new, locked)
			var gone []string
			for d := range before {
				if !after[d] {
					gone = append(gone, d)
				}
			}
			if broken := changes[0].Effects.Source == metadata.SourceBroken; broken != (len(gone) > 0) {
				t.Errorf("%s in a %s is %s; gone are %q", id, use, changes[0].Effects.Source, gone)
			}
		}
	}
}

func using(use metadata.Use, t *metadata.Type) *metadata.Component {
	f := &metadata.Function{Name: "f", LocalName: "f"}
	if use == metadata.UseParameter {
		f.Parameters = []metadata.Parameter{{Name: "p", Type: t}}
	} else {
		f.Results = []metadata.Result{{Type: t}}
	}
	return &metadata.Component{ID: "5c89c92c-6e6a-5715-882b-637cd873451d", Name: "c", Interfaces: []*metadata.Interface{{
		Name: "a:b/i", Namespace: "a", Package: "b", ShortName: "i", Functions: []*metadata.Function{f},
	}}}
}

// declarations returns the exported declarations that callers can use: signatures, fields,
// constants by name, kinds of types.
func declarations(t *testing.T, c *metadata.Component, locked map[string]gen.LockedName) (map[string]bool, map[string]gen.LockedName) {
	t.Helper()
	out, err := gen.Generate(c, gen.Options{Package: "client", Locked: locked})
	if err != nil {
		t.Fatal(err)
	}
	return declared(t, out), out.Names
}

func declared(t *testing.T, out *gen.Output) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for name, text := range out.Files {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			declaration(found, set, decl)
		}
	}
	return found
}

func declaration(found map[string]bool, set *token.FileSet, decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Name.IsExported() {
			found["func "+source(set, decl.Recv)+decl.Name.Name+source(set, unnamed(decl.Type))] = true
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.IsExported() {
						found[decl.Tok.String()+" "+name.Name] = true
					}
				}
			case *ast.TypeSpec:
				if spec.Name.IsExported() {
					typeDeclaration(found, set, spec)
				}
			}
		}
	}
}

// unnamed returns the type of a function without the names of its parameters and results,
// on which no caller depends.
func unnamed(t ast.Expr) ast.Expr {
	f, ok := t.(*ast.FuncType)
	if !ok {
		return t
	}
	list := func(of *ast.FieldList) *ast.FieldList {
		if of == nil {
			return nil
		}
		types := &ast.FieldList{Opening: of.Opening, Closing: of.Closing}
		for _, field := range of.List {
			for range max(1, len(field.Names)) {
				types.List = append(types.List, &ast.Field{Type: field.Type})
			}
		}
		return types
	}
	return &ast.FuncType{Func: f.Func, Params: list(f.Params), Results: list(f.Results)}
}

func typeDeclaration(found map[string]bool, set *token.FileSet, spec *ast.TypeSpec) {
	switch typ := spec.Type.(type) {
	case *ast.StructType:
		found["struct "+spec.Name.Name] = true
		for _, field := range typ.Fields.List {
			for _, name := range field.Names {
				if name.IsExported() {
					found["field "+spec.Name.Name+"."+name.Name+" "+source(set, field.Type)] = true
				}
			}
		}
	case *ast.InterfaceType:
		for _, method := range typ.Methods.List {
			for _, name := range method.Names {
				found["method "+spec.Name.Name+"."+name.Name+source(set, unnamed(method.Type))] = true
			}
		}
	default:
		found["type "+spec.Name.Name+" "+source(set, spec.Type)] = true
	}
}

func source(set *token.FileSet, node any) string {
	if list, ok := node.(*ast.FieldList); ok {
		if list == nil {
			return ""
		}
		node = list.List[0].Type
	}
	var b bytes.Buffer
	if err := format.Node(&b, set, node); err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(b.String(), "func") + " "
}
