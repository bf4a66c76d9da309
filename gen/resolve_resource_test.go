package gen

import (
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/metadata"
)

// TestIsInline shows the types that have a value which a function name can contain.
func TestIsInline(t *testing.T) {
	char, handle := &metadata.Type{Kind: metadata.KindChr}, &metadata.Type{Kind: metadata.KindHandle}
	tuple := func(items ...*metadata.Type) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindTuple, Items: items}
	}
	result := func(ok, err *metadata.Type) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindResult, Ok: ok, Err: err}
	}
	variant := func(cases ...metadata.Case) *metadata.Type {
		return &metadata.Type{Kind: metadata.KindVariant, Cases: cases}
	}
	for _, c := range []struct {
		t    *metadata.Type
		want bool
	}{
		{str, true},
		{char, false},
		{handle, false},
		{listOf(handle), true},
		{optionOf(char), true},
		{recordOf("a", str), true},
		{recordOf("a", str, "b", handle), false},
		{recordOf("a1", str), false},
		{recordOf(), false},
		{tuple(str), true},
		{tuple(str, char), false},
		{tuple(), false},
		{result(str, nil), true},
		{result(handle, str), true},
		{result(handle, nil), false},
		{variant(metadata.Case{Name: "a"}, metadata.Case{Name: "b", Type: handle}), true},
		{variant(metadata.Case{Name: "b", Type: handle}), false},
	} {
		if got := isInline(c.t); got != c.want {
			t.Errorf("%s: %v, want %v", c.t.WIT(), got, c.want)
		}
	}
}

// TestResourceWithoutImplicitForm generates a resource whose constructor takes a handle.
func TestResourceWithoutImplicitForm(t *testing.T) {
	for _, c := range []struct {
		parameter *metadata.Type
		want      bool
	}{{str, true}, {&metadata.Type{Kind: metadata.KindHandle}, false}} {
		i := hostileInterface("door", 0)
		i.Resources[0].Constructor.Parameters = []metadata.Parameter{{Name: "p", Type: c.parameter}}
		out, err := Generate(&metadata.Component{Interfaces: []*metadata.Interface{i}}, Options{Package: "client"})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(out.Files["door.go"]), "IndexedDoor"); got != c.want {
			t.Errorf("%s: there is an implicit form: %v, want %v", c.parameter.WIT(), got, c.want)
		}
	}
}

// TestInterfaceOfTypes checks that a client contains nothing of an interface without functions.
func TestInterfaceOfTypes(t *testing.T) {
	c := &metadata.Component{Interfaces: []*metadata.Interface{
		{Name: "acme:shop/types", Namespace: "acme", Package: "shop", ShortName: "types"},
		useAll("cart", str),
	}}
	out, err := Generate(c, Options{Package: "client", TestPackage: true, ImportPath: "example.com/client"})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range out.Files {
		if strings.Contains(name, "types") || strings.Contains(string(text), "Types") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}
