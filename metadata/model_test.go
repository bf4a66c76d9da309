package metadata

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Random components. They have everything that a document can have and Decode accepts.

func genLabel() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}`),
		rapid.StringMatching(`[A-Z][A-Z0-9]{0,4}`),
		rapid.SampledFrom([]string{"list", "type", "record", "func", "string", "u8", "from"}),
	)
}

func genLabels(least, most int) *rapid.Generator[[]string] {
	return rapid.SliceOfNDistinct(genLabel(), least, most, func(s string) string { return s })
}

// drawType draws a type. If named is set, composites may have names of their own.
func drawType(t *rapid.T, depth int, named bool) *Type {
	last := KindHandle
	if depth == 0 {
		last = KindStr
	}
	typ := &Type{Kind: rapid.Map(rapid.IntRange(int(KindBool), int(last)), func(n int) Kind { return Kind(n) }).Draw(t, "kind")}
	if named && typ.Kind >= KindRecord && rapid.Bool().Draw(t, "named") {
		typ.Name = genLabel().Draw(t, "name")
		typ.Owner = rapid.SampledFrom([]string{"", "root", "acme:shop@1.4.0/cart", "acme:shop/cart"}).Draw(t, "owner")
	}
	inner := func() *Type { return drawType(t, depth-1, named) }
	optional := func() *Type {
		if rapid.Bool().Draw(t, "present") {
			return inner()
		}
		return nil
	}
	switch typ.Kind {
	case KindRecord:
		typ.Fields = []Field{}
		for _, name := range genLabels(0, 3).Draw(t, "fields") {
			typ.Fields = append(typ.Fields, Field{name, inner()})
		}
	case KindVariant:
		for _, name := range genLabels(1, 3).Draw(t, "cases") {
			typ.Cases = append(typ.Cases, Case{name, optional()})
		}
	case KindEnum:
		typ.Names = genLabels(1, 4).Draw(t, "cases")
	case KindFlags:
		typ.Names = append([]string{}, genLabels(0, 4).Draw(t, "flags")...)
	case KindTuple:
		typ.Items = []*Type{}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			typ.Items = append(typ.Items, inner())
		}
	case KindList, KindOption:
		typ.Inner = inner()
	case KindResult:
		typ.Ok, typ.Err = optional(), optional()
	case KindHandle:
		typ.ResourceID = rapid.Uint64().Draw(t, "resource")
		typ.Borrowed = rapid.Bool().Draw(t, "borrowed")
	}
	return typ
}

func drawFunction(t *rapid.T, name string, d dialect) *Function {
	f := &Function{Name: name, LocalName: name}
	for _, name := range genLabels(0, 3).Draw(t, "parameters") {
		f.Parameters = append(f.Parameters, Parameter{name, drawType(t, 3, d.names)})
	}
	switch rapid.IntRange(0, 2).Draw(t, "results") {
	case 1:
		f.Results = []Result{{Type: drawType(t, 3, d.names)}}
	case 2:
		if d.single {
			break
		}
		for _, name := range genLabels(1, 3).Draw(t, "named results") {
			f.Results = append(f.Results, Result{name, drawType(t, 2, false)})
		}
	}
	return f
}

func drawResource(t *rapid.T, name string, id uint64, d dialect) *Resource {
	r := &Resource{Name: name}
	handle := func(borrowed bool) *Type {
		r.ID, r.HasID = id, true
		h := &Type{Kind: KindHandle, ResourceID: id, Borrowed: borrowed}
		if d.names {
			h.Name, h.Owner = name, "acme:shop@1.4.0/cart"
		}
		return h
	}
	self := func(f *Function, borrowed bool) {
		f.Parameters = append([]Parameter{{"self", handle(borrowed)}}, f.Parameters...)
	}
	locals := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-df-z]{1,5}`), 1, 4, func(s string) string { return s }).Draw(t, "methods")
	for _, local := range locals {
		f := drawFunction(t, local, d)
		if rapid.Bool().Draw(t, "static") {
			f.Name, f.Kind = "[static]"+name+"."+local, Static
			r.Statics = append(r.Statics, f)
			continue
		}
		f.Name, f.Kind = "[method]"+name+"."+local, Method
		f.Parameters = prune(f.Parameters, "self")
		self(f, true)
		r.Methods = append(r.Methods, f)
	}
	if rapid.Bool().Draw(t, "constructor") {
		f := drawFunction(t, "new", d)
		f.Name, f.Kind = "[constructor]"+name, Constructor
		f.Results = []Result{{Type: handle(false)}}
		r.Constructor = f
		r.Drop = &Function{Name: "[drop]" + name, LocalName: "drop", Kind: Drop}
		self(r.Drop, false)
	}
	return r
}

func prune(list []Parameter, name string) []Parameter {
	var kept []Parameter
	for _, p := range list {
		if p.Name != name {
			kept = append(kept, p)
		}
	}
	return kept
}

