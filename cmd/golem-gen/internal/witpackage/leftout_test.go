package witpackage

import (
	"strings"
	"testing"
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
