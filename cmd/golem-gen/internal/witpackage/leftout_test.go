package witpackage

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// TestLeftOut reports the interfaces that servers from 1.2.2 on leave out: those with a function
// that has a result without types, and those that a world defines in place. Older servers list
// all.
func TestLeftOut(t *testing.T) {
	const author = `: this server does so where a function has a "result" without types (`
	for file, want := range map[string][]string{
		"/recorded/golem-1.2.5/echo-bare-result.json": {
			"interface conformance:echo/composites@0.3.1, so the client does not have it" + author + "echo-result-none)",
			"interface conformance:echo/failures@0.3.1, so the client does not have it" + author + "check)",
		},
		"/golem-1.2.5/own/unit-result.json": {
			"interface syn:unit-result/api, so the client does not have it" + author + "list-res-unit, res-unit)",
		},
		"/golem-1.2.5/own/world-fns.json": {
			"interface inline, so the client does not have it: this server does so with an interface that the world defines in place",
		},
		"/golem-1.2.5/own/resources.json": nil,
		"/golem-1.1/own/unit-result.json": nil,
	} {
		got := LeftOut(component(t, documents+file))
		if len(got) != len(want) {
			t.Errorf("%s: %q, want %q", file, got, want)
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], "the server's metadata leaves out the exported "+want[i]) || !strings.Contains(got[i], "the component's author can") {
				t.Errorf("%s: %s, want %s", file, got[i], want[i])
			}
		}
	}
}

// TestLeftOutForms lists all exports of a world that are not in the metadata.
func TestLeftOutForms(t *testing.T) {
	data, err := os.ReadFile(texts + "/forms-module.wasm")
	if err != nil {
		t.Fatal(err)
	}
	c := exporting("tear-down")
	c.BinaryWIT = data
	c.Omitted = []metadata.Omission{{Function: "run"}}
	const left, so = "the server's metadata leaves out the exported ", ", so the client does not have it"
	want := []string{
		left + "function set-up" + so,
		left + "function stop" + so,
		left + "interface acme:forms/kinds@1.2.0-rc.1" + so + `: this server does so where a function has a "result" without types (all): the component's author can write "result<_, string>" there, or move these functions to an interface of their own`,
		left + "interface in-place" + so + ": this server does so with an interface that the world defines in place: the component's author can define it outside of the world, and export it by its name",
		left + "interface acme:forms/more@1.2.0-rc.1" + so,
	}
	if d := cmp.Diff(want, LeftOut(c)); d != "" {
		t.Error(d)
	}
}

// TestBare finds results without types wherever they are.
func TestBare(t *testing.T) {
	str := &gen.WITType{Kind: metadata.KindStr}
	result := func(ok, err *gen.WITType) *gen.WITType {
		return &gen.WITType{Kind: metadata.KindResult, Items: []*gen.WITType{ok, err}}
	}
	bareResult := result(nil, nil)
	list := &gen.WITType{Kind: metadata.KindList, Items: []*gen.WITType{bareResult}}
	record := &gen.WITType{Kind: metadata.KindRecord, Members: []gen.WITMember{{Name: "a", Type: list}, {Name: "b", Type: str}}}
	functions := map[string]*gen.WITFunction{
		"result":    {Results: []gen.WITMember{{Type: bareResult}}},
		"again":     {Results: []gen.WITMember{{Type: bareResult}}},
		"parameter": {Parameters: []gen.WITMember{{Type: str}, {Type: record}}, Results: []gen.WITMember{{Type: str}}},
		"inner":     {Results: []gen.WITMember{{Type: result(str, result(nil, list))}}},
		"ok":        {Results: []gen.WITMember{{Type: result(str, nil)}}},
		"err":       {Results: []gen.WITMember{{Type: result(nil, str)}}},
		"none":      {},
		"tuple":     {Results: []gen.WITMember{{Type: &gen.WITType{Kind: metadata.KindTuple, Items: []*gen.WITType{bareResult, str}}}}},
		"case":      {Parameters: []gen.WITMember{{Type: &gen.WITType{Kind: metadata.KindVariant, Members: []gen.WITMember{{Name: "a"}}}}}},
	}
	if d := cmp.Diff([]string{"again", "inner", "parameter", "result", "tuple"}, bare(functions)); d != "" {
		t.Error(d)
	}
}