func drawComponent(t *rapid.T, d dialect) *Component {
	c := &Component{
		ID:      rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9A-F]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).Draw(t, "id"),
		Name:    rapid.SampledFrom([]string{"shop", "acme:shop", "shop~v1.1.0", "größe é 店", "a/b (c)"}).Draw(t, "component"),
		Version: rapid.Uint64().Draw(t, "version"),
	}
	if d.kind && rapid.Bool().Draw(t, "ephemeral") {
		c.Kind = Ephemeral
	}
	if d.wit {
		c.RootPackageName = rapid.SampledFrom([]string{"", "acme:shop"}).Draw(t, "package")
		c.RootPackageVersion = rapid.SampledFrom([]string{"", "1.4.0-rc.1+b"}).Draw(t, "package version")
		if b := rapid.SliceOf(rapid.Byte()).Draw(t, "wit"); len(b) > 0 {
			c.BinaryWIT = b
		}
	}
	for _, name := range genLabels(0, 2).Draw(t, "functions") {
		c.Functions = append(c.Functions, drawFunction(t, name, d))
	}
	for n, short := range genLabels(0, 2).Draw(t, "interfaces") {
		i := &Interface{Name: "acme:shop/" + short + "@1.4.0", Namespace: "acme", Package: "shop", ShortName: short, Version: "1.4.0"}
		if rapid.Bool().Draw(t, "inline") {
			i = &Interface{Name: "inline-" + short, ShortName: "inline-" + short}
		}
		for _, name := range genLabels(0, 2).Draw(t, "functions") {
			i.Functions = append(i.Functions, drawFunction(t, name, d))
		}
		for k, name := range genLabels(0, 2).Draw(t, "resources") {
			i.Resources = append(i.Resources, drawResource(t, name, uint64(n*10+k), d))
		}
		c.Interfaces = append(c.Interfaces, i)
	}
	return c
}

func TestRandomComponents(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.label, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c := drawComponent(t, d)
				text := d.write(t, c)
				got, err := Decode([]byte(text))
				if err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
				if diff := difference(c, got); diff != "" {
					t.Fatalf("%s\n%s", diff, text)
				}
				again, err := Decode(got.Document())
				if err != nil {
					t.Fatalf("%v\n%s", err, got.Document())
				}
				if diff := difference(got, again); diff != "" {
					t.Fatalf("the canonical text differs: %s", diff)
				}
			})
		})
	}
}

// TestDamagedDocuments damages a document at one place, and checks that it is refused or read as
// a whole, and that messages stay within their bounds.
func TestDamagedDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(dialects).Draw(t, "dialect")
		text := d.write(t, drawComponent(t, d))
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		damage := rapid.SampledFrom([]string{"", "\"", "{", "}", "[", "]", ",", "null", "\\", "\x00", "\xff", " ", "1"}).Draw(t, "damage")
		c, err := Decode([]byte(text[:at] + damage + text[at+1:]))
		if (c == nil) != (err != nil) {
			t.Fatalf("component %v, error %v", c, err)
		}
		if err != nil && len(err.Error()) > 1000*(maxProblems+1) {
			t.Fatalf("a message of %d bytes", len(err.Error()))
		}
	})
}

func TestEqualFollowsTheWireForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawType(t, 2, true), drawType(t, 2, true)
		same := string(a.AppendJSON(nil)) == string(b.AppendJSON(nil))
		if a.Equal(b) != same || b.Equal(a) != same || !a.Equal(a) {
			t.Fatalf("Equal is %v for\n%s\n%s", a.Equal(b), a.AppendJSON(nil), b.AppendJSON(nil))
		}
	})
}

func ExampleType_WIT() {
	t := &Type{Kind: KindResult, Err: &Type{Kind: KindList, Inner: &Type{Kind: KindU8}}}
	fmt.Println(t.WIT())
	// Output: result<_, list<u8>>
}

func TestKindString(t *testing.T) {
	if got := KindRecord.String() + KindHandle.String() + Kind(0).String() + Kind(23).String(); got != "RecordHandleKind(0)Kind(23)" {
		t.Error(got)
	}
	if len(kindOfTag) != 22 || strings.Join(kindTags[1:3], " ") != "Bool S8" {
		t.Errorf("%d kinds", len(kindOfTag))
	}
}

// TestLongestNames checks the greatest length of names.
func TestLongestNames(t *testing.T) {
	if !IsName(strings.Repeat("a", maxName)) || IsName(strings.Repeat("a", maxName+1)) {
		t.Errorf("the longest name does not have %d bytes", maxName)
	}
}

// TestResourceWithoutID checks that a resource without handles is not found by a number.
func TestResourceWithoutID(t *testing.T) {
	c := withResources(inInterface("a:b/i"), &Resource{Name: "tools"}, &Resource{Name: "ledger", HasID: true})
	if _, r := c.Resource(0); r == nil || r.Name != "ledger" {
		t.Errorf("%+v", r)
	}
}
