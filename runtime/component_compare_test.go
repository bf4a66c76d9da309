package runtime

import (
	"testing"

	"github.com/golem-gen/golem-gen/runtime/internal/core"
)

// TestCompareFunctions compares functions whose results differ.
func TestCompareFunctions(t *testing.T) {
	const u8, u16, named = `{"type":"U8"}`, `{"type":"U16"}`, `{"type":"Record","fields":[{"name":"a","typ":{"type":"U8"}}]}`
	for _, test := range []struct {
		pinned, found           string
		pinnedNamed, foundNamed bool
		want                    string
	}{
		{},
		{pinned: u8, found: u8},
		{pinned: named, found: named, pinnedNamed: true, foundNamed: true},
		{pinned: u8, found: u16, want: "the result: it was U8, now it is U16"},
		{pinned: u8, want: "the result: it was U8, now there is no type"},
		{found: u8, want: "the result: there was no type, now it is U8"},
		{pinned: named, pinnedNamed: true, want: "the result: it was Record, now there is no type"},
		{pinned: named, found: named, pinnedNamed: true, want: "the result is named in one version only"},
		{pinned: named, found: named, foundNamed: true, want: "the result is named in one version only"},
	} {
		v := &componentVersion{functions: map[string]*versionFunction{functionKey("i", "f"): {result: test.found, named: test.foundNamed}}}
		got := v.takes(expectation{function: &core.Function{Interface: "i", Name: "f", Result: test.pinned, NamedResults: test.pinnedNamed}})
		if got != test.want {
			t.Errorf("%+v: got %q, want %q", test, got, test.want)
		}
	}
}

// TestCompareHandles: the handle that a method is called on is of the resource that the method names,
// and all others are of the resources with their numbers.
func TestCompareHandles(t *testing.T) {
	vault, box := &core.Resource{Interface: "i", Name: "vault", ID: 10}, &core.Resource{Interface: "i", Name: "box", ID: 11}
	swapped := &componentVersion{resources: map[uint64]core.Resource{10: {Interface: "i", Name: "box", ID: 10}, 11: {Interface: "i", Name: "vault", ID: 11}}}
	for _, test := range []struct {
		uses []*core.Resource
		self bool
		want string
	}{
		{uses: []*core.Resource{vault}, self: true},
		{uses: []*core.Resource{vault}, want: "resource 10 was vault, now it is box"},
		{uses: []*core.Resource{vault, box}, self: true, want: "resource 11 was box, now it is vault"},
		{uses: []*core.Resource{{Interface: "i", Name: "more", ID: 12}}},
	} {
		c := new(call)
		c.self = test.self
		for _, r := range test.uses {
			c.uses = append(c.uses, use{handle: &handle{resource: r}})
		}
		if got := swapped.compareHandles(c); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
